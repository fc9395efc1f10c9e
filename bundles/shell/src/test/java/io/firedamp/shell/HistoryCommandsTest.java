package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.buffer.SqliteFrameStore;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Sample;
import io.firedamp.store.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that look back, over a real history of three sealed hours and ten minutes. */
class HistoryCommandsTest {
  @TempDir static Path base;
  private static SqliteFrameStore store;
  private static List<Frame> frames;

  @TempDir private Path folder;
  private final Desk desk = CommandsTest.desk(Site.END);

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
  void open() {
    desk.addHistory(store, Map.of());
    desk.addInstruments(Samples.instruments(List.of(Samples.good("FOCH001", "瓦斯浓度", 1))), Map.of());
  }

  private String run(Class<? extends Action> command, String... arguments) throws Exception {
    return new Console(desk).run(command, arguments);
  }

  private String refusal(Class<? extends Action> command, String arguments) {
    return assertThrows(CommandException.class, () -> run(command, arguments.split(" ")))
        .getNiceHelp();
  }

  /** A row of the table, computed from the frames. */
  private static String row(PointId point, Instant from, int seconds, int decimals) {
    List<Sample> due =
        frames.stream()
            .filter(frame -> !frame.time().isBefore(from))
            .filter(frame -> frame.time().isBefore(from.plusSeconds(seconds)))
            .flatMap(frame -> Site.sample(frame, point).stream())
            .toList();
    DoubleSummaryStatistics usable =
        due.stream()
            .filter(sample -> sample.quality().usable())
            .mapToDouble(Sample::value)
            .summaryStatistics();
    return String.join(
        " ",
        Wording.time(from),
        Integer.toString(due.size()),
        Long.toString(usable.getCount()),
        Wording.value(usable.getMin(), decimals),
        Wording.value(usable.getAverage(), decimals),
        Wording.value(usable.getMax(), decimals));
  }

  private static List<String> rows(String table) {
    return table.lines().skip(1).map(line -> line.replaceAll(" +", " ")).toList();
  }

  @Test
  @DisplayName("CCER-4.4-01, ISC-7.2.3-05: the last hour in twelve parts, sealed or not")
  void theLastHourIsShownInTwelveParts() throws Exception {
    String table = run(HistoryCommand.class, "foch001");
    assertTrue(table.lines().findFirst().orElseThrow().endsWith("highest kPa"), table);
    List<String> expected = new ArrayList<>();
    for (int part = 0; part < 12; part++) {
      expected.add(row(Site.DECIMAL, Site.END.minusSeconds(3600 - part * 300), 300, 2));
    }
    assertEquals(expected, rows(table));
  }

