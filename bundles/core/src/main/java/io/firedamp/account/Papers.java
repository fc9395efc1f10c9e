package io.firedamp.account;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes reports, and what is stored, as files for people. A service; any thread; blocks for the
 * disk and for whoever takes what is written. Leaves the stream open.
 */
@ProviderType
public interface Papers {
  /** What a report is on. Days, months and years are China's. */
  enum Kind {
    /** 日报: a natural day by hours and points. */
    DAY,
    /** 月报: a natural month by days and points, to be signed. */
    MONTH,
    /** 年报: a natural year by months. */
    YEAR,
    /** 试运行: the trial run, as far as it is. */
    TRIAL
  }

  /** How it is written. */
  enum Format {
    /** RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it. */
    CSV,
    /** A workbook. */
    XLSX,
    /** A page to print, in one file. */
    HTML
  }

  /**
   * Writes a report (CCER-4.4-02).
   *
   * @param uplink on whose data
   * @param any a day in the span; the trial run is always the present one
   * @throws IllegalArgumentException if there is no such uplink
   * @throws IOException if the accounts cannot be read, or nobody takes it
   */
  void report(
      String uplink, Kind kind, LocalDate any, Format format, Locale locale, OutputStream out)
      throws IOException;

  /**
   * Writes stored values, not rounded: a row for each instant, a column for each point
   * (ISC-7.2.3-10). Needs no more memory for a year than for an hour.
   *
   * @param project whose points; empty for the site's own
   * @param from inclusive
   * @param to exclusive
   * @param format CSV or XLSX
   * @return how many instants
   * @throws IllegalArgumentException if values have no such format
   * @throws IOException if the store cannot be read, or nobody takes it
   */
  long values(String project, Instant from, Instant to, Format format, OutputStream out)
      throws IOException;
}
