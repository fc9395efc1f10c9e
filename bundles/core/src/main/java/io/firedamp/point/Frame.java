package io.firedamp.point;

import io.firedamp.clock.ClockTrust;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The site at one tick, never changed again: every point that was due, in the order of the table,
 * also those that could not be read.
 *
 * @param time the tick (ctime), whole milliseconds
 * @param table the version of the point table that says what was due
 * @param clock how far the time can be believed
 * @param samples what was due, each point once
 */
public record Frame(Instant time, long table, ClockTrust clock, List<Sample> samples) {
  /**
   * @throws IllegalArgumentException if the time is not in whole milliseconds
   */
  public Frame {
    Objects.requireNonNull(clock);
    if (time.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException("a frame's time is in whole milliseconds, not " + time);
    }
    samples = List.copyOf(samples);
  }
}
