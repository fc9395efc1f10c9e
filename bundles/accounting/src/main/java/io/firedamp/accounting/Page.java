package io.firedamp.accounting;

import io.firedamp.account.Tally;
import io.firedamp.point.PointId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was counted of an hour for an uplink.
 *
 * @param hour since 1970
 * @param last number of the newest frame that was counted up to its end; 0 if there was none yet
 * @param settled whether nothing of it can change any more
 * @param connected whether the platform had acknowledged anything by its end
 * @param phase what the platform said last 项目阶段, empty if nothing yet
 * @param phaseSince when it said so first; the epoch if it never did
 * @param recalls how many packets that were delivered on command reach into the hour
 * @param tallies by point
 * @param stretches what was missing: longer than {@link io.firedamp.account.Gap#SHORT}, or at an
 *     end of the hour
 */
record Page(
    long hour,
    long last,
    boolean settled,
    boolean connected,
    String phase,
    Instant phaseSince,
    int recalls,
    Map<PointId, Tally> tallies,
    List<Stretch> stretches) {
  Page {
    tallies = Map.copyOf(tallies);
    stretches = List.copyOf(stretches);
  }

  /** A page before the first one: nothing was counted yet. */
  static Page before(long hour) {
    return new Page(hour - 1, 0, true, false, "", Instant.EPOCH, 0, Map.of(), List.of());
  }

  /** The same, with nothing that can change any more. */
  Page settledIf(boolean nothingOpen) {
    return new Page(
        hour, last, nothingOpen, connected, phase, phaseSince, recalls, tallies, stretches);
  }

  /** All points together. */
  Tally total() {
    return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
  }

  /** What of that kind goes on at its end. */
  Optional<Stretch> goingOn(Stretch kind) {
    return stretches.stream()
        .filter(stretch -> stretch.alike(kind) && stretch.to() == end())
        .findFirst();
  }

  /** Its end in ms since 1970. */
  long end() {
    return (hour + 1) * China.HOUR_MS;
  }
}
