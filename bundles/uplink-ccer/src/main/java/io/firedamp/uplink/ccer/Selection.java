package io.firedamp.uplink.ccer;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.Point;
import io.firedamp.point.PointTable;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a project reports of a frame, by the table that was valid then: the same for the live packet
 * and for the one that the platform asks for months later. One thread.
 */
final class Selection {
  /** Inside the project boundary, and outside. */
  static final List<Integer> FLAGS = List.of(1, 0);

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

  /** Whether a part of a frame is to be sent. */
  interface Wanted {
    boolean test(long frame, int flag) throws IOException;
  }

  /**
   * What is to be sent of a frame: the points inside the boundary and those outside travel apart
   * (CCER-7.6-05).
   *
   * @param wanted asked only for parts that have something to send
   */
  List<Shipment> parts(StoredFrame stored, Wanted wanted) throws IOException {
    Frame frame = stored.frame();
    List<Shipment> parts = new ArrayList<>();
    for (int flag : FLAGS) {
      Map<String, BigDecimal> values = values(frame, point -> point.inside() == (flag == 1));
      if (!values.isEmpty() && wanted.test(stored.number(), flag)) {
        String data = codec.data(values);
        Shipment part =
            new Shipment(
                stored.number(), flag, frame.time(), data, values.size(), System.nanoTime());
        boolean untrusted = frame.clock() == ClockTrust.UNSYNCHRONISED;
        parts.add(untrusted && access.holdUntrusted() ? part.hold() : part);
      }
    }
    return parts;
  }

  private boolean reported(Point point, Sample sample, Instant tick) {
    return point.id().project().equals(access.project())
        && point.uploadedAt(tick)
        && sample.quality().usable()
        && (access.sendOutOfRange() || sample.quality() != Quality.OUT_OF_RANGE);
  }
}
