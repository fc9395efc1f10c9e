package io.firedamp.health;

import io.firedamp.text.Text;
import java.util.Objects;

/**
 * A number that people and scripts may watch.
 *
 * @param key for scripts: {@code late}, {@code delay.p99}
 * @param label for people
 * @param value the number; NaN if there is none yet
 * @param unit empty for a count
 */
public record Figure(String key, Text label, double value, String unit) {
  public Figure {
    Objects.requireNonNull(key);
    Objects.requireNonNull(label);
    Objects.requireNonNull(unit);
  }

  /** A count, or a number with its unit. */
  public static Figure of(String key, String en, String zh, double value, String unit) {
    return new Figure(key, new Text(en, zh), value, unit);
  }
}
