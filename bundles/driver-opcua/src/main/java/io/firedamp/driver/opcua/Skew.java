package io.firedamp.driver.opcua;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** How far another clock is ahead of the site's: the median of the last comparisons. */
final class Skew {
  private static final int COMPARISONS = 61;

  private final Deque<Duration> last = new ArrayDeque<>();

  synchronized void add(Duration ahead) {
    last.addLast(ahead);
    if (last.size() > COMPARISONS) {
      last.removeFirst();
    }
  }

  /** Milliseconds; negative if it is behind, NaN if it was never compared. */
  synchronized double medianMs() {
    Duration[] sorted = last.toArray(Duration[]::new);
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2].toMillis();
  }
}
