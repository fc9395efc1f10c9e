package io.firedamp.store;

import java.time.Instant;
import java.util.Objects;

/**
 * What the store has of an hour.
 *
 * @param hour its begin
 * @param frames how many ticks
 * @param due how many samples, of any quality
 * @param usable how many of them can be reported
 */
public record HourCount(Instant hour, long frames, long due, long usable) {
  public HourCount {
    Objects.requireNonNull(hour);
  }
}
