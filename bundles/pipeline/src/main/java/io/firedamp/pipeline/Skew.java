package io.firedamp.pipeline;

import io.firedamp.point.Quality;
import io.firedamp.source.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How far a device's clock is ahead of the site's, as its readings tell (CCER-F-04). A value that
 * does not change keeps its old time; so the newest of all times within a minute is what counts. A
 * protocol without times of its own gives every reading its tick, and has no skew. Any thread.
 */
final class Skew {
  /** The platform drops what is a minute off; this leaves time to do something. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private record Newest(Duration ahead, long nanos) {}

  private Optional<Newest> former = Optional.empty();
  private Optional<Newest> current = Optional.empty();

  /**
   * A read has ended.
   *
   * @param tick what it was for
   * @param now the site's time
   * @param nanos the same on the monotonic clock
   */
  synchronized void read(Collection<Reading> readings, Instant tick, Instant now, long nanos) {
    readings.stream()
        .filter(reading -> reading.quality() == Quality.GOOD && !reading.time().equals(tick))
        .map(Reading::time)
        .max(Instant::compareTo)
        .map(newest -> Duration.between(now, newest))
        .ifPresent(ahead -> add(ahead, nanos));
  }

  private void add(Duration ahead, long nanos) {
    if (current.filter(newest -> nanos - newest.nanos() < MINUTE).isEmpty()) {
      former = current;
      current = Optional.of(new Newest(ahead, nanos));
    } else if (current.filter(newest -> newest.ahead().compareTo(ahead) < 0).isPresent()) {
      current = Optional.of(new Newest(ahead, current.get().nanos()));
    }
  }

  /**
   * The skew of the last whole minute; empty if there is none yet, or nothing was read for long.
   */
  synchronized Optional<Duration> of(long nanos) {
    return former.filter(newest -> nanos - newest.nanos() < 3 * MINUTE).map(Newest::ahead);
  }

  /** Whether it is so large that somebody should know. */
  static boolean isWrong(Duration skew) {
    return skew.abs().compareTo(LIMIT) > 0;
  }
}
