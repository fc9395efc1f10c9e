package io.firedamp.pipeline;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often an instrument is inspected, and when it was last, as people write it into a ledger:
 * {@code 1次/年}, {@code 每半年}, {@code 12个月}, {@code 2 times per year}; {@code 2025-12-03}, {@code
 * 2025年12月}.
 */
final class Interval {
  private static final int MONTHS_OF_YEAR = 12;
  private static final int MONTHS_OF_QUARTER = 3;
  private static final int DAYS_OF_WEEK = 7;
  private static final int DAYS_OF_MONTH = 30;

  private static final Pattern FORM =
      Pattern.compile(
          "((?<times>\\d{1,2})(次|x|times?)?(/|每|per|every|a)|once(a|per|every)|every|每)?"
              + "(?<count>\\d{0,3})个?"
              + "(?<unit>年|years?|y|季度?|quarters?|月|months?|周|weeks?|日|天|days?)"
              + "(/?(?<then>\\d{0,2})次)?");
  private static final Pattern DAY =
      Pattern.compile("(\\d{4})[-./年](\\d{1,2})([-./月](\\d{1,2})日?|月)?([t ].*)?");
  private static final Pattern NONE = Pattern.compile("[-/—–]*|无|none|n/a|不适用");
  private static final Map<String, String> WORDS =
      Map.of(
          "半年",
          "6月",
          "一",
          "1",
          "两",
          "2",
          "二",
          "2",
          "三",
          "3",
          "六",
          "6",
          "yearly",
          "1year",
          "annually",
          "1year",
          "monthly",
          "1month",
          "quarterly",
          "1quarter");

  private Interval() {}

  /** Whether the cell says that there is none. */
  static boolean isNone(String written) {
    return NONE.matcher(plain(written)).matches();
  }

  /** The interval; empty if it is not understood. */
  static Optional<Period> of(String written) {
    String text = plain(written).replace(" ", "");
    for (Map.Entry<String, String> word : WORDS.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int times = number(form.group("times")) * number(form.group("then"));
    int count = number(form.group("count"));
    return times == 0 || count == 0
        ? Optional.empty()
        : Optional.of(period(form.group("unit").charAt(0), count, times));
  }

  private static Period period(char unit, int count, int times) {
    int months =
        switch (unit) {
          case '年', 'y' -> count * MONTHS_OF_YEAR;
          case '季', 'q' -> count * MONTHS_OF_QUARTER;
          case '月', 'm' -> count;
          default -> 0;
        };
    if (months > 0 && months % times == 0) {
      return Period.ofMonths(months / times);
    }
    int week = unit == '周' || unit == 'w' ? DAYS_OF_WEEK : 1;
    int days = months > 0 ? months * DAYS_OF_MONTH : count * week;
    return Period.ofDays(Math.max(1, days / times));
  }

  /** Nothing is one: {@code 次/年} is once a year. */
  private static int number(String digits) {
    return digits == null || digits.isEmpty() ? 1 : Integer.parseInt(digits);
  }

  /** The day; of a month without one its first. Empty if it is not understood. */
  static Optional<LocalDate> day(String written) {
    Matcher form =
        DAY.matcher(plain(written).replaceFirst("^(\\d{4})(\\d{2})(\\d{2})$", "$1-$2-$3"));
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(form.group(1)),
              Integer.parseInt(form.group(2)),
              number(form.group(4))));
    } catch (DateTimeException noDay) {
      return Optional.empty();
    }
  }

  /** In one of several spellings: full-width digits and signs, capitals. */
  private static String plain(String written) {
    return Normalizer.normalize(written, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }
}
