package io.firedamp.accounting.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.account.Check;
import io.firedamp.accounting.China;
import io.firedamp.accounting.Plant;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Raw;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ActionCommand;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CCER-4.4, CCER-4.5, CCER-4.6: the commands, as Karaf calls them without a terminal")
class CommandsTest {
  private static final Instant BEGIN = China.begin(LocalDate.of(2026, 11, 21));

  @TempDir Path state;
  private final Office office = new Office();
  private Plant plant;

  @BeforeEach
  void anHourWithAGap() throws IOException {
    plant = new Plant(state, BEGIN);
    plant.table(BEGIN, Plant.point("FONP001", true, 10, 10, "a"));
    plant.good(BEGIN, BEGIN.plusSeconds(600), Duration.ofSeconds(10));
    plant.good(BEGIN.plusSeconds(900), BEGIN.plusSeconds(3600), Duration.ofSeconds(10));
    plant.count(BEGIN.plusSeconds(3690)); // the last 90 s are not counted yet
    office.addAccounts(plant.accounts());
    office.addTable(plant);
    office.addStore(plant.store);
    office.addClock(plant.clock);
    office.addInstruments(
        new Instruments() {
          @Override
          public List<Live> live() {
            return plant.current().points().stream().map(point -> live(point, 0)).toList();
          }

          @Override
          public Optional<Live> read(PointId id) {
            return plant.current().point(id).map(point -> live(point, 1.75));
          }

          @Override
          public List<Live> readAll(String source) {
            return List.of();
          }

          @Override
          public List<String> explorable() {
            return List.of();
          }

          @Override
          public Optional<Listing> browse(String source, String place) {
            return Optional.empty();
          }

          @Override
          public Optional<Raw> raw(String source, String address, int bytes) {
            return Optional.empty();
          }

          private Live live(Point point, double value) {
            Sample sample = new Sample(point.id(), value, Quality.GOOD);
            return new Live(point, sample, BEGIN, Text.NONE);
          }
        });
  }

  @Test
  @DisplayName("CCER-4.4-02: day, month, year and trial run")
  void reports() throws Exception {
    String day = run(ReportCommand.class, "--en", "day");
    assertTrue(day.startsWith("Daily report 2026-11-21") && day.contains("91.66"), day);
    assertTrue(
        run(ReportCommand.class, "--zh", "--at", "2026-11", "month").startsWith("月报 2026-11"));
    assertTrue(run(ReportCommand.class, "--at", "2026", "--json", "year").contains("\"due\":360"));
    assertTrue(run(ReportCommand.class, "--en", "trial").contains("no trial run"));
    String trial = run(ReportCommand.class, "--en", "--begin", "2026-11-21T00:30", "trial");
    assertTrue(trial.contains("running") && trial.contains("2026-12-22"), trial);
    assertThrows(CommandException.class, () -> run(ReportCommand.class, "week"));
    assertThrows(CommandException.class, () -> run(ReportCommand.class, "--at", "21.11.", "day"));
    assertThrows(
        CommandException.class, () -> run(ReportCommand.class, "--project", "south", "day"));
  }

  @Test
  void filesAreWrittenAndNeverOverwritten() throws Exception {
    for (String form : List.of("csv", "xlsx", "html")) {
      Path file = state.resolve("day." + form);
      assertEquals(
          "Written: " + file + "\n",
          run(ReportCommand.class, "--en", "--" + form, file.toString(), "day"));
      assertTrue(Files.size(file) > 500);
      assertThrows(
          CommandException.class,
          () -> run(ReportCommand.class, "--" + form, file.toString(), "day"));
    }
  }

  @Test
  @DisplayName("CCER-4.5-01: gaps are shown and explained")
  void gapsAreShownAndExplained() throws Exception {
    String id = "20261121T001000-store";
    assertTrue(run(GapsCommand.class, "--en", "--from", "2026-11-21").contains(id));
    assertEquals(
        "Recorded.\n", run(GapsCommand.class, "--en", "--by", "li", "--explain", id, "disk full"));
    assertTrue(run(GapsCommand.class).contains("disk full (li)"));
    assertThrows(
        CommandException.class,
        () -> run(GapsCommand.class, "--explain", "20261121T001001-store", "x"));
    assertThrows(CommandException.class, () -> run(GapsCommand.class, "--explain", id));
  }

  @Test
  @DisplayName("ISC-7.2.3-10: export")
  void exports() throws Exception {
    Path file = state.resolve("x.csv");
    String said =
        run(
            ExportCommand.class,
            "--en",
            "--from",
            "2026-11-21",
            "--to",
            "2026-11-21T00:01",
            "--csv",
            file.toString());
    assertEquals("6 instants written\n", said);
    assertEquals(3 + 6, Files.readAllLines(file).size());
    assertThrows(CommandException.class, () -> run(ExportCommand.class, "--from", "2026-11-21"));
  }

  @Test
  @DisplayName("CCER-4.4-01: the daily check compares stored values with a fresh read, and is kept")
  void theDailyCheckComparesAndIsKept() throws Exception {
    plant.good(BEGIN.plusSeconds(3600), BEGIN.plusSeconds(3690), Duration.ofSeconds(10));
    String sheet = run(CheckCommand.class, "--en", "--by", "李工");
    assertTrue(sheet.contains("1.25") && sheet.contains("1.75") && sheet.contains("0.50"), sheet);
    plant.restart();
    Check check = plant.accounts().checks().get(0);
    assertEquals("李工", check.by());
    assertEquals(List.of(new Check.Line(new PointId("FONP001"), 1.25, 1.75)), check.lines());
  }

  @Test
  void aPartThatDoesNotRunIsTold() {
    office.removeAccounts(plant.accounts());
    CommandException failure =
        assertThrows(CommandException.class, () -> run(ReportCommand.class, "--en", "day"));
    assertTrue(failure.getNiceHelp().contains("firedamp:status"));
  }

  // ---- a shell

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Through Karaf's own injection and parsing. */
  private String run(Class<? extends Action> type, String... arguments) throws Exception {
    Registry[] registry = new Registry[1];
    Session session =
        fake(
            Session.class,
            (proxy, method, parameters) ->
                switch (method.getName()) {
                  case "getRegistry" -> registry[0];
                  case "get" -> "LANG".equals(parameters[0]) ? "C.UTF-8" : null;
                  case "resolveCommand" -> parameters[0];
                  default -> null;
                });
    registry[0] =
        fake(
            Registry.class,
            (proxy, method, parameters) ->
                method.getName().equals("getService")
                    ? parameters[0] == Office.class ? office : session
                    : List.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      new ActionCommand(new ManagerImpl(registry[0], registry[0]), type)
          .execute(session, List.<Object>of((Object[]) arguments));
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
