package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.BadRow;
import io.firedamp.source.Binding;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Planning requests (CCER-4.3-04)")
class PlannerTest {
  private static final int INPUTS = Boolean.getBoolean("firedamp.long") ? 1_000_000 : 20_000;
  private static final ValueType[] WORDS = {
    ValueType.UINT16, ValueType.FLOAT32, ValueType.FLOAT64, ValueType.BCD32
  };

  private static Row row(int number, String address, ValueType type) {
    Binding binding = Rig.row("P" + number, address, type, WordOrder.ABCD);
    try {
      return Row.of(binding, 1);
    } catch (BadRow bad) {
      throw new AssertionError(bad);
    }
  }

  private static List<Row> rows(String... addresses) {
    List<Row> rows = new ArrayList<>();
    for (String address : addresses) {
      rows.add(row(rows.size(), address, ValueType.FLOAT32));
    }
    return rows;
  }

  private static List<String> blocks(Planner planner, List<Row> rows) {
    return planner.blocks(rows).stream().map(Block::toString).toList();
  }

  @Test
  void mergesWhatIsAdjacentWhateverTheOrderOfTheTable() {
    assertEquals(
        List.of("holding:0-5 of unit 1", "holding:8-9 of unit 1"),
        blocks(new Planner(125, 0), rows("holding:4", "holding:0", "holding:8", "holding:2")));
  }

  @Test
  void bridgesAGapUpToTheLimit() {
    List<Row> rows = rows("holding:0", "holding:4", "holding:9");
    assertEquals(
        List.of("holding:0-5 of unit 1", "holding:9-10 of unit 1"),
        blocks(new Planner(125, 2), rows));
    assertEquals(List.of("holding:0-10 of unit 1"), blocks(new Planner(125, 3), rows));
  }

  @Test
  void neverSplitsAValue() {
    assertEquals(
        List.of("holding:0-3 of unit 1", "holding:4-5 of unit 1"),
        blocks(new Planner(5, 0), rows("holding:0", "holding:2", "holding:4")));
  }

  @Test
  void keepsUnitsAndTablesApart() {
    assertEquals(
        List.of("input:0-1 of unit 1", "holding:0-1 of unit 1", "holding:2-3 of unit 2"),
        blocks(new Planner(125, 9), rows("holding:0", "holding:2;unit=2", "input:0")));
  }

