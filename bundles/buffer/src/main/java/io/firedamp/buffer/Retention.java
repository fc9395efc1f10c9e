package io.firedamp.buffer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How long the history is kept (CCER 4.2, 5.1): ten years after it was stored, and ten years after
 * the last emission reduction was registered, whichever is later.
 *
 * @param years how long, 0 for ever
 * @param registered the day on which the project's last emission reduction was registered
 *     (最后一期减排量登记); empty as long as it is not known
 */
record Retention(int years, Optional<LocalDate> registered) {
  static final Retention FOR_EVER = new Retention(0, Optional.empty());

  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  /** The first month that must be kept; empty if all must. */
  Optional<YearMonth> keptFrom(Instant now) {
    LocalDate today = now.atOffset(CHINA).toLocalDate();
    return registered
        .filter(day -> years > 0 && !today.isBefore(day.plusYears(years)))
        .map(day -> YearMonth.from(today.minusYears(years)));
  }
}
