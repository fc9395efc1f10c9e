package io.firedamp.buffer;

import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.store.DayRoot;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is over from the hot file into the month files, on a thread of its own: {@code
 * buffer-seal}. Who appends waits at most for one small transaction of it.
 *
 * <p>The order is the safety: a unit is written into its month file and survives a power cut; then
 * the hot file notes it, and from that moment on its frames are looked for there; only then they
 * are dropped, a few at a time. What a kill left between the first two steps is compared with the
 * frames and adopted, or taken out again if it is not the same.
 */
final class Sealer implements AutoCloseable {
  /** Something done with the hot file. */
  interface Work<T> {
    T on(HotFile hot) throws SQLException, IOException;
  }

  /** The hot file, whichever is open. */
  interface Hot {
    <T> T read(Work<T> work) throws IOException;

    <T> T write(Work<T> work) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final long END_MS = 5000;
  private static final int PAGE = 256;
  private static final int DAY_H = 24;

  /** Who follows the store, and who asks for the last minutes, finds frames in the hot file. */
  private static final int LAG = 120;

  private final Hot hot;
  private final Archive archive;
  private final Roots roots;
  private final Reserve reserve;
  private final Path directory;
  private final Retention retention;
  private final SiteClock clock;
  private final Thread thread = new Thread(this::run, "buffer-seal");
  private boolean changed = true; // since roots and growth were looked at: once at the start
  private volatile boolean stopping;
  private volatile String trouble = "";
  private volatile Growth growth = new Growth(0, Double.NaN);
  private volatile Optional<Loss> loss = Optional.empty();

  Sealer(
      Hot hot,
      Archive archive,
      Roots roots,
      Reserve reserve,
      BufferSettings settings,
      SiteClock clock) {
    this.hot = hot;
    this.retention = settings.retention();
    this.clock = clock;
    this.reserve = reserve;
    this.directory = settings.directory();
    this.roots = roots;
    this.archive = archive;
  }

  void start() {
    thread.start();
  }

  /** Why nothing can be sealed; empty if it can. */
  String trouble() {
    return trouble;
  }

  private void run() {
    try {
      while (!stopping) {
        TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
        sealDue();
      }
    } catch (InterruptedException ending) {
      // by close()
    }
  }

  /**
   * Seals all that is due. What fails is tried again next time.
   *
   * @return how many units were sealed
   */
  synchronized int sealDue() {
    int sealed = 0;
    try {
      reserve.keep();
      for (String name : archive.damaged()) {
        changed = true;
        repair(name);
      }
      while (!stopping && sealOne()) {
        changed = true;
        sealed++;
      }
      for (String uplink : hot.read(HotFile::uplinks)) {
        while (!stopping && carryOne(uplink)) {
          changed = true; // a unit at a time
        }
      }
      hot.read(HotFile::checkpoint);
      if (changed) {
        keepRoots();
        forget();
        measure();
        changed = false;
      }
      trouble = "";
    } catch (IOException | SQLException | RuntimeException failed) {
      archive.reset();
      changed = true; // nobody knows how far it came
      String said = String.valueOf(failed.getMessage());
      if (!trouble.equals(said)) {
        LOG.warn(
            "the history cannot be sealed; it stays in the hot file, and is tried again", failed);
      }
      trouble = said;
    }
    return sealed;
  }

  /**
   * How the history grows.
   *
   * @param sealedBytes of all months
   * @param bytesPerDay over the last one or two months; NaN if that is less than a day
   */
  record Growth(double sealedBytes, double bytesPerDay) {}

  /** As of the last time that something was sealed. */
  Growth growth() {
    return growth;
  }

  private void measure() throws IOException {
    Archive.Recent recent = archive.recent();
    long hours = hot.read(open -> open.hoursFrom(recent.firstHour()));
    growth =
        new Growth(
            archive.size(), hours < DAY_H ? Double.NaN : (double) recent.bytes() / hours * DAY_H);
  }

  /** What was lost by damage since the start; empty if nothing was. */
  Optional<Loss> loss() {
    return loss;
  }

  /**
   * A file of a month was damaged.
   *
   * @param aside where it is now
   * @param frames how many frames could not be read any more
   */
  record Loss(Path aside, long frames) {}

  private void repair(String name) throws IOException, SQLException {
    Path aside = HotKeeper.unused(directory, name.replace(".db", "-damaged"));
    List<Sealed> lost = archive.repair(name, aside, units(name));
    hot.write(open -> open.strike(lost));
    long frames = lost.stream().mapToLong(Sealed::frames).sum();
    LOG.error("{} was damaged and is now {}; {} frames are lost", name, aside, frames);
    loss = Optional.of(new Loss(aside, frames));
  }

  private boolean sealOne() throws IOException, SQLException {
    drop(); // what the run before, or a kill, has left
    long through = hot.read(HotFile::sealedThrough);
    Optional<Unit> due = gather(through);
    if (due.isEmpty()) {
      return false;
    }
    Unit unit = due.get();
    Sealed sealed = adopted(unit).orElse(null);
    if (sealed == null) {
      String previous =
          hot.read(HotFile::newestSealed).map(Sealed::digest).orElse(Sealed.NO_DIGEST);
      Optional<TableText> table = hot.read(open -> open.table(unit.table()));
      sealed = archive.write(unit, previous, table);
    }
    Sealed done = sealed;
    hot.write(open -> open.note(List.of(done)));
    drop();
    return true;
  }