  @Test
  @DisplayName("ISC-7.2.3-05: a span of one's own, over the turn of a month")
  void aSpanOfOnesOwnIsShown() throws Exception {
    String times = "--from 2026-10-31T22:30 --to 2026-11-01 --buckets 3";
    Instant from = Instant.parse("2026-10-31T14:30:00Z");
    List<String> expected = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      expected.add(row(Site.DECIMAL, from.plusSeconds(part * 1800), 1800, 2));
    }
    assertEquals(expected, rows(run(HistoryCommand.class, (times + " FOCH001").split(" "))));
    assertEquals(
        List.of(row(Site.DECIMAL, Site.END.minusSeconds(7200), 3600, 2)),
        rows(run(HistoryCommand.class, "--from=-2h --to=-60m --buckets=1 FOCH001".split(" "))));
  }

  @Test
  void onATerminalAChartStandsAboveTheTable() throws Exception {
    Terminal terminal =
        Samples.fake(
            Terminal.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getWidth" -> 80;
                  case "isAnsiSupported" -> true;
                  default -> "xterm";
                });
    String plain = run(HistoryCommand.class, "--zh", "FOCH001");
    String page =
        new Console(desk, Optional.of(terminal)).run(HistoryCommand.class, "--zh", "FOCH001");
    assertTrue(page.contains("\u001b["), page);
    String text = page.replaceAll("\u001b\\[[0-9;]*m", "");
    assertTrue(text.startsWith("FOCH001 瓦斯浓度 kPa\n"), text);
    assertTrue(text.contains("▀") && text.contains("░") && text.contains("└"), text);
    assertTrue(text.lines().allMatch(line -> Cells.width(line) <= 80), text);
    assertTrue(text.endsWith("\n\n" + plain), text);
  }

  @Test
  void aPointThatIsNoLongerInTheTableIsShown() throws Exception {
    String table = run(HistoryCommand.class, "--from", "-1d", "--buckets", "1", "二号:FONP002");
    assertEquals(
        row(Site.DOUBLE, Site.START, 86_400, 3).substring(19), rows(table).get(0).substring(19));
    assertTrue(table.lines().findFirst().orElseThrow().endsWith("highest"), table);
  }

  @Test
  void scriptsGetTheSameNumbersExactly() throws Exception {
    String json =
        run(HistoryCommand.class, "--json", "--buckets", "1", "--to", "2026-11-01", "FOCH001");
    Instant from = Instant.parse("2026-10-31T15:00:00Z");
    String head =
        "\"point\":\"FOCH001\",\"unit\":\"kPa\",\"decimals\":2,"
            + "\"from\":\"2026-10-31T15:00:00.000Z\",\"to\":\"2026-10-31T16:00:00.000Z\","
            + "\"buckets\":[{\"from\":\"2026-10-31T15:00:00.000Z\",";
    assertTrue(json.contains(head), json);
    List<String> numbers =
        Stream.of("due", "usable", "low", "mean", "high")
            .map(key -> json.replaceFirst("(?s).*\"" + key + "\":([-0-9.E]+).*", "$1"))
            .toList();
    String[] row = row(Site.DECIMAL, from, 3600, 2).split(" ");
    assertEquals(List.of(row[2], row[3]), numbers.subList(0, 2));
    for (int i = 2; i < 5; i++) {
      assertEquals(row[2 + i], Wording.value(Double.parseDouble(numbers.get(i)), 2));
    }
  }

  @Test
  void whereNothingIsStoredThatIsSaid() throws Exception {
    assertEquals(
        "Nothing of FOCH001 is stored in 2026-10-01 00:00:00 – 2026-10-02 00:00:00 Asia/Shanghai\n",
        run(HistoryCommand.class, "--from", "2026-10-01", "--to", "2026-10-02", "FOCH001"));
    assertEquals(
        "There is no point FOCH01. Did you mean FOCH001?", refusal(HistoryCommand.class, "FOCH01"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from yesterday FOCH001|--from yesterday: a day or a time of Beijing",
        "--from 2026-13-01 FOCH001|--from 2026-13-01: a day",
        "--from -999999d FOCH001|--from -999999d: a day",
        "--to -1h --from 2026-11-02 FOCH001|--from must be before --to",
        "--buckets 0 FOCH001|--buckets 0: 1",
      })
  void aSpanThatMakesNoSenseIsRefused(String arguments, String told) {
    String refusal = refusal(HistoryCommand.class, arguments);
    assertTrue(refusal.startsWith(told), refusal);
  }

  @Test
  void withoutAStoreEachSaysSo() {
    desk.removeHistory(store, Map.of());
    for (Class<? extends Action> command :
        List.<Class<? extends Action>>of(
            HistoryCommand.class, VerifyCommand.class, BackupCommand.class)) {
      assertTrue(
          refusal(command, command == VerifyCommand.class ? "--en" : "/FOCH001")
              .startsWith("Nobody keeps the history"));
    }
  }

  @Test
  void whatCannotBeReadIsSaid() {
    desk.removeHistory(store, Map.of());
    SqliteFrameStore closed = Site.open(folder);
    closed.close();
    desk.addHistory(closed, Map.of());
    for (String told :
        List.of(
            refusal(HistoryCommand.class, "FOCH001"),
            refusal(VerifyCommand.class, "--en"),
            refusal(BackupCommand.class, folder.resolve("copy").toString()))) {
      assertTrue(told.contains("the store is closed"), told);
    }
  }

  @Test
  @DisplayName("ISC-7.4.1.4-01: all that is sealed is checked")
  void allThatIsSealedIsChecked() throws Exception {
    Verdict all = store.verify(Instant.EPOCH, SpanCommand.LAST);
    String page = run(VerifyCommand.class);
    assertTrue(page.startsWith("All fits: 3 sealed units of up to an hour, 1080 frames\n"), page);
    assertTrue(page.endsWith(": " + all.digest() + "\n"), page);
    String json = run(VerifyCommand.class, "--json", "--from", "2026-11-01");
    assertTrue(
        json.contains(
            "{\"sound\":true,\"units\":1,\"frames\":360,\"digest\":\""
                + all.digest()
                + "\",\"frame\":null,\"hour\":null"),
        json);
    assertTrue(run(VerifyCommand.class, "--zh", "--from", "2027-01-01").startsWith("该时段尚无已封存"));
  }

  @Test
  void theRootsAreThoseOfTheFile() throws Exception {
    String roots = Files.readString(base.resolve("history/roots.txt"));
    assertEquals(roots, run(VerifyCommand.class, "--roots"));
    assertEquals(roots, run(VerifyCommand.class, "--roots", "--from", "2026-10-31T23:59"));
    assertEquals("", run(VerifyCommand.class, "--roots", "--from", "2026-11-01"));
    assertTrue(
        run(VerifyCommand.class, "--roots", "--json")
            .contains("{\"day\":\"2026-10-31\",\"last\":720,\"digest\":\""));
  }

  @Test
  @DisplayName("ISC-7.4.1.4-01: one changed value is found, with its frame, hour and file")
  void aChangedValueIsFoundAndTheCommandFails() throws Exception {
    run(BackupCommand.class, folder.resolve("history").toString());
    try (Connection month =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history/2026-10.db"));
        Statement change = month.createStatement()) {
      change.execute("UPDATE chunk SET qualities = '[3,360]' WHERE id = (361 << 20) + 1");
    }
    desk.removeHistory(store, Map.of());
    try (SqliteFrameStore copy = Site.open(folder)) {
      desk.addHistory(copy, Map.of());
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      CommandException failure =
          assertThrows(
              CommandException.class, () -> new Console(desk).run(page, VerifyCommand.class));
      assertEquals("", failure.getNiceHelp());
      List<String> lines = page.toString(StandardCharsets.UTF_8).lines().toList();
      assertEquals(
          "Does not fit from frame 361 on, 2026-10-31 23:00:00 Asia/Shanghai", lines.get(0));
      assertEquals("  2026-10.db: its content was changed", lines.get(1));
      assertEquals("  before it all fits, units: 1, frames: 360", lines.get(2));
      assertTrue(run(VerifyCommand.class, "--from", "2026-11-01").startsWith("All fits: 1 "));
    }
  }

  @Test
  @DisplayName("CCER-4.2-02: a backup is the history of another gateway")
  void aBackupIsCheckedAndCanBeOpened() throws Exception {
    Path target = folder.resolve("history");
    String page = run(BackupCommand.class, target.toString());
    assertTrue(page.matches("(?s)[0-9.]+ MB copied to \\S+ and checked in [0-9.]+ s\n.*"), page);
    assertTrue(page.contains("All fits: 3 sealed units"), page);
    String json = run(BackupCommand.class, "--json", folder.resolve("another").toString());
    assertTrue(json.contains("\"verdict\":{\"sound\":true,\"units\":3,"), json);
    String table = run(HistoryCommand.class, "--from", "-1d", "FOCH001");
    desk.removeHistory(store, Map.of());
    try (SqliteFrameStore copy = Site.open(folder)) {
      desk.addHistory(copy, Map.of());
      assertEquals(table, run(HistoryCommand.class, "--from", "-1d", "FOCH001"));
    }
  }

  @Test
  void aBackupNeedsAWholePathToAnEmptyFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("mine"), "mine");
    assertTrue(refusal(BackupCommand.class, folder.toString()).contains("not an empty folder"));
    assertTrue(refusal(BackupCommand.class, file.toString()).contains("not an empty folder"));
    assertEquals("mine", Files.readString(file));
    assertTrue(refusal(BackupCommand.class, "backup").startsWith("backup: write the whole path"));
    assertTrue(
        refusal(BackupCommand.class, file.resolve("below").toString()).startsWith("No backup in"));
  }
}
