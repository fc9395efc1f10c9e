package io.firedamp.clock.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.Timekeeper;
import io.firedamp.clock.Timekeeping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("firedamp:clock")
class ClockCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration HOUR_BACK = Duration.ofHours(-1);

  @TempDir private Path folder;
  private final World world = new World();
  private Duration step = Duration.ZERO;
  private Keeper keeper;

  /** Three servers, of which one lies and one has never answered, and a secondary one. */
  @BeforeEach
  void keep() {
    keeper =
        new Keeper(
            ClockSettings.of(Map.of("servers", "a, liar, c, [::1]:1123", "secondary", "local")),
            world.machine(),
            world,
            new ClockLog(folder.resolve("clock.csv")));
    world.server("a", Duration.ofMillis(7));
    world.server("c", Duration.ofMillis(7));
    world.server("liar", HOUR_BACK);
    world.server("local", Duration.ofMillis(20));
    for (int turn = 0; turn < 40; turn++) {
      world.pass(Duration.ofMillis(500));
      keeper.turn();
    }
  }

  private ClockCommand command() {
    ClockCommand command = new ClockCommand();
    command.keeper =
        new Timekeeper() {
          @Override
          public Timekeeping timekeeping() {
            return Testimony.of(keeper, Optional.empty());
          }

          @Override
          public List<ClockEvent> events() {
            return keeper.events();
          }

          @Override
          public Duration step() {
            return step;
          }
        };
    return command;
  }

  private static Session session(Map<String, String> variables) {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> variables.get(arguments[0]));
  }

  private static List<String> said(ClockCommand command) {
    PrintStream console = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      command.execute();
    } finally {
      System.setOut(console);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theTableShowsEveryServerInEnglish() {
    ClockCommand command = command();
    command.english = true;
    assertEquals(
        List.of(
            "Clock: synchronised since 2026-03-01 20:00:00",
            "  it may be off by 7.275 ms from a",
            "Time: 2026-03-01 20:00:20 Beijing; follows the system's clock",
            "Server      Offset ms     Delay ms  Jitter ms  Stratum  Reach  Every",
            "a           7.000         0.200     0.000      1        377    64 s   believed",
            "liar        -3600000.000  0.200     0.000      1        377    64 s   contradicts the majority",
            "c           7.000         0.200     0.000      1        377    64 s   agrees",
            "[::1]:1123  -             -         -          -        0      64 s   no answer",
            "local       20.000        0.200     0.000      1        377    64 s   secondary, only compared"),
        said(command));
  }

  @Test
  void theTableStandsInColumnsInChineseToo() {
    ClockCommand command = command();
    command.session = session(Map.of("LANG", "zh_CN.UTF-8"));
    List<String> lines = said(command);
    assertEquals("时钟: 已同步，自 2026-03-01 20:00:00", lines.get(0));
    assertEquals("时间: 2026-03-01 20:00:20 北京时间；跟随 系统时钟", lines.get(2));
    assertEquals("服务器      偏差 ms       时延 ms  抖动 ms  层级  可达  间隔", lines.get(3));
    assertEquals(
        "liar        -3600000.000  0.200    0.000    1     377   64 s  与多数不一致", lines.get(5));
    assertEquals(
        "local       20.000        0.200    0.000    1     377   64 s  二级服务器，仅比对", lines.get(8));
  }

  @Test
  void theFirstVariableThatIsSetDecidesAboutTheLanguage() {
    ClockCommand command = command();
    command.session = session(Map.of("LC_ALL", "en_GB", "LANG", "zh_CN"));
    assertTrue(said(command).get(0).startsWith("Clock: "));
  }

  @Test
  void jsonIsOneLineWithEveryNumber() throws IOException {
    ClockCommand command = command();
    command.json = true;
    command.english = true;
    List<String> lines = said(command);
    assertEquals(1, lines.size());
    JsonNode page = JSON.readTree(lines.get(0));
    assertEquals("2026-03-01T12:00:20Z", page.path("time").asText());
    assertEquals("synchronised", page.path("state").asText());
    assertEquals("os", page.path("discipline").asText());
    assertEquals(7, page.path("offset_ms").asDouble());
    JsonNode liar = page.path("servers").path(1);
    assertEquals(-3_600_000, liar.path("offset_ms").asDouble());
    assertEquals(0.2, liar.path("delay_ms").asDouble());
    assertEquals(1, liar.path("stratum").asInt());
    assertEquals(0xFF, liar.path("reach").asInt());
    assertEquals("contradicts the majority", liar.path("remark").asText());
    assertTrue(page.path("servers").path(3).path("offset_ms").isMissingNode(), "never answered");
  }

  @Test
  @DisplayName("CCER-F-03: the daily check is shown, over the limit")
  void theReportHasTheDailyCheck() throws IOException {
    ClockCommand command = command();
    command.report = true;
    command.english = true;
    List<String> lines = said(command);
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines
            .get(1)
            .matches("2026-03-01 20:00:\\d\\d +daily check +local +a +13.000 +10 +over the limit"),
        lines.get(1));
    command.json = true;
    JsonNode check = JSON.readTree(said(command).get(0)).path(0);
    assertEquals("check", check.path("event").asText());
    assertEquals(13, check.path("ms").asDouble(), 0.001);
    assertEquals("off", check.path("result").asText());
  }

  @Test
  void aStepSaysByHowMuchOrThatNoneIsNeeded() {
    ClockCommand command = command();
    command.step = true;
    command.english = true;
    assertEquals("Nothing was set: the clock is where it is to be.", said(command).get(0));
    step = HOUR_BACK;
    assertEquals("Set by -3600 s.", said(command).get(0));
    command.english = false;
    command.chinese = true;
    assertEquals("已校正 -3600 s。", said(command).get(0));
  }
}
