package io.firedamp.account;

import io.firedamp.point.PointId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A person has compared what is stored with what the instruments say (数据校对, CCER-4.4-01).
 *
 * @param at when
 * @param project whose points; empty for the site's own
 * @param by who
 * @param lines what was compared
 */
public record Check(Instant at, String project, String by, List<Line> lines) {
  /**
   * A point. Values are in its unit, NaN where there was none.
   *
   * @param stored the newest in the store
   * @param read what the instrument said then
   */
  public record Line(PointId point, double stored, double read) {
    public Line {
      Objects.requireNonNull(point);
    }
  }

  public Check {
    Objects.requireNonNull(at);
    Objects.requireNonNull(project);
    Objects.requireNonNull(by);
    lines = List.copyOf(lines);
  }
}
