package io.firedamp.pipeline;

import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.explore.Live;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Reading;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the frame of a tick: asks every source that has something due, all at once, waits for the
 * answers until the frame closes, scales, computes and judges. Remembers the last sample of every
 * point for those who look on.
 */
final class Collector {
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);
  private static final Text BUSY =
      new Text(
          "the source was busy for " + LONGEST_PROBE.toSeconds() + " s",
          "数据源在 " + LONGEST_PROBE.toSeconds() + " 秒内未空闲");

  /**
   * The last of a point.
   *
   * @param note why a computed one is as it is
   */
  private record Seen(Sample sample, Instant time, Text note) {}

  private final Sources sources;
  private final SiteClock clock;
  private final Duration close;
  private final Map<PointId, Seen> seen = new ConcurrentHashMap<>();
  private volatile Sheet sheet = Sheet.EMPTY;
  private volatile long closedAfterNanos;

  /**
   * @param close how long a frame waits for its sources
   */
  Collector(Sources sources, SiteClock clock, Duration close) {
    this.sources = sources;
    this.clock = clock;
    this.close = close;
  }

  /** From the next tick on this table is in force. */
  void apply(Sheet next) {
    sources.assign(next);
    sheet = next;
    seen.keySet().removeIf(point -> next.row(point).isEmpty());
  }

  /**
   * The frame of that tick; empty if nothing is due. Called by the ticks' thread; returns after the
   * close time at the latest. That time counts from the call, which is the tick but for the
   * scheduler's delay: a late wake-up costs no answer.
   */
  Optional<Frame> collect(Instant tick) throws InterruptedException {
    long begin = System.nanoTime();
    ClockTrust trust = clock.state().trust(); // the tick's: reading takes time
    Sheet inForce = sheet;
    Sheet.Due due = inForce.due(tick);
    if (due.rows().isEmpty()) {
      return Optional.empty();
    }
    Round round = new Round();
    Map<String, SourceWorker> workers = new HashMap<>();
    due.bySource()
        .forEach(
            (source, points) ->
                sources
                    .worker(source)
                    .ifPresent(
                        worker -> {
                          workers.put(source, worker);
                          worker.ask(round, tick, inForce.bindings(source), points);
                        }));
    Map<String, Map<PointId, Reading>> answers =
        round.close(close.toNanos() - (System.nanoTime() - begin));
    closedAfterNanos = System.nanoTime() - begin;

    Map<PointId, Sample> samples = new HashMap<>();
    for (Row row : due.read()) {
      String source = row.point().source();
      Optional<SourceWorker> worker = Optional.ofNullable(workers.get(source));
      Optional<Map<PointId, Reading>> answer = Optional.ofNullable(answers.get(source));
      Sample sample =
          worker
              .map(present -> sample(row, tick, inForce, present, answer))
              .orElseGet(() -> Sample.missing(row.id(), Quality.NO_SOURCE));
      samples.put(row.id(), sample);
      seen.put(row.id(), new Seen(sample, tick, Text.NONE));
    }
    for (Row row : due.computed()) {
      Calculation.Outcome outcome = outcome(row, samples::get);
      samples.put(row.id(), outcome.sample());
      seen.put(row.id(), new Seen(outcome.sample(), tick, outcome.note()));
    }
    return Optional.of(
        new Frame(
            tick,
            inForce.table().number(),
            trust,
            due.rows().stream().map(row -> samples.get(row.id())).toList()));
  }

  private static Calculation.Outcome outcome(Row row, Function<PointId, Sample> samples) {
    return row.calculation().orElseThrow().outcome(row, samples);
  }

  /** How long the last frame took to close. */
  double closedAfterMs() {
    return closedAfterNanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  private Sample sample(
      Row row,
      Instant tick,
      Sheet inForce,
      SourceWorker worker,
      Optional<Map<PointId, Reading>> answer) {
    if (worker.refusal(inForce.bindings(row.point().source()), row.id()).isPresent()) {
      return Sample.missing(row.id(), Quality.BAD_ADDRESS);
    }
    if (worker.cyclic()) {
      return newest(row, tick, worker);
    }
    if (answer.isEmpty()) {
      return Sample.missing(row.id(), Quality.NO_ANSWER);
    }
    Reading reading = answer.get().get(row.id());
    if (reading == null) {
      worker.countMissing();
      return Sample.missing(row.id(), Quality.NO_ANSWER);
    }
    if (reading.quality() == Quality.STALE) {
      worker.countStale();
    }
    return row.sample(reading);
  }

  /** The newest reading, unless it is older than the point's period. */
  private static Sample newest(Row row, Instant tick, SourceWorker worker) {
    Optional<SourceWorker.Newest> newest = worker.newest(row.binding());
    if (newest.isEmpty()) {
      return Sample.missing(row.id(), Quality.NO_ANSWER);
    }
    Duration age = Duration.between(newest.get().from(), tick);
    if (age.compareTo(row.point().period()) <= 0) {
      return row.sample(newest.get().reading());
    }
    if (worker.down().isPresent()) {
      return Sample.missing(row.id(), Quality.NO_ANSWER);
    }
    worker.countStale();
    return Sample.missing(row.id(), Quality.STALE);
  }

  /** The last that is known of every point. */
  List<Live> live() {
    return sheet.rows().stream().map(this::live).toList();
  }

  private Live live(Row row) {
    Seen last = seen.get(row.id());
    if (last == null) {
      Sample never = Sample.missing(row.id(), Quality.NO_ANSWER);
      return new Live(row.point(), never, Instant.EPOCH, new Text("not due yet", "尚未到采集时刻"));
    }
    Text note = row.computed() ? last.note() : note(row, last.sample().quality());
    return new Live(row.point(), last.sample(), last.time(), note);
  }

  private Text note(Row row, Quality quality) {
    Optional<SourceWorker> worker = sources.worker(row.point().source());
    return switch (quality) {
      case NO_SOURCE ->
          new Text(
              "no driver serves the source " + row.point().source(),
              "没有驱动提供数据源 " + row.point().source());
      case BAD_ADDRESS ->
          worker
              .flatMap(present -> present.refusal(sheet.bindings(row.point().source()), row.id()))
              .orElse(new Text("the device refuses the address", "设备拒绝该地址"));
      case NO_ANSWER -> worker.flatMap(SourceWorker::down).orElse(Text.NONE);
      default -> Text.NONE;
    };
  }

  /**
   * Asks the devices now, in between ticks, all at once if the point is computed from several.
   * Blocks for ten seconds at the most.
   */
  Optional<Live> read(PointId point) throws InterruptedException {
    Sheet inForce = sheet;
    return Optional.ofNullable(read(inForce, inForce.lineage(point)).get(point));
  }

  /** The same of all that a source reads, in the order of the table. */
  List<Live> readAll(String source) throws InterruptedException {
    Sheet inForce = sheet;
    List<Row> rows =
        inForce.rows().stream()
            .filter(row -> !row.computed() && row.point().source().equals(source))
            .toList();
    Map<PointId, Live> known = read(inForce, rows);
    return rows.stream().map(row -> known.get(row.id())).toList();
  }

  /**
   * Each source is asked once.
   *
   * @param rows a computed one after all that it is computed from
   */
  private Map<PointId, Live> read(Sheet inForce, List<Row> rows) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_PROBE.toNanos();
    Map<String, Future<Map<PointId, SourceWorker.Probed>>> asked = new HashMap<>();
    rows.stream()
        .filter(row -> !row.computed())
        .collect(
            Collectors.groupingBy(
                row -> row.point().source(), Collectors.mapping(Row::id, Collectors.toSet())))
        .forEach(
            (source, points) ->
                sources
                    .worker(source)
                    .map(worker -> worker.probe(inForce.bindings(source), points))
                    .ifPresent(answer -> asked.put(source, answer)));
    Map<PointId, Live> known = new HashMap<>();
    for (Row row : rows) {
      Optional<Future<Map<PointId, SourceWorker.Probed>>> answer =
          Optional.ofNullable(asked.get(row.point().source()));
      if (row.computed()) {
        known.put(row.id(), computed(row, known));
      } else if (answer.isPresent()) {
        known.put(row.id(), probed(row, answer.get(), end - System.nanoTime()));
      } else {
        known.put(row.id(), missing(row, Quality.NO_SOURCE, note(row, Quality.NO_SOURCE)));
      }
    }
    return known;
  }

  private Live computed(Row row, Map<PointId, Live> known) {
    Calculation.Outcome outcome = outcome(row, input -> known.get(input).sample());
    List<Live> inputs = row.calculation().orElseThrow().inputs().stream().map(known::get).toList();
    return new Live(row.point(), outcome.sample(), now(), outcome.note(), inputs);
  }

  private Live probed(Row row, Future<Map<PointId, SourceWorker.Probed>> answer, long patienceNanos)
      throws InterruptedException {
    try {
      SourceWorker.Probed probed = answer.get(patienceNanos, TimeUnit.NANOSECONDS).get(row.id());
      return probed
          .reading()
          .map(row::sample)
          .map(sample -> new Live(row.point(), sample, now(), note(row, sample.quality())))
          .orElseGet(() -> missing(row, probed.missing(), probed.note()));
    } catch (TimeoutException busy) {
      return missing(row, Quality.NO_ANSWER, BUSY);
    } catch (ExecutionException impossible) { // errands are never completed with an exception
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Asks the driver of a source, in between ticks. Blocks for ten seconds at the most.
   *
   * @param otherwise what the answer is if there is none, for that reason
   * @return empty if there is no such source, or it cannot be explored
   */
  <T> Optional<T> explore(
      String source, SourceWorker.Question<T> question, Function<Text, T> otherwise)
      throws InterruptedException {
    Optional<SourceWorker> worker = sources.worker(source).filter(SourceWorker::explorable);
    if (worker.isEmpty()) {
      return Optional.empty();
    }
    try {
      Future<T> answer = worker.get().explore(question, otherwise);
      return Optional.of(answer.get(LONGEST_PROBE.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException busy) {
      return Optional.of(otherwise.apply(BUSY));
    } catch (ExecutionException impossible) { // errands are never completed with an exception
      throw new IllegalStateException(impossible);
    }
  }

  private Live missing(Row row, Quality quality, Text note) {
    return new Live(row.point(), Sample.missing(row.id(), quality), now(), note);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
