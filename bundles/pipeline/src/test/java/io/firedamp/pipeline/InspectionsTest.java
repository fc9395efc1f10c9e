package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Table;
import io.firedamp.register.Inspection;
import io.firedamp.register.Inspection.Kind;
import io.firedamp.register.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-6.3-01, CCER-6.3-02: the instrument ledger, and when an instrument is due")
class InspectionsTest {
  /** 2026-11-21 18:40 in China. */
  private static final Instant NOW = Instant.parse("2026-11-21T10:40:00Z");

  private static final String HEAD = "点位编号,数据源,地址,数据类型,检定频次,最后一次检定时间,检定报告,校准频次,最后一次校准时间\n";

  private final Inspections inspections = new Inspections();

  private static Table table(String... rows) {
    PointFile file = new PointFile("points.csv", Duration.ofSeconds(1));
    PointFile.Parsed parsed = file.parse(HEAD + String.join("\n", rows));
    assertEquals(List.of(), parsed.errors());
    return new Table(1, NOW, parsed.rows().stream().map(Row::point).toList());
  }

  private Health health(String... rows) {
    return inspections.health(table(rows), NOW).get(0);
  }

  @Test
  void theDayFollowsFromTheIntervalAndTheLastTime() {
    Table table = table("FOCH001,a,1,int16,1次/年,2026-03-01,JD-17,每半年,2026-06-10");
    Instrument instrument = inspections.instruments(table).get(0);
    assertEquals(
        List.of(
            new Inspection(
                Kind.VERIFICATION,
                "1次/年",
                "2026-03-01",
                "JD-17",
                Optional.of(LocalDate.parse("2027-03-01"))),
            new Inspection(
                Kind.CALIBRATION,
                "每半年",
                "2026-06-10",
                "",
                Optional.of(LocalDate.parse("2026-12-10")))),
        instrument.inspections());
    assertEquals(Optional.of(LocalDate.parse("2026-12-10")), instrument.due());
    assertSame(instrument, inspections.instruments(table).get(0), "worked out once for a table");
  }

  @Test
  void aComputedPointHasNoInstrument() {
    Table table = table("FOCH001,a,1,int16", "FONP001,calc,FOCH001 * 2,");
    assertEquals(
        List.of("FOCH001"),
        inspections.instruments(table).stream().map(i -> i.point().id().value()).toList());
  }

  @Test
  void whoFillsInNoLedgerIsNotTroubled() {
    assertEquals(List.of(), inspections.health(table("FOCH001,a,1,int16"), NOW));
  }

  @Test
  void itIsToldThirtyDaysAheadAndOverdueFromTheDayAfter() {
    assertEquals(Health.OK, health("FOCH001,a,1,int16,,,,1次/年,2025-12-22").code());
    Health due = health("FOCH001,a,1,int16,,,,1次/年,2025-12-21");
    assertEquals("instruments.due", due.code());
    assertEquals(Level.NOTICE, due.level());
    assertEquals("instruments.due", health("FOCH001,a,1,int16,,,,1次/年,2025-11-21").code());
    Health overdue = health("FOCH001,a,1,int16,,,,1次/年,2025-11-20");
    assertEquals("instruments.overdue", overdue.code());
    assertEquals(Level.MAJOR, overdue.level());
    assertTrue(overdue.cause().en().endsWith("\nFOCH001 calibration 2026-11-20"));
    assertTrue(overdue.cause().zh().endsWith("\nFOCH001 校准 2026-11-20"));
  }

  @Test
  void theDaysToTheNextOneAreAFigure() {
    Health health =
        health("FOCH001,a,1,int16,,,,1次/年,2026-11-01", "FONP001,a,2,int16,1次/年,2026-01-01");
    assertEquals(
        Optional.of(41.0),
        health.figures().stream()
            .filter(figure -> figure.key().equals("next"))
            .map(Figure::value)
            .findFirst());
  }

  @Test
  void whatCannotBeCountedWithIsNamedWithItsColumn() {
    Health health = health("FOCH001,a,1,int16,1次/年,去年,,按需,2026-06-10");
    assertEquals("instruments.unclear", health.code());
    assertTrue(health.cause().en().contains("FOCH001 verified = 去年"));
    assertTrue(health.cause().en().contains("FOCH001 calibration.interval = 按需"));
    assertEquals(Health.OK, health("FOCH001,a,1,int16,1次/年,2026-06-10,,无,-").code());
  }

  @Test
  void aLongListIsCut() {
    String[] rows =
        IntStream.rangeClosed(1, 25)
            .mapToObj("FOCH%03d,a,1,int16,,,,1次/年,2025-01-01"::formatted)
            .toArray(String[]::new);
    assertTrue(health(rows).cause().en().endsWith("\n… and 5 more"));
  }
}
