package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.courier.Courier;
import io.firedamp.courier.Errand;
import io.firedamp.courier.Route;
import io.firedamp.explore.Live;
import io.firedamp.health.Level;
import io.firedamp.meter.MeterBook;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.testkit.ManualClock;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

@DisplayName("CCER-4.3-03, ISC-8.1-01: the commands, as Karaf calls them without a terminal")
class CommandsTest {
  private final Desk desk = desk();
  private final List<Live> points =
      List.of(
          Samples.good("FONP001", "氧化装置进气压力", 101.325),
          Samples.good("FONP002", "备用", 3),
          Samples.missing(
              "BAD001",
              Quality.BAD_ADDRESS,
              java.time.Instant.EPOCH,
              new Text("holding:x is no address", "holding:x 不是地址")));

  /** A desk in a framework without bundles, whose clock stands still. */
  static Desk desk() {
    return desk(Samples.NOW);
  }

  static Desk desk(Instant now) {
    BundleContext bundles =
        Samples.fake(BundleContext.class, (proxy, method, arguments) -> new Bundle[0]);
    Desk desk =
        new Desk(
            new Troubles(
                Samples.fake(
                    ServiceComponentRuntime.class, (proxy, method, arguments) -> List.of()),
                Samples.fake(ConfigurationAdmin.class, (proxy, method, arguments) -> null),
                bundles,
                Optional.empty()));
    desk.addClock(new ManualClock(now), Map.of());
    return desk;
  }

  @Test
  void statusSaysThatAllIsWell() throws Exception {
    desk.addVital(() -> List.of(Samples.fit("store")), Map.of());
    assertTrue(run(StatusCommand.class, "--check").startsWith("All well: 1 part"));
    assertTrue(run(StatusCommand.class, "--zh").startsWith("一切正常"));
  }

  @Test
  void statusOfAnEmptyGatewayIsNotWell() throws Exception {
    assertTrue(run(StatusCommand.class).startsWith("Not well: 1 critical"));
  }

  @Test
  void statusChecksForScriptsAfterTheSameAnswer() throws Exception {
    desk.addVital(() -> List.of(Samples.sick("a", Level.MAJOR, "x")), Map.of());
    String answer = run(StatusCommand.class, "--json");
    assertTrue(answer.startsWith("{\"time\":\"2026-11-21T10:40:05.000Z\""), answer);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CommandException failure =
        assertThrows(
            CommandException.class, () -> run(bytes, StatusCommand.class, "--check", "--json"));
    assertEquals(answer, bytes.toString(StandardCharsets.UTF_8));
    assertEquals("", failure.getNiceHelp());
    assertEquals("CommandException", failure.getClass().getSimpleName()); // else Karaf logs a trace
  }

  @Test
  void backfillShowsWhatIsAskedForAndGivesItUp() throws Exception {
    assertTrue(run(BackfillCommand.class, "--en").startsWith("No platform waits"));
    java.time.Instant from = Samples.NOW.minusSeconds(36_000);
    List<String> cancelled = new java.util.ArrayList<>();
    desk.addCourier(
        new Courier() {
          @Override
          public Route route() {
            return new Route("national", "", "national:late", false, true, true);
          }

          @Override
          public List<Errand> errands() {
            return List.of(
                new Errand(
                    "national", "4711", from, from.plusSeconds(7200), from.plusSeconds(3599), 1));
          }

          @Override
          public boolean cancel(String id) {
            return id.equals("4711") && cancelled.add(id);
          }
        },
        Map.of());
    String page = run(BackfillCommand.class, "--en");
    assertTrue(page.contains("4711") && page.contains("49 %"), page);
    assertTrue(run(BackfillCommand.class, "--json").contains("\"id\":\"4711\""));
    assertThrows(CommandException.class, () -> run(BackfillCommand.class, "--cancel", "9"));
    assertTrue(run(BackfillCommand.class, "--en", "--cancel", "4711").contains("given up"));
    assertEquals(List.of("4711"), cancelled);
  }

