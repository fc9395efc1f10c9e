package io.firedamp.pipeline;

import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import java.util.Optional;

/**
 * A row of the point table in its parts: what the site knows, what the driver knows, and how one
 * becomes the other.
 *
 * @param binding of a computed point only the type, which is float64, means something
 * @param calculation how it is computed; empty if it is read
 */
record Row(Point point, Binding binding, Scaling scaling, Optional<Calculation> calculation) {
  PointId id() {
    return point.id();
  }

  boolean computed() {
    return calculation.isPresent();
  }

  /** The reading, scaled and judged. Limits belong to the plausible range. */
  Sample sample(Reading reading) {
    if (!Double.isFinite(reading.raw().doubleValue())) {
      boolean contradicts = reading.quality().usable();
      return Sample.missing(id(), contradicts ? Quality.DEVICE_FAULT : reading.quality());
    }
    double value = scaling.value(reading.raw());
    if (Double.isInfinite(value)) {
      return Sample.missing(id(), Quality.DEVICE_FAULT);
    }
    return judged(value, reading.quality());
  }

  /** A finite value; a good one is out of range outside of the limits. */
  Sample judged(double value, Quality quality) {
    boolean inRange = value >= point.low() && value <= point.high();
    boolean worse = quality == Quality.GOOD && !inRange;
    return new Sample(id(), value, worse ? Quality.OUT_OF_RANGE : quality);
  }
}
