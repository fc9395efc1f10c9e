package io.firedamp.driver.s7;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes that are read in one piece.
 *
 * @param area the memory
 * @param number of the data block; 0 elsewhere
 * @param start the first byte
 * @param count how many bytes
 * @param rows the rows that lie in them, ordered by start
 */
record Block(Area area, int number, int start, int count, List<Row> rows) {
  private record Span(int start, int end) {}

  /** The bytes that cover exactly these rows of one memory, ordered by start. */
  static Block of(List<Row> rows) {
    Address first = rows.get(0).address();
    int end = rows.stream().mapToInt(Row::end).max().orElseThrow();
    return new Block(
        first.area(), first.block(), first.start(), end - first.start(), List.copyOf(rows));
  }

  /**
   * Two blocks with the rows of this one, as even as can be; none if all rows lie in the same
   * bytes, so that smaller blocks could not tell them apart.
   */
  List<Block> halves() {
    Map<Span, List<Row>> spans = new LinkedHashMap<>();
    for (Row row : rows) {
      spans.computeIfAbsent(new Span(row.start(), row.end()), span -> new ArrayList<>()).add(row);
    }
    if (spans.size() == 1) {
      return List.of();
    }
    List<List<Row>> parts = List.copyOf(spans.values());
    int middle = parts.size() / 2;
    return List.of(joined(parts.subList(0, middle)), joined(parts.subList(middle, parts.size())));
  }

  private static Block joined(List<List<Row>> parts) {
    return of(parts.stream().flatMap(Collection::stream).toList());
  }

  /** As TIA writes it: {@code DB1.DBB0}, {@code MB4-7}. */
  @Override
  public String toString() {
    String memory = area == Area.DB ? "DB" + number + ".DBB" : area + "B";
    return memory + start + (count == 1 ? "" : "-" + (start + count - 1));
  }
}
