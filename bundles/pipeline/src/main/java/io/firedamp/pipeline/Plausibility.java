package io.firedamp.pipeline;

import io.firedamp.health.Health;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.Frame;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Judges what was measured by what can be: methane at the pumps, gas and methane that are used
 * against those that were pumped, counters. It looks on and changes nothing; what it knows is in
 * memory, so that a start begins anew. A thing has a health from its first trouble on.
 *
 * <p>{@link #judge} is called by the ticks' thread, {@link #health} by any.
 */
final class Plausibility {
  private static final String PUMP_METHANE = "PPCH";

  private final Supplier<List<MeterChange>> changes;
  private final Newest newest = new Newest();
  private Map<String, Rule> rules = new LinkedHashMap<>();
  private Sheet sheet = Sheet.EMPTY;

  /**
   * @param changes the recorded changes of all meters
   */
  Plausibility(Supplier<List<MeterChange>> changes) {
    this.changes = changes;
  }

  /**
   * Judges a frame.
   *
   * @param inForce the table in force; a frame of another one is passed over
   */
  synchronized void judge(Sheet inForce, Frame frame) {
    if (frame.table() != inForce.table().number()) {
      return; // the table has changed since; the next frame is one of it
    }
    if (frame.time().isBefore(newest.tick())) { // the clock was set back: no span of time is right
      rules.clear();
      newest.clear();
      sheet = Sheet.EMPTY;
    }
    if (inForce != sheet) {
      adopt(inForce);
    }
    newest.add(frame);
    rules.values().forEach(rule -> rule.judge(newest));
  }

  /** How it is with what was in trouble since the start. */
  synchronized List<Health> health() {
    return rules.values().stream().map(Rule::health).flatMap(Optional::stream).toList();
  }

  private void adopt(Sheet next) {
    Map<String, Rule> former = rules;
    rules = new LinkedHashMap<>();
    for (Rule rule : rules(next)) {
      Optional<Rule> known =
          Optional.ofNullable(former.get(rule.subject()))
              .filter(before -> before.points().equals(rule.points()));
      rules.put(rule.subject(), known.orElse(rule));
    }
    newest.retain(next.rows().stream().map(Row::id).toList());
    sheet = next;
  }

  private List<Rule> rules(Sheet sheet) {
    Map<String, List<Point>> projects =
        sheet.rows().stream()
            .map(Row::point)
            .collect(
                Collectors.groupingBy(
                    point -> point.id().project(), LinkedHashMap::new, Collectors.toList()));
    List<Rule> rules = new ArrayList<>();
    projects.forEach((project, points) -> rules.addAll(Balance.of(project, points)));
    for (Row row : sheet.rows()) {
      if (row.id().code().startsWith(PUMP_METHANE)) {
        rules.add(Limit.methaneOf(row.point()));
      } else if (row.point().kind() == Kind.CUMULATIVE) {
        rules.add(new Counter(row, changes));
      }
    }
    return rules;
  }
}
