package io.firedamp.shell;

import io.firedamp.text.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;

/** What the commands about a stretch of time have in common: which one is meant. */
abstract class SpanCommand extends SiteCommand {
  /** Earlier than anything that is stored. */
  static final Instant FIRST = Instant.EPOCH;

  /** Later than anything that is stored, also by a clock that was wrong. */
  static final Instant LAST = Instant.parse("9999-12-31T16:00:00Z");

  private static final Pattern AGO = Pattern.compile("-(\\d{1,6})([mhd])");
  private static final int DATE_ALONE = "2026-11-21".length();

  @Option(
      name = "--from",
      description =
          "Begin, Beijing time: 2026-11-21, 2026-11-21T10:00, or -30m, -24h, -30d. 开始时间（北京时间）")
  String from = "";

  @Option(name = "--to", description = "End, alike; it does not belong to the span. 结束时间（不含）")
  String to = "";

  /** The begin that was asked for, or the usual one. */
  final Instant begin(Instant usual) throws CommandException {
    return from.isEmpty() ? usual : instant("--from", from);
  }

  /** The end that was asked for, or the usual one. */
  final Instant end(Instant usual) throws CommandException {
    return to.isEmpty() ? usual : instant("--to", to);
  }

  /** Fails unless something lies between the two. */
  final void ascending(Instant begin, Instant end) throws CommandException {
    if (!begin.isBefore(end)) {
      String span = Wording.time(begin) + " – " + Wording.time(end);
      throw failure(new Text("--from must be before --to: " + span, "--from 必须早于 --to: " + span));
    }
  }

  private Instant instant(String option, String written) throws CommandException {
    try {
      Instant instant = instant(written.strip());
      if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
        return instant;
      }
    } catch (DateTimeException unclear) {
      // told below
    }
    String found = option + " " + Cells.clean(written);
    throw failure(
        new Text(
            found + ": a day or a time of Beijing as 2026-11-21T10:00, or a span as -24h, -30d",
            found + ": 请填写日期或北京时间，如 2026-11-21T10:00，或时间跨度，如 -24h、-30d"));
  }

  private Instant instant(String written) {
    Matcher ago = AGO.matcher(written);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      Duration span =
          switch (ago.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      return desk.now().minus(span);
    }
    LocalDateTime time =
        written.length() <= DATE_ALONE
            ? LocalDate.parse(written).atStartOfDay()
            : LocalDateTime.parse(written.replace(' ', 'T'));
    return time.atZone(Wording.SITE).toInstant();
  }
}
