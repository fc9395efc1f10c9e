package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.explore.Live;
import io.firedamp.health.Condition;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Quality;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-03, ISC-8.1-01: what an operator sees of the gateway")
class PagesTest {
  private static final Locale EN = Locale.ENGLISH;
  private static final Locale ZH = Locale.CHINESE;
  private static final Instant NOW = Samples.NOW;
  private static final int ANY = Integer.MAX_VALUE;

  private static final Trouble WRONG =
      new Trouble(
          "config.wrong",
          Level.MAJOR,
          "io.firedamp.driver.modbus-b.cfg",
          new Text("refused", "有误"),
          new Text("correct it", "请修改"),
          List.of(
              Complaint.of("io.firedamp.driver.modbus-b.cfg: timeout.ms = abc: a number | 整数")));

  @Test
  void theVerdictComesFirst() {
    Picture well = Samples.picture(List.of(Samples.fit("store")), List.of());
    assertEquals(
        "All well: 1 part  2026-11-21 18:40:05 Asia/Shanghai",
        StatusPage.lines(well, EN, Ink.PLAIN, ANY).get(0));
    assertTrue(StatusPage.lines(well, ZH, Ink.PLAIN, ANY).get(0).startsWith("一切正常：1 个部分"));
    assertTrue(well.well());
  }

  @Test
  void pagesAreToldTheSameAsTheTerminal() {
    Picture picture =
        Samples.picture(
            List.of(
                Samples.fit("store"),
                Samples.sick("clock", Level.NOTICE, "clock.not-checked"),
                Samples.sick("uplink national", Level.CRITICAL, "uplink.no-broker")),
            List.of(WRONG));
    Condition condition = picture.condition();
    assertEquals(picture.verdict(), condition.verdict());
    assertFalse(condition.well());
    assertEquals(3, condition.parts().size());
    assertEquals(
        List.of("uplink national", "io.firedamp.driver.modbus-b.cfg", "clock"),
        condition.problems().stream().map(Health::subject).toList());
    Health wrong = condition.problems().get(1);
    assertEquals(Instant.EPOCH, wrong.since(), "nobody knows since when");
    assertTrue(wrong.cause().en().startsWith("refused\ntimeout.ms"), wrong.cause().en());
    assertTrue(wrong.cause().zh().endsWith("整数"), wrong.cause().zh());
  }

  @Test
  void whatIsWrongIsToldWorstFirstWithCauseSinceAndRemedy() {
    Picture picture =
        Samples.picture(
            List.of(
                Samples.fit("store"),
                Samples.sick("source boiler1", Level.MAJOR, "source.no-answer"),
                Samples.sick("uplink national", Level.CRITICAL, "uplink.no-broker")),
            List.of(WRONG));
    List<String> lines = StatusPage.lines(picture, EN, Ink.PLAIN, ANY);
    assertEquals(
        List.of(
            "Not well: 1 critical, 2 major  2026-11-21 18:40:05 Asia/Shanghai",
            "  Critical  uplink national, since 2026-11-21 18:38:00 (2 min)  uplink.no-broker",
            "      the link is down,",
            "      nothing is read",
            "      → check the cable",
            "  Major  io.firedamp.driver.modbus-b.cfg  config.wrong",
            "      refused",
            "      · timeout.ms = abc: a number",
            "      → correct it"),
        lines.subList(0, 9));
    assertTrue(
        lines.contains("      packets sent 12 · delay p99 0.21 s"), String.join("\n", lines));
    assertTrue(lines.contains("      late frames –"), String.join("\n", lines));
    assertTrue(
        StatusPage.lines(picture, ZH, Ink.PLAIN, ANY).contains("      · timeout.ms = abc: 整数"));
    assertFalse(picture.well());
  }

  @Test
  void aNoticeIsToldButAllIsWell() {
    Picture picture =
        Samples.picture(
            List.of(Samples.sick("clock", Level.NOTICE, "clock.not-checked")), List.of());
    assertTrue(picture.well());
    assertEquals(new Text("All well: 1 part, 1 notice", "一切正常：1 个部分，提示 1 项"), picture.verdict());
  }

  @Test
  void aNarrowTerminalGetsNoLineThatIsTooWide() {
    Picture picture =
        Samples.picture(
            List.of(Samples.sick("源 boiler1", Level.MAJOR, "source.no-answer")), List.of(WRONG));
    for (Locale locale : List.of(EN, ZH)) {
      List<String> lines = StatusPage.lines(picture, locale, Ink.PLAIN, 80);
      assertTrue(lines.stream().allMatch(line -> Cells.width(line) <= 80), lines.toString());
    }
  }

