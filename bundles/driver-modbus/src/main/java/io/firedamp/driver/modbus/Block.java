package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import java.util.List;
import java.util.Set;

/**
 * Rows that one request reads.
 *
 * @param unit the unit
 * @param table the table
 * @param start the first item
 * @param count how many items
 * @param rows those rows, ordered by start
 */
record Block(int unit, Table table, int start, int count, List<Row> rows) {
  /** The request that covers exactly these rows of one unit and table, ordered by start. */
  static Block of(List<Row> rows) {
    Address first = rows.get(0).address();
    int end = rows.stream().mapToInt(Row::end).max().orElseThrow();
    return new Block(
        first.unit(), first.table(), first.start(), end - first.start(), List.copyOf(rows));
  }

  /** How many bytes of a reply its data take. */
  int bytes() {
    return table.bits() ? (count + Byte.SIZE - 1) / Byte.SIZE : count * Short.BYTES;
  }

  /** Whether one of these points lies in it. */
  boolean wanted(Set<PointId> due) {
    for (Row row : rows) {
      if (due.contains(row.point())) {
        return true;
      }
    }
    return false;
  }

  /** Whether every row needs all of it, so that smaller requests could not tell them apart. */
  boolean atomic() {
    return rows.stream().allMatch(row -> row.width() == count);
  }

  /** Two blocks with the rows of this one, as even as can be. Not for an atomic one. */
  List<Block> halves() {
    int middle = rows.size() / 2;
    int cut = middle;
    for (int reach = 0; reach <= middle; reach++) {
      if (startsAnew(middle - reach)) {
        cut = middle - reach;
        break;
      }
      if (startsAnew(middle + reach)) {
        cut = middle + reach;
        break;
      }
    }
    return List.of(of(rows.subList(0, cut)), of(rows.subList(cut, rows.size())));
  }

  /** Rows of one address answer alike, so it is of no use to ask for them apart. */
  private boolean startsAnew(int index) {
    return index > 0
        && index < rows.size()
        && rows.get(index).start() > rows.get(index - 1).start();
  }

  @Override
  public String toString() {
    return table.word()
        + ":"
        + start
        + (count == 1 ? "" : "-" + (start + count - 1))
        + " of unit "
        + unit;
  }
}
