package io.firedamp.accounting;

import io.firedamp.point.Point;
import io.firedamp.point.PointTable;
import io.firedamp.point.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every version of the point table, as one project has it. One thread. */
final class Timeline {
  private final String project;
  private final List<Table> tables;
  private final Map<Long, Table> byNumber = new HashMap<>();

  private Timeline(String project, List<Table> tables) {
    this.project = project;
    this.tables = List.copyOf(tables);
    tables.forEach(table -> byNumber.put(table.number(), table));
  }

  /** Reads every version; those of which nothing is known any more are left out. */
  static Timeline of(String project, PointTable keeper) throws IOException {
    List<Table> tables = new ArrayList<>();
    for (long number = 1; number <= keeper.current().number(); number++) {
      Optional<Table> version = keeper.version(number);
      if (version.isPresent()) {
        tables.add(only(project, version.get()));
      }
    }
    return new Timeline(project, tables);
  }

  private static Table only(String project, Table table) {
    List<Point> points =
        table.points().stream().filter(point -> point.id().project().equals(project)).toList();
    return new Table(table.number(), table.since(), points);
  }

  String project() {
    return project;
  }

  /** The project's part of every version, by number. */
  List<Table> tables() {
    return tables;
  }

  /** In which parts of a frame the project's points travel, or once did. */
  Set<Integer> parts() {
    return tables.stream()
        .flatMap(table -> table.points().stream())
        .map(Fates::part)
        .collect(Collectors.toSet());
  }

  /** When the first one came into force; empty if there never was one. */
  Optional<Instant> begin() {
    return tables.stream().map(Table::since).min(Instant::compareTo);
  }

  /** A version; without points if it is not known. */
  Table version(long number) {
    return byNumber.getOrDefault(number, Table.EMPTY);
  }

  /** The version that was in force, in ms since 1970. */
  Table at(long time) {
    Table valid = Table.EMPTY;
    for (Table table : tables) {
      if (table.since().toEpochMilli() <= time) {
        valid = table;
      }
    }
    return valid;
  }

  /** When another version may have come into force next; {@code to} if not before. */
  long change(long after, long to) {
    long next = to;
    for (Table table : tables) {
      long since = table.since().toEpochMilli();
      if (since > after && since < next) {
        next = since;
      }
    }
    return next;
  }
}
