package io.firedamp.buffer;

import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Frames of which every part that has no delivery expired at an uplink.
 *
 * @param first the first of them
 * @param last the last of them
 * @param at when that was found
 */
record Outage(long first, long last, Instant at, String reason) {
  /** From a row of just these columns. */
  static Outage of(ResultSet row) throws SQLException {
    return new Outage(
        row.getLong(1), row.getLong(2), HotFile.instant(row.getLong(3)), row.getString(4));
  }

  boolean covers(long number) {
    return first <= number && number <= last;
  }

  Delivery delivery() {
    return new Delivery(Outcome.EXPIRED, 0, at, "", "", reason);
  }

  /** The part of it that lies in a unit. */
  Outage within(Sealed unit) {
    return new Outage(Math.max(first, unit.first()), Math.min(last, unit.last()), at, reason);
  }
}
