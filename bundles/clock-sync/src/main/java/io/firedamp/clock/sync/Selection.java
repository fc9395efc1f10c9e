package io.firedamp.clock.sync;

import static java.util.Comparator.reverseOrder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom to believe (RFC 5905 11.2): the largest group of servers whose intervals of error have a
 * time in common, if it is more than half; of these the one that was named first (CCER-F-02: the
 * official one), however close together the others are, as ntpd keeps its {@code prefer} server.
 * Its time is taken as it is, not mixed with that of others.
 *
 * <p>Of two that contradict each other nobody can say which is right: the first is believed, and
 * the contradiction told.
 *
 * @param chosen whom to believe; empty if there is no majority, or nobody
 * @param liars who contradicts the majority
 * @param spread how far the servers are apart that contradict each other without a majority, ns; 0
 *     if they do not
 */
record Selection(Optional<Fix> chosen, List<Fix> liars, long spread) {
  private record Interval(long low, long high) {}

  /**
   * @param opens 1 where an interval begins, seen upwards, -1 where it ends
   */
  private record Edge(long at, int opens) {}

  Selection {
    liars = List.copyOf(liars);
  }

  /**
   * Selects.
   *
   * @param fixes in the order of preference
   */
  static Selection of(List<Fix> fixes) {
    Optional<Interval> common = intersection(fixes);
    if (common.isEmpty()) {
      return fixes.size() <= 2
          ? new Selection(fixes.stream().findFirst(), List.of(), spread(fixes))
          : new Selection(Optional.empty(), List.of(), spread(fixes));
    }
    Interval agreed = common.get();
    List<Fix> truthful =
        fixes.stream()
            .filter(fix -> fix.high() >= agreed.low() && fix.low() <= agreed.high())
            .toList();
    List<Fix> liars = fixes.stream().filter(fix -> !truthful.contains(fix)).toList();
    return new Selection(truthful.stream().findFirst(), liars, 0);
  }

  /** Whether there is no majority, of two or of more. */
  boolean contradiction() {
    return spread > 0;
  }

  private static long spread(List<Fix> fixes) {
    LongSummaryStatistics epochs = fixes.stream().mapToLong(Fix::epoch).summaryStatistics();
    return fixes.isEmpty() ? 0 : epochs.getMax() - epochs.getMin();
  }

  /**
   * RFC 5905 A.5.5.1, but for the midpoints, which ntpd does not look at any more either: two that
   * are both right need not have them in common. Empty if no more than half have a time in common.
   */
  private static Optional<Interval> intersection(List<Fix> fixes) {
    List<Edge> upwards =
        fixes.stream()
            .flatMap(fix -> Stream.of(new Edge(fix.low(), 1), new Edge(fix.high(), -1)))
            .sorted(Comparator.comparingLong(Edge::at).thenComparing(Edge::opens, reverseOrder()))
            .toList();
    List<Edge> downwards = new ArrayList<>(upwards);
    Collections.reverse(downwards);
    for (int liars = 0; 2 * liars < fixes.size(); liars++) {
      Optional<Long> low = bound(upwards, 1, fixes.size() - liars);
      Optional<Long> high = bound(downwards, -1, fixes.size() - liars);
      if (low.isPresent() && high.isPresent()) {
        return Optional.of(new Interval(low.get(), high.get()));
      }
    }
    return Optional.empty();
  }

  /** Where so many intervals lie over each other for the first time, seen from one side. */
  private static Optional<Long> bound(List<Edge> edges, int opens, int truthful) {
    int depth = 0;
    for (Edge edge : edges) {
      depth += edge.opens() * opens;
      if (depth >= truthful) {
        return Optional.of(edge.at());
      }
    }
    return Optional.empty();
  }
}
