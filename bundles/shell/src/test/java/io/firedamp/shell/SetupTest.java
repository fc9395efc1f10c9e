package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Quality;
import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Name;
import io.firedamp.setup.Step.State;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The first steps, as command and page take them")
class SetupTest {
  private static final Path EXAMPLES =
      Path.of("..", "..", "karaf-assembly", "src", "main", "resources", "etc", "examples");

  private static final Map<String, String> PROJECT =
      Map.of("project.name", "某煤矿", "project.registration", "R1", "project.type", "power");

  @TempDir Path etc;

  private final Desk desk = CommandsTest.desk();
  private Setup setup;

  @BeforeEach
  void begin() throws IOException {
    setup = new Setup(desk, etc);
    Files.createDirectory(etc.resolve("examples"));
    try (Stream<Path> examples = Files.list(EXAMPLES)) {
      for (Path example : examples.toList()) {
        Files.copy(example, etc.resolve("examples").resolve(example.getFileName()));
      }
    }
  }

  private Step step(Name name) {
    return setup.steps().get(name.ordinal());
  }

  private State state(Name name) {
    return step(name).state();
  }

  private void vital(Health... healths) {
    desk.addVital(() -> List.of(healths), Map.of());
  }

  private static Health health(String subject, Level level, String code, Figure... figures) {
    return new Health(
        subject,
        level,
        Instant.EPOCH,
        code,
        new Text("why", "原因"),
        new Text("do", "处理"),
        List.of(figures));
  }

  private static Health ok(String subject, Figure... figures) {
    return Health.ok(subject, Instant.EPOCH, List.of(figures));
  }

  private static Figure figure(String key, double value) {
    return Figure.of(key, key, key, value, "");
  }

  private String run(String... arguments) throws Exception {
    return console(Optional.empty(), new ArrayDeque<>()).run(SetupCommand.class, arguments);
  }

  private Console console(Optional<Terminal> terminal, Queue<String> typed) {
    return new Console(desk, terminal, Optional.of(setup), typed);
  }

  // ---- what is seen

  @Test
  void ofAnEmptyGatewayEverythingIsToDo() {
    assertEquals(
        List.of(Name.values()), setup.steps().stream().map(Step::name).toList(), "in order");
    for (Step step : setup.steps()) {
      assertEquals(State.OPEN, step.state(), step.name().name());
      assertFalse(step.next().zh().isEmpty(), step.name().name());
    }
  }

  @Test
  void ofAGatewayAtWorkEverythingIsDone() {
    vital(
        ok("pipeline"),
        ok("points", figure("table", 3), figure("rows", 1)),
        ok("source boiler1"),
        ok("uplink national", figure("acknowledged", 7)));
    desk.addInstruments(Samples.instruments(List.of(Samples.good("FONP001", "流量", 1))), Map.of());
    for (Step step : setup.steps()) {
      assertEquals(State.DONE, step.state(), step.name().name());
    }
    assertEquals("boiler1", step(Name.SOURCE).found().en());
    assertTrue(step(Name.PACKET).found().en().startsWith("7 packets acknowledged"));
  }

  @Test
  void whatDoesNotWorkIsWrongAndSaysWhatToDo() {
    vital(
        health("points", Level.CRITICAL, "points.none", figure("table", 0)),
        health("source boiler1", Level.MAJOR, "source.no-answer"),
        health("uplink national", Level.CRITICAL, "uplink.login", figure("acknowledged", 0)));
    assertEquals(State.OPEN, state(Name.TABLE), "there is no file to be wrong");
    assertEquals(State.WRONG, state(Name.SOURCE));
    assertEquals("source boiler1: why", step(Name.SOURCE).found().en());
    assertEquals("处理", step(Name.SOURCE).next().zh());
    assertEquals(State.DONE, state(Name.ACCESS), "it runs");
    assertEquals(State.WRONG, state(Name.PACKET));
  }

  @Test
  void aTableThatIsRefusedIsWrongAndARowThatCannotBeReadIsNoFaultOfTheSource() throws IOException {
    vital(
        health("points", Level.CRITICAL, "points.none", figure("table", 0)),
        health("source boiler1", Level.MAJOR, "source.bad-address"));
    Files.writeString(etc.resolve("points.csv"), "code\n");
    assertEquals(State.WRONG, state(Name.TABLE));
    assertEquals(State.DONE, state(Name.SOURCE));
  }

