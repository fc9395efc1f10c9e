package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.firedamp.explore.Live;
import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.register.Facility;
import io.firedamp.register.Inspection;
import io.firedamp.register.Inspection.Kind;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-6.1-01, CCER-6.2-01, CCER-6.3-01: firedamp:register")
class RegisterCommandTest {
  private final Desk desk = CommandsTest.desk();

  @BeforeEach
  void begin() {
    Live good = Samples.good("FOCH001", "甲烷浓度", 0.4);
    Instrument due = instrument(good, "2026-12-03");
    Instrument overdue = instrument(Samples.good("FONP001", "流量", 1), "2026-11-20");
    Instrument silent = new Instrument(Samples.good("FOPA001", "压力", 1).point(), List.of());
    desk.addRegister(
        new Register() {
          @Override
          public List<Project> projects() {
            return List.of(
                new Project(
                    "",
                    "某煤矿",
                    "R1",
                    Type.CHP,
                    Monitoring.DIRECT,
                    Monitoring.DIRECT,
                    "2026-01-01 至 2036-12-31",
                    "某公司"));
          }

          @Override
          public List<Facility> facilities() {
            return List.of(
                new Facility(
                    "", "抽采泵站", "XX控制系统", "EDPF NT+", "TCP/IP", "无线网", "运行", "", List.of("a")));
          }

          @Override
          public List<Instrument> instruments() {
            return List.of(silent, due, overdue);
          }
        },
        Map.of());
  }

  private static Instrument instrument(Live live, String due) {
    Optional<LocalDate> day = Optional.of(LocalDate.parse(due));
    return new Instrument(
        live.point(), List.of(new Inspection(Kind.CALIBRATION, "1次/年", "x", "", day)));
  }

  private String run(String... arguments) throws Exception {
    return new Console(desk).run(RegisterCommand.class, arguments);
  }

  @Test
  void theNextDueInstrumentComesFirst() throws Exception {
    String answer = run();
    assertTrue(answer.contains("某煤矿, R1, crediting period 2026-01-01 至 2036-12-31, 某公司"), answer);
    assertTrue(answer.contains("XX控制系统") && answer.contains("无线网"), answer);
    assertTrue(answer.indexOf("2026-11-20") < answer.indexOf("2026-12-03"), answer);
    assertTrue(answer.indexOf("FOCH001") < answer.indexOf("FOPA001"), answer);
    assertTrue(run("--zh").contains("到期日"));
  }

  @Test
  void ofOneInstrumentEverythingIsShown() throws Exception {
    String answer = run("foch001");
    assertTrue(answer.contains("calibration, due 2026-12-03"), answer);
    assertTrue(answer.contains("address = holding:0"), answer);
    CommandException failure = assertThrows(CommandException.class, () -> run("FOCH009"));
    assertTrue(failure.getNiceHelp().contains("Did you mean FOCH001"), failure.getNiceHelp());
  }

  @Test
  void scriptsGetAllOfIt() throws Exception {
    String answer = run("--json");
    assertTrue(answer.contains("\"control\":\"XX控制系统\""), answer);
    assertTrue(answer.contains("\"point\":\"FOPA001\",\"due\":null"), answer);
    assertTrue(answer.contains("\"kind\":\"CALIBRATION\""), answer);
    assertEquals(1, answer.lines().count());
    parse(answer);
  }

  @Test
  void withoutAPipelineItSaysSo() {
    CommandException failure =
        assertThrows(
            CommandException.class,
            () -> new Console(CommandsTest.desk()).run(RegisterCommand.class));
    assertTrue(failure.getNiceHelp().contains("the pipeline does not run"));
  }

  private static void parse(String text) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      while (json.nextToken() != null) {
        // throws where it is none
      }
    }
  }
}
