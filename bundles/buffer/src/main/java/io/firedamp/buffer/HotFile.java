package io.firedamp.buffer;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.store.Delivery;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.sqlite.JDBC;

/**
 * The file {@code hot.db}, open: a SQLite 3 database that stock tools read.
 *
 * <table>
 * <caption>Format ({@code application_id} 0x46444d50 "FDMP", {@code user_version} 1)</caption>
 * <tr><th>table</th><th>a row is</th><th>columns</th></tr>
 * <tr><td>frame</td><td>a tick</td><td>number (growing, never used twice), time (ms since 1970
 *     UTC), point_table, clock ({@link ClockTrust#code()}), data ({@link Packing}); index on
 *     time</td></tr>
 * <tr><td>point</td><td>a name that was ever stored</td><td>id (as in frame.data), name</td></tr>
 * <tr><td>point_table</td><td>a version of the point table</td><td>number, since (ns), text</td></tr>
 * <tr><td>uplink</td><td>a follower</td><td>id, name, settled (its cursor, a frame number)</td></tr>
 * <tr><td>delivery</td><td>what became of a part of a frame</td><td>uplink, frame, part, outcome
 *     ({@link Delivery.Outcome#code()}), attempts, at (ns), request, phase, reason</td></tr>
 * <tr><td>expired</td><td>an outage: every part of these frames that has no delivery
 *     expired</td><td>uplink, first, last (both inclusive), at (ns), reason</td></tr>
 * </table>
 *
 * <table>
 * <caption>Failure model</caption>
 * <tr><td>kill, power cut</td><td>What a method has written when it returned is there: WAL with
 *     {@code synchronous=FULL}, one fsync for each commit. What was being written is there whole or
 *     not at all. A disk that lies about its flush voids this.</td></tr>
 * <tr><td>an exception while writing</td><td>The transaction is not there, but the connection may be
 *     unusable (SQLITE_FULL): {@link #close()} and open again. Should the disk have kept a commit
 *     that it reported as failed, {@link #forgetAfter} removes the frame before anyone sees
 *     it.</td></tr>
 * <tr><td>a damaged page</td><td>Found by {@link #check} (small files) or when it is read.</td></tr>
 * </table>
 *
 * <p>Writing methods are for one thread at a time. Reading methods may be called by any thread
 * beside it; they share a connection and take turns. A scan has a connection of its own.
 */
final class HotFile implements AutoCloseable {
  /** SQLITE_CORRUPT and SQLITE_NOTADB: the only errors that say that the file itself is bad. */
  private static final List<Integer> DAMAGE = List.of(11, 26);

  private static final int APPLICATION = 0x46444d50;
  private static final int FORMAT = 1;
  private static final int SCAN_PAGE = 256;
  private static final int WRITE_PATIENCE_MS = 2000;
  private static final long NANOS = 1_000_000_000;
  private static final String READ_ONLY = "1"; // SQLITE_OPEN_READONLY

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE frame(number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL,"
              + " point_table INTEGER NOT NULL, clock INTEGER NOT NULL, data BLOB NOT NULL)",
          "CREATE INDEX frame_time ON frame(time)",
          "CREATE TABLE point(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
          "CREATE TABLE point_table(number INTEGER PRIMARY KEY, since INTEGER NOT NULL,"
              + " text TEXT NOT NULL)",
          "CREATE TABLE uplink(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
              + " settled INTEGER NOT NULL)",
          "CREATE TABLE delivery(uplink INTEGER NOT NULL, frame INTEGER NOT NULL,"
              + " part INTEGER NOT NULL, outcome INTEGER NOT NULL, attempts INTEGER NOT NULL,"
              + " at INTEGER NOT NULL, request TEXT NOT NULL, phase TEXT NOT NULL,"
              + " reason TEXT NOT NULL, PRIMARY KEY(uplink, frame, part)) WITHOUT ROWID",
          "CREATE TABLE expired(uplink INTEGER NOT NULL, first INTEGER NOT NULL,"
              + " last INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL,"
              + " PRIMARY KEY(uplink, first)) WITHOUT ROWID",
          "PRAGMA application_id = " + APPLICATION,
          "PRAGMA user_version = " + FORMAT);

