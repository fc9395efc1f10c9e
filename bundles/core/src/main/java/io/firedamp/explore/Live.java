package io.firedamp.explore;

import io.firedamp.point.Point;
import io.firedamp.point.Sample;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Objects;

/**
 * The last that is known of a point.
 *
 * @param point its row of the table in force
 * @param sample the value, in the row's unit, and its quality
 * @param time when that was read or found missing; the epoch if it never was due
 * @param note why it is missing, for people; empty if there is nothing to say
 */
public record Live(Point point, Sample sample, Instant time, Text note) {
  public Live {
    Objects.requireNonNull(point);
    Objects.requireNonNull(sample);
    Objects.requireNonNull(time);
    Objects.requireNonNull(note);
  }
}
