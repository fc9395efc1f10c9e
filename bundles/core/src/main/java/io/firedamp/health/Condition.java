package io.firedamp.health;

import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the whole gateway is at one moment.
 *
 * @param at that moment
 * @param level the worst of all
 * @param verdict the same in one sentence
 * @param parts every part that speaks for itself, in the order in which to show them
 * @param problems what is not normal, worst first: parts, and what cannot speak for itself, of
 *     which nobody knows since when (the epoch)
 */
public record Condition(
    Instant at, Level level, Text verdict, List<Health> parts, List<Health> problems) {
  public Condition {
    Objects.requireNonNull(at);
    Objects.requireNonNull(level);
    Objects.requireNonNull(verdict);
    parts = List.copyOf(parts);
    problems = List.copyOf(problems);
  }

  /** Whether nothing is MAJOR or CRITICAL. */
  public boolean well() {
    return level.compareTo(Level.MAJOR) < 0;
  }
}