  /** The outage of the uplink ?1 that holds the frame ?2; outages never overlap. */
  private static final String COVERING =
      " WHERE uplink = ?1 AND last >= ?2"
          + " AND first = (SELECT max(first) FROM expired WHERE uplink = ?1 AND first <= ?2)";

  private record Cursor(long id, long settled) {}

  /** A transaction: all that it wrote is kept, or none. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final Map<PointId, Long> ids = new HashMap<>();
  private final Map<Long, PointId> points = new ConcurrentHashMap<>();
  private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();

  /**
   * Opens the file, and makes it if it is not there.
   *
   * @param maxPages the most pages that it may grow to, 0 for no limit
   * @throws SQLException see {@link #damaged}; any other reason may pass
   */
  HotFile(Path file, long maxPages) throws SQLException {
    this.file = file;
    writer = connect(file);
    try {
      prepare(maxPages);
      reader = connect(file);
    } catch (SQLException | RuntimeException failed) {
      end(writer, failed);
      throw failed;
    }
    try {
      execute(reader, "PRAGMA query_only = 1");
      query("SELECT id, name FROM point", row -> point(row.getLong(1), row.getString(2)));
      query(
          "SELECT name, id, settled FROM uplink",
          row -> cursors.put(row.getString(1), new Cursor(row.getLong(2), row.getLong(3))));
    } catch (SQLException | RuntimeException failed) {
      end(reader, failed);
      end(writer, failed);
      throw failed;
    }
  }

  /** Whether the file itself is bad, and not only out of reach, locked or without space. */
  static boolean damaged(SQLException failure) {
    return DAMAGE.contains(failure.getErrorCode());
  }

  private static Connection connect(Path file, String... options) throws SQLException {
    Properties properties = new Properties();
    for (int option = 0; option < options.length; option += 2) {
      properties.setProperty(options[option], options[option + 1]);
    }
    Connection connection = new JDBC().connect(JDBC.PREFIX + file, properties);
    try {
      execute(connection, "PRAGMA busy_timeout = " + WRITE_PATIENCE_MS);
      execute(connection, "PRAGMA temp_store = MEMORY");
    } catch (SQLException failed) {
      end(connection, failed);
      throw failed;
    }
    return connection;
  }

  private void prepare(long maxPages) throws SQLException {
    int application = (int) number(writer, "PRAGMA application_id");
    long format = number(writer, "PRAGMA user_version");
    long tables = number(writer, "SELECT count(*) FROM sqlite_master");
    boolean fresh = tables == 0 && application == 0;
    if (!fresh && (application != APPLICATION || format != FORMAT)) {
      throw new SQLException(
          file + " is not of this version: application " + application + ", format " + format);
    }
    execute(writer, "PRAGMA journal_mode = WAL");
    execute(writer, "PRAGMA synchronous = FULL");
    execute(writer, "PRAGMA journal_size_limit = 67108864");
    if (maxPages > 0) {
      execute(writer, "PRAGMA max_page_count = " + maxPages);
    }
    if (fresh) {
      write(
          () -> {
            for (String statement : SCHEMA) {
              execute(writer, statement);
            }
            return true;
          });
    }
  }

  /**
   * Reads the whole file, a second for a few hundred megabytes.
   *
   * @throws SQLException with {@link #damaged} if something is wrong with it
   */
  void check() throws SQLException {
    List<String> answer = new ArrayList<>();
    query("PRAGMA quick_check(1)", row -> answer.add(row.getString(1)));
    if (!answer.equals(List.of("ok"))) {
      throw new SQLException(String.join("; ", answer), "", DAMAGE.get(0));
    }
  }

  // ---- writing: one thread at a time

  /** Removes frames that a failed commit left behind. Their numbers are not used again. */
  void forgetAfter(long number) throws SQLException {
    if (newestNumber() > number) {
      write(() -> update("DELETE FROM frame WHERE number > ?", number));
    }
  }

