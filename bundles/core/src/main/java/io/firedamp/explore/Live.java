package io.firedamp.explore;

import io.firedamp.point.Point;
import io.firedamp.point.Sample;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The last that is known of a point.
 *
 * @param point its row of the table in force
 * @param sample the value, in the row's unit, and its quality
 * @param time when that was read or found missing; the epoch if it never was due
 * @param note why it is missing, for people; empty if there is nothing to say
 * @param inputs what a computed point has just been computed from; else empty
 */
public record Live(Point point, Sample sample, Instant time, Text note, List<Live> inputs) {
  public Live {
    Objects.requireNonNull(point);
    Objects.requireNonNull(sample);
    Objects.requireNonNull(time);
    Objects.requireNonNull(note);
    inputs = List.copyOf(inputs);
  }

  /** The last that is known of a point, without what it was computed from. */
  public Live(Point point, Sample sample, Instant time, Text note) {
    this(point, sample, time, note, List.of());
  }
}
