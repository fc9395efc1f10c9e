package io.firedamp.meter;

import io.firedamp.point.PointId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/**
 * A meter was replaced or reset, as a person says. It explains a step of the register and changes
 * no value: registers are stored and sent as read (AMB-59).
 *
 * @param point the point that the meter is read as
 * @param oldFinal last reading of the old meter, in the point's unit, with the digits that were
 *     read
 * @param newInitial first reading of the new one, alike
 * @param at when it was done
 * @param recorded when that was written down
 * @param by who wrote it down; may be empty
 * @param reason may be empty
 */
public record MeterChange(
    PointId point,
    BigDecimal oldFinal,
    BigDecimal newInitial,
    Instant at,
    Instant recorded,
    String by,
    String reason) {
  public MeterChange {
    Objects.requireNonNull(point);
    Objects.requireNonNull(oldFinal);
    Objects.requireNonNull(newInitial);
    Objects.requireNonNull(at);
    Objects.requireNonNull(recorded);
    Objects.requireNonNull(by);
    Objects.requireNonNull(reason);
  }
}
