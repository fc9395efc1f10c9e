package io.firedamp.health;

import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How one part of the gateway is. Alarms are its transitions.
 *
 * @param subject which part: {@code source boiler1}, {@code uplink national}
 * @param level how urgent it is
 * @param since since when it is as it is
 * @param code names the state for scripts, filters and the manual: {@code source.no-answer}; {@code
 *     ok} for a normal one
 * @param cause what is the matter and what it costs; empty when normal
 * @param remedy what to do; empty when normal
 * @param figures numbers, in the order in which to show them
 */
public record Health(
    String subject,
    Level level,
    Instant since,
    String code,
    Text cause,
    Text remedy,
    List<Figure> figures) {
  /** The code of every normal state. */
  public static final String OK = "ok";

  public Health {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(level);
    Objects.requireNonNull(since);
    Objects.requireNonNull(code);
    Objects.requireNonNull(cause);
    Objects.requireNonNull(remedy);
    figures = List.copyOf(figures);
  }

  /** A normal state. */
  public static Health ok(String subject, Instant since, List<Figure> figures) {
    return new Health(subject, Level.OK, since, OK, Text.NONE, Text.NONE, figures);
  }
}
