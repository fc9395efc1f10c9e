package io.firedamp.simulator.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * 数据传输率 over the run: values received on time, of those that are due (CCER-3-03, AMB-65). Due is
 * each point that ever came, once a period, from the first {@code ctime} to the last, without the
 * time in which the platform itself was away. One thread at a time.
 */
final class Transfer {
  /** What is sent again may be older than what came first. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private final Duration period;
  private final BitSet there = new BitSet();
  private final BitSet excused = new BitSet();
  private final Map<String, Count> points = new TreeMap<>();
  private Optional<Instant> origin = Optional.empty();
  private int first = Integer.MAX_VALUE;
  private int last = -1;

  /** Values of a point. */
  private static final class Count {
    private long onTime;
    private long late;
  }

  /**
   * @param period at most a minute
   */
  Transfer(Duration period) {
    this.period = period;
  }

  /** Takes what was accepted for the first time. */
  void add(Sample sample, boolean onTime) {
    if (origin.isEmpty()) {
      origin = Optional.of(sample.ctime().minus(BEFORE));
    }
    int slot = slot(sample.ctime());
    if (slot < 0) {
      return;
    }
    there.set(slot);
    first = Math.min(first, slot);
    last = Math.max(last, slot);
    for (String code : sample.codes()) {
      Count count = points.computeIfAbsent(code, none -> new Count());
      if (onTime) {
        count.onTime++;
      } else {
        count.late++;
      }
    }
  }

  /** Nothing is due in that time: the platform was away on purpose. */
  void excuse(Instant from, Instant to) {
    if (origin.isPresent() && slot(from) >= 0) {
      excused.set(slot(from), slot(to) + 1);
    }
  }

  private int slot(Instant ctime) {
    return (int)
        Math.floorDiv(
            Duration.between(origin.orElseThrow(), ctime).toSeconds(), period.toSeconds());
  }

  /**
   * What came of it.
   *
   * @param due values; 0 before the first
   * @param onTime of them, received on time
   * @param late of them, received with 延迟状态
   * @param points how many points ever came
   * @param gap the longest time without any
   * @param lost all time without any
   */
  record Figures(long due, long onTime, long late, int points, Duration gap, Duration lost) {
    /** In percent; NaN before the first. */
    double rate() {
      return due == 0 ? Double.NaN : 100.0 * onTime / due;
    }

    /** The same with what came late. */
    double rateWithLate() {
      return due == 0 ? Double.NaN : 100.0 * (onTime + late) / due;
    }
  }

  Figures figures() {
    long slots = 0;
    long missing = 0;
    long run = 0;
    long longest = 0;
    for (int slot = first; slot <= last; slot++) {
      boolean present = there.get(slot);
      boolean due = present || !excused.get(slot);
      slots += due ? 1 : 0;
      missing += due && !present ? 1 : 0;
      run = due && !present ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return new Figures(
        slots * points.size(),
        points.values().stream().mapToLong(count -> count.onTime).sum(),
        points.values().stream().mapToLong(count -> count.late).sum(),
        points.size(),
        period.multipliedBy(longest),
        period.multipliedBy(missing));
  }
}
