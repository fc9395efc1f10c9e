package io.firedamp.clock.sync;

import io.firedamp.text.Text;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Times in words. */
final class Lasting {
  private static final int HUNDRED = 100;

  private Lasting() {}

  /** A difference, as 1.234 ms, 12.3 s or 3600 s. */
  static String of(long nanos) {
    double seconds = seconds(nanos);
    double size = Math.abs(seconds);
    if (size < 1) {
      return String.format(Locale.ROOT, "%.3f ms", millis(nanos));
    }
    return String.format(Locale.ROOT, size < HUNDRED ? "%.3f s" : "%.0f s", seconds);
  }

  /** A long time, as 5 h 33 min. */
  static Text span(long nanos) {
    long minutes = TimeUnit.NANOSECONDS.toMinutes(nanos);
    long hours = TimeUnit.NANOSECONDS.toHours(nanos);
    if (hours > 0) {
      long rest = minutes - TimeUnit.HOURS.toMinutes(hours);
      return new Text(hours + " h " + rest + " min", hours + " 小时 " + rest + " 分钟");
    }
    return minutes > 0
        ? new Text(minutes + " min", minutes + " 分钟")
        : new Text(
            TimeUnit.NANOSECONDS.toSeconds(nanos) + " s",
            TimeUnit.NANOSECONDS.toSeconds(nanos) + " 秒");
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }

  static double millis(Duration time) {
    return millis(time.toNanos());
  }

  /** Milliseconds with three decimals. */
  static String inMillis(Duration time) {
    return String.format(Locale.ROOT, "%.3f", millis(time));
  }

  static double seconds(Duration time) {
    return seconds(time.toNanos());
  }

  static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
