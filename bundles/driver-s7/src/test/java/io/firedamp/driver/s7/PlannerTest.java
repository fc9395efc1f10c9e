package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.BadRow;
import io.firedamp.source.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The fewest blocks (CCER-4.3-04)")
class PlannerTest {
  private static final int MOST = 222;
  private static final int GAP = 8;

  private static List<Block> blocks(String... addresses) throws BadRow {
    List<Row> rows = new ArrayList<>();
    for (String address : addresses) {
      rows.add(row(address));
    }
    return Planner.forMessagesOf(240).blocks(rows);
  }

  private static Row row(String address) throws BadRow {
    ValueType type =
        address.contains("D") && address.matches(".*D\\d+")
            ? ValueType.FLOAT32
            : address.matches(".*\\.\\d") ? ValueType.BOOL : ValueType.UINT16;
    return Row.of(Rig.row(address, address, type));
  }

  private static String told(List<Block> blocks) {
    return String.join(" ", blocks.stream().map(Block::toString).toList());
  }

  @Test
  void neighboursAndOverlapsShareOne() throws BadRow {
    assertEquals(
        "DB1.DBB0-7", told(blocks("DB1.DBD4", "DB1.DBW0", "DB1.DBX2.1", "DB1.DBX2.5", "DB1.DBD0")));
  }

  @Test
  void memoriesAreNotMixed() throws BadRow {
    assertEquals(
        "DB1.DBB0-1 DB2.DBB0-1 MB0-1 IB0-1 QB0-1",
        told(blocks("QW0", "IW0", "MW0", "DB2.DBW0", "DB1.DBW0")));
  }

  @Test
  void aSmallGapIsReadAlongAndALargeOneIsNot() throws BadRow {
    assertEquals("MB0-11", told(blocks("MW0", "MW10")));
    assertEquals("MB0-1 MB11-12", told(blocks("MW0", "MW11")));
  }

  @Test
  void twoThousandRealsOfADataBlockTakeThirtySeven() throws BadRow {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(row("DB1.DBD" + 4 * i));
    }
    assertEquals(37, Planner.forMessagesOf(240).blocks(rows).size());
  }

  @Test
  void noTwoCouldBeOneAndNoneIsTooLong() throws BadRow {
    Random random = new Random(20261121);
    for (int round = 0; round < 300; round++) {
      List<Row> rows = new ArrayList<>();
      for (int i = random.nextInt(1, 120); i > 0; i--) {
        String memory = random.nextBoolean() ? "DB" + random.nextInt(1, 3) + ".DB" : "M";
        rows.add(row(memory + "WD".charAt(random.nextInt(2)) + random.nextInt(900)));
      }
      List<Block> blocks = Planner.forMessagesOf(240).blocks(rows);
      assertEquals(rows.size(), blocks.stream().mapToInt(block -> block.rows().size()).sum());
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        assertTrue(block.count() <= MOST, block.toString());
        for (Row row : block.rows()) {
          assertTrue(row.start() >= block.start() && row.end() <= block.start() + block.count());
        }
        if (i > 0) {
          assertApart(blocks.get(i - 1), block);
        }
      }
    }
  }

  /** Of two neighbours the later one starts where the former could not be made longer. */
  private static void assertApart(Block former, Block later) {
    boolean sameMemory = former.area() == later.area() && former.number() == later.number();
    int firstEnd = later.rows().get(0).end();
    boolean far = later.start() - (former.start() + former.count()) > GAP;
    boolean full = firstEnd - former.start() > MOST;
    assertTrue(!sameMemory || far || full, Arrays.asList(former, later)::toString);
  }
}
