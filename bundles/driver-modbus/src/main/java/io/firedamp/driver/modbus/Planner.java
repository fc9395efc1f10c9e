package io.firedamp.driver.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the fewest requests that read a set of rows.
 *
 * @param maxRegisters the most registers of one request, 1–125; bits have the protocol's limit
 * @param maxGap the most items that nobody wants in a row within a request, 0–124
 */
record Planner(int maxRegisters, int maxGap) {
  private static final Comparator<Row> PLACE =
      Comparator.<Row>comparingInt(row -> row.address().unit())
          .thenComparing(row -> row.address().table())
          .thenComparingInt(Row::start)
          .thenComparingInt(Row::end)
          .thenComparing(Row::point);

  /** The most items of one request to that table. */
  int cap(Table table) {
    return table.bits() ? Table.MOST_BITS : maxRegisters;
  }

  /**
   * Taking rows by their start and opening a block only where a row does not fit is minimal: a
   * later row that would fit the block before starts no earlier than the new block and ends no
   * later than its limit, so it fits the new one too.
   *
   * @param rows none wider than the cap of its table
   */
  List<Block> blocks(List<Row> rows) {
    List<Block> blocks = new ArrayList<>();
    List<Row> open = new ArrayList<>();
    int end = 0;
    for (Row row : rows.stream().sorted(PLACE).toList()) {
      if (!open.isEmpty() && !fits(row, open.get(0), end)) {
        blocks.add(Block.of(open));
        open.clear();
      }
      end = open.isEmpty() ? row.end() : Math.max(end, row.end());
      open.add(row);
    }
    if (!open.isEmpty()) {
      blocks.add(Block.of(open));
    }
    return blocks;
  }

  private boolean fits(Row row, Row first, int end) {
    Address here = row.address();
    return here.unit() == first.address().unit()
        && here.table() == first.address().table()
        && row.start() - end <= maxGap
        && Math.max(end, row.end()) - first.start() <= cap(here.table());
  }
}
