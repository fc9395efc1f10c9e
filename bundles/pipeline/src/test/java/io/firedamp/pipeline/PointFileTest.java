package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.RowError;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointFileTest {
  private static final String HEADER = "code,source,address,type\n";

  private final PointFile file = new PointFile("points.csv", Duration.ofSeconds(1));

  private Row only(String text) {
    PointFile.Parsed parsed = file.parse(text);
    assertEquals(List.of(), parsed.errors());
    assertEquals(1, parsed.rows().size());
    return parsed.rows().get(0);
  }

  private RowError error(String text) {
    List<RowError> errors = file.parse(text, Set.of()).errors();
    assertEquals(1, errors.size(), errors::toString);
    return errors.get(0);
  }

  /** A row that is right but for one more column. */
  private RowError error(String column, String cell) {
    return error(
        "code,source,address,type," + column + "\nFONP001,plc,holding:0,uint16," + cell + "\n");
  }

  private Point point(String column, String cell) {
    return only("code,source,address,type,"
            + column
            + "\nFONP001,plc,holding:0,uint16,"
            + cell
            + "\n")
        .point();
  }

  @Test
  @DisplayName("CCER-3-02, CCER-C-02, CCER-7.6-05: defaults come from annex C and the tick")
  void aShortRowTakesItsDefaultsFromAnnexC() {
    Row row = only(HEADER + "FONP001,plc,holding:0,float\n");
    Point point = row.point();
    assertEquals("FONP001", point.id().value());
    assertEquals("m³/h", point.unit());
    assertEquals(3, point.decimals());
    assertEquals(Kind.INSTANTANEOUS, point.kind());
    assertTrue(point.inside());
    assertEquals(Duration.ofSeconds(1), point.period());
    assertEquals(Duration.ofSeconds(1), point.upload());
    assertEquals(Double.NEGATIVE_INFINITY, point.low());
    assertEquals("第 h 小时进入无焰氧化装置的混合气体常温常压流量", point.name().zh());
    assertEquals(ValueType.FLOAT32, row.binding().type());
    assertEquals(WordOrder.ABCD, row.binding().order());
    assertEquals("holding:0", point.columns().get("address"));
  }

  @Test
  @DisplayName("CCER-B-01: the 20 columns of annex B are understood by their Chinese headings")
  void theHeadingsOfAnnexBAreSynonyms() {
    Point point =
        only("""
            点位编号,数据类型,权限,设备名称,描述,英文单位,参数,设备型号,安装位置,生产厂家,监测仪表准确度,监测原始数据小数位数,检定频次,校准频次,最后一次检定时间,最后一次校准时间,检定报告,校准报告,是否接入监测数据存储系统,传输协议,source,address
            EXEC001,float,只读,电表,外供电量,MWh,P,DTZ,"配电室, 二层",某厂,0.5,3,1年,1年,2026-01-01,2026-01-02,r1,r2,是,Modbus,plc,holding:4
            """)
            .point();
    assertEquals("外供电量", point.name().en());
    assertEquals("MW·h", point.unit());
    assertEquals("配电室, 二层", point.columns().get("location"));
    assertEquals(22, point.columns().size());
  }

  @Test
  void columnsStandInAnyOrderAndCommentsAndEmptyLinesAreSkipped() {
    PointFile.Parsed parsed =
        file.parse(
            "# made by hand, \"twice\n\nTYPE,address,Source,code,\r\n,,,,\r\n"
                + "#FONP002,x\r\n\"#FONP003\",x\r\nint16 , holding:1,plc,FOCH001\r\n"
                + "int32,\"holding:\"\"2\",plc,FOTM001");
    assertEquals(List.of(), parsed.errors());
    assertEquals(
        List.of("holding:1", "holding:\"2"),
        parsed.rows().stream().map(row -> row.binding().address()).toList());
  }

  @Test
  void lineNumbersAreThoseOfTheFile() {
    RowError error = error("#\n\n" + HEADER + "FOCH001,plc,\"a\nb\",int16\n\nFONP01,plc,a,int16\n");
    assertEquals(7, error.line());
    assertEquals("code", error.column());
    assertEquals("FONP01", error.found());
    assertTrue(error.text().en().startsWith("points.csv, line 7, code = FONP01: four capital"));
    assertTrue(error.text().zh().startsWith("points.csv, 第 7 行, code = FONP01: 附录C"));
  }

  @Test
  void utf8WithAndWithoutBomAndGbkAreUnderstood() {
    String text = "点位编号,数据源\n";
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(Optional.of(text), PointFile.text(utf8));
    assertEquals(
        Optional.of(text), PointFile.text(("\ufeff" + text).getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.of(text), PointFile.text(text.getBytes(Charset.forName("GBK"))));
    assertEquals(Optional.empty(), PointFile.text(new byte[] {'P', 'K', 3, 4}));
    assertEquals(Optional.empty(), PointFile.text(text.getBytes(StandardCharsets.UTF_16)));
  }

  @ParameterizedTest
  @DisplayName("CCER-C-01, CCER-7.6-06: a code that annex C does not know is refused")
  @ValueSource(strings = {"FONP1", "fonp001", "FONP000", "FONP0001", "XXXX001", "FONP001A"})
  void anUnknownCodeIsRefused(String code) {
    RowError error = error(HEADER + code + ",plc,holding:0,int16\n");
    assertEquals("code", error.column());
    assertEquals(code, error.found());
  }

  @Test
  @DisplayName("CCER-7.6-06: a code twice is refused, naming the first line")
  void aDuplicateCodeIsRefused() {
    RowError error = error(HEADER + "FONP001,a,x,int16\nFOCH001,a,y,int16\nFONP001,a,z,int16\n");
    assertEquals(4, error.line());
    assertTrue(error.allowed().en().contains("line 2"), error.allowed().en());
  }

  @ParameterizedTest
  @CsvSource({
    "type2,x,unknown column",
    "order,DBCA,ABCD CDAB",
    "scale,'1,5',has no heading",
    "scale,zero,decimal number",
    "scale,0,other than 0",
    "offset,1..2,decimal number",
    "low,abc,decimal number",
    "period,1500ms,multiple of the tick",
    "period,1,as 1s",
    "period,0s,multiple of the tick",
    "period,5min,at most 60s",
    "upload,61s,at most 60s",
    "upload,2min,at most 60s",
    "flag,2,inside",
    "decimals,10,0 to 9",
    "decimals,-1,0 to 9",
    "kind,sometimes,cumulative",
    "unit,Pa,m³/h",
    "access,rw,never writes",
    "project,north,no further project is configured",
    "project,nor th,no further project is configured",
  })
  void aWrongCellIsNamedWithWhatIsAllowed(String column, String cell, String allowed) {
    RowError error = error(column, cell);
    assertTrue(error.text().en().contains(allowed), error.text().en());
    assertTrue(
        error.text().en().contains(column.equals("scale") && cell.contains(",") ? "5" : column));
  }

  @Test
  @DisplayName("CCER-7.4-04: a row belongs to a project, and a code is unique within it")
  void aCodeIsUniqueWithinItsProject() {
    String text =
        "code,项目,source,address,type\n"
            + "FONP001,,a,1,uint16\nFONP001,north,a,2,uint16\nFONP001,北翼,a,3,uint16\n";
    PointFile.Parsed parsed = file.parse(text, Set.of("north", "北翼"));
    assertEquals(List.of(), parsed.errors());
    assertEquals(
        List.of("FONP001", "north:FONP001", "北翼:FONP001"),
        parsed.rows().stream().map(row -> row.id().value()).toList());
    assertEquals("北翼:FONP001", parsed.rows().get(2).binding().point().value());

    RowError twice =
        file.parse(text + "FONP001,north,a,4,uint16\n", Set.of("north", "北翼")).errors().get(0);
    assertEquals("points.csv, line 5, code = FONP001: stands in line 3 already", twice.text().en());
  }

  @Test
  @DisplayName("CCER-7.4-04: a row of an unknown project is an error that names the known ones")
  void anUnknownProjectIsAnErrorThatNamesTheKnownOnes() {
    String text = "code,project,source,address,type\nFONP001,North,a,1,uint16\n";
    List<RowError> errors = file.parse(text, Set.of("south", "north")).errors();
    assertEquals(
        List.of(
            "points.csv, line 2, project = North: empty for the site's own project, or one of"
                + " north south"),
        errors.stream().map(error -> error.text().en()).toList());
    assertEquals(List.of(), file.parse(text).errors(), "it was known when the table was kept");
  }

  @Test
  void severalMistakesAreToldTogetherAndNoRowIsMadeOfThem() {
    PointFile.Parsed parsed =
        file.parse(HEADER + "XXXX001,,,\nFONP001,calc,x,int8\nFOCH001,plc,holding:0,int16\n");
    String told =
        parsed.errors().stream()
            .map(e -> e.line() + " " + e.column())
            .collect(Collectors.joining("; "));
    assertEquals("2 code; 2 source; 2 address; 2 type; 3 type", told);
    assertEquals(1, parsed.rows().size());
    assertTrue(parsed.errors().get(4).allowed().en().contains("float64"));
    assertTrue(error(HEADER + "FOCH001,plc,holding:0,int8\n").allowed().en().contains("real type"));
  }

  @Test
  @DisplayName("ISC-7.2.3-08: a row of source calc is a formula over codes of its own project")
  void aComputedRowIsAFormulaOverCodesOfItsProject() {
    PointFile.Parsed parsed =
        file.parse(
            "code,project,source,address,type,period\n"
                + "PPNP003,north,Calc,PPNP001 + PPNP002,,4s\n"
                + "PPNP001,north,plc,1,uint16,2s\nPPNP002,north,plc,2,uint16,1s\n",
            Set.of("north"));
    assertEquals(List.of(), parsed.errors());
    Row total = parsed.rows().get(0);
    assertEquals("calc", total.point().source());
    assertEquals(Optional.of("PPNP001 + PPNP002"), total.point().formula());
    assertEquals(
        "[north:PPNP001, north:PPNP002]", total.calculation().orElseThrow().inputs().toString());
    assertEquals(ValueType.FLOAT64, total.binding().type());
    assertEquals(Optional.empty(), parsed.rows().get(1).point().formula());
    assertEquals(
        List.of("FONP001"),
        file.parse(HEADER + "FONP001,calc,FONP002,float64\nFONP002,plc,1,int16\n").rows().stream()
            .filter(Row::computed)
            .map(row -> row.id().value())
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FONP002 +|,,,|2 address|at character",
        "FONP002 + PPNP001|,,,|2 address|PPNP001 is no code of the same project",
        "fonp002|,,,|2 address|fonp002 is no code of the same project",
        "FONP001|,,,|2 address|computed from itself: FONP001 → FONP001",
        "FONP003 * 2|,,,|2 address|computed from itself: FONP001 → FONP003 → FONP004 → FONP001",
        "FONP002|,0.1,,|2 scale|write it into the formula",
        "FONP002|,,5,|2 offset|write it into the formula",
        "FONP002|CDAB,,,|2 order|write it into the formula",
        "FONP002 + FONP005|,,,|2 period|a multiple of the period of FONP005 (2s)"
      })
  @DisplayName("ISC-7.2.3-08: a wrong formula is an error of its cell, and a cycle is named")
  void aWrongFormulaIsAnErrorOfItsCell(String formula, String rest, String place, String allowed) {
    RowError error =
        error(
            "code,source,address,type,order,scale,offset,period\n"
                + ("FONP001,calc," + formula + ",," + rest + "\n")
                + "FONP002,plc,1,uint16\nFONP003,calc,FONP004 / 3,\n"
                + "FONP004,calc,FONP001 - FONP002,\nFONP005,plc,1,uint16,,,,2s\n");
    assertEquals(place, error.line() + " " + error.column());
    assertTrue(error.allowed().en().contains(allowed), error.text().en());
  }

  @Test
  void theHeaderIsJudgedBeforeTheRows() {
    List<RowError> errors = file.parse("code,sauce,code\nFONP001,a,b\n").errors();
    assertEquals(
        List.of("sauce", "code", "source", "address", "type"),
        errors.stream().map(RowError::column).toList());
    assertTrue(errors.get(0).allowed().zh().contains("点位编号"));
    assertTrue(file.parse("").errors().get(0).text().en().contains("empty"));
    assertTrue(error(HEADER + "FONP001,plc,\"holding:0,int16\n").text().en().contains("line 2"));
  }

  @Test
  void limitsOfARangeMustBeInOrder() {
    RowError error = error("code,source,address,type,low,high\nFONP001,plc,x,int16,10,5\n");
    assertEquals("low", error.column());
    assertTrue(error.allowed().en().contains("5"));
  }

  @Test
  @DisplayName(
      "CCER-3-02, CCER-4.7-01: sampling and upload period are separate, upload at most 60 s")
  void periodsAreMultiples() {
    assertEquals(Duration.ofMinutes(1), point("period", "1min").upload());
    Row row = only("code,source,address,type,period,upload\nFOTM001,plc,x,int16,5s,60s\n");
    assertEquals(Duration.ofSeconds(5), row.point().period());
    assertEquals(Duration.ofSeconds(60), row.point().upload());
    assertEquals(Duration.ofSeconds(5), row.binding().period());
    RowError error = error("code,source,address,type,period,upload\nFOTM001,plc,x,int16,7s,60s\n");
    assertTrue(error.allowed().en().contains("multiple of the period (7s)"), error.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m³/h", "m3/h", "Nm3/h", "M3/H", "m³ / h"})
  @DisplayName("CCER-C-02: a unit written otherwise is that of annex C")
  void spellingsOfAUnitAreForgiven(String unit) {
    assertEquals("m³/h", point("unit", unit).unit());
  }

  @Test
  void everyTypeAndOrderIsUnderstoodInAnyCase() {
    for (ValueType type : ValueType.values()) {
      for (WordOrder order : WordOrder.values()) {
        Row row =
            only(
                "code,source,address,type,order\nFONP001,plc,x,"
                    + type
                    + ","
                    + order.name().toLowerCase(Locale.ROOT)
                    + "\n");
        assertEquals(type, row.binding().type());
        assertEquals(order, row.binding().order());
      }
    }
  }

  @Test
  void tenThousandRowsAreReadFast() {
    String text =
        HEADER
            + IntStream.range(0, 10_000)
                .mapToObj(
                    i ->
                        String.format(
                            "%s%03d,plc%d,holding:%d,float32%n",
                            Annex.prefixes().get(i / 999), i % 999 + 1, i % 7, 2 * i))
                .collect(Collectors.joining());
    PointFile.Parsed parsed = assertTimeout(Duration.ofSeconds(3), () -> file.parse(text));
    assertEquals(List.of(), parsed.errors());
    assertEquals(10_000, parsed.rows().size());
  }
}