  @Test
  void withoutATerminalThereIsNoEscapeSequenceAndWithOneTheTextIsTheSame() {
    Picture picture = Samples.picture(List.of(Samples.sick("a", Level.MAJOR, "x")), List.of(WRONG));
    String plain = String.join("\n", StatusPage.lines(picture, EN, Ink.PLAIN, 80));
    String colour = String.join("\n", StatusPage.lines(picture, EN, Ink.COLOUR, 80));
    assertFalse(plain.contains("\u001b"));
    assertTrue(colour.contains("\u001b["));
    assertEquals(plain, colour.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void columnsOfPointsStandInLineAlsoWithChineseNames() {
    List<Live> points =
        List.of(
            Samples.good("FONP001", "氧化装置进气压力", 101.325),
            Samples.good("EXHE001", "热量", 7),
            Samples.missing("FOTM001", Quality.NO_ANSWER, Instant.EPOCH, new Text("mute", "无应答")));
    List<String> lines = PointsPage.lines(points, NOW, ZH, Ink.PLAIN, ANY);
    int unit = Cells.width(lines.get(1).substring(0, lines.get(1).indexOf("kPa")));
    for (int row = 1; row <= 3; row++) {
      String line = lines.get(row);
      assertEquals(unit, Cells.width(line.substring(0, line.indexOf("kPa"))), line);
    }
    assertTrue(lines.get(1).contains(" 101.33  kPa "), lines.get(1));
    assertTrue(lines.get(1).contains(" 0.4  良好 "), lines.get(1));
    assertTrue(lines.get(3).contains("–  kPa"), lines.get(3));
  }

  @Test
  void whyPointsAreMissingIsToldOnceForAllThatShareIt() {
    List<Live> points = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      points.add(Samples.missing("P" + i, Quality.NO_ANSWER, NOW, new Text("link down", "中断")));
    }
    points.add(
        Samples.missing(
            "BAD1", Quality.BAD_ADDRESS, Instant.EPOCH, new Text("holding:x: 0 to 65535", "越界")));
    List<String> lines = PointsPage.lines(points, NOW, EN, Ink.PLAIN, ANY);
    assertTrue(lines.contains("P0, P1, P2, P3, P4, P5, P6, P7 and 3 more"), lines.toString());
    assertEquals(1, lines.stream().filter("  link down"::equals).count());
    assertTrue(lines.contains("  holding:x: 0 to 65535"), lines.toString());
    assertTrue(
        lines.stream().anyMatch(l -> l.startsWith("12 points: 11 no answer, 1 bad address")),
        lines.toString());
  }

  @Test
  void aThousandPointsKeepTheirRowsWithinTheTerminal() {
    List<String> lines = PointsPage.lines(Samples.many(1000), NOW, ZH, Ink.PLAIN, 60);
    assertEquals(1003, lines.size());
    assertTrue(lines.stream().allMatch(line -> Cells.width(line) <= 60));
    assertTrue(lines.get(1000).startsWith("P999"), lines.get(1000));
  }

  @Test
  void aReadingShowsTheExactValueAndHowItCameToBe() {
    List<String> lines =
        ReadingPage.lines(
            Samples.good("FONP001", "压力", 101.325), Duration.ofMillis(12), ZH, Ink.PLAIN);
    assertEquals("FONP001 压力  101.33 kPa", lines.get(0));
    assertTrue(lines.contains("  未舍入   101.325"), lines.toString());
    assertTrue(lines.contains("  耗时     12 ms"), lines.toString());
    assertTrue(lines.contains("  address  holding:0"), lines.toString());
  }

  @Test
  void theScreenNeverExceedsItsSize() {
    for (int points : new int[] {0, 1, 16, 60, 1000}) {
      for (int parts : new int[] {0, 1, 9}) {
        List<io.firedamp.health.Health> healths = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
          healths.add(
              i % 2 == 0 ? Samples.fit("部分" + i) : Samples.sick("part " + i, Level.MAJOR, "x"));
        }
        Picture picture = Samples.picture(healths, List.of(WRONG)).with(Samples.many(points));
        for (int[] size : new int[][] {{80, 23}, {80, 7}, {132, 50}, {40, 8}}) {
          List<String> lines = Screen.lines(picture, picture, ZH, Ink.PLAIN, size[0], size[1]);
          assertTrue(lines.size() <= size[1], lines.size() + " lines");
          for (String line : lines) {
            assertTrue(Cells.width(line) <= size[0], size[0] + ": " + line);
          }
        }
      }
    }
  }

  @Test
  void sixtyPointsFitOnAnOrdinaryTerminal() {
    Picture picture =
        Samples.picture(List.of(Samples.fit("uplink national")), List.of()).with(Samples.many(60));
    List<String> lines = Screen.lines(picture, picture, EN, Ink.PLAIN, 100, 29);
    String all = String.join("\n", lines);
    for (int i = 0; i < 60; i++) {
      assertTrue(all.contains("P" + i + " "), "P" + i + " is not in\n" + all);
    }
    assertTrue(all.contains("uplink national  packets sent 12 · delay p99 0.21 s"), all);
  }

  @Test
  void aBarShowsWhereInItsRangeTheValueLiesAndAnArrowWhereItWent() {
    Picture before =
        Samples.picture(List.of(), List.of()).with(List.of(Samples.good("P1", "压力", 50)));
    Picture now =
        Samples.picture(List.of(), List.of()).with(List.of(Samples.good("P1", "压力", 100)));
    String all = String.join("\n", Screen.lines(now, before, EN, Ink.PLAIN, 80, 24));
    assertTrue(all.contains("▕█████     ▏↑"), all);
    assertTrue(
        String.join("\n", Screen.lines(now, now, EN, Ink.PLAIN, 80, 24)).contains("▏·"), all);
  }

  @Test
  void aMissingPointShowsItsReasonInPlaceOfTheValueAndNeverTheOldOne() {
    Picture before =
        Samples.picture(List.of(), List.of()).with(List.of(Samples.good("P1", "压力", 50)));
    Picture now =
        Samples.picture(List.of(), List.of())
            .with(List.of(Samples.missing("P1", Quality.NO_ANSWER, NOW, Text.NONE)));
    String all = String.join("\n", Screen.lines(now, before, EN, Ink.PLAIN, 80, 24));
    assertTrue(all.contains("no answer"), all);
    assertFalse(all.contains("50"), all);
  }
}