  StoredFrame append(Frame frame) throws SQLException {
    Map<PointId, Long> fresh = new HashMap<>();
    for (var sample : frame.samples()) {
      if (!ids.containsKey(sample.point())) {
        fresh.putIfAbsent(sample.point(), ids.size() + fresh.size() + 1L);
      }
    }
    byte[] data =
        Packing.pack(
            frame.samples(),
            point -> {
              Long id = ids.get(point);
              return id == null ? fresh.get(point) : id;
            });
    long number =
        write(
            () -> {
              for (Map.Entry<PointId, Long> point : fresh.entrySet()) {
                update(
                    "INSERT INTO point(id, name) VALUES(?, ?)",
                    point.getValue(),
                    point.getKey().value());
              }
              update(
                  "INSERT INTO frame(time, point_table, clock, data) VALUES(?, ?, ?, ?)",
                  frame.time().toEpochMilli(),
                  frame.table(),
                  frame.clock().code(),
                  data);
              return number(writer, "SELECT last_insert_rowid()");
            });
    fresh.forEach((point, id) -> point(id, point.value()));
    return new StoredFrame(number, frame);
  }

  /** The uplink's cursor; a name that is new gets one. */
  long settled(String uplink, long newest) throws SQLException {
    Cursor known = cursors.get(uplink);
    return known != null ? known.settled : move(uplink, newest, newest, id -> {});
  }

  /** The uplink's cursor, if it has one already; any thread, no I/O. */
  Optional<Long> settled(String uplink) {
    return Optional.ofNullable(cursors.get(uplink)).map(Cursor::settled);
  }

  void settle(String uplink, List<Settlement> settlements, long through, long newest)
      throws SQLException {
    move(
        uplink,
        through,
        newest,
        id -> {
          for (Settlement each : settlements) {
            Delivery delivery = each.delivery();
            update(
                "INSERT OR IGNORE INTO delivery SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9"
                    + " WHERE NOT EXISTS (SELECT 1 FROM expired"
                    + COVERING
                    + ")",
                id,
                each.frame(),
                each.part(),
                delivery.outcome().code(),
                delivery.attempts(),
                nanos(delivery.at()),
                delivery.requestId(),
                delivery.phase(),
                delivery.reason());
          }
        });
  }

  void expire(String uplink, long through, Instant at, String reason, long newest)
      throws SQLException {
    long first = settled(uplink, newest) + 1;
    long last = Math.min(through, newest);
    if (first <= last) {
      move(
          uplink,
          last,
          newest,
          id ->
              update(
                  "INSERT INTO expired(uplink, first, last, at, reason) VALUES(?, ?, ?, ?, ?)",
                  id,
                  first,
                  last,
                  nanos(at),
                  reason));
    }
  }

  private interface ForUplink {
    void run(long id) throws SQLException;
  }

  private long move(String uplink, long through, long newest, ForUplink work) throws SQLException {
    Cursor known = cursors.get(uplink);
    Cursor moved =
        write(
            () -> {
              if (known == null) {
                update("INSERT INTO uplink(name, settled) VALUES(?, ?)", uplink, newest);
              }
              Cursor cursor =
                  known == null
                      ? new Cursor(number(writer, "SELECT last_insert_rowid()"), newest)
                      : known;
              work.run(cursor.id);
              long settled = Math.max(cursor.settled, Math.min(through, newest));
              if (settled > cursor.settled) {
                update("UPDATE uplink SET settled = ? WHERE id = ?", settled, cursor.id);
              }
              return new Cursor(cursor.id, settled);
            });
    cursors.put(uplink, moved);
    return moved.settled;
  }

  TableText keepTable(String text, Instant since) throws SQLException {
    Optional<TableText> newest = newestTable();
    if (newest.isPresent() && newest.get().text().equals(text)) {
      return newest.get();
    }
    TableText table = new TableText(newest.map(TableText::number).orElse(0L) + 1, since, text);
    write(() -> insert(table));
    return table;
  }

