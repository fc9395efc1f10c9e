package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.point.Draft;
import io.firedamp.point.Fit;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowError;
import io.firedamp.point.Table;
import io.firedamp.point.TableDesk;
import io.firedamp.point.TableDesk.Applied;
import io.firedamp.point.TableDesk.Form;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The point table as a whole: handed out, checked, applied, undone (CCER-B-01). Any thread. */
final class Tables implements Questions {
  private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");

  /** A file of another form has one error a line; nobody reads more. */
  private static final int MOST_SHOWN = 500;

  private static final Map<Form, String> TYPES =
      Map.of(
          Form.CSV, "text/csv; charset=utf-8",
          Form.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final Site site;

  Tables(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/table", Right.LOOK, (ask, who) -> present()),
        new Route(
            "GET",
            "/api/table/export",
            Right.LOOK,
            (ask, who) -> download(ask, "points", TableDesk::export)),
        new Route(
            "GET",
            "/api/table/template",
            Right.LOOK,
            (ask, who) -> download(ask, "points-template", TableDesk::template)),
        new Route("POST", "/api/table/check", Right.ADMINISTER, (ask, who) -> check(ask)),
        new Route("POST", "/api/table/apply", Right.ADMINISTER, this::apply),
        new Route("POST", "/api/table/undo", Right.ADMINISTER, this::undo));
  }

  private Answer present() throws IOException {
    return desk(
        desk -> {
          Table table = site.table();
          Optional<Applied> last = desk.last();
          return Answer.json(
              Json.object(
                  json -> {
                    json.writeNumberField("version", desk.inForce());
                    Json.time(json, "since", table.since());
                    json.writeNumberField("rows", table.points().size());
                    json.writeNumberField("mostBytes", TableDesk.MOST_BYTES);
                    if (last.isPresent()) {
                      json.writeObjectFieldStart("last");
                      Json.time(json, "at", last.get().at());
                      json.writeStringField("by", last.get().by());
                      json.writeStringField("name", last.get().name());
                      json.writeBooleanField("undone", last.get().undone());
                      json.writeEndObject();
                    }
                  }));
        });
  }

  private Answer download(Ask ask, String name, BiFunction<TableDesk, Form, byte[]> written)
      throws IOException {
    Form form = Form.valueOf(ask.value("form").toUpperCase(Locale.ROOT));
    String file = name + "-" + LocalDate.ofInstant(site.instant(), SITE) + "." + ask.value("form");
    return desk(
        desk ->
            new Answer(
                200,
                TYPES.get(form),
                written.apply(desk, form),
                Map.of(
                    "Cache-Control",
                    "no-store",
                    "Content-Disposition",
                    "attachment; filename=\"" + file.toLowerCase(Locale.ROOT) + "\"")));
  }

  private Answer check(Ask ask) throws IOException {
    byte[] file = ask.upload().read(TableDesk.MOST_BYTES);
    return desk(desk -> draft(desk.check(ask.value("name"), file)));
  }

  private Answer apply(Ask ask, Optional<Session> who) throws IOException {
    long against = Long.parseLong(ask.value("against"));
    byte[] file = ask.upload().read(TableDesk.MOST_BYTES);
    return desk(desk -> draft(desk.apply(ask.value("name"), file, against, user(who))));
  }

  private Answer undo(Ask ask, Optional<Session> who) throws IOException {
    long against = Long.parseLong(Json.texts(ask.body()).getOrDefault("against", ""));
    return desk(desk -> draft(desk.undo(against, user(who))));
  }

  private static String user(Optional<Session> who) {
    return who.map(Session::user).orElseThrow();
  }

  /** What is asked of the desk, if there is one. */
  @FunctionalInterface
  private interface Question {
    Answer of(TableDesk desk) throws IOException;
  }

  private Answer desk(Question question) throws IOException {
    Optional<TableDesk> desk = site.tableDesk();
    return desk.isPresent()
        ? question.of(desk.get())
        : Answer.refused(
            503, "nobody keeps the point table: the pipeline does not run", "采集流程未运行，无法处理点位表");
  }

  private static Answer draft(Draft draft) {
    return Answer.json(
        Json.object(
            json -> {
              json.writeStringField("name", draft.name());
              Json.text(json, "form", draft.form());
              json.writeNumberField("against", draft.against());
              json.writeBooleanField("ready", draft.ready());
              json.writeNumberField("rows", draft.rows());
              json.writeNumberField("unchanged", draft.unchanged());
              json.writeNumberField("wrong", draft.errors().size());
              json.writeArrayFieldStart("errors");
              for (RowError error : draft.errors().stream().limit(MOST_SHOWN).toList()) {
                json.writeStartObject();
                json.writeNumberField("line", error.line());
                json.writeStringField("column", error.column());
                json.writeStringField("found", error.found());
                Json.text(json, "allowed", error.allowed());
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeArrayFieldStart("changes");
              for (RowChange change : draft.changes()) {
                change(json, change);
              }
              json.writeEndArray();
              json.writeArrayFieldStart("fits");
              for (Fit fit : draft.fits()) {
                fit(json, fit);
              }
              json.writeEndArray();
              texts(json, "effects", draft.effects());
            }));
  }

  private static void change(JsonGenerator json, RowChange change) throws IOException {
    json.writeStartObject();
    json.writeStringField("point", change.point().value());
    json.writeStringField("what", change.what().name());
    Json.text(json, "word", change.what().text());
    json.writeArrayFieldStart("cells");
    for (RowChange.Cell cell : change.cells()) {
      json.writeStartObject();
      Json.text(json, "column", cell.column());
      json.writeStringField("before", cell.before());
      json.writeStringField("after", cell.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fit(JsonGenerator json, Fit fit) throws IOException {
    json.writeStartObject();
    json.writeStringField("project", fit.project().name());
    json.writeStringField("type", fit.project().type().name());
    json.writeArrayFieldStart("present");
    for (String prefix : fit.present()) {
      json.writeString(prefix);
    }
    json.writeEndArray();
    texts(json, "missing", fit.missing());
    json.writeArrayFieldStart("further");
    for (String prefix : fit.further()) {
      json.writeString(prefix);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String key, List<Text> texts) throws IOException {
    json.writeArrayFieldStart(key);
    for (Text text : texts) {
      json.writeStartObject();
      json.writeStringField("en", text.en());
      json.writeStringField("zh", text.zh());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
