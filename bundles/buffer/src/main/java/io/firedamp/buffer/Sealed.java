package io.firedamp.buffer;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A unit that lies in a month file.
 *
 * @param first number of its first frame, by which it is known
 * @param last number of its last frame
 * @param hour since 1970, of its frames' times
 * @param frames how many it has
 * @param samples how many values were due
 * @param usable how many of them can be reported
 * @param digest SHA-256 over its content and the digest of the unit before, in hex
 */
record Sealed(
    long first, long last, long hour, long frames, long samples, long usable, String digest) {
  /** What both tables of units have of it. */
  static final String COLUMNS = "first, last, hour, frames, samples, usable, digest";

  /** From a row of just {@link #COLUMNS}. */
  static Sealed of(ResultSet row) throws SQLException {
    return new Sealed(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getString(7));
  }

  /** What stands before the first unit of all. */
  static final String NO_DIGEST = "0".repeat(64);
}
