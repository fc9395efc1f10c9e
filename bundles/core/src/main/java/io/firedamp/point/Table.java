package io.firedamp.point;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One version of the point table 点位表, never changed again. */
public final class Table {
  /** The table of a site that has none yet. */
  public static final Table EMPTY = new Table(0, Instant.EPOCH, List.of());

  private final long number;
  private final Instant since;
  private final Map<PointId, Point> points;

  /**
   * @param number the version, from 1; 0 for the empty one
   * @param since when it came into force
   * @param points the rows in the order of the file
   * @throws IllegalArgumentException if two rows have one id
   */
  public Table(long number, Instant since, List<Point> points) {
    this.number = number;
    this.since = since;
    this.points = new LinkedHashMap<>();
    for (Point point : points) {
      if (this.points.put(point.id(), point) != null) {
        throw new IllegalArgumentException("two rows for " + point.id());
      }
    }
  }

  /** The version, from 1; 0 for the empty one. */
  public long number() {
    return number;
  }

  /** When it came into force. */
  public Instant since() {
    return since;
  }

  /** The rows in the order of the file. */
  public List<Point> points() {
    return List.copyOf(points.values());
  }

  /** The row of that point, if there is one. */
  public Optional<Point> point(PointId id) {
    return Optional.ofNullable(points.get(id));
  }

  @Override
  public String toString() {
    return "table " + number + " with " + points.size() + " points";
  }
}
