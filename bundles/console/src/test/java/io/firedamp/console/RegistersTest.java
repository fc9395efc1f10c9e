package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.point.Point;
import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.register.Facility;
import io.firedamp.register.Inspection;
import io.firedamp.register.Inspection.Kind;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-6.1-01, CCER-6.2-01, CCER-6.3-01: the register")
class RegistersTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";

  private final Site site = Sites.of(Sites.live("FOCH001", new Text(EVIL, "甲烷"), 0.4));
  private final List<Route> routes = new Registers(site).routes();

  private static Point point(Map<String, String> columns) {
    Point plain = Sites.point("FOCH001", new Text(EVIL, "甲烷"));
    return new Point(
        plain.id(),
        plain.name(),
        plain.source(),
        true,
        2,
        plain.unit(),
        plain.kind(),
        plain.low(),
        plain.high(),
        plain.period(),
        plain.upload(),
        columns);
  }

  private void register(Map<String, String> columns) {
    Project project =
        new Project("", EVIL, "R1", Type.HEAT, Monitoring.DIRECT, Monitoring.INDIRECT, "十年", "某公司");
    Facility facility =
        new Facility(
            "", "抽采泵站", "XX控制系统", "EDPF NT+", "TCP/IP", "无线网", "运行", "/", List.of("boiler1"));
    Instrument instrument =
        new Instrument(
            point(columns),
            List.of(
                new Inspection(
                    Kind.CALIBRATION,
                    "1次/年",
                    "2025-12-03",
                    "JZ-1",
                    Optional.of(LocalDate.parse("2026-12-03")))));
    site.addRegister(
        new Register() {
          @Override
          public List<Project> projects() {
            return List.of(project);
          }

          @Override
          public List<Facility> facilities() {
            return List.of(facility);
          }

          @Override
          public List<Instrument> instruments() {
            return List.of(instrument);
          }
        });
  }

  private static Answer answer(List<Route> routes, String path, Map<String, String> query)
      throws IOException {
    Ask ask = new Ask("GET", path, query, "", "", "127.0.0.1", "", "h", "");
    Route route = routes.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
    return route.handler().answer(ask, Optional.empty());
  }

  private static JsonNode json(Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void aPageSeesProjectFacilitiesAndInstruments() throws IOException {
    register(Map.of("device", "体积浓度计量仪1#"));
    JsonNode json = json(answer(routes, "/api/register", Map.of()));
    assertEquals(EVIL, json.at("/projects/0/name").asText(), "markup stays text");
    assertEquals("十年", json.at("/projects/0/creditingPeriod").asText());
    assertEquals("XX控制系统", json.at("/facilities/0/control").asText());
    assertEquals("boiler1", json.at("/facilities/0/sources/0").asText());
    assertEquals("体积浓度计量仪1#", json.at("/instruments/0/columns/device").asText());
    assertEquals("2026-12-03", json.at("/instruments/0/inspections/0/due").asText());
    assertEquals("校准", json.at("/instruments/0/inspections/0/kind/zh").asText());
  }

  @Test
  void aPointShowsWhenItsInstrumentIsDue() throws IOException {
    List<Route> points = new Points(site).routes();
    Map<String, String> query = Map.of("id", "FOCH001");
    assertEquals(0, json(answer(points, "/api/point", query)).at("/inspections").size());
    register(Map.of());
    assertEquals(
        "2026-12-03", json(answer(points, "/api/point", query)).at("/inspections/0/due").asText());
  }

  @Test
  void aSpreadsheetGetsTheColumnsOfTheBaseInformationTableAndComputesNothing() throws IOException {
    register(Map.of("model", "=cmd|'/c calc'!A1", "maker", "A, \"B\"", "accuracy", "-0.5"));
    Answer answer = answer(routes, "/api/register.csv", Map.of());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertTrue(text.startsWith("\ufeff点位编号,参数,单位,设备名称,"), text);
    assertTrue(text.contains(",'=cmd|'/c calc'!A1,"), text);
    assertTrue(text.contains(",\"A, \"\"B\"\"\",1s,-0.5,"), text);
    assertTrue(text.contains(",2026-12-03,"), text);
    assertEquals(2, text.strip().lines().count());
    assertTrue(answer.headers().get("Content-Disposition").startsWith("attachment"));
  }

  @Test
  void withoutASiteItSaysSo() throws IOException {
    assertEquals(503, answer(routes, "/api/register", Map.of()).status());
    assertEquals(503, answer(routes, "/api/register.csv", Map.of()).status());
  }
}
