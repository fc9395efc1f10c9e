package io.firedamp.pipeline.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CCER-B-01: the point table as a workbook")
class SpreadsheetTest {
  private static final String ROW =
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row>";

  private static Map<Integer, List<String>> rows(Workbooks book) throws Unreadable {
    return Spreadsheet.read(book.bytes()).rows();
  }

  private static String cell(Workbooks book) throws Unreadable {
    return rows(book).get(1).get(0);
  }

  private static String why(byte[] file) {
    return assertThrows(Unreadable.class, () -> Spreadsheet.read(file)).why().en();
  }

  @Test
  void whatIsWrittenIsReadBack() throws Unreadable {
    List<List<String>> rows =
        List.of(
            List.of("点位编号", "", "scale"),
            List.of("FONP001", "a \"b\", <c> & d\ne", "0.1"),
            List.of("", "'=1", "2026-11-21"));
    Spreadsheet sheet = Spreadsheet.read(Spreadsheet.write("点位表", rows));
    assertEquals("点位表", sheet.name());
    assertEquals(List.of("点位编号", "", "scale"), sheet.rows().get(1));
    assertEquals("a \"b\", <c> & d\ne", sheet.rows().get(2).get(1));
    assertEquals(List.of("", "'=1", "2026-11-21"), sheet.rows().get(3));
  }

  @Test
  void cellsAndRowsStandWhereTheirNamesSay() throws Unreadable {
    Workbooks book =
        Workbooks.of(
            "<row r=\"3\"><c r=\"C3\"><v>7</v></c><c><v>8</v></c></row><row><c><v>9</v></c></row>"
                + "<row r=\"9\"/>");
    assertEquals(Map.of(3, List.of("", "", "7", "8"), 4, List.of("9")), rows(book));
  }

  @ParameterizedTest
  @CsvSource({
    "0.10000000000000001,0.1",
    "1E-3,0.001",
    "90000,90000",
    "1.5E+5,150000",
    "-300,-300",
    "1e999,1e999"
  })
  void aNumberIsItsShortestForm(String stored, String read) throws Unreadable {
    assertEquals(
        read, cell(Workbooks.of("<row r=\"1\"><c r=\"A1\"><v>" + stored + "</v></c></row>")));
  }

