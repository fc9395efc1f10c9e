package io.firedamp.source;

import io.firedamp.point.PointId;
import java.time.Duration;
import java.util.Objects;

/**
 * Ties a point to a place in a device: what a driver has to know of a row of the point table.
 *
 * @param point the point
 * @param address the place, in the words of the driver
 * @param type how the value lies there
 * @param order in which order its bytes arrive
 * @param period how often it will be asked for
 */
public record Binding(
    PointId point, String address, ValueType type, WordOrder order, Duration period) {
  public Binding {
    Objects.requireNonNull(point);
    Objects.requireNonNull(address);
    Objects.requireNonNull(type);
    Objects.requireNonNull(order);
    Objects.requireNonNull(period);
  }
}
