package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.buffer.SqliteFrameStore;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Sample;
import io.firedamp.store.DayRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CCER-4.2.1-03: the commands of docs/audit.md, as they stand there, on a real history")
class AuditTest {
  private static final Path DOCUMENT = Path.of("../../docs/audit.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|sql)\\n(.*?)^```$");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.ofHours(8));
  private static final long PATIENCE_S = 60;
  private static final double DIGITS = 1e-14; // the tool shows fifteen

  @TempDir static Path base;
  private static SqliteFrameStore store;
  private static List<Frame> frames;

  @TempDir private Path folder;

  @BeforeAll
  static void remember() throws IOException {
    store = Site.open(base);
    frames = Site.fill(store);
  }

  @AfterAll
  static void forget() {
    store.close();
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(base.resolve("history"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*(\\d\\.db|txt)")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.writeString(folder.resolve("values.sql"), block("WITH RECURSIVE"));
  }

  @Test
  void theUnitsOfAMonthAreListed() throws Exception {
    List<String> lines = shell(block("AS beijing_time FROM unit")).lines().toList();
    assertEquals("unit|last|frames|samples|usable|beijing_time", lines.get(0));
    assertEquals(2, lines.size());
    List<Sample> samples =
        frames.subList(720, 1080).stream().flatMap(frame -> frame.samples().stream()).toList();
    long usable = samples.stream().filter(sample -> sample.quality().usable()).count();
    assertEquals(
        "721|1080|360|" + samples.size() + "|" + usable + "|2026-11-01 00:00:00", lines.get(1));
  }

  @Test
  void everyValueOfAnHourIsListedWithItsTimeAndQuality() throws Exception {
    for (PointId point : List.of(Site.DECIMAL, Site.DOUBLE, Site.FLOAT)) {
      List<String[]> found =
          shell("month=2026-10.db unit=361 point=" + point + "\n" + block("< values.sql"))
              .lines()
              .map(line -> line.replace("\"", "").strip().split(",", -1))
              .toList();
      List<Frame> due =
          frames.subList(360, 720).stream()
              .filter(frame -> Site.sample(frame, point).isPresent())
              .toList();
      assertEquals(due.size(), found.size());
      for (int i = 0; i < due.size(); i++) {
        Sample sample = Site.sample(due.get(i), point).orElseThrow();
        String[] line = found.get(i);
        assertEquals(TIME.format(due.get(i).time()), line[0]);
        assertEquals(Integer.toString(sample.quality().code()), line[2]);
        if (Double.isNaN(sample.value())) {
          assertEquals("", line[1]);
        } else {
          double value = Double.parseDouble(line[1]);
          assertEquals(
              sample.value(),
              point.equals(Site.FLOAT) ? (float) value : value,
              Math.abs(sample.value()) * DIGITS);
        }
      }
    }
  }

  @Test
  void opensslComputesTheDigestOfAUnit() throws Exception {
    for (String where : List.of("month=2026-10.db unit=361\n", "month=2026-11.db unit=721\n")) {
      List<String> lines = shell(where + block("WHERE unit = $unit")).lines().toList();
      assertEquals(2, lines.size());
      assertTrue(lines.get(1).matches("[0-9a-f]{64}"), lines.get(1));
      assertTrue(lines.get(0).endsWith("= " + lines.get(1)), lines.toString());
    }
  }

  @Test
  void theChainOverTheMonthsFitsUntilAValueIsChanged() throws Exception {
    assertEquals("", shell(block("for month in")));
    assertEquals(3, Files.readAllLines(folder.resolve("chain.txt")).size());
    change("UPDATE chunk SET qualities = '[3,360]' WHERE id = (361 << 20) + 1", "2026-10.db");
    assertEquals("unit 361 was changed\n", shell(block("for month in")));
  }

  @Test
  void whoComputesTheDigestsAgainIsFoundByTheRoots() throws Exception {
    shell(block("for month in"));
    assertEquals("", shell(block("roots.txt")));
    DayRoot root = store.roots().get(0);
    assertEquals(
        List.of(root.day() + " " + root.last() + " " + root.digest()),
        Files.readAllLines(folder.resolve("roots.txt")));
    change("UPDATE chunk SET qualities = '[3,360]' WHERE id = (361 << 20) + 1", "2026-10.db");
    String[] forged =
        shell("month=2026-10.db unit=361\n" + block("WHERE unit = $unit")).split("[ \\n]");
    change("UPDATE unit SET digest = '" + forged[1] + "' WHERE first = 361", "2026-10.db");
    assertEquals("unit 721 does not follow the one before it\n", shell(block("for month in")));
    assertEquals("the root of 2026-10-31 does not fit\n", shell(block("roots.txt")));
  }

  private void change(String sql, String month) throws Exception {
    assertEquals("", shell("sqlite3 " + month + " \"" + sql + "\""));
  }

  /** The first block of the document that contains this. */
  private static String block(String part) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(DOCUMENT));
    while (blocks.find()) {
      if (blocks.group(2).contains(part)) {
        return blocks.group(2);
      }
    }
    throw new AssertionError("audit.md has no block with " + part);
  }

  /** What a shell prints in the copy's folder; nothing may go wrong in it. */
  private String shell(String script) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder("sh", "-euc", script)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "the shell hangs");
    } finally {
      process.destroyForcibly();
    }
    assertEquals("", Files.readString(err));
    assertEquals(0, process.exitValue());
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
