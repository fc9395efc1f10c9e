package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources that are there, and a worker for each that is used. Of several with one name the
 * first by {@link Served#compareTo} is used; the others are shadowed, and nothing of them is
 * called. Any thread.
 */
final class Sources {
  /** So long the end of a source waits for its read in flight. */
  static final Duration LONGEST_READ = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  private record Active(Served served, SourceWorker worker) {}

  private final SiteClock clock;
  private final Duration tick;
  private final Map<String, TreeSet<Served>> served = new TreeMap<>();
  private final Map<String, Since> since = new ConcurrentHashMap<>();
  private final Map<String, Active> active = new ConcurrentHashMap<>();

  /** The last worker of each source that is there, also of those that have lost their name. */
  private final Map<Served, SourceWorker> workers = new HashMap<>();

  private Sheet sheet = Sheet.EMPTY;
  private boolean closed;

  Sources(SiteClock clock, Duration tick) {
    this.clock = clock;
    this.tick = tick;
  }

  /** A source has come. Does not block. */
  synchronized void bind(Served source) {
    served.computeIfAbsent(source.name(), name -> new TreeSet<>()).add(source);
    LOG.info("source {} from {} | 数据源已接入", source.name(), source.driver());
    elect(source.name());
  }

  /**
   * A source goes. Returns when its read in flight has ended, at the latest after {@link
   * #LONGEST_READ}; then nothing of it is called any more.
   */
  void unbind(Served source) {
    Optional<SourceWorker> own;
    synchronized (this) {
      TreeSet<Served> rest = served.getOrDefault(source.name(), new TreeSet<>());
      rest.remove(source);
      if (rest.isEmpty()) {
        served.remove(source.name());
      }
      LOG.info("source {} from {} goes | 数据源已移除", source.name(), source.driver());
      elect(source.name());
      own = Optional.ofNullable(workers.remove(source));
    }
    own.ifPresent(worker -> worker.awaitEnd(LONGEST_READ));
  }

  /** Gives the name to the first in order. Its worker begins when the former one has ended. */
  private void elect(String name) {
    Optional<Served> first = Optional.ofNullable(served.get(name)).map(TreeSet::first);
    Optional<Active> present = Optional.ofNullable(active.get(name));
    if (closed || first.equals(present.map(Active::served))) {
      return;
    }
    Optional<SourceWorker> leaving = present.map(Active::worker);
    leaving.ifPresent(SourceWorker::close);
    active.remove(name);
    first.ifPresent(
        winner -> {
          SourceWorker worker =
              new SourceWorker(
                  name,
                  winner.driver(),
                  winner.source(),
                  clock,
                  tick,
                  sheet.bindings(name),
                  leaving);
          workers.put(winner, worker);
          active.put(name, new Active(winner, worker));
          worker.start();
        });
  }

  /** The names of those that are there. */
  synchronized Set<String> names() {
    return Set.copyOf(served.keySet());
  }

  /** Another table is in force. */
  synchronized void assign(Sheet newSheet) {
    sheet = newSheet;
    active.forEach((name, used) -> used.worker().assign(newSheet.bindings(name)));
  }

  /** Who reads that source now; empty if nobody does. */
  Optional<SourceWorker> worker(String name) {
    return Optional.ofNullable(active.get(name)).map(Active::worker);
  }

  /** The names of the sources that can be explored, in alphabetical order. */
  List<String> explorable() {
    return active.entrySet().stream()
        .filter(used -> used.getValue().worker().explorable())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Ends every worker, and none begins any more; together they take no longer than the slowest. */
  void close() {
    List<SourceWorker> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(workers.values());
    }
    all.forEach(SourceWorker::close);
    long end = System.nanoTime() + LONGEST_READ.toNanos();
    for (SourceWorker worker : all) {
      worker.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }

  /** How each source is: those of the table in its order, then the others. */
  synchronized List<Health> health() {
    Set<String> names = new LinkedHashSet<>(sheet.sources());
    names.addAll(served.keySet());
    List<Health> all = new ArrayList<>();
    for (String name : names) {
      Optional<Active> used = Optional.ofNullable(active.get(name));
      all.add(used.map(present -> present.worker().health()).orElseGet(() -> nobody(name)));
      served.getOrDefault(name, new TreeSet<>()).stream()
          .filter(source -> used.filter(present -> present.served().equals(source)).isEmpty())
          .forEach(shadowed -> all.add(shadowed(shadowed, used.map(Active::served))));
    }
    return all;
  }

  private Health nobody(String name) {
    return health(
        "source " + name,
        Level.MAJOR,
        "source.none",
        new Text("No driver serves this source; its points are missing.", "没有驱动提供此数据源，相应点位缺失。"),
        new Text(
            "Configure a driver with source.name = " + name + ", or correct points.csv.",
            "请配置 source.name = " + name + " 的驱动，或修改 points.csv。"));
  }

  private Health shadowed(Served source, Optional<Served> winner) {
    String driver = winner.map(Served::driver).orElse("");
    return health(
        "source " + source.name() + " of " + source.driver() + " #" + source.service(),
        Level.NOTICE,
        "source.shadowed",
        new Text(
            "Not used: " + driver + " serves the same source.name.",
            "未使用: " + driver + " 提供同名数据源。"),
        new Text(
            "Remove the one that is not wanted; of different versions the highest is used.",
            "请删除不需要的一个；版本不同时使用最高版本。"));
  }

  private Health health(String subject, Level level, String code, Text cause, Text remedy) {
    Since begin = since.computeIfAbsent(subject, s -> new Since());
    return new Health(
        subject, level, begin.of(code, clock.instant()), code, cause, remedy, List.of());
  }
}
