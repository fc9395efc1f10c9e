package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.point.Table;
import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableKeeperTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final String HEADER = "code,source,address,type\n";
  private static final String RIGHT = HEADER + "FONP001,a,1,uint16\n";
  private static final String WRONG = HEADER + "FONP001,a,1,uint17\n";
  private static final Project PROJECT = project("", Type.POWER);
  private static final Project NORTH = project("north", Type.HEAT);
  private static final String TWO_PROJECTS =
      "code,project,source,address,type\nFONP001,,a,1,uint16\nFONP001,north,b,1,uint16\n";

  @TempDir Path folder;

  private final FakeStore store = new FakeStore();
  private final ManualClock clock = new ManualClock(NOON);
  private final List<Sheet> inForce = new ArrayList<>();
  private final List<Project> projects = new ArrayList<>(List.of(PROJECT));
  private Path file;
  private TableKeeper keeper;

  @BeforeEach
  void begin() {
    file = folder.resolve("points.csv");
    keeper = keeper();
  }

  private TableKeeper keeper() {
    return new TableKeeper(
        file, Duration.ofSeconds(1), () -> List.copyOf(projects), store, clock, inForce::add);
  }

  private static Project project(String id, Type type) {
    return new Project(id, "mine", "R1", type, Monitoring.DIRECT, Monitoring.DIRECT);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private long number() {
    return keeper.sheet().table().number();
  }

  private Health health() {
    return keeper.health();
  }

  @Test
  @DisplayName("Issue 2: a missing file is told, and is read when it comes")
  void aMissingFileIsCriticalUntilItComes() throws IOException {
    keeper.load();
    assertEquals("points.none", health().code());
    assertEquals(Level.CRITICAL, health().level());
    assertTrue(health().cause().en().contains("is missing"), health().cause().en());
    write(RIGHT);
    keeper.poll();
    keeper.poll();
    assertEquals(1, number());
    assertEquals(1, inForce.size());
    assertEquals("points.incomplete", health().code());
    assertEquals(Level.NOTICE, health().level());
    assertTrue(health().cause().en().contains("FOCH ("), health().cause().en());
  }

  @Test
  @DisplayName("Issue 2: a wrong file leaves the last good table in force, with an alarm")
  void aWrongFileIsRefusedWhole() throws IOException {
    write(RIGHT);
    keeper.load();
    write(WRONG + "FOCH001,a,2,uint16\n");
    keeper.poll();
    keeper.poll();
    assertEquals(1, number());
    assertEquals(1, keeper.sheet().rows().size());
    assertEquals("points.refused", health().code());
    assertEquals(Level.MAJOR, health().level());
    assertTrue(health().cause().en().contains("points.csv, line 2, type = uint17: one of bool"));
    assertTrue(health().cause().zh().contains("第 2 行"));
    Instant since = health().since();
    clock.advance(Duration.ofMinutes(1));
    assertEquals(since, health().since());

    write(RIGHT);
    keeper.poll();
    keeper.poll();
    assertEquals(List.of(), keeper.errors());
    assertEquals(1, number(), "the same text is the same version");
    assertEquals(1, inForce.size(), "and is not applied again");
  }

  @Test
  void aWrongFileAtTheStartLeavesTheTableOfTheFormerRun() throws IOException {
    write(RIGHT);
    keeper.load();
    write(WRONG);
    keeper = keeper();
    keeper.load();
    assertEquals(1, number());
    assertEquals("points.refused", health().code());
  }

  @Test
  void aFileIsReadWhenItStandsStill() throws IOException {
    write(RIGHT);
    keeper.load();
    write(RIGHT + "FOCH001,a,2,uint16\n");
    keeper.poll();
    assertEquals(1, number());
    write(RIGHT + "FOCH001,a,2,uint16\nFOTM001,a,3,uint16\n");
    keeper.poll();
    assertEquals(1, number());
    keeper.poll();
    assertEquals(2, number());
    assertEquals(3, keeper.sheet().rows().size());
  }

  @Test
  @DisplayName("CCER-4.2.1-01: data of last year are read with the table of last year")
  void everyVersionIsKept() throws IOException {
    write(RIGHT);
    keeper.load();
    clock.advance(Duration.ofDays(1));
    write(HEADER + "FOCH001,a,1,uint16\n");
    keeper.poll();
    keeper.poll();
    assertEquals(2, number());
    assertEquals(NOON.plus(Duration.ofDays(1)), keeper.sheet().table().since());
    Table former = keeper.version(1).orElseThrow();
    assertEquals("FONP001", former.points().get(0).id().value());
    assertEquals(NOON, former.since());
    assertEquals(keeper.sheet().table(), keeper.version(2).orElseThrow());
    assertEquals(Optional.empty(), keeper.version(3));
  }

  @Test
  @DisplayName(
      "ISC-7.2.3-08, CCER-4.2.1-01: a computed point is kept with its version of the table")
  void aComputedPointIsKeptWithItsVersion() throws IOException {
    write(RIGHT + "FONP002,calc,FONP001 * 2,\n");
    keeper.load();
    write(RIGHT);
    keeper.poll();
    keeper.poll();
    assertEquals(2, number());
    keeper = keeper();
    Point computed = keeper.version(1).orElseThrow().point(new PointId("FONP002")).orElseThrow();
    assertEquals(Optional.of("FONP001 * 2"), computed.formula());

    write(WRONG);
    store.keepTable(RIGHT + "FONP002,calc,FONP001 * 3,\n", NOON);
    keeper.load();
    assertTrue(keeper.sheet().row(computed.id()).orElseThrow().computed(), "also over a restart");
  }

  @Test
  void aFileThatIsBeingReplacedRaisesNoAlarm() throws IOException {
    write(RIGHT);
    keeper.load();
    Files.delete(file);
    keeper.poll();
    assertEquals(List.of(), keeper.errors());
    write("");
    keeper.poll();
    write(RIGHT);
    keeper.poll();
    keeper.poll();
    assertEquals(List.of(), keeper.errors());
    write("");
    keeper.poll();
    keeper.poll();
    assertTrue(health().cause().en().contains("the file is empty"), health().cause().en());
    Files.delete(file);
    keeper.poll();
    keeper.poll();
    assertTrue(health().cause().en().contains("is missing"), health().cause().en());
    assertEquals(1, number());
  }

  @Test
  void aTableThatTheStoreCannotKeepIsTriedAgain() throws IOException {
    write(RIGHT);
    store.full(true);
    keeper.load();
    keeper.poll();
    assertEquals("points.none", health().code());
    assertTrue(health().cause().en().contains("no space left"), health().cause().en());
    store.full(false);
    keeper.poll();
    keeper.poll();
    assertEquals(1, number());
  }

  @Test
  void aFileOfAChineseSpreadsheetIsUnderstood() throws IOException {
    String text = "点位编号,数据源,地址,数据类型,描述\nFONP001,a,1,float,混合气流量\n";
    Files.write(file, text.getBytes(Charset.forName("GBK")));
    keeper.load();
    assertEquals("混合气流量", keeper.sheet().table().points().get(0).name().zh());
  }

  @Test
  @DisplayName(
      "CCER-7.4-04: a project that comes brings its rows; one that goes takes nothing along")
  void aProjectThatComesOrGoesIsJudgedAnew() throws IOException {
    write(TWO_PROJECTS);
    keeper.load();
    keeper.poll();
    assertEquals(0, number());
    assertTrue(health().cause().en().contains("project = north: no further project"));

    projects.add(NORTH);
    keeper.poll();
    keeper.poll();
    assertEquals(1, number());
    assertEquals(List.of(), keeper.errors());

    projects.remove(NORTH);
    keeper.poll();
    assertEquals(List.of(), keeper.errors(), "a configuration that is being replaced");
    keeper.poll();
    assertEquals("points.refused", health().code());
    assertEquals(2, keeper.sheet().rows().size(), "nothing stops being measured");

    projects.add(NORTH);
    keeper.poll();
    keeper.poll();
    assertEquals(List.of(), keeper.errors());
    assertEquals(1, number());
    assertEquals(1, inForce.size(), "the table has been the same all the time");
  }

  @Test
  @DisplayName("CCER-7.4-04: a restart measures every project at once, and raises no alarm")
  void aProjectMayComeAfterTheTable() throws IOException {
    projects.add(NORTH);
    write(TWO_PROJECTS);
    keeper.load();
    projects.remove(NORTH);
    keeper = keeper();
    keeper.load();
    assertEquals(2, keeper.sheet().rows().size());
    assertEquals(List.of(), keeper.errors());
    projects.add(NORTH);
    keeper.poll();
    keeper.poll();
    assertEquals(List.of(), keeper.errors());
    assertEquals(1, number());
  }

  @Test
  @DisplayName(
      "CCER-5.1-02, CCER-7.4-04, CCER-D-01, CCER-D-02: each project is held to its own table of annex D")
  void whatAProjectLacksIsNamedWithIt() throws IOException {
    projects.add(NORTH);
    write(TWO_PROJECTS + "FOCH001,,a,2,uint16\nEXHE001,north,b,2,uint16\n");
    keeper.load();
    String cause = health().cause().en();
    assertEquals("points.incomplete", health().code());
    assertTrue(cause.contains(", north:FOCH (") && !cause.contains(" FOCH ("), cause);
    assertTrue(cause.contains(" EXEC (") && !cause.contains("north:EXEC ("), cause);
    assertTrue(!cause.contains("EXHE ("), cause);
  }

  @Test
  void theFirstTwentyErrorsAreShownAndTheRestCounted() throws IOException {
    write(
        HEADER
            + IntStream.range(0, 25).mapToObj(i -> "FON,a,1,bool\n").collect(Collectors.joining()));
    keeper.load();
    String cause = health().cause().en();
    assertTrue(cause.contains("line 21,"), cause);
    assertTrue(!cause.contains("line 22,") && cause.endsWith("… and 5 more"), cause);
  }
}
