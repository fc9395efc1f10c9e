package io.firedamp.source;

import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.util.Objects;

/**
 * A row that a driver cannot read, and why.
 *
 * @param point the row
 * @param reason what was found and what is allowed, for the person who wrote the row
 */
public record Refusal(PointId point, Text reason) {
  public Refusal {
    Objects.requireNonNull(point);
    Objects.requireNonNull(reason);
  }
}
