package io.firedamp.uplink.ccer;

import java.time.Duration;

/**
 * Lets so many through in a minute: commands are not signed, and whoever can publish one can
 * publish a million (AMB-16). The minutes follow each other from the first one on. One thread.
 */
final class Throttle {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int most;
  private long beginNanos;
  private int passed;

  /**
   * @param most in a minute
   */
  Throttle(int most) {
    this.most = most;
  }

  /** Whether this one may pass. */
  boolean admits(long nanos) {
    if (passed == 0 || nanos - beginNanos >= MINUTE.toNanos()) {
      beginNanos = nanos;
      passed = 0;
    }
    if (passed == most) {
      return false;
    }
    passed++;
    return true;
  }
}
