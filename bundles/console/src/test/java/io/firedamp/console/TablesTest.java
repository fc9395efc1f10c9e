package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.console.door.Addresses;
import io.firedamp.console.door.Sessions;
import io.firedamp.point.Draft;
import io.firedamp.point.Fit;
import io.firedamp.point.PointId;
import io.firedamp.point.Project;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowError;
import io.firedamp.point.TableDesk;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-B-01: what the page of the point table asks")
class TablesTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";
  private static final byte[] FILE = {1, 2, 3};
  private static final Draft DRAFT =
      new Draft(
          EVIL,
          Text.same("CSV"),
          7,
          2,
          List.of(new RowError(EVIL, 3, "type", EVIL, new Text("one of", "可选"))),
          List.of(
              new RowChange(
                  new PointId("FONP001"),
                  RowChange.What.CHANGED,
                  List.of(new RowChange.Cell(new Text("model", "设备型号"), "a", EVIL)))),
          1,
          List.of(
              new Fit(
                  new Project(
                      "",
                      EVIL,
                      "R1",
                      Project.Type.CHP,
                      Project.Monitoring.DIRECT,
                      Project.Monitoring.DIRECT),
                  List.of("FONP"),
                  List.of(new Text("EXEC", "外供电")),
                  List.of())),
          List.of());

  private final Site site = Sites.of();
  private final List<String> done = new ArrayList<>();
  private final Sessions sessions =
      new Sessions(
          (user, password) -> Optional.of(Set.copyOf(List.of(user, "viewer"))),
          site,
          Duration.ofMinutes(10));
  private final Router router =
      new Router(
          Addresses.of("127.0.0.1"),
          sessions,
          new Files("browser"),
          Console.routes(site, sessions, Optional::empty));

  /** A desk that writes down what it is asked. */
  private final TableDesk desk =
      new TableDesk() {
        @Override
        public Draft check(String name, byte[] file) {
          done.add("check " + name + " " + file.length);
          return DRAFT;
        }

        @Override
        public Draft apply(String name, byte[] file, long against, String by) {
          done.add("apply " + name + " " + file.length + " against " + against + " by " + by);
          return DRAFT;
        }

        @Override
        public long inForce() {
          return 7;
        }

        @Override
        public Optional<Applied> last() {
          return Optional.of(new Applied(Sites.NOW, "li", EVIL, true));
        }

        @Override
        public Draft undo(long against, String by) {
          done.add("undo against " + against + " by " + by);
          return DRAFT;
        }

        @Override
        public byte[] export(Form form) {
          return form == Form.CSV ? FILE : new byte[] {9};
        }

        @Override
        public byte[] template(Form form) {
          return new byte[0];
        }
      };

  private String word(String role) {
    Ask ask =
        new Ask(
            "POST",
            "/api/login",
            Map.of(),
            "{\"user\":\"" + role + "\",\"password\":\"x\"}",
            "",
            "127.0.0.1",
            "",
            "h",
            "");
    String cookie = router.answer(ask).headers().get("Set-Cookie");
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  private Answer get(String path, Map<String, String> query) {
    return router.answer(new Ask("GET", path, query, "", word("viewer"), "127.0.0.1", "", "h", ""));
  }

  private Answer send(String role, String path, Map<String, String> query, Upload upload) {
    return router.answer(
        new Ask("POST", path, query, "", word(role), "127.0.0.1", "", "h", "", upload));
  }

  private static JsonNode json(Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void aCheckAnswersWithErrorsAndDifferenceAsTextThatIsNoMarkup() throws IOException {
    site.addTableDesk(desk);
    Map<String, String> query = Map.of("name", "a.csv");
    Answer answer = send("admin", "/api/table/check", query, most -> FILE);
    assertEquals(List.of("check a.csv 3"), done);
    assertEquals("application/json", answer.type());
    JsonNode draft = json(answer);
    assertFalse(draft.get("ready").asBoolean());
    assertEquals(EVIL, draft.at("/errors/0/found").asText());
    assertEquals(3, draft.at("/errors/0/line").asInt());
    assertEquals("可选", draft.at("/errors/0/allowed/zh").asText());
    assertEquals("CHANGED", draft.at("/changes/0/what").asText());
    assertEquals("设备型号", draft.at("/changes/0/cells/0/column/zh").asText());
    assertEquals(EVIL, draft.at("/changes/0/cells/0/after").asText());
    assertEquals("外供电", draft.at("/fits/0/missing/0/zh").asText());
  }

  @Test
  void applyingAndUndoingSayAgainstWhatAndWhoDoesIt() {
    site.addTableDesk(desk);
    Map<String, String> query = Map.of("name", "a.csv", "against", "7");
    assertEquals(200, send("admin", "/api/table/apply", query, most -> FILE).status());
    Ask undo =
        new Ask(
            "POST",
            "/api/table/undo",
            Map.of(),
            "{\"against\":\"8\"}",
            word("admin"),
            "127.0.0.1",
            "",
            "h",
            "");
    assertEquals(200, router.answer(undo).status());
    assertEquals(List.of("apply a.csv 3 against 7 by admin", "undo against 8 by admin"), done);
    Map<String, String> unsaid = Map.of("name", "a.csv");
    assertEquals(400, send("admin", "/api/table/apply", unsaid, most -> FILE).status());
  }

  @Test
  @DisplayName("Issue 7: who only looks uploads nothing, not even into memory")
  void anUploadNeedsTheAdministrator() {
    site.addTableDesk(desk);
    Upload untouched =
        most -> {
          throw new AssertionError("was read");
        };
    for (String path : List.of("/api/table/check", "/api/table/apply")) {
      for (String role : List.of("viewer", "manager")) {
        assertEquals(403, send(role, path, Map.of("against", "7"), untouched).status());
      }
    }
    assertEquals(List.of(), done);
  }

  @Test
  @DisplayName("Issue 7: an upload over the limit is refused, in words")
  void anUploadThatIsTooLargeIsRefused() throws IOException {
    site.addTableDesk(desk);
    Upload larger =
        most -> {
          throw new Upload.TooLarge(most);
        };
    Answer answer = send("admin", "/api/table/check", Map.of("name", "a"), larger);
    assertEquals(413, answer.status());
    assertEquals("the file is larger than 8 MB", json(answer).at("/error/en").asText());
    assertEquals(List.of(), done);
  }

  @Test
  void everybodyWhoLooksMayTakeTheTableAway() throws IOException {
    site.addTableDesk(desk);
    Answer csv = get("/api/table/export", Map.of("form", "csv"));
    assertArrayEquals(FILE, csv.body());
    assertEquals("text/csv; charset=utf-8", csv.type());
    assertEquals(
        "attachment; filename=\"points-2026-11-21.csv\"", csv.headers().get("Content-Disposition"));
    assertTrue(get("/api/table/template", Map.of("form", "xlsx")).type().contains("spreadsheetml"));
    assertEquals(400, get("/api/table/export", Map.of("form", "../x")).status());
    JsonNode present = json(get("/api/table", Map.of()));
    assertEquals(7, present.get("version").asInt());
    assertEquals(8 << 20, present.get("mostBytes").asInt());
    assertEquals(EVIL, present.at("/last/name").asText());
    assertTrue(present.at("/last/undone").asBoolean());
  }

  @Test
  void withoutAPipelineEveryQuestionIsAnsweredInWords() throws IOException {
    Answer answer = get("/api/table", Map.of());
    assertEquals(503, answer.status());
    assertTrue(json(answer).at("/error/zh").asText().contains("采集流程未运行"));
  }
}
