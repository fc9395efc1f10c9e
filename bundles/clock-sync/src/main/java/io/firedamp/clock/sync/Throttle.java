package io.firedamp.clock.sync;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may ask: eight times at once, then once a second, and all together a hundred
 * times a second. Of more than a thousand askers the longest silent one is forgotten. One thread.
 */
final class Throttle {
  private static final int MOST_ASKERS = 1000;
  private static final int BURST = 8;
  private static final long SECOND = 1_000_000_000L;
  private static final int ALL_PER_SECOND = 100;

  /** Questions that are still allowed; they come back with time. */
  private static final class Bucket {
    private final double most;
    private final double perSecond;
    private double left;
    private long since;

    Bucket(double most, double perSecond, long nanos) {
      this.most = most;
      this.perSecond = perSecond;
      left = most;
      since = nanos;
    }

    boolean take(long nanos) {
      left = Math.min(most, left + (nanos - since) * perSecond / SECOND);
      since = nanos;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }

  private final Map<Object, Bucket> askers = new LinkedHashMap<>(16, 0.75F, true);
  private final Bucket all;

  /**
   * @param nanos monotonic, now
   */
  Throttle(long nanos) {
    all = new Bucket(ALL_PER_SECOND, ALL_PER_SECOND, nanos);
  }

  /** Whether that asker is to be answered now. */
  boolean admits(Object asker, long nanos) {
    Bucket own = askers.computeIfAbsent(asker, fresh -> new Bucket(BURST, 1, nanos));
    if (askers.size() > MOST_ASKERS) {
      askers.remove(askers.keySet().iterator().next());
    }
    return own.take(nanos) && all.take(nanos);
  }
}
