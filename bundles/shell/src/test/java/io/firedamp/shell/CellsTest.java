package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void aChineseCharacterIsTwoCellsWideAndACombiningMarkNone() {
    assertEquals(4, Cells.width("瓦斯"));
    assertEquals(6, Cells.width("kPa，x"));
    assertEquals(1, Cells.width("e\u0301"));
    assertEquals(2, Cells.width("𠀀"));
    assertEquals(3, Cells.width("m³–"));
  }

  @Test
  void paddingBringsEveryTextToTheSameWidth() {
    for (String text : List.of("", "a", "瓦斯", "一氧化碳 CO")) {
      assertEquals(12, Cells.width(Cells.left(text, 12)), text);
      assertEquals(12, Cells.width(Cells.right(text, 12)), text);
    }
  }

  @Test
  void cuttingNeverExceedsTheWidthNorSplitsACharacter() {
    assertEquals("瓦…", Cells.cut("瓦斯浓度", 4));
    assertEquals("瓦斯…", Cells.cut("瓦斯浓度", 5));
    assertEquals("瓦斯浓度", Cells.cut("瓦斯浓度", 8));
    assertEquals("", Cells.cut("瓦斯", 0));
  }

  @Test
  void wrappingKeepsWordsAndLineBreaksAndFitsTheWidth() {
    assertEquals(List.of("the link", "is down", "again"), Cells.wrap("the link is down\nagain", 9));
    assertEquals(List.of("链路中", "断"), Cells.wrap("链路中断", 7));
    assertEquals(List.of("abcdef", "ghij"), Cells.wrap("abcdefghij", 6));
    for (int width = 2; width < 40; width++) {
      int most = width;
      String text = "modbus 链路中断，nothing is read from 10.0.0.1:502 (timeout 400 ms)";
      List<String> lines = Cells.wrap(text, width);
      assertTrue(lines.stream().allMatch(line -> Cells.width(line) <= most), lines.toString());
      assertEquals(text.replace(" ", ""), String.join("", lines).replace(" ", ""));
    }
  }

  @Test
  void aNameCannotMoveTheCursorOrBreakTheLine() {
    assertEquals("a [2Jb / c", Cells.clean("a\u001b[2Jb\r\nc\n"));
  }
}
