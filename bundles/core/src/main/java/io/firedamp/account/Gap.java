package io.firedamp.account;

import io.firedamp.point.PointId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A stretch in which values of one cause are missing (ISC-7.2.3-02, CCER-4.5-01): of all points, or
 * of those of one source.
 *
 * @param id names it for good: its begin, cause and source
 * @param cause why
 * @param source the {@code source.name} whose points are missing; empty if it is not a source
 * @param from the first instant that is missing
 * @param to the first one after it that is not; as far as is known, if it goes on
 * @param open whether it goes on
 * @param points whose values are missing
 * @param lost how many values that were due are missing
 * @param recalled for how much of its time the platform has got the values since then, on its
 *     command (数据补传); zero unless the cause is one where they are {@link Cause#stored()}
 * @param explanations what people have said of it, in that order
 */
public record Gap(
    String id,
    Cause cause,
    String source,
    Instant from,
    Instant to,
    boolean open,
    Set<PointId> points,
    long lost,
    Duration recalled,
    List<Explanation> explanations) {
  /** Longer than this is an interruption. */
  public static final Duration SHORT = Duration.ofSeconds(5);

  public Gap {
    Objects.requireNonNull(id);
    Objects.requireNonNull(cause);
    Objects.requireNonNull(source);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    points = Set.copyOf(points);
    Objects.requireNonNull(recalled);
    explanations = List.copyOf(explanations);
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }
}