  @Test
  void readsUpTo2000BitsAtOnceWhateverMaxRegistersSays() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2001; i++) {
      rows.add(row(i, "coil:" + i, ValueType.BOOL));
    }
    assertEquals(
        List.of("coil:0-1999 of unit 1", "coil:2000 of unit 1"), blocks(new Planner(10, 0), rows));
  }

  @Test
  void holdsCapAndGapAndCoversAllWithTheFewestRequests() {
    for (int seed = 0; seed < INPUTS; seed++) {
      Random random = new Random(seed);
      Planner planner = new Planner(4 + random.nextInt(seed % 2 == 0 ? 9 : 122), random.nextInt(6));
      List<Row> rows = rows(random);
      List<Block> blocks = planner.blocks(rows);
      String which = "seed " + seed + " " + planner + " " + blocks;
      assertSound(planner, rows, blocks, which);
      assertEquals(fewest(planner, rows), blocks.size(), which);
    }
  }

  /**
   * Of all tables and three units. Small ones by far most often, so that trying every partition is
   * quick; bits far enough apart to meet the limit of 2000.
   */
  private static List<Row> rows(Random random) {
    int size = 1 + random.nextInt(random.nextInt(50) == 0 ? 60 : 6);
    int span = 1 + random.nextInt(random.nextBoolean() ? 24 : 300);
    boolean dense = random.nextInt(500) == 0;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Table table = Table.values()[random.nextInt(8) == 0 ? random.nextInt(4) : 3];
      ValueType type = table.bits() ? ValueType.BOOL : WORDS[random.nextInt(WORDS.length)];
      int unit = random.nextInt(8) == 0 ? 2 + random.nextInt(2) : 1;
      int at = random.nextInt(span);
      rows.add(row(i, table.word() + ":" + at + ";unit=" + unit, type));
    }
    for (int bit = 0; dense && bit < 2000 + span; bit++) {
      rows.add(row(size + bit, "discrete:" + bit, ValueType.BOOL));
    }
    return rows;
  }

  private static void assertSound(
      Planner planner, List<Row> rows, List<Block> blocks, String which) {
    List<Row> covered = new ArrayList<>();
    for (Block block : blocks) {
      covered.addAll(block.rows());
      assertTrue(block.count() <= planner.cap(block.table()), which);
      BitSet wanted = new BitSet();
      for (Row row : block.rows()) {
        assertEquals(block.unit(), row.address().unit(), which);
        assertEquals(block.table(), row.address().table(), which);
        assertTrue(block.start() <= row.start(), which);
        assertTrue(row.end() <= block.start() + block.count(), which);
        wanted.set(row.start(), row.end());
      }
      assertEquals(block.start(), wanted.nextSetBit(0), which);
      assertEquals(block.start() + block.count(), wanted.length(), which);
      assertTrue(widestGap(wanted) <= planner.maxGap(), which);
    }
    for (Block one : blocks) {
      for (Block other : blocks) {
        assertFalse(one != other && mergeable(planner, one, other), which);
      }
    }
    assertEquals(rows.size(), covered.size(), which);
    assertEquals(new HashSet<>(rows), new HashSet<>(covered), which);
  }

  private static boolean mergeable(Planner planner, Block one, Block other) {
    return one.unit() == other.unit()
        && one.table() == other.table()
        && allowed(planner, Stream.concat(one.rows().stream(), other.rows().stream()).toList());
  }

  private static int widestGap(BitSet wanted) {
    int widest = 0;
    int from = wanted.nextSetBit(0);
    while (from >= 0) {
      int end = wanted.nextClearBit(from);
      from = wanted.nextSetBit(end);
      widest = Math.max(widest, from - end);
    }
    return widest;
  }

  /** The reference: every partition for few rows, every cut of the sorted rows for more. */
  private static int fewest(Planner planner, List<Row> rows) {
    Map<String, List<Row>> groups = new HashMap<>();
    for (Row row : rows) {
      String group = row.address().unit() + row.address().table().word();
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(row);
    }
    return groups.values().stream().mapToInt(group -> fewestOfGroup(planner, group)).sum();
  }

  private static int fewestOfGroup(Planner planner, List<Row> group) {
    if (group.size() <= 6) {
      return partitions(planner, group, 0, new ArrayList<>(), group.size());
    }
    if (group.size() < 100) {
      return cuts(planner, group);
    }
    int bits = group.stream().mapToInt(Row::end).max().orElseThrow(); // all from 0 on are wanted
    return (bits + 1999) / 2000;
  }

  private static int partitions(
      Planner planner, List<Row> rows, int next, List<List<Row>> parts, int best) {
    if (next == rows.size()) {
      boolean allowed = parts.stream().allMatch(part -> allowed(planner, part));
      return allowed ? Math.min(best, parts.size()) : best;
    }
    int found = best;
    for (List<Row> part : List.copyOf(parts)) {
      part.add(rows.get(next));
      found = partitions(planner, rows, next + 1, parts, found);
      part.remove(part.size() - 1);
    }
    parts.add(new ArrayList<>(List.of(rows.get(next))));
    found = partitions(planner, rows, next + 1, parts, found);
    parts.remove(parts.size() - 1);
    return found;
  }

  private static int cuts(Planner planner, List<Row> rows) {
    List<Row> sorted = rows.stream().sorted(Comparator.comparingInt(Row::start)).toList();
    int[] fewest = new int[sorted.size() + 1];
    Arrays.fill(fewest, 1, fewest.length, Integer.MAX_VALUE);
    for (int to = 1; to <= sorted.size(); to++) {
      for (int from = 0; from < to; from++) {
        if (allowed(planner, sorted.subList(from, to))) {
          fewest[to] = Math.min(fewest[to], fewest[from] + 1);
        }
      }
    }
    return fewest[sorted.size()];
  }

  private static boolean allowed(Planner planner, List<Row> part) {
    BitSet wanted = new BitSet();
    part.forEach(row -> wanted.set(row.start(), row.end()));
    int count = wanted.length() - wanted.nextSetBit(0);
    return count <= planner.cap(part.get(0).address().table())
        && widestGap(wanted) <= planner.maxGap();
  }
}
