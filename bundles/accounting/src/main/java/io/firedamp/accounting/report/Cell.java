package io.firedamp.accounting.report;

import io.firedamp.accounting.China;
import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A piece of a report: words, a number, or a time of China. */
public sealed interface Cell {
  /** As people read it; the same in every form. */
  String text(Locale locale);

  /**
   * Words.
   *
   * @param words in both languages
   */
  record Words(Text words) implements Cell {
    @Override
    public String text(Locale locale) {
      return words.in(locale);
    }
  }

  /**
   * A number, with the decimals that it has.
   *
   * @param value never rounded any more
   */
  record Number(BigDecimal value) implements Cell {
    @Override
    public String text(Locale locale) {
      return value.toPlainString();
    }
  }

  /**
   * An instant; the epoch stands for never.
   *
   * @param at UTC; shown to the second, in the time of China
   */
  record Time(Instant at) implements Cell {
    private static final DateTimeFormatter FORM =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(China.ZONE);

    @Override
    public String text(Locale locale) {
      return at.equals(Instant.EPOCH) ? "" : FORM.format(at);
    }

    /** With milliseconds, if there are any. */
    String precise() {
      long ms = at.toEpochMilli() % 1000;
      return FORM.format(at) + (ms == 0 ? "" : String.format(".%03d", ms));
    }
  }

  /** Words. */
  static Cell of(Text words) {
    return new Words(words);
  }

  /** Words that are the same in both languages. */
  static Cell of(String words) {
    return new Words(Text.same(words));
  }

  /** A count. */
  static Cell of(long count) {
    return new Number(BigDecimal.valueOf(count));
  }

  /** A number. */
  static Cell of(BigDecimal number) {
    return new Number(number);
  }

  /** An instant. */
  static Cell of(Instant at) {
    return new Time(at);
  }

  /** A natural day. */
  static Cell of(LocalDate day) {
    return of(day.equals(LocalDate.EPOCH) ? "" : day.toString());
  }

  /** Hours with two decimals, rounded up: an interruption is not shown shorter than it is. */
  static Cell hours(Duration length) {
    return of(
        BigDecimal.valueOf(length.toMillis())
            .divide(BigDecimal.valueOf(Duration.ofHours(1).toMillis()), 2, RoundingMode.UP));
  }

  /** Days with two decimals, rounded up. */
  static Cell days(Duration length) {
    return of(
        BigDecimal.valueOf(length.toMillis())
            .divide(BigDecimal.valueOf(Duration.ofDays(1).toMillis()), 2, RoundingMode.UP));
  }
}