  @Test
  void theTestReadNamesThePointsThatAreNotGoodAndAwaitsThoseThatWereNotDue() {
    var awaited = Samples.missing("FOTM001", Quality.NO_ANSWER, Instant.EPOCH, Text.NONE);
    var good = Samples.good("FONP001", "流量", 1);
    desk.addInstruments(Samples.instruments(List.of(good, awaited)), Map.of());
    assertEquals(State.OPEN, state(Name.READ));
    Desk other = CommandsTest.desk();
    var bad =
        Samples.missing("BAD001", Quality.BAD_ADDRESS, Samples.NOW, new Text("no address", "不是地址"));
    other.addInstruments(Samples.instruments(List.of(good, bad)), Map.of());
    Step read = new Setup(other, etc).steps().get(Name.READ.ordinal());
    assertEquals(State.WRONG, read.state());
    assertEquals("1 of 2 points are good\nBAD001 bad address: no address", read.found().en());
  }

  // ---- what is written

  @Test
  void theProjectIsWrittenWithTheCommentsOfItsExample() throws IOException {
    assertEquals(List.of(), setup.write(Name.PROJECT, PROJECT));
    List<String> lines = Files.readAllLines(etc.resolve("io.firedamp.site.cfg"));
    assertTrue(lines.contains("project.name = 某煤矿"), lines::toString);
    assertTrue(lines.contains("project.type = power"), lines::toString);
    assertTrue(lines.contains("heat.monitoring = direct"), "what is usual");
    assertTrue(lines.contains("#tick.ms = 1000"), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("# chp (heat and power")));
    Step step = step(Name.PROJECT);
    assertEquals("某煤矿", step.fields().get(0).value(), "is shown again");
    assertEquals("io.firedamp.site.cfg is there, but not yet at work", step.found().en());
  }

  @Test
  void whatIsChangedLaterKeepsTheRestAsAPersonHasWrittenIt() throws IOException {
    Path file = etc.resolve("io.firedamp.site.cfg");
    String mine = "# mine\nproject.name = 某${no.such}\ntick.ms = 5000\n";
    Files.writeString(file, mine + "project.registration = R0\n");
    setup.write(Name.PROJECT, Map.of("project.registration", "R1"));
    List<String> lines = Files.readAllLines(file);
    assertEquals("# mine", lines.get(0));
    assertEquals("project.name = 某${no.such}", lines.get(1), "as it is written");
    assertEquals("tick.ms = 5000", lines.get(2));
    assertEquals("project.registration = R1", lines.get(3));
    assertTrue(Files.readString(etc.resolve("io.firedamp.site.cfg.old")).contains("R0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modbus|502|host = 10.0.0.7|port = 502",
        "s7|102|host = 10.0.0.7|port = 102",
        "modbus|1502|host = 10.0.0.7|port = 1502",
        "opcua||endpoint = opc.tcp://10.0.0.7:4840|endpoint = opc.tcp://10.0.0.7:4840",
      })
  void aSourceIsAFileOfItsDriver(String driver, String port, String first, String second)
      throws IOException {
    Map<String, String> answers =
        Map.of(
            "driver",
            driver,
            "name",
            "boiler1",
            "host",
            "10.0.0.7",
            "port",
            port == null ? "" : port);
    assertEquals(List.of(), setup.write(Name.SOURCE, answers));
    List<String> lines =
        Files.readAllLines(etc.resolve("io.firedamp.driver." + driver + "-boiler1.cfg"));
    assertTrue(lines.contains(first) && lines.contains(second), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("#timeout.ms")), "with comments");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../x|10.0.0.7|502|name: letters",
        "a b|10.0.0.7|502|name: letters",
        "x|10.0.0.7/../|502|host: an address",
        "x|10.0.0.7|65536|port: a whole",
        "x|10.0.0.7|99999999999|port: a whole",
        "x||502|host: is missing",
      })
  void aSourceThatCannotBeIsNotWritten(String name, String host, String port, String told)
      throws IOException {
    List<Text> wrong =
        setup.write(
            Name.SOURCE, Map.of("name", name, "host", host == null ? "" : host, "port", port));
    assertTrue(wrong.get(0).en().startsWith(told), wrong::toString);
    try (Stream<Path> files = Files.list(etc)) {
      assertEquals(1, files.count(), "the examples only");
    }
  }

  @Test
  void wrongAnswersAreToldTogetherAndNothingIsWritten() throws IOException {
    List<Text> wrong =
        setup.write(
            Name.PROJECT,
            Map.of("project.type", "nuclear", "project.name", "a\nb", "tick.ms", "1"));
    List<String> told = wrong.stream().map(Text::en).toList();
    assertTrue(told.contains("tick.ms: is not asked for"), told::toString);
    assertTrue(told.contains("project.registration: is missing"), told::toString);
    assertTrue(told.contains("project.type: one of chp, power, heat"), told::toString);
    assertTrue(told.stream().anyMatch(t -> t.startsWith("project.name: cannot be written")));
    assertFalse(Files.exists(etc.resolve("io.firedamp.site.cfg")));
    assertFalse(setup.write(Name.READ, Map.of()).isEmpty(), "there is nothing to answer");
  }

  @Test
  void aSecretIsWrittenForItsOwnerAndNeverShown() throws IOException {
    Map<String, String> answers =
        Map.of(
            "supplier.name", "佳华智联",
            "supplier.credit.code", "911101126996050290",
            "broker", "tcp://10.8.0.1:1883",
            "client.id", "FIREDAMPTEST01",
            "topic", "/X",
            "password", "hush",
            "aes.key", "00112233445566778899aabbccddeeff");
    assertEquals(List.of(), setup.write(Name.ACCESS, answers));
    Path file = etc.resolve("io.firedamp.uplink.ccer-national.cfg");
    assertTrue(Files.readString(file).contains("password = hush"));
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(setup.steps().toString().contains("hush"));
    setup.write(Name.ACCESS, Map.of("topic", "/Y"));
    String after = Files.readString(file);
    assertTrue(after.contains("password = hush") && after.contains("topic = /Y"), "it stays");
  }

  // ---- the command

  @Test
  void theCommandShowsEachStepAndWhatIsToDo() throws Exception {
    String answer = run();
    assertTrue(answer.startsWith("1. Project: to do\n   → Say what"), answer);
    assertTrue(answer.contains("6. Test packet: to do"), answer);
    assertTrue(run("--zh").startsWith("1. 项目: 待办"));
    String source = run("source");
    assertTrue(
        source.contains("driver=modbus") && source.contains("(modbus | s7 | opcua)"), source);
    String json = run("--json");
    assertTrue(json.contains("\"done\":false"), json);
    assertTrue(json.contains("{\"name\":\"PROJECT\",\"state\":\"OPEN\""), json);
  }

  @Test
  void theCommandWritesAnswersAndSaysHowTheStepIsThen() throws Exception {
    vital(ok("pipeline"));
    String answer =
        run("project", "project.name=某煤矿", "project.registration=R1", "project.type=heat");
    assertEquals("1. Project: done\n   某煤矿, R1, heat\n", answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "projet|There is no step projet",
        "source host=x name=..|name: letters",
        "access password=hush|a secret only as file:PATH",
        "source 10.0.0.7|Answers are KEY=VALUE",
      })
  void theCommandRefusesWhatIsWrong(String arguments, String told) {
    CommandException failure =
        assertThrows(CommandException.class, () -> run(arguments.split(" ")));
    assertTrue(failure.getNiceHelp().contains(told), failure.getNiceHelp());
    assertFalse(failure.getNiceHelp().contains("hush"));
  }

  @Test
  void whoWaitsForWhatDoesNotComeGetsAFailureAfterTheAnswer() throws Exception {
    assertThrows(CommandException.class, () -> run("--wait", "1", "packet"));
    vital(ok("uplink national", figure("acknowledged", 1)));
    assertTrue(run("--wait", "1", "packet").startsWith("6. Test packet: done"));
  }

  @Test
  void onATerminalItAsksAndGoesOnLater() throws Exception {
    Terminal terminal =
        Samples.fake(
            Terminal.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getType" -> "xterm";
                  case "getWidth" -> 100;
                  case "isAnsiSupported" -> false;
                  default -> null;
                });
    Path site = etc.resolve("io.firedamp.site.cfg");
    desk.addVital(
        () -> Files.exists(site) ? List.of(ok("pipeline"), ok("source x")) : List.of(), Map.of());
    Queue<String> typed = new ArrayDeque<>();
    String first = console(Optional.of(terminal), typed).run(SetupCommand.class);
    assertTrue(first.startsWith("1. Project: to do") && !Files.exists(site), "nobody answers");
    typed.addAll(List.of("某煤矿", "R1", "nuclear", "", ""));
    typed.addAll(List.of("某煤矿", "R1", "power", "", ""));
    String answer = console(Optional.of(terminal), typed).run(SetupCommand.class);
    assertTrue(answer.contains("project.type: one of chp, power, heat"), answer);
    assertTrue(answer.contains("1. Project: done\n   某煤矿, R1, power"), answer);
    assertTrue(typed.isEmpty());
  }
}
