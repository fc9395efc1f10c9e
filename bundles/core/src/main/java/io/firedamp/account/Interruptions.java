package io.firedamp.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * For how long data were missing or interrupted in a natural month or year: the union of all gaps
 * longer than {@link Gap#SHORT}, whichever points they concern, because a month with one instrument
 * missing is not complete (CCER-4.5-03, -04; AMB-74).
 *
 * @param from inclusive
 * @param to exclusive
 * @param through what is counted ends here
 * @param lost all together
 * @param longest the longest without a break, inside the span
 * @param running how long the present one lasts already, inside the span; zero if there is none
 * @param forecast {@code lost} at the end of the span if it goes on like this
 */
public record Interruptions(
    Instant from,
    Instant to,
    Instant through,
    Duration lost,
    Duration longest,
    Duration running,
    Duration forecast) {
  /** More than this in a natural year puts it in doubt (L60). */
  public static final Duration MOST_OF_YEAR = Duration.ofDays(20);

  /** More than this without a break in a natural month puts the month in doubt (L60). */
  public static final Duration LONGEST_OF_MONTH = Duration.ofDays(3);

  public Interruptions {
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(through);
    Objects.requireNonNull(lost);
    Objects.requireNonNull(longest);
    Objects.requireNonNull(running);
    Objects.requireNonNull(forecast);
  }

  /** Whether a year of these is in doubt 存疑. */
  public boolean yearInDoubt() {
    return lost.compareTo(MOST_OF_YEAR) > 0;
  }

  /** Whether a month of these is in doubt 存疑. */
  public boolean monthInDoubt() {
    return longest.compareTo(LONGEST_OF_MONTH) > 0;
  }
}
