package io.firedamp.uplink.ccer;

import io.firedamp.point.Frame;
import io.firedamp.point.Point;
import io.firedamp.point.PointTable;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a project reports of a frame, by the table that was valid then: the same for the live packet
 * and for the one that the platform asks for months later. One thread.
 */
final class Selection {
  private final Access access;
  private final Codec codec;
  private final PointTable tables;
  private Table table = Table.EMPTY;

  Selection(Access access, Codec codec, PointTable tables) {
    this.access = access;
    this.codec = codec;
    this.tables = tables;
  }

  /**
   * Codes and values, rounded as they are sent, in the order of the table; bad or missing values
   * are left out (AMB-26).
   *
   * @param side which points are wanted: those inside the project boundary, those outside, or both
   */
  Map<String, BigDecimal> values(Frame frame, Predicate<Point> side) throws IOException {
    if (table.number() != frame.table()) {
      table = tables.version(frame.table()).orElseGet(tables::current);
    }
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    for (Sample sample : frame.samples()) {
      table
          .point(sample.point())
          .filter(side)
          .filter(point -> reported(point, sample, frame.time()))
          .ifPresent(
              point ->
                  values.put(point.id().code(), codec.rounded(sample.value(), point.decimals())));
    }
    return values;
  }

  private boolean reported(Point point, Sample sample, Instant tick) {
    return point.id().project().equals(access.project())
        && point.uploadedAt(tick)
        && sample.quality().usable()
        && (access.sendOutOfRange() || sample.quality() != Quality.OUT_OF_RANGE);
  }
}
