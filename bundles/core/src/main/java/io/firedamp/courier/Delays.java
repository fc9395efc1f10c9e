package io.firedamp.courier;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * How long packets took from the tick to the platform's reply, or to the broker's receipt where no
 * reply is asked for.
 *
 * @param counts how many took no longer than each of {@link #BOUNDS} and longer than the one
 *     before; the last is of those beyond the last bound
 * @param p50 half of them took no longer; zero if there are none
 * @param p99 likewise 99 of 100
 * @param max the longest
 */
public record Delays(List<Long> counts, Duration p50, Duration p99, Duration max) {
  /** The same for every day and site, so that days compare. */
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  /** There were none. */
  public static final Delays NONE =
      new Delays(
          Collections.nCopies(BOUNDS.size() + 1, 0L), Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * @throws IllegalArgumentException if there is not one count more than bounds
   */
  public Delays {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " counts for " + BOUNDS.size() + " bounds");
    }
    Objects.requireNonNull(p50);
    Objects.requireNonNull(p99);
    Objects.requireNonNull(max);
  }

  /** How many they are. */
  public long packets() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
