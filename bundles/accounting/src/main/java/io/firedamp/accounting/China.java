package io.firedamp.accounting;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Natural days, months and years, and the hours since 1970. */
public final class China {
  /** China has one zone and no summer time. */
  public static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  /** Milliseconds of an hour. */
  static final long HOUR_MS = 3_600_000;

  private China() {}

  /** The natural day in which an instant lies. */
  public static LocalDate day(Instant instant) {
    return instant.atOffset(ZONE).toLocalDate();
  }

  /** When that natural day begins. */
  public static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  /** The natural month in which an instant lies. */
  static YearMonth month(Instant instant) {
    return YearMonth.from(instant.atOffset(ZONE));
  }

  /** In which hour since 1970 an instant lies. */
  static long hour(Instant instant) {
    return Math.floorDiv(instant.toEpochMilli(), HOUR_MS);
  }

  /** When that hour since 1970 begins. */
  static Instant begin(long hour) {
    return Instant.ofEpochMilli(hour * HOUR_MS);
  }
}
