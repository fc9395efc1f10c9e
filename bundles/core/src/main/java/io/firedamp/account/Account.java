package io.firedamp.account;

import io.firedamp.point.PointId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an uplink's project was owed in a span.
 *
 * @param uplink the uplink's name
 * @param project the project that it serves; empty for the site's own
 * @param from inclusive
 * @param to exclusive, as it was asked for
 * @param through what is counted ends here: before {@code to} if that lies ahead, or its hours are
 *     still being counted. Values of the last minute may still be on time and are not counted
 * @param points of each point, by id
 */
public record Account(
    String uplink,
    String project,
    Instant from,
    Instant to,
    Instant through,
    Map<PointId, Tally> points) {
  public Account {
    Objects.requireNonNull(uplink);
    Objects.requireNonNull(project);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(through);
    points = Collections.unmodifiableMap(new TreeMap<>(points));
  }

  /** All points together. */
  public Tally total() {
    return points.values().stream().reduce(Tally.NONE, Tally::plus);
  }
}
