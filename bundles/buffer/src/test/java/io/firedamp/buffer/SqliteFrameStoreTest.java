package io.firedamp.buffer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import io.firedamp.testkit.FrameStoreContract;
import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class SqliteFrameStoreTest extends FrameStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock(NOW);
  private final AtomicLong maxPages = new AtomicLong();
  private final List<SqliteFrameStore> opened = new ArrayList<>();

  @Override
  protected FrameStore open() {
    return open(0);
  }

  @Override
  protected FrameStore reopen() {
    opened.get(opened.size() - 1).close();
    return open(0);
  }

  private SqliteFrameStore open(long reserveBytes) {
    BufferSettings settings = new BufferSettings(history(), Retention.FOR_EVER, reserveBytes);
    SqliteFrameStore store =
        new SqliteFrameStore(settings, folder.resolve("native"), clock, maxPages::get);
    opened.add(store);
    return store;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(SqliteFrameStore::close);
  }

  private Path history() {
    return folder.resolve("历史 data");
  }

  private Path file() {
    return history().resolve("hot.db");
  }

  private SqliteFrameStore sqlite() {
    return opened.get(opened.size() - 1);
  }

  private Health health() {
    List<Health> all = sqlite().health();
    assertEquals(1, all.size());
    assertEquals("store", all.get(0).subject());
    return all.get(0);
  }

  private double figure(String key) {
    return health().figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  private static void append(FrameStore store, int count) throws IOException {
    for (int second = 0; second < count; second++) {
      store.append(frame(second));
    }
  }

  private Connection connect() throws Exception {
    return new JDBC().connect(JDBC.PREFIX + file(), new Properties());
  }

  private static long count(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private List<Path> setAside() throws IOException {
    try (Stream<Path> files = Files.list(history())) {
      return files
          .filter(each -> each.getFileName().toString().matches("hot-damaged.*db"))
          .toList();
    }
  }

  @Test
  @DisplayName("CCER-4.3-02: a million frames expire in one transaction of one row")
  void aLongOutageIsOneRow() throws Exception {
    store().settled("national");
    sqlite().close();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
              + " INSERT INTO frame(time, point_table, clock, data)"
              + " SELECT i * 1000, 1, 0, x'' FROM n");
    }
    FrameStore store = open(0);
    assertEquals(0, store.settled("national"));
    long start = System.nanoTime();
    store.expireThrough("national", 1_000_000, NOW, "older than 60 s");
    long tookMs = (System.nanoTime() - start) / 1_000_000;
    assertEquals(1_000_000, store.settled("national"));
    assertEquals(
        Optional.of(Delivery.Outcome.EXPIRED),
        store.delivery("national", 567_890, 1).map(Delivery::outcome));
    try (Connection connection = connect()) {
      assertEquals(1, count(connection, "SELECT count(*) FROM expired"));
      assertEquals(0, count(connection, "SELECT count(*) FROM delivery"));
    }
    assertTrue(tookMs < 1000, tookMs + " ms");
  }

  /** Appends until the file may not grow any more, and so many frames beyond. */
  private List<StoredFrame> filled(int beyond) throws Exception {
    append(store(), 3);
    sqlite().close();
    maxPages.set(20);
    FrameStore store = open(0);
    List<StoredFrame> stored = new ArrayList<>(store.after(0, 10, Duration.ZERO));
    for (int left = beyond; left > 0; ) {
      stored.add(store.append(frame(stored.size())));
      left -= health().code().equals("store.full") ? 1 : 0;
    }
    return stored;
  }

  @Test
  @DisplayName("CCER-4.3-06: with a full disk the upload goes on, and storing too when it can")
  void aFullDiskIsSurvived() throws Exception {
    List<StoredFrame> stored = filled(100);
    FrameStore store = sqlite();
    assertEquals(Level.CRITICAL, health().level());
    assertTrue(health().cause().en().contains("is full"), health().toString());
    assertTrue(health().cause().zh().contains("已满"), health().toString());
    assertEquals(100, figure("memory"));
    assertEquals(0, figure("lost"));
    assertEquals(stored, all(store));
    assertEquals(Optional.of(stored.get(stored.size() - 1)), store.newest());
    assertEquals(
        stored.subList(stored.size() - 9, stored.size()),
        store.after(stored.size() - 9, 10, Duration.ZERO),
        "who follows gets what is in memory only");
    List<StoredFrame> scanned = new ArrayList<>();
    store.scan(Instant.MIN, Instant.MAX, scanned::add);
    assertEquals(stored, scanned);
    assertEquals("store.full", health().code(), "that reading works does not end the trouble");
    assertEquals(NOW, health().since());
    assertThrows(IOException.class, () -> store.keepTable("t".repeat(50_000), NOW));

    clock.advance(Duration.ofMinutes(5));
    appendUntilItIsWritten(stored);
    assertEquals(Level.OK, health().level());
    assertEquals(NOW.plusSeconds(300), health().since());
    assertEquals(stored, store.after(0, 100_000, Duration.ZERO));
    assertEquals(stored, reopen().after(0, 100_000, Duration.ZERO));
    assertEquals(List.of(), setAside());
  }

  private void appendUntilItIsWritten(List<StoredFrame> stored) {
    maxPages.set(0);
    eventually(
        "all is written",
        Duration.ofSeconds(10),
        () -> {
          stored.add(sqlite().append(frame(stored.size())));
          return figure("memory") == 0;
        });
  }

  private static List<StoredFrame> all(FrameStore store) throws Exception {
    List<StoredFrame> all = new ArrayList<>();
    for (List<StoredFrame> page = store.after(0, 500, Duration.ZERO);
        !page.isEmpty();
        page = store.after(all.get(all.size() - 1).number(), 500, Duration.ZERO)) {
      all.addAll(page);
    }
    return all;
  }

  @Test
  @DisplayName("CCER-4.3-06: what a full disk costs is counted; the newest hour is kept longest")
  void whatTheDiskDoesNotTakeForAnHourIsLostAndCounted() throws Exception {
    List<StoredFrame> stored = filled(3650);
    assertEquals(3600, figure("memory"));
    assertEquals(50, figure("lost"));
    appendUntilItIsWritten(stored);
    double lost = figure("lost");
    List<StoredFrame> left = all(reopen());
    assertEquals(stored.size() - lost, left.size());
    assertTrue(stored.containsAll(left));
    assertEquals(stored.size(), left.get(left.size() - 1).number(), "numbers may have holes");
  }

  @Test
  void aFileThatIsNoDatabaseIsSetAsideUnchanged() throws Exception {
    append(store(), 10);
    sqlite().close();
    byte[] rubbish = "瓦斯".repeat(10_000).getBytes("UTF-8");
    Files.write(file(), rubbish);
    FrameStore store = open(0);
    assertEquals(Level.MAJOR, health().level());
    assertEquals("store.damaged", health().code());
    assertEquals(NOW, health().since());
    assertTrue(health().cause().en().contains("hot-damaged-20261121T100000Z.db"));
    assertFalse(health().remedy().zh().isEmpty());
    assertArrayEquals(rubbish, Files.readAllBytes(setAside().get(0)));
    StoredFrame stored = store.append(frame(1));
    assertEquals(Optional.of(stored), reopen().newest());
    assertEquals(Level.OK, health().level(), "said until the next start");
  }

  @Test
  void aTornFileIsSetAsideAndTheNumbersTablesAndUplinksGoOn() throws Exception {
    TableText table = store().keepTable("code\nFONP001\n", NOW);
    store().settled("national");
    append(store(), 2000);
    store().settle("national", List.of(), 1990);
    sqlite().close();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 4096 * 3 / 4 * 4096); // a quarter of the pages is gone
    }
    FrameStore store = open(0);
    assertEquals("store.damaged", health().code());
    assertEquals(1, setAside().size());
    List<StoredFrame> saved = store.after(0, 3000, Duration.ZERO);
    assertTrue(saved.size() > 100, "what can be read goes on: " + saved.size());
    for (StoredFrame each : saved) {
      assertEquals(frame(each.number() - 1), each.frame());
    }
    assertEquals(1990, store.settled("national"));
    StoredFrame stored = store.append(frame(5000));
    assertTrue(stored.number() > 2000, "number " + stored.number());
    assertEquals(List.of(stored), store.after(2000, 10, Duration.ZERO));
    assertEquals(Optional.of(table), store.newestTable());
    assertEquals(2, store.keepTable("code\n", NOW).number());
    store = reopen();
    assertEquals(stored.number() + 1, store.append(frame(5001)).number());
  }

  @Test
  void damageThatAnAppendMeetsIsSetAsideAndTheNextAppendWorks() throws Exception {
    append(store(), 2000);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      try (Connection connection = connect()) {
        count(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      }
      byte[] zeros = new byte[(int) channel.size() - 4096];
      channel.write(ByteBuffer.wrap(zeros), 4096);
    }
    // what the open connection has cached is dropped, as after days of other work
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 1");
    }
    assertThrows(IOException.class, () -> store().append(frame(2000)));
    StoredFrame stored = store().append(frame(2000));
    assertTrue(stored.number() > 2000, "number " + stored.number());
    assertEquals("store.damaged", health().code());
    assertEquals(List.of(stored), store().after(2000, 10, Duration.ZERO));
  }

  @Test
  void aLockedFileIsAnErrorButNeverSetAside() throws Exception {
    append(store(), 1);
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      IOException locked = assertThrows(IOException.class, () -> store().append(frame(1)));
      assertTrue(locked.getMessage().contains("locked"), locked.getMessage());
      assertEquals("store.locked", health().code());
      assertEquals(Level.CRITICAL, health().level());
      assertEquals(1, store().after(0, 10, Duration.ZERO).size(), "reading goes on");
      statement.execute("ROLLBACK");
    }
    store().append(frame(1));
    assertEquals(Level.OK, health().level());
    assertEquals(List.of(), setAside());
  }

  @Test
  void aFileOfALaterVersionIsLeftAlone() throws Exception {
    append(store(), 1);
    sqlite().close();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 4");
    }
    FrameStore store = open(0);
    IOException refused = assertThrows(IOException.class, () -> store.append(frame(1)));
    assertTrue(refused.getMessage().contains("format 4"), refused.getMessage());
    assertEquals(Level.CRITICAL, health().level());
    assertEquals(List.of(), setAside());
  }

  @Test
  void twoGatewaysNeverUseOneHistory() throws Exception {
    append(store(), 2);
    SqliteFrameStore second = open(0);
    IOException refused = assertThrows(IOException.class, () -> second.append(frame(9)));
    assertTrue(refused.getMessage().contains("another gateway"), refused.getMessage());
    assertEquals("store.unavailable", health().code());
    assertEquals(Level.CRITICAL, health().level());
    store().append(frame(2));
    opened.get(0).close();
    assertEquals(4, second.append(frame(3)).number(), "takes over without a restart");
    assertEquals(Level.OK, health().level());
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTriedAgain() throws Exception {
    sqlite().close();
    try (Stream<Path> files = Files.list(history())) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(history());
    Files.writeString(history(), "in the way");
    FrameStore store = open(0);
    assertEquals(Level.CRITICAL, health().level());
    assertEquals("store.unavailable", health().code());
    assertThrows(IOException.class, () -> store.append(frame(0)));
    Files.delete(history());
    assertEquals(1, store.append(frame(0)).number());
    assertEquals(Level.OK, health().level());
  }

  @Test
  void belowTheReserveItWarnsAndGoesOn() throws Exception {
    sqlite().close();
    FrameStore store = open(Long.MAX_VALUE / 2);
    assertEquals(1, store.append(frame(0)).number());
    assertEquals(Level.MAJOR, health().level());
    assertEquals("store.space", health().code());
    assertFalse(health().remedy().zh().isEmpty());
  }

  @Test
  void healthShowsItsFigures() throws Exception {
    append(store(), 5);
    reopen();
    append(sqlite(), 2);
    assertEquals(2, figure("appended"));
    assertEquals(7, figure("newest"));
    assertTrue(figure("append") > 0);
    assertTrue(figure("free") > 0);
    assertTrue(figure("file") > 0);
  }

  @Test
  void closingSendsFollowersHome() throws Exception {
    AtomicReference<Exception> end = new AtomicReference<>();
    Thread follower =
        new Thread(
            () -> {
              try {
                store().after(0, 1, Duration.ofMinutes(10));
              } catch (IOException | InterruptedException expected) {
                end.set(expected);
              }
            });
    follower.start();
    eventually(
        "the follower waits",
        Duration.ofSeconds(10),
        () -> follower.getState() == Thread.State.TIMED_WAITING);
    sqlite().close();
    follower.join(10_000);
    assertTrue(end.get() instanceof IOException, "ended by " + end.get());
    assertThrows(IOException.class, () -> store().append(frame(0)));
    assertThrows(IOException.class, () -> store().newest());
  }

  @Test
  @DisplayName("nobody else reads the history")
  void othersCannotReadIt() throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    append(store(), 1);
    assertEquals("rwx------", mode(history()));
    for (String name : List.of("hot.db", "hot.db-wal", "hot.db-shm")) {
      assertEquals("rw-------", mode(history().resolve(name)), name);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aFrameThatThisVersionCannotReadCostsOnlyItself() throws Exception {
    append(store(), 3);
    sqlite().close();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE frame SET data = x'01fe' WHERE number = 3");
    }
    FrameStore store = open(0);
    IOException unreadable = assertThrows(IOException.class, store::newest);
    assertTrue(unreadable.getMessage().contains("row 3"), unreadable.getMessage());
    assertEquals(2, store.after(0, 2, Duration.ZERO).size());
    assertEquals(4, store.append(frame(3)).number());
    assertEquals(List.of(), setAside());
  }

  @Test
  void aFrameOfACommitThatFailedIsNeverSeen() throws Exception {
    Path own = folder.resolve("own.db");
    try (HotFile file = new HotFile(own, 0)) {
      file.append(List.of(new StoredFrame(1, frame(0))));
      file.append(List.of(new StoredFrame(2, frame(1)))); // say that it was reported as failed
    }
    try (HotFile file = new HotFile(own, 0)) {
      file.forgetAfter(1);
      assertEquals(1, file.newestNumber());
      StoredFrame next = new StoredFrame(2, frame(2));
      file.append(List.of(next));
      assertEquals(next, file.after(0, 9, 10).get(1));
    }
  }
}
