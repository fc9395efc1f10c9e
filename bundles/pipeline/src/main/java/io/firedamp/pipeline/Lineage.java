package io.firedamp.pipeline;

import io.firedamp.point.PointId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What computed points come from: every row after those that it is computed from. One thread. */
final class Lineage {
  private final Map<PointId, Row> rows;
  private final Set<Row> order = new LinkedHashSet<>();
  private final Set<PointId> followed = new LinkedHashSet<>();
  private final List<PointId> path = new ArrayList<>();
  private final List<List<PointId>> cycles = new ArrayList<>();

  /**
   * @param rows those of the table; what it has not is left out
   */
  Lineage(Map<PointId, Row> rows) {
    this.rows = rows;
  }

  /** Adds the point after everything that it is computed from, as far as it is not there yet. */
  Lineage follow(PointId point) {
    int begin = path.indexOf(point);
    if (begin >= 0) {
      List<PointId> cycle = new ArrayList<>(path.subList(begin, path.size()));
      cycle.add(point);
      cycles.add(cycle);
    } else if (followed.add(point)) {
      Optional<Row> row = Optional.ofNullable(rows.get(point));
      path.add(point);
      row.flatMap(Row::calculation).ifPresent(known -> known.inputs().forEach(this::follow));
      path.remove(path.size() - 1);
      row.ifPresent(order::add);
    }
    return this;
  }

  /** The rows, each after its inputs unless there are cycles. */
  List<Row> order() {
    return List.copyOf(order);
  }

  /** The points that wait for themselves, each cycle once: the first one is the last one again. */
  List<List<PointId>> cycles() {
    return cycles;
  }
}
