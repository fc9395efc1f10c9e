package io.firedamp.buffer;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.store.Delivery;
import io.firedamp.store.Recall;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file {@code hot.db}, open: a SQLite 3 database that stock tools read.
 *
 * <table>
 * <caption>Format ({@code application_id} 0x46444d50 "FDMP", {@code user_version} 3)</caption>
 * <tr><th>table</th><th>a row is</th><th>columns</th></tr>
 * <tr><td>frame</td><td>a tick</td><td>number (growing, never given twice), time (ms since 1970
 *     UTC), point_table, clock ({@link ClockTrust#code()}), data ({@link Packing})</td></tr>
 * <tr><td>unit</td><td>frames that are sealed, and therefore not in {@code frame}</td><td>as in {@link
 *     MonthFile}, from which the table can be made again</td></tr>
 * <tr><td>numbers</td><td>the only one</td><td>floor (up to there they were given before this file
 *     was), ceiling (none above it was given yet)</td></tr>
 * <tr><td>recall</td><td>a packet of stored data that was delivered</td><td>uplink (its name),
 *     request, first, last (ms; the latter exclusive), instants, at (ns)</td></tr>
 * <tr><td>point</td><td>a name that was ever stored</td><td>id (as in frame.data), name</td></tr>
 * <tr><td>point_table</td><td>a version of the point table</td><td>number, since (ns), text</td></tr>
 * <tr><td>uplink</td><td>a follower</td><td>id, name, settled (its cursor, a frame number), carried (what became
 *     of frames up to this number is in the month files)</td></tr>
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
 * beside it; they share a connection and take turns.
 */
final class HotFile implements AutoCloseable {
  private static final int APPLICATION = 0x46444d50;
  private static final int FORMAT = 3;

  /** So that an append never waits long for the line to the disk. */
  private static final int DROPPED_AT_ONCE = 100;

  private static final int SALVAGED_AT_ONCE = 1000;

  private static final long NANOS = 1_000_000_000;

  private static final String UNIT =
      "CREATE TABLE unit(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, hour INTEGER NOT NULL,"
          + " frames INTEGER NOT NULL, samples INTEGER NOT NULL, usable INTEGER NOT NULL,"
          + " digest TEXT NOT NULL)";

  private static final String CARRIED =
      "ALTER TABLE uplink ADD COLUMN carried INTEGER NOT NULL DEFAULT 0";

  private static final String RECALL =
      "CREATE TABLE recall(id INTEGER PRIMARY KEY, uplink TEXT NOT NULL, request TEXT NOT NULL,"
          + " first INTEGER NOT NULL, last INTEGER NOT NULL, instants INTEGER NOT NULL,"
          + " at INTEGER NOT NULL)";

  private static final String UNIT_HOUR = "CREATE INDEX unit_hour ON unit(hour)";

  /** AUTOINCREMENT would write a second page in each commit. */
  private static final String FRAME =
      "CREATE TABLE frame(number INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
          + " point_table INTEGER NOT NULL, clock INTEGER NOT NULL, data BLOB NOT NULL)";

  private static final String NUMBERS =
      "CREATE TABLE numbers(floor INTEGER NOT NULL, ceiling INTEGER NOT NULL)";

  /** An hour: so seldom the ceiling is raised, and so many are skipped if the file is torn. */
  private static final long NUMBERS_AHEAD = 3600;

  private static final List<String> SCHEMA =
      List.of(
          FRAME,
          NUMBERS,
          "INSERT INTO numbers VALUES(0, 0)",
          "CREATE TABLE point(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
          "CREATE TABLE point_table(number INTEGER PRIMARY KEY, since INTEGER NOT NULL,"
              + " text TEXT NOT NULL)",
          "CREATE TABLE uplink(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
              + " settled INTEGER NOT NULL)",
          CARRIED,
          RECALL,
          UNIT,
          UNIT_HOUR,
          "CREATE TABLE delivery(uplink INTEGER NOT NULL, frame INTEGER NOT NULL,"
              + " part INTEGER NOT NULL, outcome INTEGER NOT NULL, attempts INTEGER NOT NULL,"
              + " at INTEGER NOT NULL, request TEXT NOT NULL, phase TEXT NOT NULL,"
              + " reason TEXT NOT NULL, PRIMARY KEY(uplink, frame, part)) WITHOUT ROWID",
          "CREATE TABLE expired(uplink INTEGER NOT NULL, first INTEGER NOT NULL,"
              + " last INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL,"
              + " PRIMARY KEY(uplink, first)) WITHOUT ROWID",
          "PRAGMA application_id = " + APPLICATION,
          "PRAGMA user_version = " + FORMAT);

  /** What was without sealing. */
  private static final List<String> FROM_1 = List.of(CARRIED, RECALL, UNIT, UNIT_HOUR);

  /** What let SQLite number the frames. */
  private static final List<String> FROM_2 =
      List.of(
          "ALTER TABLE frame RENAME TO former",
          FRAME,
          NUMBERS,
          "INSERT INTO frame SELECT number, time, point_table, clock, data FROM former",
          "INSERT INTO numbers SELECT coalesce(max(seq), 0), coalesce(max(seq), 0)"
              + " FROM sqlite_sequence WHERE name = 'former'",
          "DROP TABLE former",
          "PRAGMA user_version = " + FORMAT);

  /** The outage of the uplink ?1 that holds the frame ?2; outages never overlap. */
  private static final String COVERING =
      " WHERE uplink = ?1 AND last >= ?2"
          + " AND first = (SELECT max(first) FROM expired WHERE uplink = ?1 AND first <= ?2)";

  /** How far an uplink is, and up to where what became of the frames is in the month files. */
  private record Cursor(long id, long settled, long carried) {}

  private final Path file;
  private final Database writer;
  private final Database reader;
  private final Map<PointId, Long> ids = new HashMap<>();
  private final Map<Long, PointId> points = new ConcurrentHashMap<>();
  private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();
  private volatile long sealedThrough;
  private long ceiling;

  /**
   * Opens the file, and makes it if it is not there.
   *
   * @param maxPages the most pages that it may grow to, 0 for no limit
   * @throws SQLException see {@link #damaged}; any other reason may pass
   */
  HotFile(Path file, long maxPages) throws SQLException {
    this.file = file;
    writer = Database.open(file);
    try {
      prepare(maxPages);
      reader = Database.open(file);
    } catch (SQLException | RuntimeException failed) {
      writer.end(failed);
      throw failed;
    }
    try {
      reader.execute("PRAGMA query_only = 1");
      load();
    } catch (SQLException | RuntimeException failed) {
      reader.end(failed);
      writer.end(failed);
      throw failed;
    }
  }

  private void prepare(long maxPages) throws SQLException {
    int application = (int) writer.number("PRAGMA application_id");
    long format = writer.number("PRAGMA user_version");
    long tables = writer.number("SELECT count(*) FROM sqlite_master");
    boolean fresh = tables == 0 && application == 0;
    if (!fresh && (application != APPLICATION || format < 1 || format > FORMAT)) {
      throw new SQLException(
          file + " is not of this version: application " + application + ", format " + format);
    }
    writer.execute("PRAGMA journal_mode = WAL");
    writer.execute("PRAGMA synchronous = FULL");
    writer.execute("PRAGMA journal_size_limit = 67108864");
    if (maxPages > 0) {
      writer.execute("PRAGMA max_page_count = " + maxPages);
    }
    if (fresh) {
      execute(SCHEMA);
    } else if (format < FORMAT) {
      List<String> steps = new ArrayList<>(format == 1 ? FROM_1 : List.of());
      steps.addAll(FROM_2);
      execute(steps);
    }
    writer.execute("DROP INDEX IF EXISTS frame_time"); // once was a page more for each commit
  }

  private void load() throws SQLException {
    reader.query("SELECT id, name FROM point", row -> point(row.getLong(1), row.getString(2)));
    reader.query(
        "SELECT name, id, settled, carried FROM uplink",
        row -> cursors.put(row.getString(1), cursor(row)));
    sealedThrough =
        Math.max(sealedThrough, reader.number("SELECT coalesce(max(last), 0) FROM unit"));
    ceiling = reader.number("SELECT ceiling FROM numbers");
  }

  private static Cursor cursor(ResultSet row) throws SQLException {
    return new Cursor(row.getLong(2), row.getLong(3), row.getLong(4));
  }

  private void execute(List<String> statements) throws SQLException {
    writer.write(
        () -> {
          for (String statement : statements) {
            writer.execute(statement);
          }
          return true;
        });
  }

  /** See {@link Database#check}. */
  void check() throws SQLException {
    reader.check();
  }

  // ---- writing: one thread at a time

  /** Removes frames that a failed commit left behind. Nobody has seen them, or their numbers. */
  void forgetAfter(long number) throws SQLException {
    if (newestNumber() > number) {
      writer.write(() -> writer.update("DELETE FROM frame WHERE number > ?", number));
    }
  }

  /**
   * Notes that frames are sealed; they are not looked for here from now on, and can be {@link #drop
   * dropped}.
   */
  boolean note(List<Sealed> sealed) throws SQLException {
    writer.write(
        () -> {
          for (Sealed unit : sealed) {
            writer.update(
                "INSERT INTO unit(" + Sealed.COLUMNS + ")" + " VALUES(?, ?, ?, ?, ?, ?, ?)",
                unit.first(),
                unit.last(),
                unit.hour(),
                unit.frames(),
                unit.samples(),
                unit.usable(),
                unit.digest());
          }
          return true;
        });
    if (!sealed.isEmpty()) {
      sealedThrough = sealed.get(sealed.size() - 1).last();
    }
    return true;
  }

  /** Strikes units out that are lost. */
  boolean strike(List<Sealed> lost) throws SQLException {
    return writer.write(
        () -> {
          for (Sealed unit : lost) {
            writer.update("DELETE FROM unit WHERE first = ?", unit.first());
          }
          return true;
        });
  }

  /**
   * Drops some frames that are sealed.
   *
   * @return whether there may be more
   */
  boolean drop() throws SQLException {
    return writer.write(
            () ->
                writer.update(
                    "DELETE FROM frame WHERE number IN"
                        + " (SELECT number FROM frame WHERE number <= ? ORDER BY number LIMIT ?)",
                    sealedThrough,
                    DROPPED_AT_ONCE))
        == DROPPED_AT_ONCE;
  }

  /**
   * Moves what is committed from the journal into the file, on a connection of its own. Who writes
   * does not wait for it, as he would if he had to do it himself: at a thousand pages. Any thread.
   */
  boolean checkpoint() throws SQLException {
    try (Database beside = Database.open(file)) {
      beside.number("PRAGMA wal_checkpoint(PASSIVE)");
    }
    return true;
  }

  /** The names of all uplinks. */
  List<String> uplinks() {
    return List.copyOf(cursors.keySet());
  }

  /** What became of frames up to this number is in the month files. */
  long carried(String uplink) {
    Cursor cursor = cursors.get(uplink);
    return cursor == null ? 0 : cursor.carried;
  }

  /** What became of a unit's frames at an uplink, by frame. */
  List<Settlement> settlements(String uplink, Sealed unit) throws SQLException {
    List<Settlement> settlements = new ArrayList<>();
    reader.query(
        "SELECT outcome, attempts, at, request, phase, reason, frame, part FROM delivery"
            + " WHERE uplink = ? AND frame BETWEEN ? AND ? ORDER BY frame, part",
        row -> settlements.add(new Settlement(row.getLong(7), row.getInt(8), delivery(row))),
        cursors.get(uplink).id,
        unit.first(),
        unit.last());
    return settlements;
  }

  /** The outages of an uplink, as far as they lie in a unit. */
  List<Outage> outages(String uplink, Sealed unit) throws SQLException {
    List<Outage> outages = new ArrayList<>();
    reader.query(
        "SELECT first, last, at, reason FROM expired"
            + " WHERE uplink = ? AND first <= ? AND last >= ?",
        row -> outages.add(Outage.of(row).within(unit)),
        cursors.get(uplink).id,
        unit.last(),
        unit.first());
    return outages;
  }

  /**
   * Notes that what became of frames is in the month files; it is not looked for here from now on,
   * and can be {@link #dropCarried dropped}.
   */
  boolean carried(String uplink, long through) throws SQLException {
    Cursor cursor = cursors.get(uplink);
    writer.write(
        () -> writer.update("UPDATE uplink SET carried = ? WHERE id = ?", through, cursor.id));
    cursors.computeIfPresent(uplink, (name, now) -> new Cursor(now.id, now.settled, through));
    return true;
  }

  /**
   * Drops some of what is in the month files.
   *
   * @return whether there may be more
   */
  boolean dropCarried(String uplink) throws SQLException {
    Cursor cursor = cursors.get(uplink);
    return writer.write(
            () -> {
              writer.update(
                  "DELETE FROM expired WHERE uplink = ? AND last <= ?", cursor.id, cursor.carried);
              return writer.update(
                  "DELETE FROM delivery WHERE uplink = ?1 AND frame <= ?2 AND frame <="
                      + " (SELECT min(frame) FROM delivery WHERE uplink = ?1) + ?3",
                  cursor.id,
                  cursor.carried,
                  DROPPED_AT_ONCE);
            })
        > 0;
  }

  /**
   * All of them or none.
   *
   * @param frames in the order of their numbers, at least one
   */
  void append(List<StoredFrame> frames) throws SQLException {
    Map<PointId, Long> fresh = new HashMap<>();
    frames.forEach(stored -> fresh(stored.frame(), fresh));
    long last = frames.get(frames.size() - 1).number();
    if (frames.size() == 1 && fresh.isEmpty() && last <= ceiling) {
      insert(frames.get(0), fresh); // is a transaction by itself
    } else {
      long above = Math.max(ceiling, last + NUMBERS_AHEAD);
      writer.write(
          () -> {
            writer.update("UPDATE numbers SET ceiling = ?", above);
            insertPoints(fresh);
            for (StoredFrame stored : frames) {
              insert(stored, fresh);
            }
            return true;
          });
      fresh.forEach((point, id) -> point(id, point.value()));
      ceiling = above;
    }
  }

  private void insert(StoredFrame stored, Map<PointId, Long> fresh) throws SQLException {
    Frame frame = stored.frame();
    writer.number( // which takes 40 µs less than an update, in this driver
        "INSERT OR REPLACE INTO frame(number, time, point_table, clock, data)"
            + " VALUES(?, ?, ?, ?, ?) RETURNING number",
        stored.number(),
        frame.time().toEpochMilli(),
        frame.table(),
        frame.clock().code(),
        pack(frame, fresh));
  }

  private void fresh(Frame frame, Map<PointId, Long> fresh) {
    for (var sample : frame.samples()) {
      if (!ids.containsKey(sample.point())) {
        fresh.putIfAbsent(sample.point(), ids.size() + fresh.size() + 1L);
      }
    }
  }

  private void insertPoints(Map<PointId, Long> fresh) throws SQLException {
    for (Map.Entry<PointId, Long> point : fresh.entrySet()) {
      writer.update(
          "INSERT INTO point(id, name) VALUES(?, ?)", point.getValue(), point.getKey().value());
    }
  }

  private byte[] pack(Frame frame, Map<PointId, Long> fresh) {
    return Packing.pack(
        frame.samples(),
        point -> {
          Long id = ids.get(point);
          return id == null ? fresh.get(point) : id;
        });
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
            if (each.frame() <= carried(uplink)) {
              continue; // settled, long ago
            }
            Delivery delivery = each.delivery();
            writer.update(
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
              writer.update(
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
        writer.write(
            () -> {
              if (known == null) {
                writer.update(
                    "INSERT INTO uplink(name, settled, carried) VALUES(?, ?, ?)",
                    uplink,
                    newest,
                    sealedThrough);
              }
              Cursor cursor =
                  known == null
                      ? new Cursor(
                          writer.number("SELECT last_insert_rowid()"), newest, sealedThrough)
                      : known;
              work.run(cursor.id);
              long settled = Math.max(cursor.settled, Math.min(through, newest));
              if (settled > cursor.settled) {
                writer.update("UPDATE uplink SET settled = ? WHERE id = ?", settled, cursor.id);
              }
              return new Cursor(cursor.id, settled, cursor.carried);
            });
    cursors.put(uplink, moved);
    return moved.settled;
  }

  boolean recalled(Recall recall) throws SQLException {
    return writer.write(
        () ->
            writer.update(
                    "INSERT INTO recall(uplink, request, first, last, instants, at)"
                        + " VALUES(?, ?, ?, ?, ?, ?)",
                    recall.uplink(),
                    recall.request(),
                    recall.from().toEpochMilli(),
                    recall.to().toEpochMilli(),
                    recall.instants(),
                    nanos(recall.at()))
                == 1);
  }

  List<Recall> recalls(String uplink, long from, long to) throws SQLException {
    List<Recall> recalls = new ArrayList<>();
    reader.query(
        "SELECT request, first, last, instants, at FROM recall"
            + " WHERE uplink = ? AND last > ? AND first < ? ORDER BY id",
        row ->
            recalls.add(
                new Recall(
                    uplink,
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    Instant.ofEpochMilli(row.getLong(3)),
                    row.getLong(4),
                    instant(row.getLong(5)))),
        uplink,
        from,
        to);
    return recalls;
  }

  TableText keepTable(String text, Instant since) throws SQLException {
    Optional<TableText> newest = newestTable();
    if (newest.isPresent() && newest.get().text().equals(text)) {
      return newest.get();
    }
    TableText table = new TableText(newest.map(TableText::number).orElse(0L) + 1, since, text);
    writer.write(() -> insert(table));
    return table;
  }

  private int insert(TableText table) throws SQLException {
    return writer.update(
        "INSERT INTO point_table(number, since, text) VALUES(?, ?, ?)",
        table.number(),
        nanos(table.since()),
        table.text());
  }

  /**
   * Takes over from a damaged file everything that can still be read, from both ends of each table.
   * New frames get numbers above every number of that file.
   *
   * @param least the numbers up to this are used, as far as we know
   */
  void succeed(Path damaged, long least) throws SQLException {
    long used = least;
    try (Database old = Database.openToRead(damaged)) {
      old.execute("PRAGMA writable_schema = ON"); // lets it look into a file that is cut off
      for (Part part : PARTS) {
        for (String order : List.of("", " DESC")) {
          copy(old, part, order);
        }
      }
      List<Long> given = new ArrayList<>();
      for (String sql :
          List.of("SELECT ceiling FROM numbers", "SELECT seq FROM sqlite_sequence")) { // up to 2
        salvage(old, sql, row -> given.add(row.getLong(1)));
      }
      used = given.stream().mapToLong(Long::longValue).reduce(used, Math::max);
    } catch (SQLException unreadable) {
      // then it is what was read up to here
    }
    startAbove(used);
    load();
  }

  /** What is salvaged of a table, in the order in which they are needed. */
  private record Part(String table, String columns, String key) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("point", "id, name", "id"),
          new Part("point_table", "number, since, text", "number"),
          new Part("uplink", "id, name, settled", "id"),
          new Part("uplink", "id, name, settled, carried", "id"),
          new Part("frame", "number, time, point_table, clock, data", "number"),
          new Part("recall", "id, uplink, request, first, last, instants, at", "id"),
          new Part("expired", "uplink, first, last, at, reason", "uplink"),
          new Part(
              "delivery",
              "uplink, frame, part, outcome, attempts, at, request, phase, reason",
              "uplink"));

  private void copy(Database old, Part part, String order) throws SQLException {
    int width = part.columns.split(",").length;
    String marks = String.join(", ", Collections.nCopies(width, "?"));
    String insert =
        "INSERT OR REPLACE INTO " + part.table + "(" + part.columns + ") VALUES(" + marks + ")";
    List<Object[]> rows = new ArrayList<>();
    salvage(
        old,
        "SELECT " + part.columns + " FROM " + part.table + " ORDER BY " + part.key + order,
        row -> {
          Object[] values = new Object[width];
          for (int i = 0; i < width; i++) {
            values[i] = row.getObject(i + 1);
          }
          rows.add(values);
          if (rows.size() == SALVAGED_AT_ONCE) {
            insert(insert, rows);
          }
        });
    insert(insert, rows);
  }

  private void insert(String insert, List<Object[]> rows) throws SQLException {
    writer.write(
        () -> {
          for (Object[] row : rows) {
            writer.update(insert, row);
          }
          return true;
        });
    rows.clear();
  }

  private static void salvage(Database old, String sql, Database.Row row) {
    try {
      old.query(sql, row);
    } catch (SQLException unreadable) {
      // rows up to the damage were taken
    }
  }

  /**
   * Takes over what the month files say: this file is new, or older than they are.
   *
   * @param units that are not noted here yet, in the order of their frames
   * @param tables versions of the point table that they name
   */
  void adopt(List<Sealed> units, List<TableText> tables) throws SQLException {
    long through = units.stream().mapToLong(Sealed::last).reduce(sealedThrough, Math::max);
    writer.write(
        () -> {
          for (TableText table : tables) {
            writer.update(
                "INSERT OR IGNORE INTO point_table(number, since, text) VALUES(?, ?, ?)",
                table.number(),
                nanos(table.since()),
                table.text());
          }
          return writer.update(
              "UPDATE uplink SET settled = max(settled, ?1), carried = max(carried, ?1)", through);
        });
    note(units);
    startAbove(through);
    load();
  }

  private void startAbove(long number) throws SQLException {
    writer.update("UPDATE numbers SET floor = max(floor, ?1), ceiling = max(ceiling, ?1)", number);
  }

  // ---- reading: any thread

  /** The number of the newest frame, 0 if there is none. */
  long newestNumber() throws SQLException {
    return Math.max(sealedThrough, reader.number("SELECT coalesce(max(number), 0) FROM frame"));
  }

  /** The largest number that a frame was given, be it lost; 0 if none was. */
  long givenNumber() throws SQLException {
    return Math.max(newestNumber(), reader.number("SELECT floor FROM numbers"));
  }

  /** Frames up to this number are sealed; 0 if none are. */
  long sealedThrough() {
    return sealedThrough;
  }

  /** The first unit that reaches beyond a frame; empty if there is none. */
  Optional<Sealed> sealedAfter(long number) throws SQLException {
    return sealed(
            "WHERE first >= (SELECT coalesce(max(first), 0) FROM unit WHERE first <= ?1 + 1)"
                + " AND last > ?1 ORDER BY first LIMIT 1",
            number)
        .stream()
        .findFirst();
  }

  /**
   * The units of a span that begin after a frame.
   *
   * @param from hours since 1970, inclusive
   * @param to inclusive
   */
  List<Sealed> sealedAfter(long number, long from, long to) throws SQLException {
    return sealed("WHERE hour BETWEEN ? AND ? AND first > ? ORDER BY first", from, to, number);
  }

  /** The last unit before a frame; empty if there is none. */
  Optional<Sealed> sealedBefore(long number) throws SQLException {
    return sealed("WHERE first < ? ORDER BY first DESC LIMIT 1", number).stream().findFirst();
  }

  /** Whether every frame of a unit is here too. */
  boolean holds(Sealed unit) throws SQLException {
    return unit.frames()
        == reader.number(
            "SELECT count(*) FROM frame WHERE number BETWEEN ? AND ?", unit.first(), unit.last());
  }

  /** Makes a file of the same content as of this moment; writing goes on meanwhile. */
  void copyTo(Path copy) throws SQLException {
    try (Database own = Database.open(file)) {
      own.update("VACUUM INTO ?", copy.toString());
    }
  }

  /** How many hours are sealed, of those since 1970 from one on. */
  long hoursFrom(long hour) throws SQLException {
    return reader.number("SELECT count(DISTINCT hour) FROM unit WHERE hour >= ?", hour);
  }

  /** The newest unit; empty if nothing is sealed. */
  Optional<Sealed> newestSealed() throws SQLException {
    return sealed("ORDER BY first DESC LIMIT 1").stream().findFirst();
  }

  private List<Sealed> sealed(String where, Object... values) throws SQLException {
    List<Sealed> units = new ArrayList<>();
    reader.query(
        "SELECT " + Sealed.COLUMNS + " FROM unit " + where,
        row -> units.add(Sealed.of(row)),
        values);
    return units;
  }

  /** Frames that are not sealed, by number. */
  List<StoredFrame> after(long number, long newest, int limit) throws SQLException {
    return frames(
        "WHERE number > ? AND number <= ? ORDER BY number LIMIT ?", number, newest, limit);
  }

  /**
   * The same, of a span of time.
   *
   * @param from ms, inclusive
   * @param to ms, exclusive
   */
  List<StoredFrame> after(long number, long newest, int limit, long from, long to)
      throws SQLException {
    // "+time" keeps the plan on the primary key: by number, and no sorting
    return frames(
        "WHERE number > ? AND number <= ? AND +time >= ? AND +time < ? ORDER BY number LIMIT ?",
        number,
        newest,
        from,
        to,
        limit);
  }

  private List<StoredFrame> frames(String where, Object... values) throws SQLException {
    List<StoredFrame> frames = new ArrayList<>();
    reader.query(
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

  /** What became of a part that is not carried away. */
  Optional<Delivery> delivery(String uplink, long number, int part) throws SQLException {
    Cursor cursor = cursors.get(uplink);
    if (cursor == null) {
      return Optional.empty();
    }
    List<Delivery> found = new ArrayList<>();
    reader.query(
        "SELECT outcome, attempts, at, request, phase, reason FROM delivery"
            + " WHERE uplink = ? AND frame = ? AND part = ?",
        row -> found.add(delivery(row)),
        cursor.id,
        number,
        part);
    if (found.isEmpty()) {
      reader.query(
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
    reader.query(
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

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS), (long) instant.getNano());
  }

  static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  /** Waits for the reading method that runs, if any. */
  @Override
  public void close() throws SQLException {
    try (writer) {
      reader.close();
    }
  }
}