  @Test
  void pointsAndReadShowTheFormulaOfAComputedPoint() throws Exception {
    Live first = Samples.good("FONP001", "氧化装置进气压力", 101.325);
    Live sum = Samples.computed("FONP003", "FONP001 + FONP002", 104.325, List.of(first));
    desk.addInstruments(Samples.instruments(List.of(first, sum)), Map.of());
    assertTrue(run(PointsCommand.class).contains("= FONP001 + FONP002"));
    assertTrue(run(PointsCommand.class, "--json").contains("\"formula\":\"FONP001 + FONP002\""));
    String page = run(ReadCommand.class, "FONP003");
    assertTrue(page.contains("formula  FONP001 + FONP002"), page);
    assertTrue(page.contains("FONP001  101.325 kPa  good"), page);
    String json = run(ReadCommand.class, "--json", "FONP003");
    assertTrue(json.contains("\"inputs\":[{\"id\":\"FONP001\""), json);
    assertTrue(run(ReadCommand.class, "--json", "FONP001").contains("\"formula\":null"));
  }

  @Test
  @DisplayName("AMB-59: a meter change is recorded with both readings, and listed")
  void meterRecordsAChangeAndListsAll() throws Exception {
    List<MeterChange> book = new ArrayList<>();
    desk.addMeters(book(book), Map.of());
    desk.addInstruments(
        Samples.instruments(List.of(points.get(0), Samples.counter("EXEC001"))), Map.of());
    assertEquals("No meter change is recorded.\n", run(MeterCommand.class));
    String answer =
        run(
            MeterCommand.class,
            ("--old-final 48211.60 --new-initial 0 --reason 检定 --by 李工"
                    + " --when 2026-11-21T10:10 exec001")
                .split(" "));
    assertEquals(
        List.of(
            new MeterChange(
                new PointId("EXEC001"),
                new BigDecimal("48211.60"),
                BigDecimal.ZERO,
                Instant.parse("2026-11-21T02:10:00Z"),
                Samples.NOW,
                "李工",
                "检定")),
        book);
    assertTrue(answer.startsWith("Recorded: EXEC001 48211.60 → 0, 2026-11-21 10:10:00"), answer);
    String list = run(MeterCommand.class, "--zh");
    assertTrue(list.contains("旧表止码") && list.contains("48211.60"), list);
    assertEquals("No meter change is recorded.\n", run(MeterCommand.class, "EXEC002"));
    String json = run(MeterCommand.class, "--json", "EXEC001");
    assertTrue(json.contains("\"old_final\":\"48211.60\",\"new_initial\":\"0\""), json);
    run(MeterCommand.class, "--old-final", "1.0", "--new-initial", "0.0", "--json", "EXEC001");
    assertEquals(Samples.NOW, book.get(1).at());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--old-final 1 --new-initial 0 EXEC01|Did you mean EXEC001?",
        "--old-final 1 --new-initial 0 FONP001|no cumulative value; those are: EXEC001",
        "--old-final 1 EXEC001|--new-initial : the reading",
        "--reason broken EXEC001|--old-final : the reading",
        "--old-final 1e3 --new-initial 0 EXEC001|--old-final 1e3: the reading",
        "--old-final 1 --new-initial 0 --when yesterday EXEC001|a time that has passed",
        "--old-final 1 --new-initial 0 --when 2026-11-22T10:10 EXEC001|a time that has passed"
      })
  void meterRecordsNothingThatIsIncompleteOrWrong(String arguments, String told) {
    List<MeterChange> book = new ArrayList<>();
    desk.addMeters(book(book), Map.of());
    desk.addInstruments(
        Samples.instruments(List.of(points.get(0), Samples.counter("EXEC001"))), Map.of());
    CommandException failure =
        assertThrows(CommandException.class, () -> run(MeterCommand.class, arguments.split(" ")));
    assertTrue(failure.getNiceHelp().contains(told), failure.getNiceHelp());
    assertEquals(List.of(), book);
  }

  private static MeterBook book(List<MeterChange> changes) {
    return new MeterBook() {
      @Override
      public List<MeterChange> changes() {
        return changes;
      }

      @Override
      public void add(MeterChange change) {
        changes.add(change);
      }
    };
  }

  @Test
  void pointsShowsAllOrThoseMeant() throws Exception {
    desk.addInstruments(Samples.instruments(points), Map.of());
    String all = run(PointsCommand.class);
    assertTrue(all.contains("FONP001  point FONP001  101.33  kPa"), all);
    assertTrue(all.contains("bad address") && all.contains("holding:x is no address"), all);
    assertFalse(all.contains("\u001b"), all);
    assertTrue(run(PointsCommand.class, "fonp*").contains("2 points"));
    assertTrue(run(PointsCommand.class, "*2").contains("1 point:"));
    assertTrue(run(PointsCommand.class, "备").contains("FONP002"));
    assertEquals("None of the 3 points matches x*\n", run(PointsCommand.class, "x*"));
    assertTrue(run(PointsCommand.class, "--json", "none").endsWith("\"points\":[]}\n"));
  }

  @Test
  void pointsSaysIfNobodyKnowsThem() {
    CommandException failure = assertThrows(CommandException.class, () -> run(PointsCommand.class));
    assertTrue(failure.getNiceHelp().startsWith("Nobody knows the points"));
  }

  @Test
  void readAsksTheInstrumentAndForgivesCase() throws Exception {
    desk.addInstruments(Samples.instruments(points), Map.of());
    assertTrue(
        run(ReadCommand.class, "--zh", "fonp001").startsWith("FONP001 氧化装置进气压力  101.33 kPa"));
    assertTrue(run(ReadCommand.class, "--json", "FONP001").contains("\"value\":101.325"));
  }

  @Test
  void readOfAnUnknownCodeSaysWhatMayBeMeant() throws Exception {
    desk.addInstruments(Samples.instruments(points), Map.of());
    CommandException failure =
        assertThrows(CommandException.class, () -> run(ReadCommand.class, "FONP01"));
    assertEquals("There is no point FONP01. Did you mean FONP001, FONP002?", failure.getNiceHelp());
    assertEquals(
        "There is no point QQQQ999. firedamp:points lists all 3.",
        assertThrows(CommandException.class, () -> run(ReadCommand.class, "QQQQ999"))
            .getNiceHelp());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThrows(CommandException.class, () -> run(bytes, ReadCommand.class, "--json", "FONP01"));
    assertTrue(
        bytes.toString(StandardCharsets.UTF_8).contains("\"near\":[\"FONP001\",\"FONP002\"]"));
  }

  @Test
  void watchPrintsPicturesOneBelowTheOtherWithoutATerminal() throws Exception {
    desk.addVital(() -> List.of(Samples.fit("uplink national")), Map.of());
    desk.addInstruments(Samples.instruments(points), Map.of());
    String answer = run(WatchCommand.class, "--seconds", "2");
    String title = "Firedamp 瓦斯  All well: 1 part";
    assertTrue(answer.startsWith(title), answer);
    assertEquals(answer.lastIndexOf("\n\n" + title), answer.indexOf("\n\n" + title));
    assertTrue(answer.indexOf("\n\n" + title) > 0, answer);
    assertTrue(answer.contains("uplink national  packets sent 12 · delay p99 0.21 s"), answer);
    assertFalse(answer.contains("\u001b"), answer);
  }

  @Test
  void watchRefreshesInPlaceOnAScreenOfTheCallers() throws Exception {
    desk.addInstruments(Samples.instruments(points), Map.of());
    String answer = run(WatchCommand.class, "--seconds", "1", "--screen", "80x24");
    assertTrue(answer.startsWith("\u001b[?25l\u001b[2J\u001b[H"), answer);
    assertTrue(answer.endsWith("\u001b[J\u001b[?25h"), answer);
    assertThrows(CommandException.class, () -> run(WatchCommand.class, "--screen", "wide"));
  }

  @Test
  void everyCommandHasHelpWithExamples() throws Exception {
    for (Class<? extends Action> command :
        List.<Class<? extends Action>>of(
            StatusCommand.class,
            PointsCommand.class,
            ReadCommand.class,
            MeterCommand.class,
            RegisterCommand.class,
            HistoryCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            ImportCommand.class,
            TableCommand.class,
            WatchCommand.class)) {
      String help = run(command, "--help");
      assertTrue(help.contains("Examples:") && help.contains("--zh"), help);
    }
  }

  @Test
  void nearestCodesComeFirst() {
    List<PointId> known =
        List.of(new PointId("FOCH001"), new PointId("FONP001"), new PointId("north:FONP011"));
    assertEquals(
        List.of("FONP001", "north:FONP011", "FOCH001"),
        Nearness.nearest("FONP001", known).stream().map(PointId::value).toList());
  }

  private String run(Class<? extends Action> command, String... arguments) throws Exception {
    return new Console(desk).run(command, arguments);
  }

  private void run(ByteArrayOutputStream bytes, Class<? extends Action> type, String... arguments)
      throws Exception {
    new Console(desk).run(bytes, type, arguments);
  }
}