  private int insert(TableText table) throws SQLException {
    return update(
        "INSERT INTO point_table(number, since, text) VALUES(?, ?, ?)",
        table.number(),
        nanos(table.since()),
        table.text());
  }

  /**
   * Takes over from a damaged file what can still be read and must go on: the point tables with
   * their numbers, and the names of the uplinks. Their cursors stand before the first frame of this
   * file, whose number is above every number of that one.
   *
   * @param least the numbers up to this are used, as far as we know
   */
  void succeed(Path damaged, long least) throws SQLException {
    List<TableText> tables = new ArrayList<>();
    List<String> uplinks = new ArrayList<>();
    List<Long> used = new ArrayList<>(List.of(least));
    try (Connection old = connect(damaged, "open_mode", READ_ONLY)) {
      execute(old, "PRAGMA writable_schema = ON"); // lets it look into a file that is cut off
      salvage(
          old,
          "SELECT number, since, text FROM point_table ORDER BY number",
          row -> tables.add(table(row)));
      salvage(old, "SELECT seq FROM sqlite_sequence", row -> used.add(row.getLong(1)));
      salvage(old, "SELECT max(number) FROM frame", row -> used.add(row.getLong(1)));
      salvage(
          old,
          "SELECT settled, name FROM uplink",
          row -> {
            used.add(row.getLong(1));
            uplinks.add(row.getString(2));
          });
    } catch (SQLException unreadable) {
      // then it is what was read up to here
    }
    long last = used.stream().mapToLong(Long::longValue).max().orElse(0);
    write(
        () -> {
          for (TableText table : tables) {
            insert(table);
          }
          for (String uplink : uplinks) {
            update("INSERT OR IGNORE INTO uplink(name, settled) VALUES(?, 0)", uplink);
          }
          return update("INSERT INTO sqlite_sequence(name, seq) VALUES('frame', ?)", last);
        });
    query(
        "SELECT name, id, settled FROM uplink",
        row -> cursors.put(row.getString(1), new Cursor(row.getLong(2), row.getLong(3))));
  }

  private static void salvage(Connection old, String sql, Row row) {
    try {
      query(old, sql, row);
    } catch (SQLException unreadable) {
      // rows up to the damage were taken
    }
  }

  private <T> T write(Work<T> work) throws SQLException {
    boolean done = false;
    try {
      execute(writer, "BEGIN IMMEDIATE"); // the driver's own would begin before there is work
      T result = work.run();
      execute(writer, "COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        undo();
      }
    }
  }

