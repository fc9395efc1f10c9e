package io.firedamp.simulator.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long data take from {@code ts} to the platform. Exact to the millisecond for the whole run up
 * to a minute; over time in at most {@link #SPANS} spans, which grow as the run does. One thread at
 * a time.
 */
final class Delays {
  static final int SPANS = 400;
  private static final int MOST_MS = 60_000;

  private final int[] counts = new int[MOST_MS + 1];
  private final List<Span> spans = new ArrayList<>();
  private Duration width = Duration.ofSeconds(1);
  private long total;
  private long longestMs;

  /**
   * A span of the run.
   *
   * @param from when it begins
   * @param meanMs the mean delay
   * @param mostMs the longest
   */
  record Span(Instant from, long count, double meanMs, long mostMs) {
    private Span and(Span other) {
      long both = count + other.count;
      return new Span(
          from,
          both,
          (meanMs * count + other.meanMs * other.count) / both,
          Math.max(mostMs, other.mostMs));
    }
  }

  /** What came of it; all 0 before the first. */
  record Figures(long count, long medianMs, long p95Ms, long mostMs, List<Span> spans) {}

  /** Takes one. Below zero the gateway's clock is ahead; it counts as zero. */
  void add(Instant made, Instant arrived) {
    long ms = Math.max(0, Duration.between(made, arrived).toMillis());
    counts[(int) Math.min(MOST_MS, ms)]++;
    total++;
    longestMs = Math.max(longestMs, ms);
    Span one = new Span(arrived, 1, ms, ms);
    int end = spans.size() - 1;
    if (end >= 0 && arrived.isBefore(spans.get(end).from().plus(width))) {
      spans.set(end, spans.get(end).and(one));
      return;
    }
    spans.add(one);
    if (spans.size() > SPANS) {
      width = width.multipliedBy(2);
      List<Span> halved = new ArrayList<>();
      for (int i = 0; i + 1 < spans.size(); i += 2) {
        halved.add(spans.get(i).and(spans.get(i + 1)));
      }
      if (spans.size() % 2 == 1) {
        halved.add(spans.get(spans.size() - 1));
      }
      spans.clear();
      spans.addAll(halved);
    }
  }

  Figures figures() {
    return new Figures(total, share(0.5), share(0.95), longestMs, List.copyOf(spans));
  }

  private long share(double part) {
    long wanted = (long) Math.ceil(part * total);
    long sofar = 0;
    for (int ms = 0; ms <= MOST_MS; ms++) {
      sofar += counts[ms];
      if (sofar >= wanted) {
        return ms;
      }
    }
    return MOST_MS;
  }
}
