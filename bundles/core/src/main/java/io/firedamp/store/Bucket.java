package io.firedamp.store;

import java.time.Instant;
import java.util.Objects;

/**
 * A part of a span, summed up.
 *
 * @param from inclusive
 * @param due how many samples there were in it, of any quality
 * @param usable how many of them can be reported
 * @param low the lowest of those, NaN if there is none
 * @param high the highest, NaN if there is none
 * @param mean NaN if there is none
 */
public record Bucket(Instant from, long due, long usable, double low, double high, double mean) {
  public Bucket {
    Objects.requireNonNull(from);
  }
}
