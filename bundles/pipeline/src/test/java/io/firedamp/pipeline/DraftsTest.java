package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.pipeline.workbook.Spreadsheet;
import io.firedamp.point.Draft;
import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowChange.What;
import io.firedamp.point.TableDesk.Applied;
import io.firedamp.point.TableDesk.Form;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.ManualClock;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("CCER-B-01: a point table is checked first, then applied all or nothing")
class DraftsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Project PROJECT =
      new Project("", "mine", "R1", Type.CHP, Monitoring.DIRECT, Monitoring.DIRECT);
  private static final String HEADER = "code,source,address,type,high,model\n";
  private static final String TABLE =
      "# by hand\n"
          + HEADER
          + "FONP001,boiler1,holding:0,float32,80000,VF-1\n"
          + "FOCH001,boiler1,holding:2,int16,,\n"
          + "PPFL001,pump,holding:0,float32,,\n";

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock(NOON);
  private final FakeStore store = new FakeStore();
  private Path file;
  private TableKeeper keeper;
  private Drafts drafts;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("points.csv"), TABLE);
    keeper =
        new TableKeeper(
            file, Duration.ofSeconds(1), () -> List.of(PROJECT), store, clock, sheet -> {});
    keeper.load();
    drafts = drafts(folder.resolve("state/table-former.json"));
  }

  private Drafts drafts(Path memory) {
    return new Drafts(
        file,
        memory,
        Duration.ofSeconds(1),
        () -> List.of(PROJECT),
        keeper::sheet,
        () -> Set.of("boiler1", "pump"),
        clock);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] xlsx(String csv) {
    return Spreadsheet.write(
        "点位", csv.lines().map(line -> Arrays.asList(line.split(",", -1))).toList());
  }

  private Draft check(String text) {
    return drafts.check("points.csv", bytes(text));
  }

  private String only(byte[] file) {
    Draft draft = drafts.check("points.csv", file);
    assertEquals(1, draft.errors().size(), draft.errors()::toString);
    assertFalse(draft.errors().get(0).allowed().zh().isEmpty());
    return draft.errors().get(0).allowed().en();
  }

  private static List<String> places(Draft draft) {
    return draft.errors().stream()
        .map(error -> error.line() + " " + error.column() + "=" + error.found())
        .toList();
  }

  private static List<String> told(Draft draft) {
    return draft.changes().stream()
        .map(
            change ->
                change.what()
                    + " "
                    + change.point()
                    + (change.what() == What.CHANGED ? " " + cells(change) : ""))
        .toList();
  }

  private static String cells(RowChange change) {
    return change.cells().stream()
        .map(cell -> cell.column().en() + ": " + cell.before() + " > " + cell.after())
        .collect(Collectors.joining(", "));
  }

  private static String effects(Draft draft) {
    return draft.effects().stream().map(Text::en).collect(Collectors.joining("\n"));
  }

  /** The keeper's two looks at a file that stands still. */
  private void takeOver() {
    keeper.poll();
    keeper.poll();
  }

  @Test
  void everyErrorIsToldAtOnceByLineAndColumn() throws IOException {
    String wrong =
        TABLE.replace("int16", "flaot32").replace("PPFL001", "PPFL0021").replace("80000", "many");
    Draft draft = check(wrong);
    assertEquals(List.of("3 high=many", "4 type=flaot32", "5 code=PPFL0021"), places(draft));
    assertTrue(draft.errors().get(1).allowed().en().startsWith("one of bool int16"));
    assertFalse(draft.ready());
    assertEquals(List.of(), told(draft), "a row that cannot be read is not gone");

    Draft applied = drafts.apply("points.csv", bytes(wrong), 1, "li");
    assertFalse(applied.ready());
    assertEquals(TABLE, Files.readString(file), "not a single row is taken over");
    assertEquals(Optional.empty(), drafts.last());
  }

  @Test
  void aWorkbooksErrorsStandInTheRowsOfItsSheet() {
    Draft draft = drafts.check("点位.xlsx", xlsx(TABLE.replace("int16", "int61")));
    assertEquals(List.of("4 type=int61"), places(draft));
    assertEquals("XLSX，工作表 点位", draft.form().zh());
  }

  @Test
  void theDifferenceNamesColumnsAndWhatWasThere() {
    Draft draft =
        check(
            HEADER
                + "FONP001,boiler1,holding:0,float32,90000.0,VF-2\n"
                + "FOCH001,boiler1,holding:2,int16,,\n"
                + "FOPA001,boiler1,holding:4,float32,,\n");
    assertEquals(
        List.of(
            "CHANGED FONP001 model: VF-1 > VF-2, high: 80000 > 90000",
            "NEW FOPA001",
            "GONE PPFL001"),
        told(draft));
    assertEquals(3, draft.rows());
    assertEquals(1, draft.unchanged());
    assertEquals(1, draft.against());
    assertEquals("设备型号", draft.changes().get(0).cells().get(0).column().zh());
  }

  @Test
  void aDefaultThatIsWrittenOutIsNoChange() {
    assertEquals(
        List.of(),
        told(
            check(
                "code,source,address,type,high,model,order,scale,period,flag,unit,access\n"
                    + "FONP001,boiler1,holding:0,float,8E4,VF-1,abcd,1.0,1s,1,Nm3/h,r\n"
                    + "FOCH001,boiler1,holding:2,int16,,,,,,,,\n"
                    + "PPFL001,pump,holding:0,float32,,,,,,,,\n")));
  }

  @Test
  @DisplayName("CCER-7.1-02: what applying touches is told, and when the trial run begins again")
  void whatApplyingTouchesIsTold() {
    String address = effects(check(TABLE.replace("holding:2", "holding:8")));
    assertTrue(address.contains("connected again: boiler1. Other"), address);
    assertTrue(address.contains("FOCH001: read differently"), address);
    assertFalse(address.contains("trial run"), address);

    String model = effects(check(TABLE.replace("VF-1", "VF-2")));
    assertTrue(model.contains("No source is planned anew"), model);
    assertTrue(model.contains("FONP001: a change of information (7.1)"), model);
    assertTrue(model.contains("trial run begins again"), model);

    String moved = effects(check(TABLE.replace("PPFL001,pump", "PPFL001,plc9")));
    assertTrue(moved.contains("connected again: plc9, pump. Other"), moved);
    assertTrue(moved.contains("Nobody serves plc9 yet"), moved);

    String gone = effects(check(TABLE.replace("PPFL001,pump,holding:0,float32,,\n", "")));
    assertTrue(gone.contains("PPFL001: no longer read"), gone);
    assertTrue(gone.contains("PPFL001: a change of information"), gone);
  }

  @Test
  @DisplayName("CCER-D-01: a table is checked against the type of the project")
  void aTableIsHeldAgainstTheProjectsType() {
    Draft draft = check(TABLE + "FOPA001,boiler1,holding:4,float32,,\n");
    assertEquals(List.of("FONP", "FOCH", "PPFL"), draft.fits().get(0).present());
    assertEquals(List.of("FOPA"), draft.fits().get(0).further());
    assertTrue(
        draft.fits().get(0).missing().stream().anyMatch(text -> text.en().startsWith("EXEC (")));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void anExportedTableChangesNothing(Form form) {
    Draft draft = drafts.check("points", drafts.export(form));
    assertEquals(List.of(), draft.errors());
    assertEquals(List.of(), draft.changes());
    assertEquals(3, draft.unchanged());
  }

  @Test
  @DisplayName("CCER-B-01: the export begins with the 20 columns of annex B, in its order")
  void theExportHasTheColumnsOfAnnexB() {
    String annexB =
        "点位编号,数据类型,权限,设备名称,描述,英文单位,参数,设备型号,安装位置,生产厂家,监测仪表准确度,监测原始数据小数位数,"
            + "检定频次,校准频次,最后一次检定时间,最后一次校准时间,检定报告,校准报告,是否接入监测数据存储系统,传输协议,";
    String csv = new String(drafts.export(Form.CSV), StandardCharsets.UTF_8);
    assertTrue(csv.startsWith("\ufeff" + annexB), csv);
    assertTrue(csv.contains("\r\nFONP001,float32,只读,,第 h 小时"), csv);
    assertEquals(Set.of(Column.values()), Set.copyOf(Column.EXPORTED));
  }

  @Test
  void anExportedNameRunsInNoSpreadsheet() throws IOException {
    Files.writeString(file, "code,source,address,type,name,low\nFONP001,a,1,int16,@SUM(1),-5\n");
    takeOver();
    String csv = new String(drafts.export(Form.CSV), StandardCharsets.UTF_8);
    assertTrue(csv.contains(",'@SUM(1),") && csv.contains(",-5,"), csv);
    assertEquals(List.of(), drafts.check("x", drafts.export(Form.CSV)).changes());
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void theTemplateHasAnExampleOfEachTypeAndNoPoint(Form form) {
    assertEquals("the table has no points", only(drafts.template(form)));
    String csv = new String(drafts.template(Form.CSV), StandardCharsets.UTF_8);
    Draft filled = check(csv.replace("#", ""));
    assertEquals(List.of(), filled.errors(), "its rows are right as they stand");
    assertEquals(ValueType.values().length + 1, filled.rows(), "and one that is computed");
  }

  @Test
  void anAppliedTableComesIntoForceAndCanBeUndoneAndBroughtBack() throws IOException {
    String next = TABLE.replace("80000", "90000");
    assertTrue(drafts.apply("../new.csv", bytes(next), 1, "li").ready());
    assertEquals(next, Files.readString(file), "with the comments that were in it");
    takeOver();
    assertEquals(2, keeper.sheet().table().number());
    assertEquals(Optional.of(new Applied(NOON, "li", "new.csv", false)), drafts.last());

    clock.advance(Duration.ofMinutes(1));
    assertTrue(drafts.undo(2, "wang").ready());
    assertEquals(TABLE, Files.readString(file));
    takeOver();
    assertEquals(3, keeper.sheet().table().number());
    assertEquals(
        Optional.of(new Applied(NOON.plusSeconds(60), "wang", "new.csv", true)), drafts.last());

    assertTrue(drafts.undo(3, "wang").ready());
    assertEquals(next, Files.readString(file));
    assertEquals(Optional.of(false), drafts.last().map(Applied::undone));
  }

  @Test
  void aWorkbookBecomesTheSitesCsv() throws IOException {
    assertTrue(
        drafts.apply("a.xlsx", xlsx(TABLE.replace("holding:2", "holding:9")), 1, "li").ready());
    takeOver();
    assertEquals(List.of(), keeper.errors());
    assertEquals(2, keeper.sheet().table().number());
    assertTrue(Files.readString(file).contains("FOCH001,boiler1,holding:9,int16"));
  }

  @Test
  void aTableThatWasCheckedAgainstAFormerOneIsNotApplied() throws IOException {
    Files.writeString(file, TABLE.replace("80000", "70000"));
    takeOver();
    String now = Files.readString(file);
    Draft draft = drafts.apply("a.csv", bytes(TABLE), 1, "li");
    assertTrue(draft.errors().get(0).allowed().en().contains("check it again"));
    assertEquals(now, Files.readString(file));
  }

  @Test
  void whatWasEditedSinceIsNotUndone() throws IOException {
    drafts.apply("a.csv", bytes(TABLE.replace("80000", "90000")), 1, "li");
    takeOver();
    String edited = TABLE.replace("80000", "60000");
    Files.writeString(file, edited);
    assertEquals(Optional.empty(), drafts.last());
    assertFalse(drafts.undo(2, "li").ready());
    assertEquals(edited, Files.readString(file));
  }

  @Test
  void aDiskThatFailsLeavesTheFormerTable() throws IOException {
    Path blocked = Files.writeString(folder.resolve("no-folder"), "").resolve("former.json");
    assertThrows(IOException.class, () -> drafts(blocked).apply("a.csv", bytes(TABLE), 1, "li"));
    assertEquals(TABLE, Files.readString(file));
  }

  @Test
  @DisplayName("Issue 7: UTF-8 with and without a mark, GB18030; other encodings are refused")
  void encodingsAreReadOrRefused() {
    String text = "点位编号,数据源,地址,数据类型,安装位置\nFONP001,boiler1,holding:0,float32,一号泵房㙓\n";
    for (byte[] file :
        List.of(bytes(text), bytes("\ufeff" + text), text.getBytes(Charset.forName("GB18030")))) {
      Draft draft = drafts.check("a.csv", file);
      assertEquals(List.of(), draft.errors());
      assertTrue(told(draft).get(0).contains("location:  > 一号泵房㙓"), told(draft)::toString);
    }
    for (Charset other : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertTrue(only(text.getBytes(other)).startsWith("is neither CSV text in UTF-8 or GBK"));
    }
    assertTrue(only(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1}).startsWith("is neither"));
    assertTrue(only(new byte[0]).startsWith("the file is empty"));
  }

  @Test
  void aFormulaIsShownAndRefused() {
    Draft draft = check(HEADER + "FONP001,boiler1,holding:0,float32,=8*10000,=cmd|' /C calc'!A0\n");
    assertEquals(List.of("2 high==8*10000", "2 model==cmd|' /C calc'!A0"), places(draft));
    assertTrue(draft.errors().get(1).allowed().en().contains("not a formula"));
  }

  @Test
  @DisplayName("Issue 7: what is too large is refused before it is read")
  void whatIsTooLargeIsRefused() {
    assertTrue(only(new byte[(8 << 20) + 1]).contains("too large"));
    assertTrue(only(bytes(",".repeat(400_000))).contains("too large"));
  }

  @Test
  void aNameIsShownAndNothingElse() {
    List<String> names = new ArrayList<>();
    for (String name : List.of("../../etc/x.csv", "C:\\y\\x.csv", "x\n\u001b[2J.csv\u202e", "")) {
      names.add(drafts.check(name, bytes(TABLE)).name());
    }
    assertEquals(List.of("x.csv", "x.csv", "x[2J.csv", "?"), names);
  }
}