  private void undo() {
    try {
      execute(writer, "ROLLBACK");
    } catch (SQLException already) {
      // the failure on its way to the caller says more, and he closes this connection
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = writer.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  // ---- reading: any thread

  /** The number of the newest frame, 0 if there is none. */
  long newestNumber() throws SQLException {
    return number(reader, "SELECT coalesce(max(number), 0) FROM frame");
  }

  Optional<StoredFrame> newest(long newest) throws SQLException {
    return frames(reader, "WHERE number = ?", newest).stream().findFirst();
  }

  List<StoredFrame> after(long number, long newest, int limit) throws SQLException {
    return frames(
        reader, "WHERE number > ? AND number <= ? ORDER BY number LIMIT ?", number, newest, limit);
  }

  /**
   * Reads by pages, so that a slow reader holds no lock and no old pages of the journal.
   *
   * @param from ms, inclusive
   * @param to ms, exclusive
   */
  void scan(long from, long to, long newest, Consumer<StoredFrame> sink) throws SQLException {
    try (Connection own = connect(file)) {
      long[] span = {0, -1};
      query(
          own,
          "SELECT coalesce(min(number), 0), coalesce(max(number), -1) FROM frame"
              + " WHERE time >= ? AND time < ?",
          row -> {
            span[0] = row.getLong(1) - 1;
            span[1] = Math.min(row.getLong(2), newest);
          },
          from,
          to);
      List<StoredFrame> page;
      do {
        // "+time" keeps the plan on the primary key: by number, and no sorting of a whole year
        page =
            frames(
                own,
                "WHERE number > ? AND number <= ? AND +time >= ? AND +time < ?"
                    + " ORDER BY number LIMIT ?",
                span[0],
                span[1],
                from,
                to,
                SCAN_PAGE);
        page.forEach(sink);
        span[0] = page.isEmpty() ? span[1] : page.get(page.size() - 1).number();
      } while (page.size() == SCAN_PAGE);
    }
  }

  private List<StoredFrame> frames(Connection connection, String where, Object... values)
      throws SQLException {
    List<StoredFrame> frames = new ArrayList<>();
    query(
        connection,
        "SELECT number, time, point_table, clock, data FROM frame " + where,
        row -> frames.add(frame(row)),
        values);
    return frames;
  }

  private StoredFrame frame(ResultSet row) throws SQLException {
    return new StoredFrame(
        row.getLong(1),
        new Frame(
            Instant.ofEpochMilli(row.getLong(2)),
            row.getLong(3),
            ClockTrust.of(row.getInt(4)),
            Packing.unpack(row.getBytes(5), this::pointOf)));
  }

  Optional<Delivery> delivery(String uplink, long number, int part) throws SQLException {
    Cursor cursor = cursors.get(uplink);
    if (cursor == null) {
      return Optional.empty();
    }
    List<Delivery> found = new ArrayList<>();
    query(
        "SELECT outcome, attempts, at, request, phase, reason FROM delivery"
            + " WHERE uplink = ? AND frame = ? AND part = ?",
        row -> found.add(delivery(row)),
        cursor.id,
        number,
        part);
    if (found.isEmpty()) {
      query(
          "SELECT ?3, 0, at, '', '', reason FROM expired" + COVERING,
          row -> found.add(delivery(row)),
          cursor.id,
          number,
          Delivery.Outcome.EXPIRED.code());
    }
    return found.stream().findFirst();
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        Delivery.Outcome.of(row.getInt(1)),
        row.getInt(2),
        instant(row.getLong(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6));
  }

  Optional<TableText> table(long number) throws SQLException {
    return tables("WHERE number = ?", number);
  }

  Optional<TableText> newestTable() throws SQLException {
    return tables("ORDER BY number DESC LIMIT 1");
  }

  private Optional<TableText> tables(String where, Object... values) throws SQLException {
    List<TableText> tables = new ArrayList<>();
    query(
        "SELECT number, since, text FROM point_table " + where,
        row -> tables.add(table(row)),
        values);
    return tables.stream().findFirst();
  }

  private static TableText table(ResultSet row) throws SQLException {
    return new TableText(row.getLong(1), instant(row.getLong(2)), row.getString(3));
  }

  private void point(long id, String name) {
    PointId point = new PointId(name);
    points.put(id, point);
    ids.put(point, id);
  }

  private PointId pointOf(long id) {
    return Optional.ofNullable(points.get(id))
        .orElseThrow(() -> new IllegalArgumentException("no point has the id " + id));
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private void query(String sql, Row row, Object... values) throws SQLException {
    query(reader, sql, row, values);
  }

  private static void query(Connection connection, String sql, Row row, Object... values)
      throws SQLException {
    synchronized (connection) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            take(row, rows);
          }
        }
      }
    }
  }

  private static void take(Row row, ResultSet rows) throws SQLException {
    try {
      row.take(rows);
    } catch (IllegalArgumentException wrong) {
      // not called damage: a later version may have written it, and every other row stays readable
      throw new SQLException("row " + rows.getString(1) + ": " + wrong.getMessage(), wrong);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    long[] number = new long[1];
    query(connection, sql, row -> number[0] = row.getLong(1));
    return number[0];
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int index = 0; index < values.length; index++) {
      statement.setObject(index + 1, values[index]);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS), (long) instant.getNano());
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  private static void end(Connection connection, Exception why) {
    try {
      connection.close();
    } catch (SQLException also) {
      why.addSuppressed(also);
    }
  }

  /** Waits for the reading method that runs, if any. */
  @Override
  public void close() throws SQLException {
    try (writer) {
      synchronized (reader) {
        reader.close();
      }
    }
  }
}
