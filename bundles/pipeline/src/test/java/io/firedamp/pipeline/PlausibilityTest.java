package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.TableText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlausibilityTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final double NOTHING = Double.NaN;
  private static final String HEADER = "code,project,source,address,type,scale,decimals,period\n";
  private static final String PUMPS =
      HEADER
          + "PLNP001,,a,1,float32,,,\nPLCH001,,a,2,float32,,,\n"
          + "PPNP001,,a,3,float32,,,\nPPCH001,,a,4,float32,,,\n"
          + "PPNP002,,a,5,float32,,,\nPPCH002,,a,6,float32,,,\n";

  private final List<MeterChange> changes = new ArrayList<>();
  private final Plausibility plausibility = new Plausibility(() -> changes);
  private Sheet sheet = Sheet.EMPTY;
  private int second;

  private void table(String text) {
    PointFile.Parsed parsed = new PointFile("points.csv", Duration.ofSeconds(1)).parse(text);
    assertEquals(List.of(), parsed.errors());
    TableText version = new TableText(sheet.table().number() + 1, NOON, text);
    sheet = Sheet.of(version, parsed.rows(), sheet);
  }

  /** A row of that code, type, scale and decimals. */
  private void counter(String code, String type, String scale) {
    table(HEADER + code + ",,a,1," + type + "," + scale + ",,\n");
  }

  /** A frame with these values, in the order of the table; then a second goes by. */
  private void frame(double... values) {
    List<Row> rows = List.copyOf(sheet.rows());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      PointId id = rows.get(i).id();
      samples.add(
          Double.isNaN(values[i])
              ? Sample.missing(id, Quality.NO_ANSWER)
              : new Sample(id, values[i], Quality.GOOD));
    }
    judge(samples);
  }

  private void judge(List<Sample> samples) {
    Instant tick = NOON.plusSeconds(second++);
    plausibility.judge(
        sheet, new Frame(tick, sheet.table().number(), ClockTrust.NOT_CHECKED, samples));
  }

  private void frames(int count, double... values) {
    IntStream.range(0, count).forEach(i -> frame(values));
  }

  private Optional<Health> health(String subject) {
    return plausibility.health().stream()
        .filter(health -> health.subject().equals("plausibility " + subject))
        .findFirst();
  }

  private String code(String subject) {
    return health(subject).map(Health::code).orElse("");
  }

  private double figure(String subject, String key) {
    return health(subject).orElseThrow().figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"7.99,false", "7.9949,false", "7.995,true", "8,true", "8.01,true", "30,true"})
  @DisplayName("CCER-3-01, AMB-61: methane at a pump outlet is told from 8.00 % on, as it is sent")
  void methaneOfEightPercentIsTold(double value, boolean told) {
    table(HEADER + "PPCH001,north,a,1,float32,,,\nFOCH001,,a,2,float32,,,\n");
    frame(7.5, 9);
    frame(value, 9);
    assertEquals(told ? "plausibility.ch4" : "", code("north:PPCH001"));
    assertEquals(told ? 1 : 0, plausibility.health().size());
  }

  @Test
  @DisplayName("CCER-3-01: an alarm on the edge is raised once, and is over after a minute below")
  void anAlarmOnTheEdgeDoesNotFlap() {
    table(HEADER + "PPCH001,,a,1,float32,,,\n");
    for (int i = 0; i < 60; i++) {
      frame(8.1);
      frame(7.9);
    }
    Health health = health("PPCH001").orElseThrow();
    assertEquals("plausibility.ch4", health.code());
    assertEquals(Level.MAJOR, health.level());
    assertEquals(NOON, health.since());
    assertTrue(health.cause().en().contains("8.10 %"), health.cause().en());
    assertTrue(health.cause().zh().contains("8.10 %"), health.cause().zh());
    frames(61, NOTHING);
    assertEquals("plausibility.ch4", code("PPCH001"), "nobody says that it is over");
    frames(60, 7.9);
    assertEquals("plausibility.ch4", code("PPCH001"));
    frame(7.9);
    assertEquals(Health.OK, code("PPCH001"));
  }

  @Test
  @DisplayName("CCER-3-01: more gas in the pipeline than from all pumps is told after ten seconds")
  void moreGasThanIsPumpedIsTold() {
    table(PUMPS);
    frames(60, 1029, 6, 400, 7, 600, 7); // 2 % of 1000 m³/h, and 10
    assertEquals(List.of(), plausibility.health());
    frames(10, 1031, 6, 400, 7, 600, 7);
    assertEquals(List.of(), plausibility.health());
    frame(1031, 6, 400, 7, 600, 7);
    Health health = health("flow").orElseThrow();
    assertEquals("plausibility.flow", health.code());
    assertEquals(Level.MAJOR, health.level());
    assertEquals(
        "More gas enters the pipeline than the pumps deliver: 1031.0 m³/h (PLNP001) against"
            + " 1000.0 m³/h (PPNP001 PPNP002).",
        health.cause().en());
    assertEquals(1, plausibility.health().size());
    frames(61, 1000, 6, 400, 7, 600, 7);
    assertEquals(Health.OK, code("flow"));
  }

  @Test
  @DisplayName("CCER-3-01: more methane in the pipeline than from all pumps is told")
  void moreMethaneThanIsPumpedIsTold() {
    table(PUMPS);
    frames(11, 1000, 7.1, 400, 7, 600, 7); // 71 m³/h, 70 and 2 % and 1
    assertEquals(List.of(), plausibility.health());
    frames(11, 1000, 7.5, 400, 7, 600, 7);
    assertEquals("plausibility.methane", code("methane"));
    assertEquals("", code("flow"));
  }

  @Test
  @DisplayName("CCER-3-01: a missing value or a passing swing is no alarm")
  void missingValuesAndSwingsAreNoAlarm() {
    table(PUMPS);
    for (int i = 0; i < 20; i++) {
      frames(9, 2000, 7, 400, 7, 600, 7);
      frame(2000, 7, 400, 7, NOTHING, NOTHING);
    }
    frames(30, 1000, 7, 400, 7, NOTHING, 7);
    frames(30, 0, 0, 0, 0, 0, 0);
    frames(30, 5, 7, 0, 0, 0, 0); // a meter that does not come down to 0
    assertEquals(List.of(), plausibility.health());
  }

  @Test
  @DisplayName("CCER-3-01, AMB-56: without normal flows, computed ones are compared")
  void workingFlowsAreComparedByWhatTheyAreInTheNormalState() {
    table(
        HEADER
            + "PLFL001,,a,1,float32,,,\nPLPA001,,a,2,float32,,,\nPLTE001,,a,3,float32,,,\n"
            + "PPFL001,,a,4,float32,,,\nPPPA001,,a,5,float32,,,\nPPTE001,,a,6,float32,,,\n");
    frames(30, 1200, 90, 20, 1000, 110, 20); // larger, but thinner
    assertEquals(List.of(), plausibility.health());
    frames(11, 1200, 90, 20, 1000, 90, 60);
    assertEquals("plausibility.flow", code("flow"));
  }

  @Test
  @DisplayName("CCER-7.4-04: the gas of one project is no alarm of another")
  void projectsAreJudgedApart() {
    table(
        HEADER
            + "PLNP001,,a,1,float32,,,\nPPNP001,,a,2,float32,,,\n"
            + "PLNP001,north,a,3,float32,,,\nPPNP001,north,a,4,float32,,,\n");
    frames(11, 500, 500, 900, 100);
    assertEquals("plausibility.flow", code("flow north"));
    assertEquals("", code("flow"));
  }

  @Test
  void aPumpWithoutAFlowMeterLeavesNothingToCompare() {
    table(PUMPS.replace("PPNP002,,a,5,float32,,,\n", ""));
    frames(30, 1000, 7, 400, 7, 7);
    assertEquals(List.of(), plausibility.health());
  }

  @Test
  @DisplayName("CCER-3-02: points of slower periods are compared when they are due, twice at least")
  void slowPointsAreComparedByTheirOwnPeriods() {
    table(HEADER + "PLNP001,,a,1,float32,,,\nPPNP001,,a,2,float32,,,30s\n");
    PointId pl = new PointId("PLNP001");
    PointId pp = new PointId("PPNP001");
    for (int i = 0; i < 61; i++) {
      List<Sample> samples = new ArrayList<>(List.of(new Sample(pl, 900, Quality.GOOD)));
      if (i % 30 == 0) {
        samples.add(new Sample(pp, 100, Quality.GOOD));
      }
      assertEquals("", code("flow"));
      judge(samples);
    }
    assertEquals("plausibility.flow", code("flow"));
    judge(List.of(new Sample(pl, 900, Quality.GOOD), Sample.missing(pp, Quality.STALE)));
    assertEquals("plausibility.flow", code("flow"));
  }

  @Test
  @DisplayName("AMB-59: a counter that runs backwards is named, for a day")
  void aCounterThatRunsBackwardsIsNamed() {
    counter("EXEC001", "uint32", "0.001");
    frame(1234.567);
    frame(1234.567);
    frame(1234.568);
    assertEquals(List.of(), plausibility.health());
    frame(1234.567);
    Health health = health("EXEC001").orElseThrow();
    assertEquals("plausibility.counter-backwards", health.code());
    assertEquals(Level.MAJOR, health.level());
    assertEquals(NOON.plusSeconds(3), health.since());
    assertEquals(
        "The counter EXEC001 ran backwards: 1234.568 → 1234.567 MW·h.", health.cause().en());
    assertTrue(health.cause().zh().contains("倒走"), health.cause().zh());
    assertEquals(1, figure("EXEC001", "backwards"));
    second = 3 + 86_399;
    frame(1240);
    assertEquals("plausibility.counter-backwards", code("EXEC001"));
    frame(1240);
    assertEquals(Health.OK, code("EXEC001"));
    assertEquals(1, figure("EXEC001", "backwards"));
  }

  /** A person writes down that the meter was changed at that second. */
  private void changed(String code, String oldFinal, String newInitial, int at) {
    Instant when = NOON.plusSeconds(at);
    changes.add(
        new MeterChange(
            new PointId(code),
            new BigDecimal(oldFinal),
            new BigDecimal(newInitial),
            when,
            when,
            "li",
            "worn"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("AMB-59: a recorded meter change is named as such, whether recorded before or after")
  void aRecordedMeterChangeIsNoAlarm(boolean before) {
    counter("EXEC001", "uint32", "0.001");
    frame(48_211.598);
    frame(48_211.6);
    if (before) {
      changed("EXEC001", "48211.6", "0.0", 100);
    }
    second += 3600;
    frame(0.25);
    if (!before) {
      assertEquals("plausibility.counter-backwards", code("EXEC001"));
      changed("EXEC001", "48211.6", "0.0", 100);
      frame(0.25);
    }
    Health health = health("EXEC001").orElseThrow();
    assertEquals("plausibility.counter-changed", health.code());
    assertEquals(Level.NOTICE, health.level());
    assertTrue(health.cause().en().contains("48211.600 → 0.250 MW·h"), health.cause().en());
    assertTrue(health.cause().zh().contains("更换"), health.cause().zh());
    assertEquals(0, figure("EXEC001", "backwards"));
    assertEquals(1, figure("EXEC001", "changes"));
    frame(0.1);
    assertEquals("plausibility.counter-backwards", code("EXEC001"), "the next one is told");
  }

  @ParameterizedTest
  @CsvSource({
    "EXEC001,48211.6,0.0,0,true", // as it was
    "EXEC001,48211,0,0,true", // as the display showed it
    "EXEC001,48213.0,0.0,0,true", // the old one counted on, unseen
    "EXEC001,48211.6,0.25,-80000,true",
    "EXEC002,48211.6,0.0,0,false", // of another meter
    "EXEC001,4821.6,0.0,0,false", // mistyped
    "EXEC001,48211.6,10.0,0,false",
    "EXEC001,48211.6,0.0,-90000,false", // of another day
    "EXEC001,48211.6,0.0,90000,false",
    "EXEC001,99999.9,0.0,0,false" // more than there was time for
  })
  @DisplayName("AMB-59: a recorded meter change excuses only the step that its readings explain")
  void aMeterChangeExcusesOnlyItsOwnStep(
      String code, String oldFinal, String newInitial, int at, boolean excused) {
    counter("EXEC001", "uint32", "0.001");
    frame(48_211.598);
    frame(48_211.6);
    changed(code, oldFinal, newInitial, at);
    second += 60;
    frame(0.25);
    assertEquals(
        excused ? "plausibility.counter-changed" : "plausibility.counter-backwards",
        code("EXEC001"));
  }

  @ParameterizedTest
  @CsvSource({
    "EXEC001,uint32,0.001,4294967.290,0.002",
    "EXEC001,uint16,1,65535,0",
    "EXEC001,uint16,0.1,6553.4,0.1",
    "EXEC001,uint32,0.01,999999.99,0.00",
    "EXEC001,bcd32,0.001,99999.999,0.000",
    "EXEC001,int32,1,2147483647,0",
    "FOTM001,float32,1,99999.99,0.01",
  })
  @DisplayName("AMB-59: a counter that comes to its end is said to roll over")
  void aRolloverIsNamedAsSuch(String code, String type, String scale, double last, double first) {
    counter(code, type, scale);
    frame(last);
    frame(first);
    assertEquals("plausibility.counter-rollover", code(code));
    assertEquals(Level.NOTICE, health(code).orElseThrow().level());
    frame(first);
    assertEquals(1, figure(code, "rollovers"));
    assertEquals(0, figure(code, "backwards"));
  }

  @Test
  @DisplayName("AMB-59: a counter that jumps is named, up and down again")
  void aJumpIsNamed() {
    counter("EXEC001", "uint32", "0.001");
    frame(100);
    frame(100.001);
    frames(5, 100.001);
    frame(165.536);
    assertEquals("plausibility.counter-jump", code("EXEC001"));
    assertTrue(health("EXEC001").orElseThrow().cause().en().contains("100.001 → 165.536 MW·h"));
    frame(100.002);
    assertEquals("plausibility.counter-backwards", code("EXEC001"));
    frame(100.003);
    assertEquals(1, figure("EXEC001", "jumps"));
    assertEquals(1, figure("EXEC001", "backwards"));
  }

  @Test
  @DisplayName("AMB-59: operating hours that pass faster than time have jumped")
  void hoursDoNotPassFasterThanTime() {
    counter("FOTM001", "uint32", "0.01");
    for (int i = 0; i < 36 * 30; i++) {
      frame(Math.round(800_000 + second / 36.0) / 100.0);
    }
    assertEquals(List.of(), plausibility.health());
    frame(8001);
    assertEquals("plausibility.counter-jump", code("FOTM001"));
  }

  @Test
  @DisplayName("AMB-59: first values, outages, restarts and coarse meters are no alarm")
  void whatAMeterNormallyDoesIsNoAlarm() {
    counter("EXEC001", "float64", "1");
    frames(3, NOTHING);
    frame(5000); // the first value there is
    frame(5250); // a meter that tells every quarter of an hour
    second += 900;
    frame(5500);
    frames(900, NOTHING); // an outage, in which it counts on
    frame(5750);
    frame(5749.9997); // less than what is shown
    frames(60, 5749.9999);
    second += 900;
    frame(5750.0001); // nor has it grown
    frame(6000);
    judge(List.of(new Sample(new PointId("EXEC001"), 0, Quality.DEVICE_FAULT)));
    frame(6000);
    assertEquals(List.of(), plausibility.health());
  }

  @Test
  void aClockThatIsSetBackIsNoAlarm() {
    table(HEADER + "FOTM001,,a,1,float32,,,\nPLNP001,,a,2,float32,,,\nPPNP001,,a,3,float32,,,\n");
    frame(10, 1, 1);
    frames(2, 10.02, 900, 1);
    second = -3600;
    frames(11, 10.06, 900, 1);
    assertEquals("", code("FOTM001"));
    assertEquals("plausibility.flow", code("flow"));
  }

  @Test
  void theLastDigitOfAFloatIsNoMovement() {
    counter("EXEC001", "float32", "1");
    float value = 4_000_000;
    frame(value);
    frame(Math.nextDown(value)); // 0.25 MW·h, which the register cannot tell from noise
    frame(value);
    assertEquals(List.of(), plausibility.health());
    frame(Math.nextDown(Math.nextDown(Math.nextDown(value))));
    assertEquals("plausibility.counter-backwards", code("EXEC001"));
  }

  @Test
  void aChangedRowBeginsAnewAndTheOthersGoOn() {
    String other = "EXHE001,,a,2,uint32,0.01,,\n";
    table(HEADER + "EXEC001,,a,1,uint32,0.001,,\n" + other);
    frame(100, 50);
    Frame late =
        new Frame(
            NOON.plusSeconds(1),
            1,
            ClockTrust.NOT_CHECKED,
            List.of(new Sample(new PointId("EXEC001"), 100, Quality.GOOD)));
    table(HEADER + "EXEC001,,a,1,uint32,0.0001,,\n" + other);
    plausibility.judge(sheet, late); // read with the former table
    frame(10, 49);
    assertEquals("", code("EXEC001"));
    assertEquals("plausibility.counter-backwards", code("EXHE001"));
    table(HEADER + "EXEC001,,a,1,uint32,0.0001,,\n");
    frame(10);
    assertEquals(List.of(), plausibility.health(), "what is not measured is not judged");
  }
}
