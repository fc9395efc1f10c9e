package io.firedamp.uplink.ccer;

import io.firedamp.courier.Delays;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How long the packets of the last hour took; of a site that sends more of them in an hour, the
 * last few thousand. Any thread.
 */
final class LastHour {
  static final int KEPT = 8192;
  private static final Duration SPAN = Duration.ofHours(1);

  private final long[] ends = new long[KEPT]; // epoch milliseconds
  private final double[] millis = new double[KEPT];
  private long count;

  /** A packet came to its end, so long after its tick. */
  synchronized void add(Instant end, Duration delay) {
    int place = (int) (count++ % KEPT);
    ends[place] = end.toEpochMilli();
    millis[place] = delay.toMillis();
  }

  synchronized Delays delays(Instant now) {
    long begin = now.minus(SPAN).toEpochMilli();
    double[] sorted = new double[KEPT];
    int size = 0;
    for (int i = 0; i < Math.min(count, KEPT); i++) {
      if (ends[i] > begin) {
        sorted[size++] = millis[i];
      }
    }
    sorted = Arrays.copyOf(sorted, size);
    Arrays.sort(sorted);
    List<Long> counts = new ArrayList<>(Collections.nCopies(Delays.BOUNDS.size() + 1, 0L));
    int bin = 0;
    for (double each : sorted) {
      while (bin < Delays.BOUNDS.size() && each > Delays.BOUNDS.get(bin).toMillis()) {
        bin++;
      }
      counts.set(bin, counts.get(bin) + 1);
    }
    return new Delays(counts, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static Duration at(double[] sorted, double share) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofMillis((long) Spread.quantile(sorted, share));
  }
}
