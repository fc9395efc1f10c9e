package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.console.door.Right;
import io.firedamp.point.Point;
import io.firedamp.point.Project;
import io.firedamp.register.Facility;
import io.firedamp.register.Inspection;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept of the project, its facilities and its instruments (CCER-6.1 to 6.3). Any thread.
 */
final class Registers implements Questions {
  private static final Answer NOT_THERE =
      Answer.refused(503, "no site is configured yet", "尚未配置站点");

  /** 附录A.4, with the two names of 6.3 and the days that follow. */
  private static final List<String> HEADINGS =
      List.of(
          "点位编号",
          "参数",
          "单位",
          "设备名称",
          "设备型号",
          "安装位置",
          "生产厂家",
          "监测频次",
          "监测仪表准确度",
          "监测原始数据小数位数",
          "检定频次",
          "校准频次",
          "最近一次检定时间",
          "最近一次校准时间",
          "检定报告",
          "校准报告",
          "检定到期",
          "校准到期",
          "是否接入中控",
          "传输协议");

  private final Site site;

  Registers(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/register", Right.LOOK, (ask, who) -> register()),
        new Route("GET", "/api/register.csv", Right.LOOK, (ask, who) -> csv()));
  }

  private Answer register() {
    return site.register().map(register -> Answer.json(json(register))).orElse(NOT_THERE);
  }

  private String json(Register register) {
    return Json.object(
        json -> {
          Json.time(json, "at", site.instant());
          json.writeArrayFieldStart("projects");
          for (Project project : register.projects()) {
            project(json, project);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("facilities");
          for (Facility facility : register.facilities()) {
            facility(json, facility);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("instruments");
          for (Instrument instrument : register.instruments()) {
            Point point = instrument.point();
            json.writeStartObject();
            json.writeStringField("id", point.id().value());
            Json.text(json, "name", point.name());
            json.writeStringField("unit", point.unit());
            json.writeNumberField("period", point.period().toMillis());
            Json.texts(json, "columns", point.columns());
            inspections(json, Optional.of(instrument));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void project(JsonGenerator json, Project project) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", project.id());
    json.writeStringField("name", project.name());
    json.writeStringField("registration", project.registration());
    json.writeStringField("type", project.type().name());
    json.writeStringField("heat", project.heat().name());
    json.writeStringField("flow", project.flow().name());
    json.writeStringField("creditingPeriod", project.creditingPeriod());
    json.writeStringField("ownership", project.ownership());
    json.writeEndObject();
  }

  private static void facility(JsonGenerator json, Facility facility) throws IOException {
    json.writeStartObject();
    json.writeStringField("project", facility.project());
    json.writeStringField("system", facility.system());
    json.writeStringField("control", facility.control());
    json.writeStringField("dcs", facility.dcs());
    json.writeStringField("communication", facility.communication());
    json.writeStringField("network", facility.network());
    json.writeStringField("operation", facility.operation());
    json.writeStringField("note", facility.note());
    json.writeArrayFieldStart("sources");
    for (String source : facility.sources()) {
      json.writeString(source);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** {@code inspections}: kind, interval, last, report, and the day on which it is due or null. */
  static void inspections(JsonGenerator json, Optional<Instrument> instrument) throws IOException {
    json.writeArrayFieldStart("inspections");
    for (Inspection inspection : instrument.map(Instrument::inspections).orElse(List.of())) {
      json.writeStartObject();
      Json.text(json, "kind", inspection.kind().text());
      json.writeStringField("interval", inspection.interval());
      json.writeStringField("last", inspection.last());
      json.writeStringField("report", inspection.report());
      json.writeStringField("due", inspection.due().map(LocalDate::toString).orElse(null));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The instruments as the base information table wants them, for a spreadsheet. */
  private Answer csv() {
    if (site.register().isEmpty()) {
      return NOT_THERE;
    }
    String text =
        Stream.concat(
                Stream.of(HEADINGS),
                site.register().get().instruments().stream().map(Registers::row))
            .map(row -> row.stream().map(Registers::cell).collect(Collectors.joining(",")))
            .collect(Collectors.joining("\r\n", "\ufeff", "\r\n"));
    return new Answer(
        200,
        "text/csv; charset=utf-8",
        text.getBytes(StandardCharsets.UTF_8),
        Map.of(
            "Cache-Control",
            "no-store",
            "Content-Disposition",
            "attachment; filename=\"firedamp-register.csv\""));
  }

  private static List<String> row(Instrument instrument) {
    Point point = instrument.point();
    Map<String, String> columns = point.columns();
    return List.of(
        point.id().value(),
        columns.getOrDefault("parameter", point.name().zh()),
        point.unit(),
        columns.getOrDefault("device", ""),
        columns.getOrDefault("model", ""),
        columns.getOrDefault("location", ""),
        columns.getOrDefault("maker", ""),
        point.period().toSeconds() + "s",
        columns.getOrDefault("accuracy", ""),
        columns.getOrDefault("raw.decimals", ""),
        columns.getOrDefault("verification.interval", ""),
        columns.getOrDefault("calibration.interval", ""),
        columns.getOrDefault("verified", ""),
        columns.getOrDefault("calibrated", ""),
        columns.getOrDefault("verification.report", ""),
        columns.getOrDefault("calibration.report", ""),
        due(instrument, Inspection.Kind.VERIFICATION),
        due(instrument, Inspection.Kind.CALIBRATION),
        columns.getOrDefault("stored", ""),
        columns.getOrDefault("protocol", ""));
  }

  private static String due(Instrument instrument, Inspection.Kind kind) {
    return instrument.inspections().stream()
        .filter(inspection -> inspection.kind() == kind)
        .flatMap(inspection -> inspection.due().stream())
        .map(LocalDate::toString)
        .findFirst()
        .orElse("");
  }

  /** Quoted where it has to be; one that a spreadsheet would compute becomes text. */
  private static String cell(String text) {
    String safe = text.matches("(?s)[=+@\\t\\r].*|-[^\\d.].*") ? "'" + text : text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
