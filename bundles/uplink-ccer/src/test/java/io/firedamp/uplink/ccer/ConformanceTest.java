package io.firedamp.uplink.ccer;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code docs/conformance.md} names is there, each row once and in its place. */
class ConformanceTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern ID = Pattern.compile("CCER-((?:\\d[\\d.]*|[A-F])-\\d\\d)");
  private static final Pattern AMBIGUITY = Pattern.compile("AMB-\\d+");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)");
  private static final int AMBIGUITIES = 81;

  /** Numbers that nobody gave. */
  private static final Set<Integer> NONE = Set.of(76, 78, 79);

  /** By clause and number, as the document counts: 4.2-02, 4.2.1-01, 4.10-01, B-01. */
  private static final Comparator<String> AS_THE_DOCUMENT =
      Comparator.comparing(
          id ->
              Pattern.compile("\\d+")
                  .matcher(id.replace("-", ".0."))
                  .replaceAll(number -> "%03d".formatted(Integer.valueOf(number.group()))));

  /** The cells of one line, by the headings of its table. */
  private record Row(int table, Map<String, String> cells) {
    String cell(String heading) {
      return cells.entrySet().stream()
          .filter(cell -> cell.getKey().contains(heading))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse("");
    }

    String id() {
      return cells.getOrDefault("id", cells.getOrDefault("no", ""));
    }
  }

  private static String page;
  private static List<Row> rows;

  /** Every file of the repository that is no build output, by its name; tests have their text. */
  private static Map<String, String> files;

  private static String tests;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(ROOT.resolve("docs/conformance.md"));
    rows = rows(page);
    List<Path> found;
    try (Stream<Path> all = Stream.concat(walk("bundles"), walk("itests"))) {
      found = all.filter(ConformanceTest::isSource).toList();
    }
    files =
        found.stream()
            .collect(toMap(f -> f.getFileName().toString(), ConformanceTest::text, String::concat));
    tests =
        found.stream()
            .filter(f -> f.toString().contains("/test/") || f.toString().contains("/itests/"))
            .map(ConformanceTest::text)
            .reduce("", String::concat);
  }

  private static Stream<Path> walk(String folder) throws IOException {
    return Files.walk(ROOT.resolve(folder));
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return !name.contains("/target/") && (name.endsWith(".java") || name.endsWith(".csv"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private static List<Row> rows(String text) {
    List<Row> rows = new ArrayList<>();
    List<String> headings = List.of();
    int table = 0;
    for (String line : text.lines().toList()) {
      if (!line.startsWith("|")) {
        headings = List.of();
      } else if (headings.isEmpty()) {
        headings = cells(line);
        table++;
      } else if (!line.startsWith("|---")) {
        List<String> cells = cells(line);
        List<String> names = headings;
        assertEquals(names.size(), cells.size(), line);
        Map<String, String> row =
            IntStream.range(0, cells.size()).boxed().collect(toMap(names::get, cells::get));
        rows.add(new Row(table, row));
      }
    }
    return rows;
  }

  private static Set<String> found(Pattern pattern, String text) {
    int group = pattern.matcher("").groupCount();
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(group))
        .collect(toCollection(TreeSet::new));
  }

  /** Whether it is a class, a method of one, a file of data or a bundle. */
  private static boolean isThere(String name) {
    int dot = name.indexOf('.');
    String type = files.getOrDefault((dot < 0 ? name : name.substring(0, dot)) + ".java", "");
    return dot > 0 && type.contains(" " + name.substring(dot + 1) + "(")
        || dot < 0 && !type.isEmpty()
        || files.containsKey(name)
        || Files.isDirectory(ROOT.resolve("bundles").resolve(name));
  }

  @Test
  void everyRowStandsOnceAndInItsPlace() {
    assertTrue(rows.size() > 100, "rows: " + rows.size());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      String id = rows.get(i).id();
      assertTrue(ID.matcher("CCER-" + id).matches() || AMBIGUITY.matcher(id).matches(), id);
      assertTrue(ids.add(id), id + " stands here twice");
      if (i > 0 && rows.get(i - 1).table() == rows.get(i).table()) {
        assertTrue(AS_THE_DOCUMENT.compare(rows.get(i - 1).id(), id) < 0, id + " is out of order");
      }
    }
    Set<String> lacking = found(ID, tests);
    lacking.removeAll(ids);
    assertEquals(Set.of(), lacking, "named by a test");
    Set<String> ambiguities =
        IntStream.rangeClosed(1, AMBIGUITIES)
            .filter(number -> !NONE.contains(number))
            .mapToObj("AMB-%02d"::formatted)
            .collect(toCollection(TreeSet::new));
    ids.removeIf(id -> !AMBIGUITY.matcher(id).matches());
    assertEquals(ambiguities, new TreeSet<>(ids));
    Set<String> named = found(AMBIGUITY, page);
    named.removeAll(ambiguities);
    assertEquals(Set.of(), named);
  }

  @Test
  void whatIsNamedIsThere() {
    Set<String> missing = new TreeSet<>();
    for (Row row : rows) {
      missing.addAll(found(QUOTED, row.cell("built in") + row.cell("shown by")));
    }
    missing.removeIf(ConformanceTest::isThere);
    assertEquals(Set.of(), missing);
    Set<String> lost = found(LINK, page);
    lost.removeIf(link -> Files.exists(ROOT.resolve("docs").resolve(link)));
    assertEquals(Set.of(), lost);
  }

  @Test
  void everyKeyIsDocumented() {
    String documented =
        text(ROOT.resolve("docs/configuration.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> cells(line).get(0))
            .reduce("", String::concat);
    Set<String> unknown = new TreeSet<>();
    rows.forEach(row -> unknown.addAll(found(QUOTED, row.cell("key"))));
    assertTrue(unknown.size() > 30, unknown.toString());
    unknown.removeAll(found(QUOTED, documented));
    assertEquals(Set.of(), unknown);
  }

  /** What counts has a test, or says why there can be none; nothing else may seem to count. */
  @Test
  void whatCountsHasATest() {
    for (Row row : rows) {
      boolean waits = row.cell("remark").contains("**Issue ");
      boolean shown = row.cell("shown by").contains("Test") || row.cell("shown by").contains("IT.");
      boolean ambiguity = AMBIGUITY.matcher(row.id()).matches();
      assertTrue(waits || shown || ambiguity, row.id() + " has neither test nor issue");
    }
    page.lines()
        .filter(line -> ID.matcher(line).find())
        .forEach(line -> assertTrue(line.contains("no test can show"), line));
  }
}
