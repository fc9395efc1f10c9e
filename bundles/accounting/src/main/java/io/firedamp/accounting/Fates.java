package io.firedamp.accounting;

import io.firedamp.courier.Route;
import io.firedamp.point.Point;
import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of the frames of an hour at an uplink. Asked for beforehand, one part after the
 * other: the store opens a sealed hour for each part, and not for each frame, if it is asked in
 * that order.
 */
final class Fates {
  private static final int INSIDE = 1;
  private static final int OUTSIDE = 0;

  /**
   * What became of a part of a frame.
   *
   * @param outcome empty if nothing is known
   * @param late whether it was delivered later
   * @param phase the platform's word of the project's phase, empty if it said none
   */
  record Fate(Optional<Outcome> outcome, boolean late, String phase) {
    private static final Fate UNKNOWN = new Fate(Optional.empty(), false, "");

    /** Whether the platform got it, as far as anybody can know. */
    boolean reached() {
      return outcome.filter(o -> o == Outcome.ACKNOWLEDGED || o == Outcome.PUBLISHED).isPresent();
    }
  }

  private final boolean recallsOutside;
  private final List<Recall> recalls;
  private final Map<Integer, Map<Long, Fate>> byPart = new HashMap<>();

  /**
   * Asks the store.
   *
   * @param parts which parts the project has ever had
   * @param frames the numbers of the hour's frames
   * @param recalls what was delivered on command and reaches into the hour
   */
  Fates(FrameStore store, Route route, Set<Integer> parts, List<Long> frames, List<Recall> recalls)
      throws IOException {
    this.recallsOutside = route.recallsOutside();
    this.recalls = List.copyOf(recalls);
    for (int part : parts) {
      Map<Long, Fate> fates = new HashMap<>();
      for (long frame : frames) {
        Optional<Delivery> delivery = store.delivery(route.uplink(), frame, part);
        if (delivery.isPresent()) {
          Delivery known = delivery.get();
          fates.put(frame, new Fate(Optional.of(known.outcome()), false, known.phase()));
        }
      }
      for (long frame : frames) {
        Fate fate = fates.getOrDefault(frame, Fate.UNKNOWN);
        if (!fate.reached() && deliveredLate(store, route, frame, part)) {
          fates.put(frame, new Fate(fate.outcome(), true, fate.phase()));
        }
      }
      byPart.put(part, fates);
    }
  }

  private static boolean deliveredLate(FrameStore store, Route route, long frame, int part)
      throws IOException {
    return store
        .delivery(route.late(), frame, part)
        .filter(again -> again.outcome() == Outcome.ACKNOWLEDGED)
        .isPresent();
  }

  /** How many packets that were delivered on command reach into the hour. */
  int recalls() {
    return recalls.size();
  }

  /** Whether what a point had at that instant was delivered on command. */
  boolean recalled(Point point, Instant at) {
    return (point.inside() || recallsOutside)
        && recalls.stream()
            .anyMatch(recall -> !at.isBefore(recall.from()) && at.isBefore(recall.to()));
  }

  /** In which part a point travels (CCER-7.6-05). */
  static int part(Point point) {
    return point.inside() ? INSIDE : OUTSIDE;
  }

  /** What became of the part of a frame in which that point travels. */
  Fate of(long frame, Point point) {
    return byPart.getOrDefault(part(point), Map.of()).getOrDefault(frame, Fate.UNKNOWN);
  }
}
