package io.firedamp.uplink.ccer;

import java.util.Arrays;

/** The distribution of the last few hundred durations. Any thread. */
final class Spread {
  private static final int KEPT = 600;

  private final double[] values = new double[KEPT];
  private int count;

  synchronized void add(double value) {
    values[count++ % KEPT] = value;
  }

  /** The value that this share of the last ones does not exceed; NaN if there is none. */
  synchronized double quantile(double share) {
    int size = Math.min(count, KEPT);
    if (size == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return quantile(sorted, share);
  }

  /** The same of sorted values, of which there is one at least. */
  static double quantile(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
