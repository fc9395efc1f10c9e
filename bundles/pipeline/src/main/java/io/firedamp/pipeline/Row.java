package io.firedamp.pipeline;

import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;

/**
 * A row of the point table in its three parts: what the site knows, what the driver knows, and how
 * one becomes the other.
 */
record Row(Point point, Binding binding, Scaling scaling) {
  PointId id() {
    return point.id();
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
    if (reading.quality() != Quality.GOOD) {
      return new Sample(id(), value, reading.quality());
    }
    boolean inRange = value >= point.low() && value <= point.high();
    return new Sample(id(), value, inRange ? Quality.GOOD : Quality.OUT_OF_RANGE);
  }
}
