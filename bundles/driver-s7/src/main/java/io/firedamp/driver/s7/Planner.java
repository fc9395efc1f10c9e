package io.firedamp.driver.s7;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the fewest blocks that read a set of rows.
 *
 * @param most the most bytes of one block
 */
record Planner(int most) {
  /**
   * What an answer of that size carries around the bytes of one block: header (12), function and
   * count (2), return code, kind and length (4).
   */
  private static final int AROUND = 18;

  /**
   * Bytes in a row that nobody asked for, but that are cheaper to read along than to ask around: a
   * block of its own costs 12 bytes of the request and 4 of the reply.
   */
  private static final int GAP = 8;

  private static final Comparator<Row> PLACE =
      Comparator.<Row, Area>comparing(row -> row.address().area())
          .thenComparingInt(row -> row.address().block())
          .thenComparingInt(Row::start)
          .thenComparingInt(Row::end)
          .thenComparing(Row::point);

  /**
   * @param pduSize the largest message that will be asked for, in bytes
   */
  static Planner forMessagesOf(int pduSize) {
    return new Planner(pduSize - AROUND);
  }

  /**
   * Taking rows by their start and opening a block only where a row does not fit is minimal: a
   * later row that would fit the block before starts no earlier than the new block and ends no
   * later than its limit, so it fits the new one too.
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
    return here.area() == first.address().area()
        && here.block() == first.address().block()
        && row.start() - end <= GAP
        && Math.max(end, row.end()) - first.start() <= most;
  }
}