  @ParameterizedTest
  @CsvSource({
    "14,46347,2026-11-21",
    "22,46347.75,2026-11-21 18:00:00",
    "31,46347,2026-11-21",
    "57,46347,2026-11-21",
    "10,0.005,0.5%",
    "0,46347,46347",
    "2,46347,46347",
    "14,3,3"
  })
  @DisplayName("CCER-B-01: dates and percents are what the sheet shows, 最后一次检定时间 as 2026-11-21")
  void aFormatSaysWhatANumberIs(int format, String stored, String read) throws Unreadable {
    Workbooks book =
        Workbooks.of("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>" + stored + "</v></c></row>")
            .with("xl/styles.xml", Workbooks.styles(new String[0], 0, format));
    assertEquals(read, cell(book));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;|2026-11-21",
        "[$-804]yyyy/m/d;@|2026-11-21",
        "0.00&quot; days&quot;|46347",
        "[Red]0.0|46347",
        "0.0\\m|46347",
        "0.0%|4634700%"
      })
  void aFormatOfTheFilesOwnIsUnderstood(String code, String read) throws Unreadable {
    Workbooks book =
        Workbooks.of("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46347</v></c></row>")
            .with("xl/styles.xml", Workbooks.styles(new String[] {code}, 0, 200));
    assertEquals(read, cell(book));
  }

  @Test
  void datesOfTheFormerMacBegin1904() throws Unreadable {
    Workbooks book =
        Workbooks.of("<row r=\"1\"><c r=\"A1\" s=\"0\"><v>44885</v></c></row>")
            .with("xl/styles.xml", Workbooks.styles(new String[0], 14))
            .with(
                "xl/workbook.xml",
                Workbooks.workbook(
                    "<workbookPr date1904=\"1\"/>",
                    "<sheet name=\"points\" sheetId=\"1\" r:id=\"rId1\"/>"));
    assertEquals("2026-11-21", cell(book));
  }

  @Test
  void formulasAndTheirErrorsShowAsSuch() throws Unreadable {
    Workbooks book =
        Workbooks.of(
            "<row r=\"1\"><c r=\"A1\"><f>B1*0.1</f><v>7</v></c>"
                + "<c r=\"B1\" t=\"str\"><f>HYPERLINK(\"x\")</f><v>y</v></c>"
                + "<c r=\"C1\" t=\"e\"><v>#REF!</v></c><c r=\"D1\" t=\"b\"><v>1</v></c></row>");
    assertEquals(List.of("=B1*0.1", "=HYPERLINK(\"x\")", "=#REF!", "1"), rows(book).get(1));
  }

  @Test
  void sharedTextsAreJoinedWithoutTheirPronunciation() throws Unreadable {
    Workbooks book =
        Workbooks.of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row>")
            .with(
                "xl/sharedStrings.xml",
                Workbooks.strings(
                    "<si><t>no</t></si><si><r><t>瓦</t></r><r><t>斯</t></r>"
                        + "<rPh sb=\"0\" eb=\"1\"><t>wa</t></rPh></si>"));
    assertEquals("瓦斯", cell(book));
  }

  @Test
  void theFirstSheetThatIsSeenCounts() throws Unreadable {
    Workbooks book =
        Workbooks.of(ROW)
            .with(
                "xl/workbook.xml",
                Workbooks.workbook(
                    "",
                    "<sheet name=\"lists\" sheetId=\"1\" state=\"veryHidden\" r:id=\"rId1\"/>"
                        + "<sheet name=\"seen\" sheetId=\"2\" r:id=\"rId2\"/>"))
            .with("xl/worksheets/sheet2.xml", Workbooks.sheet(ROW.replace(">x<", ">y<")));
    assertEquals("seen", Spreadsheet.read(book.bytes()).name());
    assertEquals("y", cell(book));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml"
      })
  @DisplayName("Issue 7: XXE and entities that grow are refused in every part")
  void aDocumentTypeIsRefused(String part, @TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    String external = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><x>&e;</x>";
    String laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;&b;&b;</x>";
    String parameter = "<!DOCTYPE x SYSTEM \"" + secret.toUri() + "\"><x/>";
    for (String xml : List.of(external, laughs, parameter)) {
      String why = why(Workbooks.of(ROW).with(part, xml).bytes());
      assertTrue(why.contains("XML that no spreadsheet writes"), why);
    }
  }

  @Test
  @DisplayName("Issue 7: a zip bomb is refused; what nobody asks for is not even unpacked")
  void whatUnpacksToFarMoreThanItIsIsRefused() throws Unreadable {
    byte[] zeros = new byte[30 << 20];
    byte[] bomb = Workbooks.of(ROW).with("xl/worksheets/sheet1.xml", zeros).bytes();
    assertTrue(bomb.length < 100_000, "small as it comes: " + bomb.length);
    assertTrue(why(bomb).contains("unpacks to more"));
    byte[] spread = // each part alone is small enough
        Workbooks.of(ROW)
            .with("xl/styles.xml", " ".repeat(900_000) + "<x/>")
            .with("xl/sharedStrings.xml", "<x>" + " ".repeat(900_000) + "</x>")
            .bytes();
    assertTrue(why(spread).contains("unpacks to more"));
    assertEquals("x", cell(Workbooks.of(ROW).with("xl/media/image1.png", zeros)));
    Workbooks many = Workbooks.of(ROW);
    for (int i = 0; i < 600; i++) {
      many.with("xl/" + i, new byte[0]);
    }
    assertTrue(why(many.bytes()).contains("unpacks to more"));
  }

  @Test
  @DisplayName("Issue 7: a bomb of cells that all name one long text is refused")
  void oneTextNamedByManyCellsIsCounted() {
    StringBuilder cells = new StringBuilder("<row r=\"1\">");
    for (int i = 0; i < 100; i++) {
      cells.append("<c t=\"s\"><v>0</v></c>");
    }
    String text = "<si><t>" + "ab".repeat(100_000) + "</t></si>";
    Workbooks book =
        Workbooks.of(cells + "</row>").with("xl/sharedStrings.xml", Workbooks.strings(text));
    assertTrue(why(book.bytes()).contains("unpacks to more"));
  }

  @Test
  void aCellFarToTheRightIsNoTable() {
    String far = "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>";
    assertTrue(why(Workbooks.of(far).bytes()).contains("unpacks to more"));
  }

  @Test
  @DisplayName("Issue 7: names that point out of the workbook lead nowhere")
  void aNameThatPointsElsewhereIsNeverOpened() throws Unreadable {
    Workbooks book = Workbooks.of(ROW).with("../../../../tmp/firedamp-out.xml", "<x/>");
    assertEquals("x", cell(book));
    assertFalse(Files.exists(Path.of("../../../../tmp/firedamp-out.xml")));
    book.with(
        "xl/workbook.xml",
        Workbooks.workbook("", "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId3\"/>"));
    assertTrue(why(book.bytes()).contains("is damaged"));
  }

  @Test
  void whatIsDamagedIsToldSo() {
    byte[] whole = Workbooks.of(ROW).bytes();
    assertTrue(why(Arrays.copyOf(whole, whole.length / 3)).contains("is damaged"));
    assertTrue(why("PK".getBytes(StandardCharsets.US_ASCII)).contains("is damaged"));
    assertTrue(
        why(Workbooks.of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>").bytes())
            .contains("is damaged"));
    assertTrue(why(Workbooks.of("<row r=\"x\"/>").bytes()).contains("is damaged"));
    assertTrue(why(Workbooks.of("<row>").bytes()).contains("is damaged"));
  }

  @Test
  void aFormerOrProtectedFileIsToldSo() {
    byte[] ole = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0};
    assertTrue(Spreadsheet.is(ole));
    assertTrue(why(ole).contains("protected by a password"));
    assertFalse(Spreadsheet.is("code,source".getBytes(StandardCharsets.UTF_8)));
  }
}
