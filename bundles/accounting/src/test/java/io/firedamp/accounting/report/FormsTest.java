package io.firedamp.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.account.Papers;
import io.firedamp.accounting.China;
import io.firedamp.accounting.Plant;
import io.firedamp.point.Quality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** CCER-4.4-02, CCER-4.5-01, AMB-67: the reports, in every form. */
class FormsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final Instant BEGIN = China.begin(DAY);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  @TempDir Path state;
  private Plant plant;
  private List<Report> reports;

  @BeforeEach
  void aDayWithGaps() throws IOException {
    plant = new Plant(state, BEGIN);
    plant.table(
        BEGIN,
        Plant.point("FONP001", true, 10, 10, "a"),
        Plant.point("FOCH001", true, 60, 60, "<b>"));
    plant.phase = "1";
    Duration step = Duration.ofSeconds(10);
    plant.good(BEGIN, BEGIN.plusSeconds(7200), step);
    for (int second = 7200; second < 7800; second += 10) {
      plant.frame(
          BEGIN.plusSeconds(second),
          point -> point.source().equals("a") ? Quality.GOOD : Quality.NO_ANSWER);
    }
    long newest = plant.store.newest().orElseThrow().number();
    plant.store.expireThrough("national", newest, BEGIN.plusSeconds(7900), "held");
    plant.good(BEGIN.plusSeconds(7800), BEGIN.plusSeconds(36_000), step);
    plant.count(BEGIN.plusSeconds(86_400 + 7200));
    String gap = plant.accounts().gaps("national", BEGIN, BEGIN.plusSeconds(10_000)).get(0).id();
    plant.accounts().explain(gap, "<script>alert(1)</script>, \"断缆\"", "=cmd()");
    Reports made = new Reports(plant.accounts(), plant, Plant.NATIONAL, plant.clock.instant());
    reports = List.of(made.day(DAY), made.month(DAY), made.year(DAY), made.trial());
  }

  private static List<BigDecimal> numbers(Report report) {
    return Stream.concat(
            report.facts().stream().map(Report.Fact::cell),
            report.tables().stream().flatMap(grid -> grid.rows().stream()).flatMap(List::stream))
        .filter(Cell.Number.class::isInstance)
        .map(cell -> ((Cell.Number) cell).value())
        .toList();
  }

  private static byte[] written(Form form, Report report, Locale locale) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    form.write(report, locale, out);
    return out.toByteArray();
  }

  private static String text(Form form, Report report) throws IOException {
    return new String(written(form, report, Locale.CHINESE), StandardCharsets.UTF_8);
  }

  private static void collect(JsonNode node, List<BigDecimal> numbers) {
    if (node.isNumber()) {
      numbers.add(node.decimalValue());
    }
    node.forEach(child -> collect(child, numbers));
  }

  private static List<BigDecimal> found(String text, Pattern pattern) {
    List<BigDecimal> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.add(new BigDecimal(matcher.group(1)));
    }
    return found;
  }

  /** Cells of RFC 4180. */
  private static List<String> cells(String csv) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : csv.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return cells;
  }

  /** The XML of each sheet, in order. */
  static String sheets(byte[] workbook) throws IOException {
    Map<String, String> sheets = new TreeMap<>();
    Path file = Files.createTempFile("book", ".xlsx");
    Files.write(file, workbook);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith("xl/worksheets/sheet")) {
          byte[] xml = zip.getInputStream(entry).readAllBytes();
          sheets.put(entry.getName(), new String(xml, StandardCharsets.UTF_8));
        }
      }
    } finally {
      Files.delete(file);
    }
    return String.join("\n", sheets.values());
  }

  @Test
  @DisplayName("CCER-4.4-02: every form of a report has the same numbers")
  void everyFormHasTheSameNumbers() throws IOException {
    ObjectMapper json =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    for (Report report : reports) {
      List<BigDecimal> numbers = numbers(report);
      assertTrue(numbers.size() > 5, report.name());
      List<BigDecimal> inJson = new ArrayList<>();
      collect(json.readTree(JsonForm.line(report)), inJson);
      same(numbers, inJson, report.name() + " JSON");
      same(
          numbers,
          found(text(Form.HTML, report), Pattern.compile("<td class=\"n\">([^<]*)</td>")),
          report.name() + " HTML");
      List<BigDecimal> inCsv =
          cells(text(Form.CSV, report)).stream()
              .filter(cell -> NUMBER.matcher(cell).matches())
              .map(BigDecimal::new)
              .toList();
      same(numbers, inCsv, report.name() + " CSV");
      // a text's cell has t="s"; that of a number has t="n" or none
      String xml = sheets(written(Form.XLSX, report, Locale.CHINESE));
      same(
          numbers,
          found(
              xml,
              Pattern.compile("<c r=\"[A-Z]+\\d+\"(?: s=\"\\d+\")?(?: t=\"n\")?><v>([^<]*)</v>")),
          report.name() + " XLSX");
      String terminal = String.join("\n", TerminalForm.lines(report, Locale.CHINESE));
      for (BigDecimal number : numbers) {
        assertTrue(terminal.contains(number.toPlainString()), report.name() + " " + number);
      }
    }
  }

  private static void same(List<BigDecimal> expected, List<BigDecimal> found, String where) {
    assertEquals(expected.size(), found.size(), where);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(0, expected.get(i).compareTo(found.get(i)), where + " " + i);
    }
  }

  @Test
  @DisplayName("CCER-4.4-02: what the pages hand out is what the commands write")
  void theClerkWritesTheSameReports() throws IOException {
    Papers clerk = new Clerk(plant.accounts(), plant, plant.store, plant.clock);
    for (Papers.Kind kind : Papers.Kind.values()) {
      for (Papers.Format format : List.of(Papers.Format.CSV, Papers.Format.HTML)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        clerk.report("national", kind, DAY, format, Locale.CHINESE, out);
        assertEquals(
            text(Form.of(format), reports.get(kind.ordinal())),
            out.toString(StandardCharsets.UTF_8));
      }
    }
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    long rows = clerk.values("", BEGIN, BEGIN.plusSeconds(60), Papers.Format.CSV, values);
    assertEquals(6, rows);
    assertEquals(3 + 6, values.toString(StandardCharsets.UTF_8).lines().count());
    for (Executable wrong :
        List.<Executable>of(
            () -> clerk.values("", BEGIN, BEGIN, Papers.Format.HTML, values),
            () ->
                clerk.report(
                    "south", Papers.Kind.DAY, DAY, Papers.Format.CSV, Locale.ENGLISH, values))) {
      assertThrows(IllegalArgumentException.class, wrong);
    }
  }

  @Test
  void theDayReportCountsTheDay() {
    JsonNode day;
    try {
      day = new ObjectMapper().readTree(JsonForm.line(reports.get(0)));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    assertEquals(8640 + 1440, day.at("/facts/due").asInt());
    assertEquals(3600 + 600 - 60 - 10, day.at("/facts/on_time").asInt());
    assertEquals(24, day.at("/tables/hours").size());
    assertEquals("FNPT,h", day.at("/tables/points/1/field").asText());
    assertEquals(3, day.at("/tables/gaps").size());
    assertEquals("2026-11-20T16:00:00Z", day.at("/facts/from").asText());
  }

  @Test
  void nothingThatPeopleTypedIsMarkupOrAFormula() throws IOException {
    String html = text(Form.HTML, reports.get(1));
    assertFalse(html.contains("<script>") || html.contains("<b>"), html);
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertFalse(html.contains("http"), "it needs no other file");
    assertTrue(cells(text(Form.CSV, reports.get(1))).contains("示范 <b>mine</b>, =1+1"));
    assertEquals("'=1+1", CsvForm.words("=1+1"));
    assertEquals("\"a,\"\"b\"\"\"", CsvForm.words("a,\"b\""));
  }

  @Test
  void aReportIsInTheReadersLanguage() throws IOException {
    String zh = String.join("\n", TerminalForm.lines(reports.get(1), Locale.CHINESE));
    String en = String.join("\n", TerminalForm.lines(reports.get(1), Locale.ENGLISH));
    assertTrue(zh.contains("数据传输率 %") && zh.contains("未能按时上传") && !zh.contains("transfer rate"));
    assertTrue(en.contains("transfer rate %") && en.contains("not delivered in time"));
  }
}
