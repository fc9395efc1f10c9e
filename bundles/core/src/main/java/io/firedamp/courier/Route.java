package io.firedamp.courier;

import java.util.Objects;

/**
 * Whose values an uplink sends, and under what names the store keeps what became of them.
 *
 * @param uplink the name under which it follows the store
 * @param project the project that it serves; empty for the site's own
 * @param late the name under which the store keeps what it delivered late
 * @param sendsLate whether it delivers late now; if not, that name does not move
 * @param outOfRange whether it sends values outside their plausible range
 * @param recallsOutside whether stored data that the platform asks for hold points outside the
 *     project boundary too
 */
public record Route(
    String uplink,
    String project,
    String late,
    boolean sendsLate,
    boolean outOfRange,
    boolean recallsOutside) {
  public Route {
    Objects.requireNonNull(uplink);
    Objects.requireNonNull(project);
    Objects.requireNonNull(late);
  }
}
