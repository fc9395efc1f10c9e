package io.firedamp.point;

import java.util.Objects;

/**
 * One value at one tick.
 *
 * @param point the point
 * @param value in the unit of its table row, as read and scaled, never rounded; NaN exactly when
 *     nothing was read
 * @param quality what it is worth; a usable one has a finite value
 */
public record Sample(PointId point, double value, Quality quality) {
  /**
   * @throws IllegalArgumentException if value and quality contradict each other
   */
  public Sample {
    Objects.requireNonNull(point);
    Objects.requireNonNull(quality);
    boolean contradicts =
        quality.usable() && !Double.isFinite(value)
            || !quality.measured() && !Double.isNaN(value)
            || Double.isInfinite(value);
    if (contradicts) {
      throw new IllegalArgumentException(point + ": value " + value + " cannot be " + quality);
    }
  }

  /** A sample of something that was not read. */
  public static Sample missing(PointId point, Quality why) {
    return new Sample(point, Double.NaN, why);
  }
}
