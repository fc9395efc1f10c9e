package io.firedamp.shell;

import io.firedamp.health.Figure;
import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. Rounding here is for the eye alone. */
final class Wording {
  /** The zone of the platform's times (spec 7.6: ctime and utime are Beijing time). */
  static final ZoneId SITE = ZoneId.of("Asia/Shanghai");

  /** Where there is nothing to show. */
  static final String NOTHING = "–";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(SITE);
  private static final double LONGEST = 1e12;

  private Wording() {}

  /** A value with that many decimals, half up, as an uplink shows it. */
  static String value(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NOTHING;
    }
    if (Math.abs(value) >= LONGEST) {
      return String.format(Locale.ROOT, "%.6e", value);
    }
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  /**
   * A figure: counts whole, others with at most three decimals, one from a hundred on, none from a
   * thousand on; significant digits if tiny.
   */
  static String number(double value) {
    if (!Double.isFinite(value) || Math.abs(value) >= LONGEST) {
      return value(value, 0);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    double size = Math.abs(value);
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : 3;
    BigDecimal round = exact.setScale(decimals, RoundingMode.HALF_UP);
    if (round.signum() == 0 && exact.signum() != 0) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    return round.signum() == 0 ? "0" : round.stripTrailingZeros().toPlainString();
  }

  /** A figure with its label and unit. */
  static String figure(Figure figure, Locale locale) {
    String unit = figure.unit().isEmpty() ? "" : " " + Cells.clean(figure.unit());
    return Cells.clean(figure.label().in(locale)) + " " + number(figure.value()) + unit;
  }

  /**
   * Seconds that have gone by since then: tenths below a hundred. Negative if that lies ahead, for
   * a clock may have been set back; nothing for the epoch, which stands for never.
   */
  static String age(Instant then, Instant now) {
    if (then.equals(Instant.EPOCH)) {
      return NOTHING;
    }
    double seconds = seconds(then, now);
    return value(seconds, Math.abs(seconds) < 100 ? 1 : 0);
  }

  /** Seconds from then to now, to the millisecond. */
  static double seconds(Instant then, Instant now) {
    return Duration.between(then, now).toMillis() / 1000.0;
  }

  /** Date and time in the site's zone, without its name. */
  static String time(Instant instant) {
    return instant.equals(Instant.EPOCH) ? NOTHING : TIME.format(instant);
  }

  /** Date and time with the zone's name. */
  static String timeWithZone(Instant instant) {
    return time(instant) + " " + SITE;
  }

  /** A span in its two largest units. */
  static Text span(Instant then, Instant now) {
    Duration span = Duration.between(then, now);
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return new Text(seconds + " s", seconds + " 秒");
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return new Text(minutes + " min", minutes + " 分钟");
    }
    long hours = minutes / 60;
    if (hours < 24) {
      return new Text(hours + " h " + minutes % 60 + " min", hours + " 小时 " + minutes % 60 + " 分钟");
    }
    return new Text(
        hours / 24 + " d " + hours % 24 + " h", hours / 24 + " 天 " + hours % 24 + " 小时");
  }
}
