package io.firedamp.uplink.ccer;

import static java.util.stream.Collectors.joining;

import io.firedamp.clock.SiteClock;
import io.firedamp.courier.Balance;
import io.firedamp.courier.Delays;
import io.firedamp.courier.Errand;
import io.firedamp.courier.Exchange;
import io.firedamp.courier.Link;
import io.firedamp.courier.Packet;
import io.firedamp.courier.Route;
import io.firedamp.courier.Traffic;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import io.firedamp.store.StoredFrame;
import io.firedamp.text.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One uplink at work: two threads, of which {@code uplink-ccer-follow-NAME} waits for the store and
 * {@code uplink-ccer-live-NAME} does everything else, one event after the other.
 *
 * <p>A defect in either ends the connection, and both begin anew from what the store says is
 * settled: what nobody expected costs a second, never the uplink.
 */
final class Uplink implements Vital, Traffic, Line, PahoLink.Events, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

  private static final int EVENTS = 10_000;
  private static final long STEP_MS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);

  /** What only says how far the late packets are need not be known to the second. */
  private static final Duration LATE_LULL = Duration.ofMinutes(1);

  /** Late packets that are kept at hand; the rest stays in the store. */
  private static final int LATE_AT_HAND = 20;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration BRISK = Duration.ofMillis(20);

  /** To connect, log in and subscribe. Paho would wait for the broker's first word for ever. */
  private static final Duration GREETING = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final long END_MS = 5000;
  private static final int MANY = 3;
  private static final String BACKFILL = "backfill";
  private static final String REFUSAL = "refusal";

  /** How long a defect is shown as the present state. */
  private static final Duration FAULT_SHOWN = Duration.ofMinutes(1);

  /** Packets on their way to the platform, and the book in which it is written how they ended. */
  private record Lane(Dispatch packets, Ledger ledger) {}

  private final Access access;
  private final Codec codec;
  private final FrameStore store;
  private final PointTable tables;
  private final SiteClock clock;
  private final Supplier<Vitals> vitals;
  private final Path keyFile;
  private final Diagnosis diagnosis;
  private final JobBook book;
  private final Takeover takeover = new Takeover();
  private final Recent recent = new Recent(this::upload);
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Thread live;
  private final Instant started;

  // the live thread's own
  private Snowflake ids;
  private Optional<Rsa> rsa = Optional.empty();
  private Optional<PahoLink> link = Optional.empty();
  private long reconnectNanos;
  private long openedNanos;
  private Optional<InetAddress> local = Optional.empty();
  private long lookNanos = System.nanoTime();

  // of whoever tries other cipher settings
  private final Lock attempts = new ReentrantLock();
  private volatile Optional<Attempt> attempt = Optional.empty();

  // of the present beginning
  private volatile BlockingQueue<Runnable> events = new ArrayBlockingQueue<>(EVENTS);
  private volatile Optional<Thread> follow = Optional.empty();
  private volatile Optional<Thread> packing = Optional.empty();

  // written by the live thread, read by health()
  private volatile String fault = "";
  private volatile Instant faulted = Instant.MIN;

  /**
   * The live packets, and if they are configured the late ones; empty before the first beginning.
   */
  private volatile List<Lane> lanes = List.of();

  private volatile int lateAtHand;
  private volatile Heart heart;
  private final Phase phase;
  private volatile Handshake handshake;
  private int entries; // of the packet of stored data that is on the line; live thread
  private volatile Backfill backfill;
  private volatile Inbox inbox;
  private volatile List<Job> jobs = List.of();
  private volatile String keyTrouble = "";
  private volatile Optional<PahoLink.Failure> failure = Optional.empty();
  private volatile Cipher cipher = new Cipher.Plain();
  private volatile boolean connected;

  /** Since when there is a connection, or none. */
  private volatile Instant turned;

  private volatile List<String> denied = List.of();
  private volatile boolean everConnected;
  private volatile String readTrouble = "";
  private volatile String writeTrouble = "";
  private volatile int inFlight;
  private volatile boolean stopping;

  private Health last;

  /** Begins to work. */
  Uplink(
      Access access,
      FrameStore store,
      PointTable tables,
      SiteClock clock,
      Path secure,
      Path state) {
    this(access, store, tables, clock, secure, state, Machine::now);
  }

  /**
   * Begins to work.
   *
   * @param vitals of the machine, asked for each heartbeat
   */
  Uplink(
      Access access,
      FrameStore store,
      PointTable tables,
      SiteClock clock,
      Path secure,
      Path state,
      Supplier<Vitals> vitals) {
    this.vitals = vitals;
    this.keyFile = RsaKeys.file(secure, access.name());
    this.book = new JobBook(state.resolve("uplink-ccer-" + access.name() + ".jobs"));
    this.phase = phase(new Memo(state.resolve("uplink-ccer-" + access.name() + ".phase")));
    this.access = access;
    this.codec = new Codec(access.keepZeros(), access.lenient());
    this.store = store;
    this.tables = tables;
    this.clock = clock;
    this.started = clock.instant();
    this.turned = started;
    this.reconnectNanos = System.nanoTime();
    this.diagnosis = new Diagnosis(access, subject(), started);
    this.last = Health.ok(subject(), started, List.of());
    this.live = new Thread(this::work, "uplink-ccer-live-" + access.name());
    live.start();
  }

  private static Phase phase(Memo memo) {
    try {
      return new Phase(memo.read().orElse(""), memo::write);
    } catch (IOException unreadable) { // the first reply tells it
      LOG.warn("the project's phase is not known", unreadable);
      return new Phase("", memo::write);
    }
  }

  private String subject() {
    return "uplink " + access.name();
  }

  // ---- the follower's thread

  private void followStore(BlockingQueue<Runnable> receiver, List<Lane> mine) {
    try {
      Selection selection = new Selection(access, codec, tables);
      Follower follower = new Follower(access, store, selection, clock);
      Arrears arrears = new Arrears(access, store, selection);
      boolean resumed = false;
      boolean busy = false;
      while (!stopping && receiver == events) {
        try {
          if (!resumed) {
            if (mine.size() > 1) {
              arrears.resume();
            }
            follower.resume();
            resumed = true;
          }
          follower.next(into(mine.get(0), receiver), busy ? BRISK : PATIENCE);
          if (mine.size() > 1 && lateAtHand < LATE_AT_HAND) {
            busy = arrears.next(mine.get(0).ledger().through(), into(mine.get(1), receiver));
          }
          readTrouble = "";
        } catch (IOException unreadableStore) {
          readTrouble = said(unreadableStore);
          pause();
        } catch (RuntimeException | Error defect) { // the live thread decides what becomes of it
          receiver.put(
              () -> {
                throw new IllegalStateException(defect.toString(), defect);
              });
          return;
        }
      }
    } catch (InterruptedException ending) {
      // by end() or close()
    }
  }

  private static Follower.Receiver into(Lane lane, BlockingQueue<Runnable> receiver) {
    return (frame, parts) -> receiver.put(() -> lane.packets().arrived(frame, parts));
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(STORE_PAUSE.toMillis());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt(); // the next wait ends the thread
    }
  }

  private String said(IOException trouble) {
    LOG.debug("{}: the store fails", subject(), trouble);
    return String.valueOf(trouble.getMessage());
  }

  // ---- the live thread

  private void work() {
    while (!stopping) {
      try {
        if (begin()) {
          live();
        }
      } catch (RuntimeException | Error defect) { // must not end this thread: nothing would be sent
        LOG.error("{}: a defect; it begins anew | 内部错误，重新开始", subject(), defect);
        fault = String.valueOf(defect.getMessage());
        faulted = clock.instant();
        end();
        pause();
      }
    }
  }

  private void live() {
    List<Runnable> batch = new ArrayList<>();
    while (!stopping) {
      try {
        Runnable event = events.poll(STEP_MS, TimeUnit.MILLISECONDS);
        if (event != null) {
          batch.add(event);
          events.drainTo(batch);
          batch.forEach(Runnable::run);
          batch.clear();
        }
        step();
      } catch (InterruptedException ending) {
        return;
      }
    }
  }

  /** After a defect: nothing of what was begun is left. */
  private void end() {
    follow.ifPresent(Thread::interrupt);
    packing.ifPresent(Thread::interrupt);
    events = new ArrayBlockingQueue<>(EVENTS);
    link.ifPresent(PahoLink::abandon);
    link = Optional.empty();
    connected(false);
    reconnectNanos = System.nanoTime();
  }

  private void connected(boolean now) {
    if (now != connected) {
      connected = now;
      turned = clock.instant();
    }
  }

  /** Ids must lie above those of the run before, so the store is asked first. */
  private boolean begin() {
    while (!stopping) {
      if (!openKeys()) {
        pause();
        continue;
      }
      try {
        Optional<StoredFrame> newest = store.newest();
        Instant floor = newest.map(StoredFrame::frame).map(f -> f.time()).orElse(started);
        // heartbeats went on a while after the newest frame
        Instant now = clock.instant();
        ids =
            new Snowflake(
                clock, access.worker(), now.isBefore(floor) ? floor.plus(Heart.PERIOD) : now);
        heart = new Heart(ids, this::publishHeartbeat);
        handshake = new Handshake(ids, this::publishKey);
        backfill = new Backfill(access.backfill(), book.read(), new Hands());
        jobs = backfill.jobs();
        List<Lane> mine = lanes();
        newest.ifPresent(frame -> mine.get(0).packets().beginsAfter(frame.number()));
        lanes = mine;
        inbox =
            new Inbox(
                access,
                codec,
                cipher,
                clock,
                mine.stream().map(Lane::packets).toList(),
                phase,
                heart,
                handshake,
                backfill,
                recent,
                this::keyConfirmed);
        BlockingQueue<Runnable> receiver = events;
        Thread thread =
            new Thread(() -> followStore(receiver, mine), "uplink-ccer-follow-" + access.name());
        follow = Optional.of(thread);
        thread.start();
        return true;
      } catch (IOException trouble) {
        readTrouble = said(trouble);
        pause();
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
      }
    }
    return false;
  }

  /** A VPN that comes back may have another address; a connection of the former one is dead. */
  private void watchLocalEnd(long nanos) {
    if (!access.localEnd().bound() || nanos - lookNanos < 0) {
      return;
    }
    lookNanos = nanos + LOOK.toNanos();
    Optional<InetAddress> now = access.localEnd().address();
    boolean changed = !now.equals(local);
    local = now;
    if (changed && link.isPresent()) {
      ended(PahoLink.Failure.localEnd(access));
    }
    if (now.isEmpty()) {
      failure = Optional.of(PahoLink.Failure.localEnd(access));
    } else if (changed) {
      reconnectNanos = nanos;
    }
  }

  private List<Lane> lanes() {
    Lane fresh =
        new Lane(
            new Dispatch(access, Dispatch.Terms.live(access), ids, new Post()),
            new Ledger(store, access.name(), clock, Duration.ZERO));
    if (access.late() == Late.HOLD) {
      return List.of(fresh);
    }
    return List.of(
        fresh,
        new Lane(
            new Dispatch(access, Dispatch.Terms.late(access), ids, new Post()),
            new Ledger(store, Arrears.name(access), clock, LATE_LULL)));
  }

  private boolean openKeys() {
    try {
      if (access.rsa().isPresent()) {
        rsa = Optional.of(access.rsa().get().open(keyFile));
      }
      cipher = rsa.isPresent() ? rsa.get() : access.cipher();
      keyTrouble = "";
      return true;
    } catch (IOException unusable) {
      keyTrouble = String.valueOf(unusable.getMessage());
      return false;
    }
  }

  private void step() {
    long nanos = System.nanoTime();
    watchLocalEnd(nanos);
    boolean grounded = access.localEnd().bound() && local.isEmpty();
    if (link.isEmpty() && !grounded && nanos - reconnectNanos >= 0) {
      link = Optional.of(PahoLink.open(access, local, this));
      openedNanos = nanos;
    }
    if (link.isPresent() && !connected && nanos - openedNanos > GREETING.toNanos()) {
      takeover.unreachable();
      mute("does not answer", "无应答");
    }
    // before the packets that wait are taken for unanswered
    boolean stalled = lanes.stream().anyMatch(lane -> lane.packets().stalled(nanos));
    if (connected && stalled && !backfill.occupiesLine(nanos)) {
      mute("does not confirm packets any more", "不再确认数据包");
    }
    if (connected && takeover.settled(nanos)) {
      backoff.reset();
    }
    handshake.run(nanos);
    heart.run(nanos);
    // the live packets first: theirs is the line
    lanes.forEach(lane -> lane.packets().run(clock.instant(), nanos));
    backfill.run(clock.instant(), nanos);
    inFlight = lanes.get(0).packets().inFlight();
    lateAtHand = lanes.stream().skip(1).mapToInt(lane -> lane.packets().open()).sum();
    lanes.forEach(lane -> lane.ledger().write(lane.packets(), connected));
  }

  /** Puts packets on the line, and keeps in mind which. */
  private final class Post implements Dispatch.Publisher {
    @Override
    public void publish(Shipment shipment, String id, Instant utime) {
      String json = upload(shipment.flag(), shipment.time(), shipment.data(), id, utime);
      link.ifPresent(l -> l.publish(access.topics().data(), cipher.seal(json), id));
      recent.sent(shipment, id, utime);
    }

    @Override
    public void ended(Shipment shipment, Delivery delivery) {
      recent.ended(shipment, delivery);
    }
  }

  private String upload(int flag, Instant ctime, String data, String id, Instant utime) {
    Instant ts = access.sampleTime() ? ctime : utime;
    return codec.upload(ts, id, flag, access.replyAsked(), utime, ctime, data);
  }

  private boolean publishHeartbeat(String id) {
    publishHeartbeat(id, cipher);
    return link.isPresent();
  }

  private void publishHeartbeat(String id, Cipher sealing) {
    String json =
        codec.heartbeat(
            clock.instant(),
            id,
            vitals.get(),
            sn(),
            System.getProperty("os.name"),
            access.supplierName());
    link.ifPresent(l -> l.publish(access.topics().heart(), sealing.seal(json), id));
  }

  private void publishKey(String id) {
    publishKey(id, rsa.orElseThrow(), access.rsa().orElseThrow().wholeMessage());
  }

  /** M1: the field alone is encrypted, or the message as a whole (AMB-07). */
  private void publishKey(String id, Rsa keys, boolean whole) {
    String key = whole ? keys.publicKey() : keys.sealedPublicKey();
    String json = codec.keyRequest(clock.instant(), id, key, keys.made());
    byte[] payload = whole ? keys.seal(json) : new Cipher.Plain().seal(json);
    link.ifPresent(l -> l.publish(access.topics().crypto(), payload, id));
  }

  /**
   * The device fingerprint 设备指纹 (附录E, CCER-E-01): registration number and the supplier's credit
   * code, nothing between.
   */
  private String sn() {
    if (!access.sn().isEmpty()) {
      return access.sn();
    }
    return tables.project(access.project()).map(Project::registration).orElse("")
        + access.supplierCredit();
  }

  private void ended(PahoLink.Failure why) {
    link.ifPresent(PahoLink::abandon);
    link = Optional.empty();
    connected(false);
    failure = Optional.of(why);
    attempt.ifPresent(Attempt::lost);
    long nanos = System.nanoTime();
    lanes.forEach(lane -> lane.packets().disconnected(nanos));
    heart.disconnected();
    handshake.disconnected();
    backfill.disconnected(nanos);
    reconnectNanos = nanos + backoff.pause(why.refused() || takeover.suspected()).toNanos();
  }

  /** The broker is there and says nothing; the connection is given up. */
  private void mute(String en, String zh) {
    ended(
        new PahoLink.Failure(
            PahoLink.Reason.LINK,
            new Text(
                "the broker " + access.broker() + " " + en, "服务器 " + access.broker() + " " + zh)));
  }

  /**
   * What the backfill has done: packing on a thread of its own, publishing in between live packets.
   */
  private final class Hands implements Backfill.Hands {
    private final Packer packer =
        new Packer(access, codec, store, new Selection(access, codec, tables), clock);
    private final BlockingQueue<Runnable> mine = events;
    private byte[] payload = new byte[0];

    @Override
    public void pack(Job job, Instant from, Instant to) {
      Cipher sealing = cipher;
      Thread thread =
          new Thread(() -> seal(job, from, to, sealing), "uplink-ccer-backfill-" + access.name());
      packing = Optional.of(thread);
      thread.start();
    }

    private void seal(Job job, Instant from, Instant to, Cipher sealing) {
      Runnable outcome;
      try {
        Packer.Packed packed = packer.pack(job, from, to);
        boolean atFirst = packed.entries() == 0 && job.packets() == 0;
        Optional<Instant> first = atFirst ? packer.first(job) : Optional.of(from);
        if (first.isEmpty()) {
          outcome = () -> backfill.nothing(job, System.nanoTime());
        } else if (first.get().isAfter(from)) {
          outcome = () -> backfill.begins(job, first.get());
        } else {
          byte[] sealed = sealing.seal(packed.json());
          outcome =
              () -> {
                payload = sealed;
                entries = packed.entries();
                backfill.packed(job, sealed.length, System.nanoTime());
              };
        }
      } catch (IOException unreadable) {
        outcome =
            () -> {
              readTrouble = said(unreadable);
              backfill.failed(job, System.nanoTime());
            };
      } catch (RuntimeException | Error defect) { // the live thread decides what becomes of it
        outcome =
            () -> {
              throw new IllegalStateException(defect.toString(), defect);
            };
      }
      try {
        mine.put(outcome);
      } catch (InterruptedException ending) {
        // by end() or close()
      }
    }

    @Override
    public void publish() {
      link.ifPresent(l -> l.publish(access.topics().commandReply(), payload, BACKFILL));
      payload = new byte[0];
    }

    @Override
    public void refuse(Command command, String reason) {
      String json = codec.refusal(clock.instant(), command, reason);
      link.ifPresent(l -> l.publish(access.topics().commandReply(), cipher.seal(json), REFUSAL));
    }

    @Override
    public void remember(List<Job> unfinished) {
      jobs = unfinished;
      try {
        book.write(unfinished);
        writeTrouble = "";
      } catch (IOException trouble) { // a restart would then begin where the file says
        writeTrouble = said(trouble);
      }
    }
  }

  /** Sends the attempt that waits for it. */
  private void tryOut() {
    attempt
        .filter(waiting -> connected && waiting.isWaiting())
        .ifPresent(
            mine -> {
              String id = ids.next();
              mine.sent(id);
              if (mine.cipher() instanceof Rsa keys) {
                publishKey(id, keys, mine.wholeMessage());
              } else {
                publishHeartbeat(id, mine.cipher());
              }
            });
  }

  /** From now on heartbeats and data may be sent. */
  private void flow() {
    heart.connected(System.nanoTime());
    lanes.forEach(lane -> lane.packets().connected());
    backfill.connected();
  }

  /** Whether the platform has confirmed this very pair, and need not be asked again (AMB-10). */
  private boolean isConfirmed() {
    try {
      return access.rsa().orElseThrow().once()
          && Files.readString(confirmation()).equals(rsa.orElseThrow().publicKey());
    } catch (IOException neverConfirmed) {
      return false;
    }
  }

  private void keyConfirmed() {
    try {
      Files.writeString(confirmation(), rsa.orElseThrow().publicKey());
    } catch (IOException unwritable) { // then it is negotiated again, which does no harm
      LOG.warn("{}: cannot write {}", subject(), confirmation(), unwritable);
    }
    flow();
  }

  private Path confirmation() {
    return keyFile.resolveSibling(keyFile.getFileName() + ".confirmed");
  }

  // ---- Paho's threads

  private void tell(PahoLink from, Runnable event) {
    try {
      events.put(
          () -> {
            if (link.filter(now -> now == from).isPresent()) {
              event.run();
            }
          });
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void up(PahoLink from, List<String> refused) {
    tell(
        from,
        () -> {
          connected(true);
          everConnected = true;
          failure = Optional.empty();
          denied = refused;
          takeover.connected(System.nanoTime());
          lanes.forEach(lane -> lane.ledger().connected());
          tryOut();
          if (rsa.isEmpty() || isConfirmed()) {
            flow();
          } else {
            handshake.begin(System.nanoTime());
          }
        });
  }

  @Override
  public void down(PahoLink from, PahoLink.Failure why) {
    tell(
        from,
        () -> {
          if (connected) {
            takeover.lost(System.nanoTime());
          } else if (!why.refused()) {
            takeover.unreachable();
          }
          ended(why);
        });
  }

  @Override
  public void message(PahoLink from, String topic, byte[] payload) {
    tell(
        from,
        () -> {
          if (attempt.filter(mine -> mine.heard(topic, payload)).isEmpty()) {
            inbox.read(topic, payload);
          }
        });
  }

  @Override
  public void receipt(PahoLink from, String tag) {
    tell(
        from,
        () -> {
          if (tag.equals(BACKFILL)) {
            backfill.receipt(System.nanoTime()).ifPresent(this::recalled);
          } else {
            long nanos = System.nanoTime();
            Instant now = clock.instant();
            lanes.forEach(lane -> lane.packets().receipt(tag, now, nanos));
          }
        });
  }

  /** A packet of stored data is with the broker: a fact for the store. */
  private void recalled(Backfill.Sent sent) {
    try {
      store.recalled(
          new Recall(
              access.name(), sent.request(), sent.from(), sent.to(), entries, clock.instant()));
    } catch (IOException trouble) { // it is missing in the accounts; the platform has it
      writeTrouble = said(trouble);
    }
  }

  // ---- any thread

  @Override
  public Route route() {
    return new Route(
        access.name(),
        access.project(),
        Arrears.name(access),
        access.late() != Late.HOLD,
        access.sendOutOfRange(),
        access.backfill().outside());
  }

  @Override
  public String uplink() {
    return access.name();
  }

  @Override
  public Echo attempt(Variant variant) throws IOException, InterruptedException {
    Cipher other = variant.cipher(keyFile);
    List<String> replies =
        other instanceof Rsa
            ? access.topics().cryptoReplies()
            : List.of(access.topics().heartReply());
    Attempt mine = new Attempt(other, variant.wholeMessage(), codec, replies);
    attempts.lockInterruptibly();
    try {
      attempt = Optional.of(mine);
      events.put(this::tryOut);
      return mine.echo(variant.patience());
    } finally {
      attempt = Optional.empty();
      attempts.unlock();
    }
  }

  @Override
  public List<Errand> errands() {
    return jobs.stream()
        .map(
            job ->
                new Errand(
                    access.name(), job.id(), job.from(), job.to(), job.next(), job.packets()))
        .toList();
  }

  @Override
  public Link link() {
    URI broker = URI.create(access.broker());
    return new Link(
        connected,
        turned,
        broker.getScheme() + "://" + broker.getHost() + ":" + broker.getPort(),
        access.localEnd().name(),
        access.clientId(),
        access.topics().data(),
        cipher.words(),
        access.window(),
        access.fresh());
  }

  @Override
  public Balance today() {
    return lanes.stream().findFirst().map(lane -> lane.packets().today()).orElse(Balance.NONE);
  }

  @Override
  public Delays delays() {
    return lanes.stream()
        .findFirst()
        .map(lane -> lane.packets().counts().delays(clock.instant()))
        .orElse(Delays.NONE);
  }

  @Override
  public List<Packet> packets() {
    return recent.packets();
  }

  @Override
  public List<Exchange> exchanges(long packet) {
    return recent.exchanges(packet);
  }

  @Override
  public double recallPace() {
    Backfill recalls = backfill;
    return recalls == null ? Double.NaN : recalls.pace();
  }

  @Override
  public boolean cancel(String id) {
    boolean known = jobs.stream().anyMatch(job -> job.id().equals(id));
    return known && events.offer(() -> backfill.cancel(id));
  }

  @Override
  public synchronized List<Health> health() {
    Health now = judged();
    boolean same = now.code().equals(last.code());
    last =
        new Health(
            now.subject(),
            now.level(),
            same ? last.since() : clock.instant(),
            now.code(),
            now.cause(),
            now.remedy(),
            figures());
    return List.of(last);
  }

  private List<Figure> figures() {
    List<Lane> all = lanes;
    Heart beats = heart;
    Inbox messages = inbox;
    if (all.isEmpty() || beats == null || messages == null) {
      return List.of();
    }
    List<Figure> figures = new ArrayList<>(all.get(0).packets().counts().figures(inFlight));
    figures.add(phase.figure());
    if (all.size() > 1) {
      figures.add(
          Figure.of(
              "late",
              "delivered late, which counts for nothing",
              "迟到送达（不参与减排量核算）",
              all.get(1).packets().counts().delivered(),
              ""));
    }
    figures.add(Figure.of("heartbeats", "heartbeats sent", "已发送心跳", beats.sent(), ""));
    figures.add(
        Figure.of("heartbeats.accepted", "heartbeats accepted", "平台已接收心跳", beats.accepted(), ""));
    List<Job> asked = jobs;
    figures.add(
        Figure.of("backfills", "spans asked for, not yet sent", "待补传时间段", asked.size(), ""));
    if (!asked.isEmpty()) {
      figures.add(
          Figure.of(
              "backfill.progress", "of the first one sent", "首个补传进度", asked.get(0).percent(), "%"));
    }
    Backfill recalls = backfill;
    if (recalls != null && !Double.isNaN(recalls.line().waited())) {
      figures.add(
          Figure.of(
              "line.wait",
              "a live packet waits behind a backfill packet at the most",
              "实时数据包等待补传包的最长时间",
              recalls.line().waited(),
              "s"));
      figures.add(
          Figure.of(
              "line.rate",
              "measured rate of the line",
              "实测线路速率",
              recalls.line().rate() / 1000,
              "kB/s"));
    }
    figures.add(
        Figure.of(
            "commands.ignored",
            "commands ignored, too many in a minute",
            "因过于频繁而忽略的指令",
            messages.ignored(),
            ""));
    figures.add(
        Figure.of("unreadable", "unreadable messages", "无法解读的消息", messages.unreadable(), ""));
    return figures;
  }

  private Health judged() {
    String storeTrouble =
        readTrouble
            + writeTrouble
            + lanes.stream().map(lane -> lane.ledger().trouble()).distinct().collect(joining());
    if (!storeTrouble.isEmpty()) {
      return diagnosis.store(storeTrouble);
    }
    if (faulted.plus(FAULT_SHOWN).isAfter(clock.instant())) {
      return diagnosis.fault(fault);
    }
    if (!keyTrouble.isEmpty()) {
      return diagnosis.ownKey(keyTrouble, keyFile);
    }
    if (takeover.suspected() && failure.filter(PahoLink.Failure::refused).isEmpty()) {
      return diagnosis.duplicateClient();
    }
    if (!connected) {
      return unconnected();
    }
    if (!denied.isEmpty()) {
      return diagnosis.denied(denied);
    }
    Handshake keys = handshake;
    if (keys != null && keys.failures() > 0) {
      return diagnosis.keyExchange(keys.refusal());
    }
    if (inbox.unreadable() > 0) {
      return diagnosis.unreadable();
    }
    Counts counts = lanes.get(0).packets().counts();
    if (counts.silencesInARow() >= MANY) {
      return diagnosis.silent(counts.silencesInARow());
    }
    Punctuality punctuality = lanes.get(0).packets().punctuality();
    if (punctuality.isExpiring(System.nanoTime())) {
      return diagnosis.expiring();
    }
    if (counts.refusalsInARow() >= MANY) {
      return diagnosis.refused(counts.lastRefusal());
    }
    if (heart.unaccepted()) {
      return diagnosis.heart(heart.refusal());
    }
    if (phase.ended()) {
      return diagnosis.projectEnded();
    }
    if (access.sn().isEmpty() && tables.project(access.project()).isEmpty()) {
      return diagnosis.unknownProject();
    }
    if (punctuality.isSlow(System.nanoTime())) {
      return diagnosis.slow();
    }
    if (access.plain()) {
      return diagnosis.plain();
    }
    if (!ClientId.isUsual(access.clientId())) {
      return diagnosis.clientIdForm();
    }
    if (!CreditCode.valid(access.supplierCredit())) {
      return diagnosis.creditCode();
    }
    return Health.ok(subject(), started, List.of());
  }

  private Health unconnected() {
    if (failure.isEmpty()) {
      boolean young =
          !everConnected && Duration.between(started, clock.instant()).compareTo(GRACE) < 0;
      return diagnosis.connecting(young ? Level.NOTICE : Level.CRITICAL);
    }
    Text cause = failure.get().cause();
    return switch (failure.get().reason()) {
      case CLIENT_ID -> diagnosis.clientId(cause);
      case LOGIN -> diagnosis.login(cause);
      case LOCAL_END -> diagnosis.localEnd(cause);
      case CERTIFICATE -> diagnosis.certificate(cause);
      case LINK -> diagnosis.disconnected(cause);
    };
  }

  /** Ends both threads and the connection. Blocks for a few seconds at the most. */
  @Override
  public void close() {
    stopping = true;
    live.interrupt();
    try {
      live.join(END_MS);
      if (follow.isPresent()) {
        follow.get().interrupt();
        follow.get().join(END_MS);
      }
      if (packing.isPresent()) {
        packing.get().interrupt();
        packing.get().join(END_MS);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    link.ifPresent(PahoLink::leave);
    link = Optional.empty();
  }
}
