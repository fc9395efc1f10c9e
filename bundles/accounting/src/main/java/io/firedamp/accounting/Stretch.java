package io.firedamp.accounting;

import io.firedamp.account.Cause;
import io.firedamp.point.PointId;
import java.util.Set;
import java.util.TreeSet;

/**
 * A gap as far as it lies in one hour.
 *
 * @param cause why
 * @param source whose points are missing; empty if it is not a source
 * @param since when the gap began, in this hour or before, ms since 1970
 * @param from inclusive, ms since 1970
 * @param to exclusive
 * @param points whose values are missing
 * @param lost how many values
 */
record Stretch(
    Cause cause, String source, long since, long from, long to, Set<PointId> points, long lost) {
  Stretch {
    points = Set.copyOf(points);
  }

  boolean alike(Stretch other) {
    return cause == other.cause && source.equals(other.source);
  }

  /** Both, if the other begins in this one or at its end. */
  Stretch with(Stretch other) {
    Set<PointId> both = points;
    if (!points.containsAll(other.points)) {
      both = new TreeSet<>(points);
      both.addAll(other.points);
    }
    return new Stretch(cause, source, since, from, Math.max(to, other.to), both, lost + other.lost);
  }
}
