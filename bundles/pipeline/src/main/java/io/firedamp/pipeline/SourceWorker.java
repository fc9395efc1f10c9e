package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Explorer;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source at work: the thread that makes every call to it, its plan, its back-off and its
 * figures.
 *
 * <p>A source without a cycle is asked by each tick ({@link #ask}); while it still reads, or backs
 * off, a tick passes it by. A source with a cycle reads by itself and keeps the newest readings
 * ({@link #newest}). What people ask ({@link #probe}, {@link #explore}) is done right after a read,
 * or when nothing else happens for a second.
 *
 * <p>The plan is made anew when the rows that come with a question differ from those it was made
 * for, and only then; so a changed table touches no source whose rows are the same, and rows and
 * plan of a reading always belong together.
 */
final class SourceWorker {
  /**
   * A reading of a source with a cycle.
   *
   * @param binding what was read; a reading of another place than the table now names is none
   * @param from when its read began
   */
  record Newest(Binding binding, Reading reading, Instant from) {}

  /** What a person learns from a probe: a reading, or why there is none. */
  record Probed(Optional<Reading> reading, Quality missing, Text note) {}

  private record Ask(Round round, Instant tick, List<Binding> rows, Set<PointId> due) {}

  /** What a person asks; done by the source's thread. */
  @FunctionalInterface
  private interface Work<T> {
    T done() throws InterruptedException;
  }

  /** What a person asks an explorer. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Explorer explorer) throws SourceException, InterruptedException;
  }

  private record Errand<T>(Work<T> work, Function<Text, T> otherwise, CompletableFuture<T> answer) {
    void run() throws InterruptedException {
      try {
        answer.complete(work.done());
      } finally {
        giveUp(); // does nothing to one that is answered
      }
    }

    void giveUp() {
      answer.complete(otherwise.apply(new Text("the driver has just been stopped", "驱动刚刚停止")));
    }
  }

  private record Planned(List<Binding> rows, Plan plan, Map<PointId, Text> refused) {}

  private record Failure(String code, Instant since, Text reason, Text remedy) {}

  private static final Logger LOG = LoggerFactory.getLogger(SourceWorker.class);

  /** How long the thread waits for work before it looks for errands and its cycle again. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

  private static final Duration SHORTEST_IDLE = Duration.ofMillis(1);
  private static final int MOST_SHOWN = 10;

  private final String name;
  private final String driver;
  private final PointSource source;
  private final SiteClock clock;
  private final Duration tick;
  private final Thread thread;
  private final BackOff backOff = new BackOff(() -> ThreadLocalRandom.current().nextDouble());
  private final ReadTimes readTimes = new ReadTimes();
  private final Skew skew = new Skew();
  private final Since since = new Since();
  private final BlockingQueue<Optional<Ask>> asks = new LinkedBlockingQueue<>();
  private final Queue<Errand<?>> errands = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong overrun = new AtomicLong();
  private final AtomicLong missing = new AtomicLong();
  private final AtomicLong stale = new AtomicLong();

  private volatile Optional<SourceWorker> predecessor;
  private volatile boolean closing;
  private volatile boolean slow;
  private volatile List<Binding> rows;
  private volatile Duration cycle = Duration.ZERO;
  private volatile Optional<Planned> planned = Optional.empty();
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile Map<PointId, Newest> newest = Map.of();
  private volatile Set<PointId> refusedByDevice = Set.of();

  /**
   * @param name the {@code source.name}
   * @param driver the bundle that brings the source, for people
   * @param tick the site's tick; a source whose cycle is no longer is asked by it
   * @param rows what it has to read to begin with
   * @param predecessor who read this source before; it must have ended first
   */
  SourceWorker(
      String name,
      String driver,
      PointSource source,
      SiteClock clock,
      Duration tick,
      List<Binding> rows,
      Optional<SourceWorker> predecessor) {
    this.name = name;
    this.driver = driver;
    this.source = source;
    this.clock = clock;
    this.tick = tick;
    this.rows = rows;
    this.predecessor = predecessor;
    thread = new Thread(this::run, "pipeline-source-" + name);
  }

  void start() {
    thread.start();
  }

  // ---- what the others ask of it, on their threads

  /** From now on these are its rows. */
  void assign(List<Binding> newRows) {
    rows = newRows;
  }

  /**
   * Asks for a tick, without waiting: the answer comes to the round. Not asked, and for the round
   * as if it had not answered, is a source that backs off, still reads, or ends.
   */
  void ask(Round round, Instant tick, List<Binding> tickRows, Set<PointId> due) {
    if (closing || !cycle.isZero() || !backOff.ready(System.nanoTime())) {
      return;
    }
    if (!busy.compareAndSet(false, true)) {
      overrun.incrementAndGet();
      slow = true;
      return;
    }
    round.expect();
    asks.add(Optional.of(new Ask(round, tick, tickRows, due)));
  }

  /** Whether it reads on a cycle of its own. */
  boolean cyclic() {
    return !cycle.isZero();
  }

  /** The newest reading of that place by a source with a cycle; empty if there never was one. */
  Optional<Newest> newest(Binding binding) {
    return Optional.ofNullable(newest.get(binding.point()))
        .filter(reading -> reading.binding().equals(binding));
  }

  /** Why the driver cannot read that row; empty if it can, or has not seen it yet. */
  Optional<Text> refusal(List<Binding> tableRows, PointId point) {
    return planned.filter(plan -> plan.rows() == tableRows).map(plan -> plan.refused().get(point));
  }

  /** Why the link is down; empty if it is not. */
  Optional<Text> down() {
    return failure.map(Failure::reason);
  }

  /** A due point was not among the readings. */
  void countMissing() {
    missing.incrementAndGet();
  }

  /** The newest reading of a due point was too old. */
  void countStale() {
    stale.incrementAndGet();
  }

  /** Asks the device for these points, in one read, when its thread is free. */
  Future<Map<PointId, Probed>> probe(List<Binding> tableRows, Set<PointId> points) {
    return errand(
        () -> {
          Map<PointId, Reading> readings = read(now(), tableRows, points).orElse(Map.of());
          return each(points, point -> probed(tableRows, point, readings));
        },
        why -> each(points, point -> new Probed(Optional.empty(), Quality.NO_SOURCE, why)));
  }

  private static Map<PointId, Probed> each(Set<PointId> points, Function<PointId, Probed> probed) {
    return points.stream().collect(Collectors.toMap(Function.identity(), probed));
  }

  /** Whether its driver can say more of the device than the table asks for. */
  boolean explorable() {
    return source instanceof Explorer;
  }

  /**
   * Asks the driver of an {@link #explorable} source, when its thread is free. How that ends does
   * not change what is said of the source: the next read finds out.
   *
   * @param otherwise what the answer is if there is none, for that reason
   */
  <T> Future<T> explore(Question<T> question, Function<Text, T> otherwise) {
    return errand(
        () -> {
          try {
            return Objects.requireNonNull(question.ask((Explorer) source), "no answer");
          } catch (SourceException linkDown) {
            return otherwise.apply(linkDown.reason());
          } catch (RuntimeException | Error defect) { // foreign code must not end this thread
            LOG.debug("source {}", name, defect);
            return otherwise.apply(defect(defect));
          }
        },
        otherwise);
  }

  private <T> Future<T> errand(Work<T> work, Function<Text, T> otherwise) {
    Errand<T> errand = new Errand<>(work, otherwise, new CompletableFuture<>());
    errands.add(errand);
    if (closing) {
      errand.giveUp();
    }
    return errand.answer();
  }

  /** Nothing new is begun from here on. */
  void close() {
    closing = true;
    asks.add(Optional.empty());
  }

  /**
   * Waits, after {@link #close}, until the read in flight has ended; after that nothing of the
   * source is called any more. A driver that does not come back even when it is interrupted is left
   * behind.
   */
  void awaitEnd(Duration patience) {
    if (!Threads.ended(thread, patience)) {
      LOG.error(
          "source {}: {} does not come back from a read; its thread is left behind"
              + " | 驱动的读操作未返回",
          name,
          driver);
    }
  }

  // ---- its own thread

  private void run() {
    try {
      predecessor.ifPresent(former -> former.awaitEnd(Sources.LONGEST_READ));
      predecessor = Optional.empty(); // or a chain of all that ever were would stay in memory
      cycle = cycle();
      if (cycle.isZero()) {
        answerTicks();
      } else {
        followCycle();
      }
    } catch (InterruptedException ended) { // by awaitEnd(): the end is meant
      Thread.currentThread().interrupt();
    } finally {
      closing = true;
      asks.forEach(ask -> ask.ifPresent(left -> left.round().settle()));
      errands.forEach(Errand::giveUp);
      rest();
    }
  }

  private void rest() {
    try {
      source.rest();
    } catch (RuntimeException | Error defect) { // foreign code
      LOG.warn("source {}: {} does not let go of its link", name, driver, defect);
    }
  }

  private Duration cycle() {
    try {
      Duration own = closing ? Duration.ZERO : source.cycle();
      return own.compareTo(tick) <= 0 ? Duration.ZERO : own;
    } catch (RuntimeException | Error defect) { // foreign code; it then is asked every tick
      fault(defect);
      return Duration.ZERO;
    }
  }

  private void answerTicks() throws InterruptedException {
    while (!closing) {
      Optional<Ask> ask = next(LONGEST_IDLE);
      if (ask.isPresent() && !closing) {
        answer(ask.get());
      } else {
        ask.ifPresent(left -> left.round().settle());
      }
      runErrands();
    }
  }

  private Optional<Ask> next(Duration patience) throws InterruptedException {
    Optional<Ask> ask = asks.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return ask == null ? Optional.empty() : ask;
  }

  private void answer(Ask ask) throws InterruptedException {
    Optional<Map<PointId, Reading>> readings = Optional.empty();
    try {
      readings = read(ask.tick(), ask.rows(), ask.due());
    } finally {
      busy.set(false); // before the answer, so that the next tick finds it free
      if (readings.isEmpty()) {
        ask.round().settle();
      }
    }
    if (readings.isPresent()) {
      slow = !ask.round().answer(name, readings.get());
      if (slow) {
        late.incrementAndGet();
      }
    }
  }

  private void followCycle() throws InterruptedException {
    Grid grid = new Grid(cycle);
    Instant now = now();
    grid.startAfter(now);
    readCycle(now);
    while (!closing) {
      now = now();
      long missedBefore = grid.missed();
      boolean due = grid.reached(now).isPresent();
      overrun.addAndGet(grid.missed() - missedBefore);
      slow = due ? grid.missed() > missedBefore : slow;
      boolean again = failure.isPresent() && backOff.ready(System.nanoTime());
      if (again || due && failure.isEmpty()) {
        readCycle(now);
      }
      runErrands();
      next(idle(grid)).ifPresent(early -> early.round().settle());
    }
  }

  private Duration idle(Grid grid) {
    Duration idle = failure.isPresent() ? LONGEST_IDLE.dividedBy(10) : grid.distance(now());
    idle = idle.compareTo(SHORTEST_IDLE) < 0 ? SHORTEST_IDLE : idle;
    return idle.compareTo(LONGEST_IDLE) > 0 ? LONGEST_IDLE : idle;
  }

  private void readCycle(Instant from) throws InterruptedException {
    List<Binding> all = rows;
    Set<PointId> wanted = all.stream().map(Binding::point).collect(Collectors.toSet());
    Optional<Map<PointId, Reading>> readings = read(from, all, wanted);
    if (readings.isPresent()) {
      Map<PointId, Newest> next = new HashMap<>();
      for (Binding binding : all) {
        Reading reading = readings.get().get(binding.point());
        if (reading != null) {
          next.put(binding.point(), new Newest(binding, reading, from));
        }
      }
      newest = Map.copyOf(next);
    }
  }

  private void runErrands() throws InterruptedException {
    for (Errand<?> errand = errands.poll(); errand != null; errand = errands.poll()) {
      if (closing) {
        errand.giveUp();
      } else {
        errand.run();
      }
    }
  }

  private Probed probed(List<Binding> tableRows, PointId point, Map<PointId, Reading> readings) {
    Optional<Text> refused = refusal(tableRows, point);
    return new Probed(
        Optional.ofNullable(readings.get(point)),
        refused.isPresent() ? Quality.BAD_ADDRESS : Quality.NO_ANSWER,
        refused.or(this::down).orElse(Text.NONE));
  }

  /** Reads; empty if the link is down, which then is known to {@link #failure}. */
  private Optional<Map<PointId, Reading>> read(
      Instant tick, List<Binding> wantedRows, Set<PointId> due) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      Planned plan = plan(wantedRows);
      Set<PointId> readable = due;
      if (!plan.refused().isEmpty()) {
        readable = new HashSet<>(due);
        readable.removeAll(plan.refused().keySet());
      }
      if (readable.isEmpty()) {
        return Optional.of(Map.of());
      }
      Map<PointId, Reading> readings = new HashMap<>();
      Set<PointId> badAddresses = new HashSet<>();
      for (Reading reading : plan.plan().read(tick, readable)) {
        readings.put(reading.point(), reading);
        if (reading.quality() == Quality.BAD_ADDRESS) {
          badAddresses.add(reading.point());
        }
      }
      skew.read(readings.values(), tick, clock.instant(), System.nanoTime());
      reads.incrementAndGet();
      readTimes.add(System.nanoTime() - begin);
      noteBadAddresses(readings.keySet(), badAddresses);
      works();
      return Optional.of(readings);
    } catch (SourceException linkDown) {
      failed("source.no-answer", linkDown.reason(), linkDown.remedy());
    } catch (RuntimeException | Error defect) { // foreign code must not end this thread
      fault(defect);
    } catch (InterruptedException interrupted) {
      if (closing) {
        throw interrupted;
      }
      fault(interrupted); // not by us: the driver's own doing
    }
    return Optional.empty();
  }

  private void noteBadAddresses(Set<PointId> read, Set<PointId> bad) {
    if (!bad.isEmpty() || !refusedByDevice.isEmpty()) {
      Set<PointId> next = new HashSet<>(refusedByDevice);
      next.removeAll(read);
      next.addAll(bad);
      refusedByDevice = Set.copyOf(next);
    }
  }

  private Planned plan(List<Binding> wantedRows) {
    Optional<Planned> present = planned.filter(plan -> plan.rows() == wantedRows);
    if (present.isEmpty()) {
      Plan plan =
          planned
              .filter(former -> former.rows().equals(wantedRows))
              .map(Planned::plan)
              .orElseGet(() -> Objects.requireNonNull(source.prepare(wantedRows), "no plan"));
      Map<PointId, Text> refused =
          plan.refused().stream()
              .collect(Collectors.toMap(Refusal::point, Refusal::reason, (one, other) -> one));
      present = Optional.of(new Planned(wantedRows, plan, refused));
      planned = present;
      refusedByDevice = Set.of();
    }
    return present.get();
  }

  private void works() {
    backOff.succeeded();
    failure = Optional.empty();
  }

  private void fault(Throwable defect) {
    LOG.debug("source {}", name, defect);
    failed(
        "source.driver-fault",
        defect(defect),
        new Text(
            "Report it with the log; another version of the driver may be put into deploy/.",
            "请附日志反馈；可在 deploy/ 中更换驱动版本。"));
  }

  private Text defect(Throwable defect) {
    return new Text(
        "The driver " + driver + " has a defect: " + defect, "驱动 " + driver + " 出现内部错误: " + defect);
  }

  private void failed(String code, Text reason, Text remedy) {
    errors.incrementAndGet();
    backOff.failed(System.nanoTime());
    Instant begin = failure.map(Failure::since).orElseGet(this::now);
    failure = Optional.of(new Failure(code, begin, reason, remedy));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  // ---- health

  /** How it is; subject {@code source NAME}. */
  Health health() {
    Optional<Failure> down = failure;
    if (down.isPresent()) {
      Failure why = down.get();
      return health(
          Level.MAJOR, since.of(why.code(), why.since()), why.code(), why.reason(), why.remedy());
    }
    Set<PointId> bad = new HashSet<>(refusedByDevice);
    planned.ifPresent(plan -> bad.addAll(plan.refused().keySet()));
    if (!bad.isEmpty()) {
      return health(
          Level.MAJOR,
          "source.bad-address",
          new Text(
              "These points cannot be read: " + refusals(bad, Text::en),
              "以下点位无法读取: " + refusals(bad, Text::zh)),
          new Text("Correct address and type in points.csv.", "请修改 points.csv 中的地址或数据类型。"));
    }
    if (slow) {
      return health(
          Level.MAJOR,
          "source.late",
          new Text(
              "The link answers too late; the points of such ticks are missing.",
              "链路应答过慢，相应时刻的数据缺失。"),
          new Text(
              "Check the line; set cycle.ms of this source, or a larger close.ms in io.firedamp.site.cfg.",
              "请检查线路；为该数据源设置 cycle.ms，或在 io.firedamp.site.cfg 中增大 close.ms。"));
    }
    boolean tooSlow = rows.stream().anyMatch(row -> row.period().compareTo(cycle) < 0);
    if (tooSlow) {
      return health(
          Level.NOTICE,
          "source.cycle-too-long",
          new Text(
              "cycle.ms is longer than the period of some points; those are stale in between.",
              "cycle.ms 大于部分点位的采集周期，期间数据为陈旧。"),
          new Text("Lengthen their period in points.csv.", "请在 points.csv 中加长其采集周期。"));
    }
    Optional<Duration> off = skew.of(System.nanoTime()).filter(Skew::isWrong);
    if (off.isPresent()) {
      String seconds = Math.abs(off.get().toSeconds()) + " s";
      boolean ahead = !off.get().isNegative();
      return health(
          Level.NOTICE,
          "source.clock-skew",
          new Text(
              "The device's times are "
                  + seconds
                  + (ahead ? " ahead." : " behind, or none of its values has changed since."),
              "设备时间" + (ahead ? "超前 " : "落后，或其数值未变化: ") + seconds + "。"),
          new Text(
              "Let the device follow the site's time server (CCER 附录F). The gateway's own time is"
                  + " what is sent.",
              "请将设备与站点时间服务器同步（附录F）。上传时间以网关为准。"));
    }
    if (rows.isEmpty()) {
      return health(
          Level.NOTICE,
          "source.unused",
          new Text("No point of the table names this source.", "点位表中没有点位使用此数据源。"),
          new Text("Name it in points.csv, or remove it.", "请在 points.csv 中引用，或删除该数据源。"));
    }
    return health(Level.OK, Health.OK, Text.NONE, Text.NONE);
  }

  private String refusals(Set<PointId> bad, Function<Text, String> language) {
    Map<PointId, Text> reasons = planned.map(Planned::refused).orElse(Map.of());
    return bad.stream()
        .sorted()
        .limit(MOST_SHOWN)
        .map(
            point ->
                reasons.containsKey(point)
                    ? point + " (" + language.apply(reasons.get(point)) + ")"
                    : point.toString())
        .collect(Collectors.joining(", ", "", bad.size() > MOST_SHOWN ? ", …" : ""));
  }

  private Health health(Level level, String code, Text cause, Text remedy) {
    return health(level, since.of(code, clock.instant()), code, cause, remedy);
  }

  private Health health(Level level, Instant begin, String code, Text cause, Text remedy) {
    return new Health("source " + name, level, begin, code, cause, remedy, figures());
  }

  private List<Figure> figures() {
    double skewS =
        skew.of(System.nanoTime()).map(Duration::toMillis).map(ms -> ms / 1e3).orElse(Double.NaN);
    return List.of(
        Figure.of("points", "points", "点位数", rows.size(), ""),
        Figure.of("reads", "reads", "读取次数", reads.get(), ""),
        Figure.of("errors", "errors", "错误次数", errors.get(), ""),
        Figure.of("late", "late answers", "迟到应答", late.get(), ""),
        Figure.of("overrun", "ticks passed by while still reading", "读取超时跳过", overrun.get(), ""),
        Figure.of("missing", "samples missing from answers", "应答中缺失的数据", missing.get(), ""),
        Figure.of("stale", "stale samples", "陈旧数据", stale.get(), ""),
        Figure.of("read.p50", "read time, median", "读取耗时中位数", readTimes.medianMs(), "ms"),
        Figure.of(
            "read.p99", "read time, 99 of 100 are shorter", "读取耗时 P99", readTimes.p99Ms(), "ms"),
        Figure.of(
            "read.max",
            "read time, longest of the last 256",
            "近期最长读取耗时",
            readTimes.longestMs(),
            "ms"),
        Figure.of("skew", "device's clock ahead of ours", "设备时钟超前", skewS, "s"));
  }
}
