package io.firedamp.simulator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firedamp.simulator.platform.Rehearsal;
import io.firedamp.simulator.platform.Rehearsals;
import io.firedamp.simulator.platform.Unable;
import io.firedamp.text.Text;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.impl.console.RegistryImpl;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandActionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00.750Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-21T04:00:00Z",
    "90s, 2026-11-21T03:58:30Z",
    "15m, 2026-11-21T03:45:00Z",
    "2H, 2026-11-21T02:00:00Z",
    "1d, 2026-11-20T04:00:00Z",
    "1740240360, 2025-02-22T16:06:00Z",
    "2026-11-21T08:00:00, 2026-11-21T00:00:00Z",
    "2026-11-21 08:00:05, 2026-11-21T00:00:05Z"
  })
  void timesAreReadAsPeopleWriteThem(String written, Instant expected) {
    assertEquals(Optional.of(expected), Moment.parse(written, NOW));
  }

  @ParameterizedTest
  @CsvSource({"''", "15", "-5m", "1y", "2026-11-31T00:00:00", "08:00"})
  void whatIsNoTimeIsNotGuessed(String written) {
    assertEquals(Optional.empty(), Moment.parse(written, NOW));
  }

  /** A platform that remembers what it was asked. */
  private static final class Asked implements Rehearsal {
    private final List<String> commands = new ArrayList<>();

    @Override
    public String name() {
      return "demo";
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public String command(String type, Instant from, Instant to, boolean sampleLike) {
      commands.add(type + " " + from + " " + to + " " + sampleLike);
      return "1742106155427680258";
    }

    @Override
    public void play(String script) throws Unable {
      if (script.startsWith("refuse some")) {
        throw new Unable(new Text("line 1", "第1行"));
      }
      commands.add(script);
    }

    @Override
    public void stopPlaying() {
      commands.add("stop");
    }

    @Override
    public void write(Path file) {
      commands.add(file.toString());
    }

    @Override
    public Summary summary() {
      return new Summary(true, Text.NONE, Text.NONE);
    }

    @Override
    public Text progress() {
      return Text.NONE;
    }

    @Override
    public List<String> report(Locale locale) {
      return List.of();
    }

    @Override
    public String json() {
      return "{}";
    }
  }

  /** What Karaf does with a line that somebody types. */
  private static void run(Class<?> action, Rehearsals rehearsals, Object... words)
      throws Exception {
    RegistryImpl registry = new RegistryImpl(null);
    registry.register(rehearsals);
    new ManagerImpl(registry, registry).register(action);
    Command command = registry.getService(Command.class);
    Session session =
        (Session)
            Proxy.newProxyInstance(
                CommandActionTest.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getRegistry" -> registry;
                      case "hashCode" -> 1;
                      case "equals" -> proxy == arguments[0];
                      default -> null;
                    });
    registry.register(session);
    command.execute(session, List.of(words));
  }

  @Test
  @DisplayName("CCER-7.7-02: Karaf understands the command and its options")
  void aTypedLineBecomesACommand() throws Exception {
    Asked platform = new Asked();
    Rehearsals rehearsals = rehearsals(platform);
    run(CommandAction.class, rehearsals, "--from", "15m", "--to", "now", "--en");
    run(
        CommandAction.class,
        rehearsals,
        "--from",
        "1740240360",
        "--to",
        "2026-11-21T08:00:00",
        "--type",
        "9",
        "--sample-like",
        "--platform",
        "demo",
        "--json");
    run(ReportAction.class, rehearsals, "--json");
    assertEquals(
        List.of(
            "1 2026-11-21T03:45:00Z 2026-11-21T04:00:00Z false",
            "9 2025-02-22T16:06:00Z 2026-11-21T00:00:00Z true"),
        platform.commands);
    assertThrows(
        CommandException.class,
        () -> run(CommandAction.class, rehearsals, "--from", "soon", "--to", "now"));
    assertThrows(
        CommandException.class, () -> run(CommandAction.class, rehearsals, "--from", "15m"));
  }

  @Test
  void aTypedStepIsPlayedAndAReportWritten() throws Exception {
    Asked platform = new Asked();
    Rehearsals rehearsals = rehearsals(platform);
    run(ScriptAction.class, rehearsals, "refuse 5 packets");
    run(ScriptAction.class, rehearsals, "--stop", "--json");
    run(ReportAction.class, rehearsals, "--file", "/tmp/report.html");
    assertEquals(List.of("refuse 5 packets", "stop", "/tmp/report.html"), platform.commands);
    assertThrows(
        CommandException.class, () -> run(ScriptAction.class, rehearsals, "refuse some packets"));
    assertThrows(CommandException.class, () -> run(ScriptAction.class, rehearsals));
    assertThrows(
        CommandException.class, () -> run(ScriptAction.class, rehearsals, "--stop", "no reply"));
  }

  private static Rehearsals rehearsals(Rehearsal platform) {
    Rehearsals rehearsals = new Rehearsals();
    rehearsals.add(platform);
    return rehearsals;
  }

  @Test
  void withoutAPlatformTheCommandSaysSo() {
    CommandAction action = new CommandAction();
    action.rehearsals = new Rehearsals();
    action.chinese = true;
    CommandException none = assertThrows(CommandException.class, action::execute);
    assertEquals("没有正在运行的模拟平台。", none.getMessage());
  }
}
