package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.Bucket;
import io.firedamp.store.Delivery;
import io.firedamp.store.HourCount;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import io.firedamp.store.Verdict;
import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed is read as if it were not. */
class SealingTest {
  private static final Instant START = Instant.parse("2026-10-31T12:00:00Z");
  private static final int TICK_S = 10;

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock(START);
  private final Random random = new Random(20261121);
  private final List<StoredFrame> model = new ArrayList<>();
  private SqliteFrameStore store;

  private SqliteFrameStore open() {
    store =
        new SqliteFrameStore(
            new BufferSettings(history(), Retention.FOR_EVER, 0),
            folder.resolve("native"),
            clock,
            () -> 0);
    return store;
  }

  private Path history() {
    return folder.resolve("history");
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Points with periods of their own, of every quality. */
  private Frame frame(Instant time, long table) {
    List<Sample> samples = new ArrayList<>();
    for (int point = 0; point < 12; point++) {
      if (time.getEpochSecond() / TICK_S % (1 + point % 4) == 0) {
        Quality quality =
            random.nextInt(10) > 0
                ? Quality.GOOD
                : Quality.values()[random.nextInt(Quality.values().length)];
        PointId id = new PointId((point % 3 == 0 ? "二号:" : "") + "FOCH%03d".formatted(point));
        samples.add(
            quality.measured()
                ? new Sample(id, random.nextInt(100_000) / 100.0, quality)
                : Sample.missing(id, quality));
      }
    }
    ClockTrust clockTrust = ClockTrust.values()[random.nextInt(ClockTrust.values().length)];
    return new Frame(time, table, clockTrust, samples);
  }

  private void append(Instant from, Duration span, long table) throws IOException {
    for (Instant time = from; time.isBefore(from.plus(span)); time = time.plusSeconds(TICK_S)) {
      model.add(store.append(frame(time, table)));
    }
  }

  private List<StoredFrame> after(long number, int limit) {
    try {
      return store.after(number, limit, Duration.ZERO);
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private List<StoredFrame> scan(Instant from, Instant to) throws IOException {
    List<StoredFrame> frames = new ArrayList<>();
    store.scan(from, to, frames::add);
    return frames;
  }

  private void assertNoSeam() throws IOException {
    List<StoredFrame> all = new ArrayList<>();
    while (all.size() < model.size()) {
      List<StoredFrame> page =
          after(all.isEmpty() ? 0 : all.get(all.size() - 1).number(), 1 + random.nextInt(500));
      assertTrue(!page.isEmpty(), "ended after " + all.size());
      all.addAll(page);
    }
    assertEquals(model, all);
    assertEquals(Optional.of(model.get(model.size() - 1)), store.newest());
    for (int i = 0; i < 50; i++) {
      Instant from = START.plusSeconds(random.nextInt(40_000) - 1000);
      Instant to = from.plusSeconds(random.nextInt(20_000));
      List<StoredFrame> expected =
          model.stream()
              .filter(f -> !f.frame().time().isBefore(from) && f.frame().time().isBefore(to))
              .toList();
      assertEquals(expected, scan(from, to));
    }
    assertEquals(model, scan(Instant.MIN, Instant.MAX));
  }

  @Test
  @DisplayName("CCER-4.2-02, CCER-4.3-02: full hours move to the month's file, and nobody sees it")
  void fullHoursMoveToTheMonthsFile() throws IOException {
    open();
    for (int hour = 0; hour < 8; hour++) { // over the end of October in China
      append(START.plus(Duration.ofHours(hour)), Duration.ofHours(1), 1 + hour / 3);
      store.sealDue();
      assertNoSeam();
    }
    assertEquals(0, store.sealDue());
    assertTrue(Files.exists(history().resolve("2026-10.db")));
    assertTrue(Files.exists(history().resolve("2026-11.db")));
    store.close();
    open();
    assertNoSeam();
  }

  @Test
  @DisplayName("An hour that was filled twice, because the clock was set back, is kept twice")
  void anHourFilledTwiceIsKeptTwice() throws IOException {
    open();
    append(START, Duration.ofHours(3), 1);
    assertEquals(2, store.sealDue());
    append(START, Duration.ofMinutes(90), 1);
    append(START.plus(Duration.ofHours(3)), Duration.ofHours(1), 1);
    assertEquals(3, store.sealDue(), "the third hour, and one and a half again");
    assertNoSeam();
    assertEquals(
        2, scan(START, START.plusSeconds(1)).size(), "the first second of the hour, both times");
  }

  @Test
  @DisplayName("CCER-4.3-02: a unit that was written but not noted is adopted, or written anew")
  void interruptedSealingIsFinishedOrUndone() throws Exception {
    open();
    append(START, Duration.ofHours(2), 1);
    Unit.Builder builder = new Unit.Builder();
    model.forEach(builder::add);
    Unit first = builder.build().orElseThrow();
    try (Archive archive = new Archive(history())) {
      archive.write(first, Sealed.NO_DIGEST, Optional.empty());
    }
    assertEquals(1, store.sealDue());
    assertNoSeam();

    append(START.plus(Duration.ofHours(2)), Duration.ofHours(1), 1);
    Unit.Builder half = new Unit.Builder();
    model.subList(360, 500).forEach(half::add);
    try (Archive archive = new Archive(history())) {
      archive.write(half.build().orElseThrow(), Sealed.NO_DIGEST, Optional.empty());
    }
    assertEquals(1, store.sealDue());
    assertNoSeam();
    store.close();
    open();
    assertNoSeam();
  }

  @Test
  @DisplayName("Readers find every frame while hours are being sealed beneath them")
  void readersSeeNoSeamWhileItMoves() throws Exception {
    open();
    append(START, Duration.ofHours(6), 1);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int page = 7 + 100 * i;
      Thread reader =
          new Thread(
              () -> {
                try {
                  for (int round = 0; round < 3; round++) {
                    List<StoredFrame> all = new ArrayList<>();
                    while (all.size() < model.size()) {
                      all.addAll(after(all.size(), page));
                    }
                    assertEquals(model, all);
                    assertEquals(model, scan(Instant.MIN, Instant.MAX));
                  }
                } catch (IOException | RuntimeException | Error wrong) {
                  failed.set(wrong);
                }
              });
      reader.start();
      readers.add(reader);
    }
    assertEquals(5, store.sealDue());
    for (Thread reader : readers) {
      reader.join(60_000);
    }
    if (failed.get() != null) {
      throw new AssertionError(failed.get());
    }
  }

  private static final String[] UPLINKS = {"national", "national:late", "provincial"};

  private Delivery delivery(long number, int part) {
    Random chance = new Random(31 * number + part); // the same whenever it is asked for
    Delivery.Outcome outcome = Delivery.Outcome.values()[chance.nextInt(4)];
    Instant at = START.plusSeconds(number).plusMillis(chance.nextInt(1000));
    String id =
        number % 7 == 0 ? "" : Long.toString(1_742_106_155_427_680_258L + number * 4_194_304);
    String reason = chance.nextInt(9) == 0 ? "编码 " + chance.nextInt(3) + "\nno" : "";
    return new Delivery(outcome, chance.nextInt(4), at, id, "1", reason);
  }

  /** Settles in pieces, out of order within a piece, and an outage in between. */
  private void settle(String uplink, long from, long to) throws IOException {
    for (long first = from; first <= to; first += 100) {
      long last = Math.min(to, first + 99);
      if (first / 100 % 5 == 3) {
        store.expireThrough(uplink, last, START.plusSeconds(last), "held");
        continue;
      }
      List<Settlement> settlements = new ArrayList<>();
      for (long number = last; number >= first; number--) {
        settlements.add(new Settlement(number, 1, delivery(number, 1)));
        if (number % 3 == 0) {
          settlements.add(new Settlement(number, 0, delivery(number, 0)));
        }
      }
      store.settle(uplink, settlements, last);
    }
  }

  private Optional<Delivery> expected(long number, int part) {
    long first = (number - 1) / 100 * 100 + 1;
    if (first / 100 % 5 == 3) {
      long last = Math.min(model.size(), first + 99);
      return Optional.of(
          new Delivery(Delivery.Outcome.EXPIRED, 0, START.plusSeconds(last), "", "", "held"));
    }
    return part == 1 || number % 3 == 0 ? Optional.of(delivery(number, part)) : Optional.empty();
  }

  private void assertSettled(String uplink, long through) throws IOException {
    assertEquals(through, store.settled(uplink));
    for (long number = 1; number <= through; number++) {
      assertEquals(expected(number, 1), store.delivery(uplink, number, 1), "frame " + number);
      assertEquals(expected(number, 0), store.delivery(uplink, number, 0), "frame " + number);
    }
    assertEquals(Optional.empty(), store.delivery(uplink, through + 1, 1));
  }

  @Test
  @DisplayName("What became of each part is sealed with its hour, once it is settled")
  void whatBecameOfFramesIsSealedWithTheirHour() throws Exception {
    open();
    for (String uplink : UPLINKS) {
      assertEquals(0, store.settled(uplink));
    }
    append(START, Duration.ofHours(5), 1); // 1800 frames
    settle(UPLINKS[0], 1, 1800);
    settle(UPLINKS[1], 1, 800); // in the middle of the third hour
    assertEquals(4, store.sealDue());
    assertSettled(UPLINKS[0], 1800);
    assertSettled(UPLINKS[1], 800);
    assertEquals(Optional.empty(), store.delivery(UPLINKS[2], 1, 1));
    try (Database hot = Database.openToRead(history().resolve("hot.db"))) {
      assertEquals(0, hot.number("SELECT count(*) FROM delivery WHERE frame <= 720"));
      assertEquals(360, hot.number("SELECT min(number) - 1081 FROM frame"));
    }
    settle(UPLINKS[1], 801, 1800);
    store.settle(
        UPLINKS[0], List.of(new Settlement(5, 1, delivery(999, 1))), 1800); // keeps its first
    store.sealDue();
    assertSettled(UPLINKS[1], 1800);
    store.close();
    open();
    assertSettled(UPLINKS[0], 1800);
    assertSettled(UPLINKS[1], 1800);
  }

  @Test
  @DisplayName("A point over time, in buckets, from sealed hours and the running one")
  void aPointOverTimeIsSummedUp() throws IOException {
    open();
    append(START, Duration.ofMinutes(500), 1);
    assertEquals(8, store.sealDue());
    PointId point = new PointId("FOCH005");
    for (int run = 0; run < 60; run++) {
      Instant from = START.plusSeconds(random.nextInt(20_000) - 2000);
      Instant to = from.plusSeconds(1 + random.nextInt(30_000));
      int buckets = 1 + random.nextInt(30);
      List<Bucket> series = store.series(point, from, to, buckets);
      assertEquals(buckets, series.size());
      double width = (double) Duration.between(from, to).toMillis() / buckets;
      for (int i = 0; i < buckets; i++) {
        Bucket bucket = series.get(i);
        int number = i;
        List<Sample> samples =
            model.stream()
                .filter(
                    stored -> {
                      long offset = Duration.between(from, stored.frame().time()).toMillis();
                      return offset >= 0
                          && stored.frame().time().isBefore(to)
                          && (int) (offset / width) == number;
                    })
                .flatMap(stored -> stored.frame().samples().stream())
                .filter(sample -> sample.point().equals(point))
                .toList();
        DoubleSummaryStatistics usable =
            samples.stream()
                .filter(sample -> sample.quality().usable())
                .mapToDouble(Sample::value)
                .summaryStatistics();
        assertEquals(samples.size(), bucket.due());
        assertEquals(usable.getCount(), bucket.usable());
        if (usable.getCount() > 0) {
          assertEquals(usable.getMin(), bucket.low());
          assertEquals(usable.getMax(), bucket.high());
          assertEquals(usable.getAverage(), bucket.mean(), 1e-6);
        }
      }
    }
    assertTrue(
        store.series(new PointId("nobody"), START, START.plusSeconds(9), 3).stream()
            .allMatch(bucket -> bucket.due() == 0 && Double.isNaN(bucket.mean())));
  }

  @Test
  @DisplayName("What the store has of each hour")
  void theHoursAreCounted() throws IOException {
    open();
    append(START, Duration.ofMinutes(270), 1);
    store.sealDue();
    append(START.plusSeconds(1800), Duration.ofMinutes(30), 1); // half an hour once more
    List<HourCount> hours = store.hours(START, START.plusSeconds(40_000));
    assertEquals(
        List.of(540L, 360L, 360L, 360L, 180L), hours.stream().map(HourCount::frames).toList());
    assertEquals(
        model.stream().mapToLong(stored -> stored.frame().samples().size()).sum(),
        hours.stream().mapToLong(HourCount::due).sum());
    assertEquals(START, hours.get(0).hour());
    assertEquals(2, store.hours(START.plusSeconds(3600), START.plusSeconds(3 * 3600)).size());
  }

  private void tamper(String file, String sql) throws SQLException {
    try (Database database = Database.open(history().resolve(file))) {
      database.execute(sql);
    }
  }

  private Verdict verified() throws IOException {
    return store.verify(START.minusSeconds(86_400), START.plusSeconds(400_000));
  }

  @Test
  @DisplayName("ISC-7.4.1.4-01: one changed value is found, and so is everything around it")
  void whatWasChangedIsFound() throws Exception {
    open();
    append(START, Duration.ofHours(30), 1); // the end of two days in China
    assertEquals(29, store.sealDue());
    assertTrue(verified().sound(), verified().toString());
    assertEquals(29 * 360, verified().frames());
    List<String> roots = Files.readAllLines(history().resolve("roots.txt"));
    assertEquals(2, roots.size());
    assertTrue(roots.get(0).startsWith("2026-10-31 1440 "), roots.get(0));
    store.close();
    byte[] original = Files.readAllBytes(history().resolve("2026-11.db"));
    String[] tampering = {
      // one value of one second, by somebody who knows the format
      "UPDATE chunk SET data = x'"
          + HexFormat.of().formatHex(other())
          + "' WHERE id ="
          + " (SELECT max(id) FROM chunk)",
      "UPDATE chunk SET qualities = replace(qualities, '3', '0') WHERE qualities LIKE '%3%'",
      "UPDATE chunk SET high = high + 1 WHERE id = (SELECT min(id) FROM chunk)",
      "UPDATE chunk SET qualities = '[0,1]'",
      "UPDATE chunk SET at = '[100000,1,' || samples || ']'",
      "UPDATE unit SET times = replace(times, '10000,', '10001,')",
      "UPDATE unit SET previous = digest",
      "UPDATE unit SET usable = usable + 1",
      "DELETE FROM unit WHERE first = 1441",
      "UPDATE point SET name = 'FOCH999' WHERE name = 'FOCH001'"
    };
    for (String sql : tampering) {
      tamper("2026-11.db", sql);
      open();
      Verdict verdict = verified();
      assertTrue(!verdict.sound(), sql);
      assertTrue(verdict.frame() >= 1441, verdict.toString());
      assertEquals((verdict.frame() - 1) / 360, verdict.units(), "all before it is sound");
      store.close();
      Files.write(history().resolve("2026-11.db"), original);
    }
    open();
    assertTrue(verified().sound());
    store.close();
    // who can change the hot file too cannot change what was printed
    Files.writeString(
        history().resolve("roots.txt"), roots.get(0).replaceAll(".{64}$", "0".repeat(64)) + "\n");
    open();
    assertEquals(1081, verified().frame());
  }

  private static byte[] other() {
    return Column.of(new double[] {1, 2, 3}).data();
  }

  private void delete(String... names) throws IOException {
    for (String name : names) {
      Files.deleteIfExists(history().resolve(name));
    }
  }

  @Test
  @DisplayName("A hot file that is gone, or comes from a backup, learns from the months")
  void aHotFileLearnsFromTheMonths() throws Exception {
    open();
    TableText table = store.keepTable("code\nFOCH001\n", START);
    store.settled("national");
    append(START, Duration.ofHours(5), 1);
    store.close();
    Path backup = folder.resolve("hot.db");
    Files.copy(history().resolve("hot.db"), backup);
    open();
    assertEquals(4, store.sealDue());
    append(START.plus(Duration.ofHours(5)), Duration.ofHours(3), 1);
    assertEquals(3, store.sealDue());
    store.close();

    Files.copy(backup, history().resolve("hot.db"), StandardCopyOption.REPLACE_EXISTING);
    open();
    model.subList(7 * 360, model.size()).clear(); // the running hour was in the hot file
    assertNoSeam();
    assertEquals(7 * 360, store.settled("national"), "what it missed is not found out again");
    assertEquals(7 * 360 + 1, store.append(frame(START.plusSeconds(90_000), 1)).number());
    store.close();

    delete("hot.db", "hot.db-wal", "hot.db-shm");
    open();
    assertNoSeam();
    assertEquals(Optional.of(table), store.newestTable());
    assertEquals(7 * 360 + 1, store.append(frame(START.plusSeconds(90_000), 1)).number());
    assertTrue(verified().sound(), verified().toString());
  }

  @Test
  @DisplayName("CCER-4.2-02: a damaged month is set aside, and all that can be read of it goes on")
  void aDamagedMonthIsSetAsideAndMendedAsFarAsItGoes() throws Exception {
    open();
    store.settled("national");
    append(START, Duration.ofHours(9), 1);
    settle("national", 1, 9 * 360);
    assertEquals(8, store.sealDue());
    store.close();
    Path month = history().resolve("2026-11.db");
    try (RandomAccessFile file = new RandomAccessFile(month.toFile(), "rw")) {
      file.seek(file.length() - 32_768); // its last page
      file.write(new byte[32_768]);
    }
    open();
    assertThrows(IOException.class, () -> scan(START, START.plusSeconds(40_000)));
    store.sealDue();
    List<StoredFrame> left = scan(START, START.plusSeconds(40_000));
    assertTrue(left.size() < model.size() && left.size() >= 5 * 360, left.size() + " are left");
    assertTrue(model.containsAll(left));
    assertTrue(Files.exists(history().resolve("2026-11-damaged.db")));
    assertEquals("store.damaged", store.health().get(0).code());
    assertEquals(expected(5, 1), store.delivery("national", 5, 1));
    append(START.plus(Duration.ofHours(9)), Duration.ofHours(1), 1);
    assertEquals(1, store.sealDue(), "it goes on");
  }

  @Test
  @DisplayName(
      "CCER-4.2-02, ISC-4.4-01: a backup is made while work goes on, and is a history itself")
  void aBackupIsAHistoryItself() throws Exception {
    open();
    store.settled("national");
    append(START, Duration.ofHours(30), 1);
    settle("national", 1, 30 * 360);
    store.sealDue();
    append(START.plus(Duration.ofHours(30)), Duration.ofMinutes(20), 1);
    Path copy = folder.resolve("backup");
    Verdict verdict = store.backup(copy);
    assertTrue(verdict.sound(), verdict.toString());
    assertEquals(29 * 360, verdict.frames());
    assertThrows(IOException.class, () -> store.backup(copy), "never over another one");
    append(START.plus(Duration.ofHours(31)), Duration.ofMinutes(1), 1);
    store.close();

    Files.move(history(), folder.resolve("lost"));
    Files.move(copy, history());
    open();
    model.subList(model.size() - 6, model.size()).clear(); // came after the backup
    assertNoSeam();
    assertEquals(expected(5, 1), store.delivery("national", 5, 1));
    assertTrue(verified().sound());
    assertEquals(2, store.roots().size());
  }

  @Test
  @DisplayName("CCER-4.3-06: how long the disk lasts is told from a day of history on")
  void howLongTheDiskLastsIsTold() throws IOException {
    open();
    append(START, Duration.ofHours(2), 1);
    store.sealDue();
    assertTrue(Double.isNaN(figure("days")), "an hour is too little to tell");
    append(START.plus(Duration.ofHours(2)), Duration.ofHours(28), 1);
    store.sealDue();
    double sealed =
        Files.size(history().resolve("2026-10.db")) + Files.size(history().resolve("2026-11.db"));
    double perDay = sealed / 29 * 24;
    assertEquals(history().toFile().getUsableSpace() / perDay, figure("days"), figure("days") / 50);
  }

  private double figure(String key) {
    return store.health().get(0).figures().stream()
        .filter(figure -> figure.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  @DisplayName("A hot file of the version without sealing is brought up to date")
  void aHotFileWithoutSealingIsMigrated() throws Exception {
    open();
    store.settled("national");
    append(START, Duration.ofHours(3), 1);
    settle("national", 1, 3 * 360);
    store.close();
    tamper("hot.db", "DROP TABLE unit");
    tamper("hot.db", "DROP TABLE recall");
    tamper("hot.db", "ALTER TABLE uplink DROP COLUMN carried");
    numberFramesBySqlite(3 * 360);
    tamper("hot.db", "PRAGMA user_version = 1");
    open();
    assertNoSeam();
    assertEquals(2, store.sealDue());
    assertNoSeam();
    assertSettled("national", 3 * 360);
  }

  @Test
  @DisplayName("A hot file whose frames SQLite numbered goes on with its numbers")
  void aHotFileOfFormatTwoIsMigrated() throws Exception {
    open();
    append(START, Duration.ofMinutes(30), 1);
    store.close();
    numberFramesBySqlite(5000);
    tamper("hot.db", "PRAGMA user_version = 2");
    open();
    assertNoSeam();
    Instant next = START.plus(Duration.ofMinutes(30));
    assertEquals(5001, store.append(frame(next, 1)).number());
  }

  /** As it was up to format 2; so many numbers were given. */
  private void numberFramesBySqlite(int given) throws Exception {
    tamper("hot.db", "ALTER TABLE frame RENAME TO latter");
    tamper(
        "hot.db",
        "CREATE TABLE frame(number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL,"
            + " point_table INTEGER NOT NULL, clock INTEGER NOT NULL, data BLOB NOT NULL)");
    tamper("hot.db", "INSERT INTO frame SELECT * FROM latter");
    tamper("hot.db", "UPDATE sqlite_sequence SET seq = " + given);
    tamper("hot.db", "DROP TABLE latter");
    tamper("hot.db", "DROP TABLE numbers");
  }

  /** The text that a command prints. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  @DisplayName("CCER-4.2.1-03: the sqlite3 tool alone reads the values of a sealed hour")
  void stockToolsReadASealedHour() throws Exception {
    open();
    append(START, Duration.ofHours(2), 1);
    store.sealDue();
    store.close();
    String sum =
        run(
            "sqlite3",
            history().resolve("2026-10.db").toString(),
            "SELECT round(sum(value), 2) FROM (SELECT sum(value) OVER (ORDER BY key) / 100.0 AS value"
                + " FROM json_each((SELECT sqlar_uncompress(data, size) FROM chunk"
                + " JOIN point ON point.id = chunk.id & 1048575 WHERE name = 'FOCH004'"
                + " AND scale = 2 LIMIT 1)) WHERE value IS NOT NULL)");
    double expected =
        model.stream()
            .filter(stored -> stored.frame().time().isBefore(START.plusSeconds(3600)))
            .flatMap(stored -> stored.frame().samples().stream())
            .filter(sample -> sample.point().value().equals("FOCH004"))
            .mapToDouble(Sample::value)
            .filter(Double::isFinite)
            .sum();
    assertEquals(expected, Double.parseDouble(sum), 0.01);
  }

  @Test
  @DisplayName("ISC-7.4.1.4-01: sqlite3 and openssl alone compute the digest of a unit")
  void stockToolsComputeTheDigest() throws Exception {
    open();
    append(START, Duration.ofHours(3), 1);
    assertEquals(2, store.sealDue());
    store.close();
    Path file = history().resolve("2026-10.db");
    String[] units =
        run(
                "sqlite3",
                file.toString(),
                "SELECT first || ' ' || digest || ' ' || previous FROM unit")
            .split("\n");
    String before = Sealed.NO_DIGEST;
    for (String unit : units) {
      String[] words = unit.split(" ");
      String computed =
          run(
              "sh",
              "-c",
              "sqlite3 '"
                  + file
                  + "' 'SELECT line FROM proof WHERE unit = "
                  + words[0]
                  + " ORDER BY place' | openssl dgst -sha256 -r");
      assertEquals(words[1], computed.split(" ")[0]);
      assertEquals(before, words[2]);
      before = words[1];
    }
    assertEquals(2, units.length);
  }
}
