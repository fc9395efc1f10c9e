package io.firedamp.simulator.platform;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The points of one second.
 *
 * @param flag 1 within the project's boundary, 0 outside
 * @param ctime when they were measured
 * @param made the same to the millisecond, by {@code ts}; {@code ctime} where that cannot be read
 * @param points {@code CODE=digits}, sorted, a blank between
 */
record Sample(String flag, Instant ctime, Instant made, String points) {
  /** What the same data are known by when they come again. */
  String frame() {
    return flag + " " + ctime;
  }

  /** The points' codes. */
  Set<String> codes() {
    return Stream.of(points.split(" "))
        .filter(point -> !point.isEmpty())
        .map(point -> point.substring(0, point.indexOf('=')))
        .collect(Collectors.toSet());
  }
}
