package io.firedamp.pipeline;

import java.util.Arrays;

/** How long the last 256 reads took. Any thread. */
final class ReadTimes {
  private static final int KEPT = 256;
  private static final double NANOS_PER_MS = 1e6;

  private final long[] nanos = new long[KEPT];
  private int count;

  synchronized void add(long duration) {
    nanos[count % KEPT] = duration;
    count = count == 2 * KEPT ? KEPT + 1 : count + 1; // stays "full" without ever overflowing
  }

  /** NaN if there was none yet. */
  double medianMs() {
    return shareMs(0.5);
  }

  /** What 99 of 100 do not exceed; NaN if there was none yet. */
  double p99Ms() {
    return shareMs(0.99);
  }

  /** NaN if there was none yet. */
  double longestMs() {
    return shareMs(1);
  }

  /** The shortest time that this share of the reads does not exceed. */
  private double shareMs(double share) {
    long[] sorted = sorted();
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted.length == 0 ? Double.NaN : sorted[rank - 1] / NANOS_PER_MS;
  }

  private synchronized long[] sorted() {
    long[] copy = Arrays.copyOf(nanos, Math.min(count, KEPT));
    Arrays.sort(copy);
    return copy;
  }
}
