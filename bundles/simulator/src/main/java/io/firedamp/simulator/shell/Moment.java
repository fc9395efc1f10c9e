package io.firedamp.simulator.shell;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as a person writes it. */
final class Moment {
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  private static final Pattern EPOCH = Pattern.compile("[0-9]{10}");
  private static final Pattern AGO = Pattern.compile("([0-9]{1,9})([smhd])");

  private Moment() {}

  /**
   * {@code now}; {@code 90s}, {@code 15m}, {@code 2h} or {@code 1d} ago; 10 digits of seconds since
   * 1970; or {@code YYYY-MM-DD HH:MM:SS}, Beijing time, a T instead of the blank.
   *
   * @return whole seconds; empty if it is none of these
   */
  static Optional<Instant> parse(String written, Instant now) {
    String text = written.strip();
    Instant second = Instant.ofEpochSecond(now.getEpochSecond());
    if (text.equalsIgnoreCase("now")) {
      return Optional.of(second);
    }
    Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return Optional.of(
          second.minus(
              switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
              }));
    }
    if (EPOCH.matcher(text).matches()) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    try {
      return Optional.of(
          Instant.ofEpochSecond(
              LocalDateTime.parse(text.replace(' ', 'T')).atZone(BEIJING).toEpochSecond()));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
