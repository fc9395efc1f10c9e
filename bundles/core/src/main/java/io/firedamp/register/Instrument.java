package io.firedamp.register;

import io.firedamp.point.Point;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of the instrument register 监测仪表台账 (附录A.4).
 *
 * @param point its row of the point table, whose columns are the ledger
 * @param inspections those that the row says anything of
 */
public record Instrument(Point point, List<Inspection> inspections) {
  public Instrument {
    Objects.requireNonNull(point);
    inspections = List.copyOf(inspections);
  }

  /** The day of the next inspection; empty if none is known. */
  public Optional<LocalDate> due() {
    return inspections.stream()
        .map(Inspection::due)
        .flatMap(Optional::stream)
        .min(LocalDate::compareTo);
  }
}
