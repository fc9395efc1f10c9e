package io.firedamp.pipeline;

import io.firedamp.point.PointId;
import io.firedamp.point.Table;
import io.firedamp.source.Binding;
import io.firedamp.store.TableText;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The point table in force, arranged for collecting: who reads what, and what is due when. */
final class Sheet {
  /**
   * What is due at a tick.
   *
   * @param rows in the order of the table
   * @param read those that are read, in the same order
   * @param bySource those that are read, by source
   * @param computed those that are computed, each after its inputs
   */
  record Due(
      List<Row> rows, List<Row> read, Map<String, Set<PointId>> bySource, List<Row> computed) {}

  static final Sheet EMPTY = new Sheet(Table.EMPTY, List.of(), Map.of());

  /** So many combinations of periods are kept; more are worked out anew at every tick. */
  private static final int MOST_KEPT = 64;

  private final Table table;
  private final Map<PointId, Row> rows = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bindings = new LinkedHashMap<>();
  private final List<Row> computed;
  private final List<Duration> periods;
  private final Map<BitSet, Due> dues = new ConcurrentHashMap<>();

  private Sheet(Table table, List<Row> rows, Map<String, List<Binding>> former) {
    this.table = table;
    rows.forEach(row -> this.rows.put(row.id(), row));
    Lineage lineage = new Lineage(this.rows);
    this.rows.keySet().forEach(lineage::follow);
    computed = lineage.order().stream().filter(Row::computed).toList();
    rows.stream()
        .filter(row -> !row.computed())
        .collect(
            Collectors.groupingBy(
                row -> row.point().source(),
                LinkedHashMap::new,
                Collectors.mapping(Row::binding, Collectors.toUnmodifiableList())))
        .forEach(
            (source, list) ->
                bindings.put(source, list.equals(former.get(source)) ? former.get(source) : list));
    periods = rows.stream().map(row -> row.point().period()).distinct().toList();
  }

  /**
   * The sheet of a version of the table.
   *
   * @param former the one before: a source whose rows are the same keeps its very list, by which
   *     its worker knows that nothing has changed
   */
  static Sheet of(TableText text, List<Row> rows, Sheet former) {
    Table table = new Table(text.number(), text.since(), rows.stream().map(Row::point).toList());
    return new Sheet(table, rows, former.bindings);
  }

  Table table() {
    return table;
  }

  /** The row of that point, if there is one. */
  Optional<Row> row(PointId id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** The rows in the order of the table. */
  Collection<Row> rows() {
    return Collections.unmodifiableCollection(rows.values());
  }

  /** That point's row after the rows of everything that it is computed from. */
  List<Row> lineage(PointId point) {
    return new Lineage(rows).follow(point).order();
  }

  /** The sources that the table names, in its order. */
  Set<String> sources() {
    return Collections.unmodifiableSet(bindings.keySet());
  }

  /** What that source has to read; empty if the table does not name it. */
  List<Binding> bindings(String source) {
    return bindings.getOrDefault(source, List.of());
  }

  /** What is due at that tick. */
  Due due(Instant tick) {
    BitSet which = new BitSet(periods.size());
    for (int i = 0; i < periods.size(); i++) {
      which.set(i, Math.floorMod(tick.toEpochMilli(), periods.get(i).toMillis()) == 0);
    }
    Due known = dues.get(which);
    if (known != null) {
      return known;
    }
    Due due = dueOf(tick);
    if (dues.size() < MOST_KEPT) {
      dues.put(which, due);
    }
    return due;
  }

  private Due dueOf(Instant tick) {
    Predicate<Row> isDue = row -> row.point().sampledAt(tick);
    List<Row> due = rows.values().stream().filter(isDue).toList();
    List<Row> read = due.stream().filter(row -> !row.computed()).toList();
    Map<String, Set<PointId>> bySource =
        read.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.point().source(),
                    LinkedHashMap::new,
                    Collectors.mapping(Row::id, Collectors.toUnmodifiableSet())));
    return new Due(due, read, bySource, computed.stream().filter(isDue).toList());
  }
}
