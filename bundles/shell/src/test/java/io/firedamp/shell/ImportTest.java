package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Draft;
import io.firedamp.point.Fit;
import io.firedamp.point.PointId;
import io.firedamp.point.Project;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowChange.What;
import io.firedamp.point.RowError;
import io.firedamp.point.TableDesk;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CCER-B-01: a point table is checked, applied, undone and exported by commands")
class ImportTest {
  private static final RowChange CHANGED =
      new RowChange(
          new PointId("FONP001"),
          What.CHANGED,
          List.of(new RowChange.Cell(new Text("high", "上限"), "80000", "90000")));
  private static final RowChange NEW =
      new RowChange(
          new PointId("FOPA001"),
          What.NEW,
          List.of(
              new RowChange.Cell(new Text("type", "数据类型"), "", "int16"),
              new RowChange.Cell(new Text("source", "数据源"), "", "rto"),
              new RowChange.Cell(new Text("address", "地址"), "", "DB1.DBD0")));
  private static final Fit FIT =
      new Fit(
          new Project(
              "",
              "mine",
              "R1",
              Project.Type.CHP,
              Project.Monitoring.DIRECT,
              Project.Monitoring.DIRECT),
          List.of(),
          List.of(new Text("EXEC (power)", "EXEC（电量）")),
          List.of());

  @TempDir Path folder;

  private final Desk desk = CommandsTest.desk();
  private final List<String> done = new ArrayList<>();
  private List<RowError> errors = List.of();
  private Path file;

  private final TableDesk tables =
      new TableDesk() {
        private Draft draft(String name) {
          return new Draft(
              name,
              Text.same("CSV"),
              4,
              21,
              errors,
              List.of(CHANGED, NEW),
              19,
              List.of(FIT),
              List.of(new Text("Only rto is planned anew", "仅重新规划 rto")));
        }

        @Override
        public Draft check(String name, byte[] table) {
          done.add("check " + new String(table, StandardCharsets.UTF_8));
          return draft(name);
        }

        @Override
        public Draft apply(String name, byte[] table, long against, String by) {
          done.add("apply against " + against);
          return draft(name);
        }

        @Override
        public long inForce() {
          return 5;
        }

        @Override
        public Optional<Applied> last() {
          return Optional.empty();
        }

        @Override
        public Draft undo(long against, String by) {
          done.add("undo against " + against);
          return draft("points.csv");
        }

        @Override
        public byte[] export(Form form) {
          return new byte[] {(byte) form.ordinal()};
        }

        @Override
        public byte[] template(Form form) {
          return new byte[] {7};
        }
      };

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("new.csv"), "TABLE");
    desk.addTableDesk(tables, Map.of());
  }

  private String run(String... arguments) throws Exception {
    return new Console(desk).run(ImportCommand.class, arguments);
  }

  @Test
  void withoutApplyNothingChanges() throws Exception {
    String answer = run("--en", file.toString());
    assertEquals(List.of("check TABLE"), done);
    assertTrue(
        answer.startsWith(
            "new.csv: 21 rows can be read, 0 errors; against table 4: 19 unchanged, 1 changed, 1"
                + " new, 0 gone"),
        answer);
    assertTrue(answer.contains("changed  FONP001  high           80000  90000"), answer);
    assertTrue(answer.contains("rto DB1.DBD0"), answer);
    assertTrue(answer.contains("Annex D asks further of mine: EXEC (power)"), answer);
    assertTrue(answer.contains("Only rto is planned anew"), answer);
    assertTrue(answer.endsWith("Nothing is wrong. --apply applies it.\n"), answer);
    assertTrue(run("--zh", file.toString()).contains("上限"));
  }

  @Test
  void applyAppliesWhatWasChecked() throws Exception {
    assertTrue(run("--apply", file.toString()).contains("Applied; in force within two seconds"));
    assertEquals(List.of("check TABLE", "apply against 4"), done);
  }

  @Test
  void aWrongTableIsNotAppliedAndEndsWithAFailure() throws Exception {
    errors =
        List.of(new RowError("new.csv", 9, "type", "flaot32", new Text("one of bool", "可选 bool")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console console = new Console(desk);
    assertThrows(
        CommandException.class,
        () -> console.run(bytes, ImportCommand.class, "--apply", file.toString()));
    String answer = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(List.of("check TABLE"), done);
    assertTrue(answer.contains("9  type    flaot32  one of bool"), answer);
    assertTrue(answer.contains("Nothing was changed"), answer);
  }

  @Test
  void undoIsAgainstTheTableInForce() throws Exception {
    assertTrue(run("--undo").contains("Applied"));
    assertEquals(List.of("undo against 5"), done);
  }

  @Test
  void scriptsGetTheSameAsJson() throws Exception {
    String json = run("--json", file.toString());
    assertTrue(
        json.contains("\"file\":\"new.csv\",\"against\":4,\"ready\":true,\"applied\":false"), json);
    assertTrue(
        json.contains("{\"column\":\"high\",\"before\":\"80000\",\"after\":\"90000\"}"), json);
    assertTrue(json.contains("\"missing\":[{\"en\":\"EXEC (power)\""), json);
    assertTrue(run("--json", "--apply", file.toString()).contains("\"applied\":true"));
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    for (String[] arguments :
        List.of(
            new String[] {},
            new String[] {"--undo", file.toString()},
            new String[] {"--undo", "--apply"},
            new String[] {"new.csv"},
            new String[] {folder.resolve("none.csv").toString()})) {
      CommandException failure =
          assertThrows(CommandException.class, () -> run(arguments), () -> arguments.length + "");
      assertFalse(failure.getNiceHelp().isEmpty());
    }
    assertEquals(List.of(), done);
  }

  @Test
  void theTableIsWrittenIntoANewFileOnly() throws Exception {
    Path xlsx = folder.resolve("a.XLSX");
    Console console = new Console(desk);
    console.run(TableCommand.class, xlsx.toString());
    assertArrayEquals(new byte[] {(byte) TableDesk.Form.XLSX.ordinal()}, Files.readAllBytes(xlsx));
    Path csv = folder.resolve("t.csv");
    console.run(TableCommand.class, "--template", csv.toString());
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(csv));
    for (String wrong : List.of(csv.toString(), folder.resolve("a.txt").toString(), "b.csv")) {
      assertThrows(CommandException.class, () -> console.run(TableCommand.class, wrong), wrong);
    }
    assertEquals("TABLE", Files.readString(file));
  }
}
