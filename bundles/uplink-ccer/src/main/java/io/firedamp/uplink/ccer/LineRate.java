package io.firedamp.uplink.ccer;

import java.time.Duration;

/**
 * How fast the line to the broker is, measured by the large packets that it took. A live packet has
 * to wait for the one that is being written; here it is kept short. Written by one thread, read by
 * any.
 */
final class LineRate {
  /** A live packet may have to wait that long for the packet before it. */
  static final Duration LONGEST_WRITE = Duration.ofSeconds(20);

  /** Of that, what is used: the line may be slower next time. */
  private static final double SHARE = 0.8;

  /** What is written in less than that measures the broker, not the line. */
  private static final Duration MEASURABLE = Duration.ofMillis(200);

  private volatile double rate = Double.NaN;
  private volatile double wait = Double.NaN;

  /** The broker has a packet; from its first byte to the receipt it took that long. */
  void took(long bytes, Duration time) {
    wait = time.toNanos() / 1e9;
    if (time.compareTo(MEASURABLE) >= 0) {
      rate = bytes / wait;
    } else if (bytes > limit()) {
      rate = Double.NaN; // faster than what was measured once
    }
  }

  /** Bytes per second; NaN as long as no packet was large enough to tell. */
  double rate() {
    return rate;
  }

  /** Seconds that the last packet kept the line; NaN before the first. */
  double waited() {
    return wait;
  }

  /** How many bytes a packet may have at the most; all, as long as nothing else is known. */
  double limit() {
    return Double.isNaN(rate) ? Double.MAX_VALUE : SHARE * LONGEST_WRITE.toSeconds() * rate;
  }
}
