package io.firedamp.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The instants at which something is due: multiples of a step since the epoch, strictly ascending.
 * An instant that is reached a whole step late or more is missed and counted, never made up. One
 * thread moves it; any thread may ask for the figures.
 */
final class Grid {
  private final long stepMs;
  private volatile long nextMs;
  private volatile long missed;

  Grid(Duration step) {
    stepMs = step.toMillis();
  }

  /** From now on the first instant strictly after that one is the next. */
  void startAfter(Instant instant) {
    nextMs = (Math.floorDiv(instant.toEpochMilli(), stepMs) + 1) * stepMs;
  }

  /** The newest instant that is reached, once; empty if none is. */
  Optional<Instant> reached(Instant now) {
    if (now.toEpochMilli() < nextMs) {
      return Optional.empty();
    }
    long newestMs = Math.floorDiv(now.toEpochMilli(), stepMs) * stepMs;
    missed = missed + (newestMs - nextMs) / stepMs;
    nextMs = newestMs + stepMs;
    return Optional.of(Instant.ofEpochMilli(newestMs));
  }

  /** How long it is to the next instant; zero if it is reached. */
  Duration distance(Instant now) {
    Duration distance = Duration.between(now, next());
    return distance.isNegative() ? Duration.ZERO : distance;
  }

  Instant next() {
    return Instant.ofEpochMilli(nextMs);
  }

  long missed() {
    return missed;
  }
}