  /** A few at a time. */
  private void drop() throws IOException {
    while (!stopping && hot.write(HotFile::drop)) {
      hot.read(HotFile::checkpoint);
    }
  }

  /** The last digest of each day that is over, also of those that a kill has left out. */
  private void keepRoots() throws IOException {
    List<DayRoot> kept = roots.all();
    long through = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).last();
    Optional<Sealed> last = hot.read(open -> open.sealedAfter(through));
    while (!stopping && last.isPresent()) {
      Sealed unit = last.get();
      Optional<Sealed> next = hot.read(open -> open.sealedAfter(unit.last()));
      if (next.isPresent() && !Roots.day(next.get().hour()).equals(Roots.day(unit.hour()))) {
        roots.add(new DayRoot(Roots.day(unit.hour()), unit.last(), unit.digest()));
      }
      last = next;
    }
  }

  /**
   * Deletes the months whose time is over. A clock that nobody vouches for, or that is ahead of
   * what was sealed, deletes nothing. The roots of their days stay; what follows is proved from
   * there.
   */
  private void forget() throws IOException {
    Optional<Sealed> newest = hot.read(HotFile::newestSealed);
    if (newest.isEmpty() || clock.state().trust() != ClockTrust.SYNCHRONISED) {
      return;
    }
    Instant sealed = Instant.ofEpochMilli(newest.get().hour() * Unit.HOUR_MS);
    Instant now = clock.instant();
    Optional<YearMonth> kept = retention.keptFrom(sealed.isBefore(now) ? sealed : now);
    for (String name : kept.isPresent() ? archive.before(kept.get()) : List.<String>of()) {
      List<Sealed> units = units(name);
      hot.write(open -> open.strike(units));
      archive.delete(name);
      LOG.warn(
          "{} is older than {} years and is deleted: {} hours | 已超过保存年限，月度文件已删除",
          name,
          retention.years(),
          units.size());
    }
  }

  /** What the hot file knows of a month. */
  private List<Sealed> units(String name) throws IOException {
    return hot.read(open -> open.sealedAfter(0, 0, Long.MAX_VALUE)).stream()
        .filter(unit -> MonthFile.name(unit.hour()).equals(name))
        .toList();
  }

  /** What became of a unit at an uplink follows it, once every frame of it is settled there. */
  private boolean carryOne(String uplink) throws IOException, SQLException {
    while (hot.write(open -> open.dropCarried(uplink))) {
      // what the run before, or a kill, has left
    }
    long carried = hot.read(open -> open.carried(uplink));
    Optional<Sealed> next = hot.read(open -> open.sealedAfter(carried));
    long settled = hot.read(open -> open.settled(uplink)).orElse(0L);
    if (next.isEmpty() || settled < next.get().last()) {
      return false;
    }
    Sealed unit = next.get();
    archive.settle(
        unit,
        uplink,
        hot.read(open -> open.settlements(uplink, unit)),
        hot.read(open -> open.outages(uplink, unit)));
    return hot.write(open -> open.carried(uplink, unit.last()));
  }

  /** The oldest frames that make a unit; empty if nothing is due yet. */
  private Optional<Unit> gather(long through) throws IOException {
    long newest = hot.read(HotFile::newestNumber);
    if (!hourIsOver(through, newest)) {
      return Optional.empty();
    }
    Unit.Builder builder = new Unit.Builder();
    long at = through;
    while (true) {
      long from = at;
      List<StoredFrame> page = hot.read(open -> open.after(from, newest, PAGE));
      for (StoredFrame stored : page) {
        if (!builder.add(stored)) {
          return newest - at >= LAG ? builder.build() : Optional.empty();
        }
        at = stored.number();
      }
      if (page.isEmpty()) {
        return Optional.empty(); // the hour goes on
      }
    }
  }

  /** A look at both ends, so that the running hour is not read again and again. */
  private boolean hourIsOver(long through, long newest) throws IOException {
    Optional<StoredFrame> first = end(through, newest);
    Optional<StoredFrame> last = end(newest - 1, newest);
    return first.isPresent()
        && last.isPresent()
        && newest - first.get().number() >= LAG
        && hour(first.get()) != hour(last.get());
  }

  private Optional<StoredFrame> end(long after, long newest) throws IOException {
    return hot.read(open -> open.after(after, newest, 1)).stream().findFirst();
  }

  private static long hour(StoredFrame stored) {
    return Unit.hour(stored.frame().time().toEpochMilli());
  }

  /** What a kill left in the month file before the hot file could note it. */
  private Optional<Sealed> adopted(Unit unit) throws SQLException, IOException {
    for (Sealed left : archive.from(unit.first(), unit.hour())) {
      if (left.first() == unit.first() && same(archive.unit(left), unit)) {
        return Optional.of(left);
      }
      if (!hot.read(open -> open.holds(left))) {
        throw new SQLException(left + " lies in the month's file, and its frames nowhere else");
      }
      LOG.warn("unit {} of {} is not what the hot file has; it is written anew", left, unit.hour());
      archive.remove(left);
    }
    return Optional.empty();
  }

  /** Record arrays are not compared by content. */
  private static boolean same(Unit one, Unit other) {
    return one.frames(0, Integer.MAX_VALUE).equals(other.frames(0, Integer.MAX_VALUE));
  }

  /** Ends the thread; waits for the unit that is being written, a few seconds at the most. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(END_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
