package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.explore.Live;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the frame of a tick: asks every source that has something due, all at once, waits for the
 * answers until the frame closes, scales and judges. Remembers the last sample of every point for
 * those who look on.
 */
final class Collector {
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

  private record Seen(Sample sample, Instant time) {}

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

    List<Sample> samples = new ArrayList<>(due.rows().size());
    for (Row row : due.rows()) {
      String source = row.point().source();
      Optional<SourceWorker> worker = Optional.ofNullable(workers.get(source));
      Optional<Map<PointId, Reading>> answer = Optional.ofNullable(answers.get(source));
      Sample sample =
          worker
              .map(present -> sample(row, tick, inForce, present, answer))
              .orElseGet(() -> Sample.missing(row.id(), Quality.NO_SOURCE));
      samples.add(sample);
      seen.put(row.id(), new Seen(sample, tick));
    }
    return Optional.of(new Frame(tick, inForce.table().number(), clock.state().trust(), samples));
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
    return new Live(row.point(), last.sample(), last.time(), note(row, last.sample().quality()));
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
              .flatMap(present -> present.refusal(rowsOf(row), row.id()))
              .orElse(new Text("the device refuses the address", "设备拒绝该地址"));
      case NO_ANSWER -> worker.flatMap(SourceWorker::down).orElse(Text.NONE);
      default -> Text.NONE;
    };
  }

  private List<Binding> rowsOf(Row row) {
    return sheet.bindings(row.point().source());
  }

  /** Asks the device now, in between ticks. Blocks for ten seconds at the most. */
  Optional<Live> read(PointId point) throws InterruptedException {
    Optional<Row> row = sheet.row(point);
    return row.isEmpty() ? Optional.empty() : Optional.of(probe(row.get()));
  }

  private Live probe(Row row) throws InterruptedException {
    Optional<SourceWorker> worker = sources.worker(row.point().source());
    if (worker.isEmpty()) {
      return missing(row, Quality.NO_SOURCE, note(row, Quality.NO_SOURCE));
    }
    try {
      SourceWorker.Probed probed =
          worker
              .get()
              .probe(rowsOf(row), row.id())
              .get(LONGEST_PROBE.toMillis(), TimeUnit.MILLISECONDS);
      return probed
          .reading()
          .map(row::sample)
          .map(sample -> new Live(row.point(), sample, now(), note(row, sample.quality())))
          .orElseGet(() -> missing(row, probed.missing(), probed.note()));
    } catch (TimeoutException busy) {
      return missing(
          row,
          Quality.NO_ANSWER,
          new Text(
              "the source was busy for " + LONGEST_PROBE.toSeconds() + " s",
              "数据源在 " + LONGEST_PROBE.toSeconds() + " 秒内未空闲"));
    } catch (ExecutionException impossible) { // probes are never completed with an exception
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
