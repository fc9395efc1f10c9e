package io.firedamp.pipeline;

import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A device that says what a test tells it to say; 42 for every point to begin with. */
final class FakeSource implements PointSource {
  /** What a read does. */
  @FunctionalInterface
  interface Behaviour {
    List<Reading> read(Instant tick, Set<PointId> due) throws SourceException, InterruptedException;
  }

  static final Behaviour WELL = (tick, due) -> says(42L, tick, due);

  final List<List<Binding>> prepared = new CopyOnWriteArrayList<>();
  final Set<String> threads = ConcurrentHashMap.newKeySet();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger inFlight = new AtomicInteger();
  final AtomicInteger mostInFlight = new AtomicInteger();
  final AtomicInteger rests = new AtomicInteger();
  final AtomicInteger calls = new AtomicInteger();
  volatile Behaviour behaviour = WELL;
  volatile Set<PointId> refuses = Set.of();
  private final Duration cycle;

  FakeSource() {
    this(Duration.ZERO);
  }

  FakeSource(Duration cycle) {
    this.cycle = cycle;
  }

  static List<Reading> says(long raw, Instant tick, Set<PointId> due) {
    return due.stream().map(point -> Reading.of(point, raw, tick)).toList();
  }

  static SourceException silence() {
    return new SourceException(
        new Text("10.0.0.1 does not answer", "10.0.0.1 无应答"),
        new Text("Check the cable.", "请检查网线。"),
        null);
  }

  @Override
  public Duration cycle() {
    called();
    return cycle;
  }

  @Override
  public void rest() {
    called();
    rests.incrementAndGet();
  }

  @Override
  public Plan prepare(List<Binding> rows) {
    called();
    prepared.add(rows);
    return new Plan() {
      @Override
      public List<Refusal> refused() {
        called();
        return rows.stream()
            .map(Binding::point)
            .filter(refuses::contains)
            .map(point -> new Refusal(point, new Text("no such place", "无此地址")))
            .toList();
      }

      @Override
      public List<Reading> read(Instant tick, Set<PointId> due)
          throws SourceException, InterruptedException {
        called();
        reads.incrementAndGet();
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
          return behaviour.read(tick, due);
        } finally {
          inFlight.decrementAndGet();
        }
      }
    };
  }

  private void called() {
    calls.incrementAndGet();
    threads.add(Thread.currentThread().getName());
  }
}
