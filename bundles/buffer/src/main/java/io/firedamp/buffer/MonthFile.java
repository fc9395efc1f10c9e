package io.firedamp.buffer;

import io.firedamp.point.PointId;
import io.firedamp.store.Settlement;
import io.firedamp.store.TableText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The file of a month, {@code 2026-11.db}, open: what was sealed of it. A SQLite 3 database that
 * stock tools read; months are those of China (UTC+8), as in the reports.
 *
 * <table>
 * <caption>Format ({@code application_id} 0x46444d4d "FDMM", {@code user_version} 1)</caption>
 * <tr><th>table</th><th>a row is</th><th>columns</th></tr>
 * <tr><td>unit</td><td>a {@link Unit}</td><td>first, last (frame numbers), hour (since 1970 UTC),
 *     point_table, frames, numbers and times ({@link Runs#even}; ms since 1970 UTC), clocks ({@link
 *     Runs#equal}), samples, usable (counts), previous, digest (SHA-256, hex)</td></tr>
 * <tr><td>chunk</td><td>a point's part of it</td><td>id (unit.first × 2^20 + point.id), place (in
 *     the frames), at (indexes of frames, {@link Runs#even}), qualities ({@link Runs#equal}),
 *     samples, usable, low, high, total (of the usable values), form, scale, size, data ({@link
 *     Column})</td></tr>
 * <tr><td>point</td><td>a name</td><td>id, name</td></tr>
 * <tr><td>point_table</td><td>a version of the point table that a unit names</td><td>number, since
 *     (ns), text</td></tr>
 * <tr><td>delivery</td><td>what became of a part of a unit's frames at an uplink</td><td>unit,
 *     uplink, part, numbers ({@link Runs#even}), outcomes, attempts, phases, reasons ({@link
 *     Runs#equal}; the last two ids of words), ats ({@link Deltas}, zlib; in {@code tick} ns since
 *     1970), requests ({@link Deltas}, or a line each; zlib)</td></tr>
 * <tr><td>expired</td><td>a stretch of which every part without a delivery expired</td><td>uplink,
 *     first, last (frame numbers, both inclusive), at (ns), reason (id of a word)</td></tr>
 * <tr><td>uplink, word</td><td>a name, a word</td><td>id, name; id, text</td></tr>
 * <tr><td>proof</td><td>(a view) a line of what a unit's digest is over</td><td>unit, place,
 *     line</td></tr>
 * </table>
 *
 * <p>A unit is written in one transaction, and never changed; what became of it follows, once that
 * is settled. The file has a rollback journal, not a write-ahead log: whenever nothing is being
 * written it is complete, and can be copied.
 */
final class MonthFile implements AutoCloseable {
  private static final int APPLICATION = 0x46444d4d;
  private static final int FORMAT = 1;
  private static final int POINT_BITS = 20;
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE unit(first INTEGER PRIMARY KEY, last INTEGER NOT NULL,"
              + " hour INTEGER NOT NULL, point_table INTEGER NOT NULL, frames INTEGER NOT NULL,"
              + " numbers TEXT NOT NULL, times TEXT NOT NULL, clocks TEXT NOT NULL,"
              + " samples INTEGER NOT NULL, usable INTEGER NOT NULL,"
              + " previous TEXT NOT NULL, digest TEXT NOT NULL)",
          "CREATE TABLE chunk(id INTEGER PRIMARY KEY, place INTEGER NOT NULL, at TEXT NOT NULL,"
              + " qualities TEXT NOT NULL, samples INTEGER NOT NULL, usable INTEGER NOT NULL,"
              + " low REAL, high REAL, total REAL NOT NULL,"
              + " form INTEGER NOT NULL, scale INTEGER NOT NULL, size INTEGER NOT NULL,"
              + " data BLOB NOT NULL)",
          "CREATE TABLE point(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
          "CREATE TABLE point_table(number INTEGER PRIMARY KEY, since INTEGER NOT NULL,"
              + " text TEXT NOT NULL)",
          "CREATE TABLE uplink(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
          "CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
          "CREATE TABLE delivery(unit INTEGER NOT NULL, uplink INTEGER NOT NULL,"
              + " part INTEGER NOT NULL, numbers TEXT NOT NULL, outcomes TEXT NOT NULL,"
              + " attempts TEXT NOT NULL, phases TEXT NOT NULL, reasons TEXT NOT NULL,"
              + " tick INTEGER NOT NULL, ats_size INTEGER NOT NULL, ats BLOB NOT NULL,"
              + " snowflakes INTEGER NOT NULL, requests_size INTEGER NOT NULL,"
              + " requests BLOB NOT NULL, PRIMARY KEY(unit, uplink, part)) WITHOUT ROWID",
          "CREATE TABLE expired(uplink INTEGER NOT NULL, first INTEGER NOT NULL,"
              + " last INTEGER NOT NULL, at INTEGER NOT NULL, reason INTEGER NOT NULL,"
              + " PRIMARY KEY(uplink, first)) WITHOUT ROWID",
          "CREATE VIEW proof(unit, place, line) AS"
              + " SELECT first, -2, previous FROM unit"
              + " UNION ALL SELECT first, -1, hour || '|' || point_table || '|' || numbers || '|'"
              + " || times || '|' || clocks FROM unit"
              + " UNION ALL SELECT unit.first, place, point.name || '|' || at || '|' || qualities"
              + " || '|' || form || '|' || scale || '|' || size || '|' || lower(hex(data))"
              + " FROM unit JOIN chunk ON chunk.id BETWEEN unit.first << 20"
              + " AND (unit.first << 20) + 1048575 JOIN point ON point.id = chunk.id & 1048575",
          "PRAGMA application_id = " + APPLICATION,
          "PRAGMA user_version = " + FORMAT);

  private final Database database;
  private final Map<PointId, Long> ids = new HashMap<>();
  private final Map<Long, PointId> points = new ConcurrentHashMap<>();

  /** The file's name for an hour since 1970. */
  static String name(long hour) {
    return YearMonth.from(Instant.ofEpochSecond(hour * 3600).atOffset(CHINA)) + ".db";
  }

  /** The month of a file of that name, in China. */
  static YearMonth month(String name) {
    return YearMonth.parse(name.substring(0, name.length() - ".db".length()));
  }

  /** The first hour since 1970 of a file of that name. */
  static long firstHour(String name) {
    return Unit.hour(month(name).atDay(1).atStartOfDay(CHINA).toInstant().toEpochMilli());
  }

  /** Opens the file; makes it if it is not there. */
  MonthFile(Path file) throws SQLException {
    database = Database.open(file);
    try {
      prepare(file);
      database.query(
          "SELECT id, name FROM point",
          row -> known(row.getLong(1), new PointId(row.getString(2))));
    } catch (SQLException | RuntimeException failed) {
      database.end(failed);
      throw failed;
    }
  }

  private void prepare(Path file) throws SQLException {
    long application = database.number("PRAGMA application_id");
    long format = database.number("PRAGMA user_version");
    boolean fresh = application == 0 && database.number("SELECT count(*) FROM sqlite_master") == 0;
    if (!fresh && (application != APPLICATION || format != FORMAT)) {
      throw new SQLException(
          file + " is not of this version: application " + application + ", format " + format);
    }
    // the journal's end is the commit: with less than EXTRA a power cut could bring it back
    database.execute("PRAGMA synchronous = EXTRA");
    if (fresh) {
      database.execute(
          "PRAGMA page_size = 32768"); // a chunk is about 3 kB: less is lost at the end
      database.write(
          () -> {
            for (String statement : SCHEMA) {
              database.execute(statement);
            }
            return true;
          });
    }
  }

  private void known(long id, PointId point) {
    ids.put(point, id);
    points.put(id, point);
  }

  // ---- writing: one thread

  /**
   * Writes a unit. On return it survives a power cut.
   *
   * @param previous the digest of the unit before
   * @param table the version of the point table that the unit names, if the store has it
   */
  Sealed write(Unit unit, String previous, Optional<TableText> table) throws SQLException {
    Map<PointId, Long> fresh = new HashMap<>();
    for (Unit.Track track : unit.tracks()) {
      if (!ids.containsKey(track.point())) {
        fresh.put(track.point(), ids.size() + fresh.size() + 1L);
      }
    }
    Sealed sealed = database.write(() -> insert(unit, previous, table, fresh));
    fresh.forEach((point, id) -> known(id, point));
    return sealed;
  }

  private Sealed insert(
      Unit unit, String previous, Optional<TableText> table, Map<PointId, Long> fresh)
      throws SQLException {
    for (Map.Entry<PointId, Long> point : fresh.entrySet()) {
      database.update(
          "INSERT INTO point(id, name) VALUES(?, ?)", point.getValue(), point.getKey().value());
    }
    if (table.isPresent()) {
      database.update(
          "INSERT OR IGNORE INTO point_table(number, since, text) VALUES(?, ?, ?)",
          table.get().number(),
          HotFile.nanos(table.get().since()),
          table.get().text());
    }
    long usable = 0;
    for (int place = 0; place < unit.tracks().size(); place++) {
      Unit.Track track = unit.tracks().get(place);
      Long known = ids.get(track.point());
      usable += insert(unit, track, known == null ? fresh.get(track.point()) : known, place);
    }
    database.update(
        "INSERT INTO unit(first, last, hour, point_table, frames, numbers, times, clocks, samples,"
            + " usable, previous, digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        unit.first(),
        unit.last(),
        unit.hour(),
        unit.table(),
        unit.numbers().length,
        Runs.even(unit.numbers()),
        Runs.even(unit.times()),
        Runs.equal(unit.clocks()),
        unit.samples(),
        usable,
        previous);
    String digest = digest(unit.first());
    database.update("UPDATE unit SET digest = ? WHERE first = ?", digest, unit.first());
    return sealed(unit.first()).orElseThrow();
  }

  private long insert(Unit unit, Unit.Track track, long point, int place) throws SQLException {
    Column column = Column.of(track.values());
    Unit.Sum sum = track.sum();
    database.update(
        "INSERT INTO chunk(id, place, at, qualities, samples, usable, low, high, total, form,"
            + " scale, size, data) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id(unit.first(), point),
        place,
        Runs.even(track.at()),
        Runs.equal(track.qualities()),
        track.at().length,
        sum.count(),
        sum.low(),
        sum.high(),
        sum.total(),
        column.form().code(),
        column.scale(),
        column.size(),
        column.data());
    return sum.count();
  }

  private static long id(long first, long point) {
    return (first << POINT_BITS) + point;
  }

  /** Makes another file of the same format readable to {@link #salvage}. */
  void attach(Path other) throws SQLException {
    database.update("ATTACH ? AS other", other.toString());
    for (String table : List.of("point", "point_table", "uplink", "word")) {
      try {
        database.execute("INSERT OR IGNORE INTO " + table + " SELECT * FROM other." + table);
      } catch (SQLException damaged) {
        // what needs them will not have its digest
      }
    }
    database.query(
        "SELECT id, name FROM point", row -> known(row.getLong(1), new PointId(row.getString(2))));
  }

  /**
   * Takes a unit, and what became of it, from the attached file.
   *
   * @return whether it has the digest that is known of it; otherwise nothing is taken
   */
  boolean salvage(Sealed unit) {
    try {
      boolean sound =
          database.write(
              () -> {
                database.update(
                    "INSERT INTO chunk SELECT * FROM other.chunk WHERE id BETWEEN ? AND ?",
                    id(unit.first(), 0),
                    id(unit.first() + 1, 0) - 1);
                database.update(
                    "INSERT INTO unit SELECT * FROM other.unit WHERE first = ?", unit.first());
                if (!digest(unit.first()).equals(unit.digest())) {
                  throw new SQLException("another digest");
                }
                return true;
              });
      salvage("delivery", "unit BETWEEN ? AND ?", unit);
      salvage("expired", "first BETWEEN ? AND ?", unit);
      return sound;
    } catch (SQLException lost) {
      return false;
    }
  }

  private void salvage(String table, String where, Sealed unit) {
    try {
      database.update(
          "INSERT INTO " + table + " SELECT * FROM other." + table + " WHERE " + where,
          unit.first(),
          unit.last());
    } catch (SQLException lost) {
      // the values are worth more than what became of them
    }
  }

  /** Takes a unit out that never was reported as sealed. */
  void remove(long first) throws SQLException {
    database.write(
        () -> {
          database.update(
              "DELETE FROM chunk WHERE id BETWEEN ? AND ?", id(first, 0), id(first + 1, 0) - 1);
          return database.update("DELETE FROM unit WHERE first = ?", first);
        });
  }

  /**
   * Writes down what became of a unit at an uplink; what was written of it before is replaced.
   *
   * @param settlements of frames of the unit, by frame
   * @param outages clipped to the unit
   */
  void settle(Sealed unit, String uplink, List<Settlement> settlements, List<Outage> outages)
      throws SQLException {
    database.write(
        () -> {
          long id = id("uplink", "name", uplink);
          for (int part : settlements.stream().mapToInt(Settlement::part).distinct().toArray()) {
            insert(unit, id, part, settlements.stream().filter(s -> s.part() == part).toList());
          }
          for (Outage outage : outages) {
            database.update(
                "INSERT OR REPLACE INTO expired(uplink, first, last, at, reason)"
                    + " VALUES(?, ?, ?, ?, ?)",
                id,
                outage.first(),
                outage.last(),
                HotFile.nanos(outage.at()),
                id("word", "text", outage.reason()));
          }
          return true;
        });
  }

  private void insert(Sealed unit, long uplink, int part, List<Settlement> settlements)
      throws SQLException {
    Map<String, Long> words = new HashMap<>();
    for (Settlement each : settlements) {
      for (String word : List.of(each.delivery().phase(), each.delivery().reason())) {
        if (!words.containsKey(word)) {
          words.put(word, id("word", "text", word));
        }
      }
    }
    Ledger ledger = Ledger.of(settlements, words::get);
    byte[] ats = Deltas.write(ledger.ats());
    Ledger.Requests requests = Ledger.Requests.of(ledger.requests());
    database.update(
        "INSERT OR REPLACE INTO delivery(unit, uplink, part, numbers, outcomes, attempts, phases,"
            + " reasons, tick, ats_size, ats, snowflakes, requests_size, requests)"
            + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        unit.first(),
        uplink,
        part,
        Runs.even(ledger.numbers()),
        Runs.equal(ledger.outcomes()),
        Runs.equal(ledger.attempts()),
        Runs.equal(ledger.phases()),
        Runs.equal(ledger.reasons()),
        ledger.tick(),
        ats.length,
        Zip.deflate(ats, ats.length),
        requests.snowflakes(),
        requests.size(),
        requests.data());
  }

  private long id(String table, String column, String text) throws SQLException {
    database.update("INSERT OR IGNORE INTO " + table + "(" + column + ") VALUES(?)", text);
    return database.number("SELECT id FROM " + table + " WHERE " + column + " = ?", text);
  }

  // ---- reading: any thread

  /** What became of a part of a unit's frames at an uplink; empty if that was not written. */
  Optional<Ledger> ledger(Sealed unit, String uplink, int part) throws SQLException {
    List<Ledger> found = new ArrayList<>();
    database.query(
        "SELECT unit, numbers, outcomes, attempts, phases, reasons, ats_size, ats, tick,"
            + " snowflakes, requests_size, requests FROM delivery WHERE unit = ?"
            + " AND uplink = (SELECT id FROM uplink WHERE name = ?) AND part = ?",
        row -> {
          long[] numbers = Runs.ofEven(row.getString(2));
          found.add(
              new Ledger(
                  numbers,
                  Runs.ofEqual(row.getString(3)),
                  Runs.ofEqual(row.getString(4)),
                  Runs.ofEqual(row.getString(5)),
                  Runs.ofEqual(row.getString(6)),
                  Deltas.read(Zip.inflate(row.getBytes(8), row.getInt(7)), numbers.length),
                  row.getLong(9),
                  new Ledger.Requests(row.getBoolean(10), row.getInt(11), row.getBytes(12))
                      .ids(numbers.length)));
        },
        unit.first(),
        uplink,
        part);
    return found.stream().findFirst();
  }

  /** The words that ledgers name, by id. */
  Map<Long, String> words() throws SQLException {
    Map<Long, String> words = new HashMap<>();
    database.query("SELECT id, text FROM word", row -> words.put(row.getLong(1), row.getString(2)));
    return words;
  }

  /** The outages of an uplink that touch a unit. */
  List<Outage> outages(Sealed unit, String uplink) throws SQLException {
    List<Outage> outages = new ArrayList<>();
    database.query(
        "SELECT first, last, at, word.text FROM expired JOIN word ON word.id = reason"
            + " WHERE uplink = (SELECT id FROM uplink WHERE name = ?) AND first <= ? AND last >= ?",
        row -> outages.add(Outage.of(row)),
        uplink,
        unit.last(),
        unit.first());
    return outages;
  }

  /** SHA-256 over the lines of the view {@code proof}, each with a line feed, in hex. */
  String digest(long first) throws SQLException {
    MessageDigest sha = sha256();
    database.query(
        "SELECT line FROM proof WHERE unit = ? ORDER BY place",
        row -> {
          sha.update(row.getString(1).getBytes(StandardCharsets.UTF_8));
          sha.update((byte) '\n');
        },
        first);
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
      throw new IllegalStateException(impossible);
    }
  }

  /** The versions of the point table that its units name. */
  List<TableText> tables() throws SQLException {
    List<TableText> tables = new ArrayList<>();
    database.query(
        "SELECT number, since, text FROM point_table",
        row ->
            tables.add(
                new TableText(row.getLong(1), HotFile.instant(row.getLong(2)), row.getString(3))));
    return tables;
  }

  /** The number of its last frame; 0 if there is none. */
  long last() throws SQLException {
    return database.number("SELECT coalesce(max(last), 0) FROM unit");
  }

  /** A unit's entry; empty if there is none of that first frame. */
  Optional<Sealed> sealed(long first) throws SQLException {
    return units("WHERE first = ?", first).stream().findFirst();
  }

  /** The units that begin at a frame or after it. */
  List<Sealed> from(long first) throws SQLException {
    return units("WHERE first >= ? ORDER BY first", first);
  }

  private List<Sealed> units(String where, Object... values) throws SQLException {
    List<Sealed> units = new ArrayList<>();
    database.query(
        "SELECT " + Sealed.COLUMNS + " FROM unit " + where,
        row -> units.add(Sealed.of(row)),
        values);
    return units;
  }

  /** The unit that begins with that frame; empty if there is none. */
  Optional<Unit> unit(long first) throws SQLException {
    List<Unit.Track> tracks = new ArrayList<>();
    Map<String, long[]> even = new HashMap<>(); // most points are due in every frame, and well
    Map<String, long[]> equal = new HashMap<>();
    database.query(
        "SELECT id, at, qualities, samples, form, scale, size, data FROM chunk"
            + " WHERE id BETWEEN ? AND ? ORDER BY place",
        row ->
            tracks.add(
                track(
                    row,
                    even.computeIfAbsent(row.getString(2), Runs::ofEven),
                    equal.computeIfAbsent(row.getString(3), Runs::ofEqual))),
        id(first, 0),
        id(first + 1, 0) - 1);
    List<Unit> units = new ArrayList<>();
    database.query(
        "SELECT first, point_table, numbers, times, clocks FROM unit WHERE first = ?",
        row ->
            units.add(
                new Unit(
                    row.getLong(2),
                    Runs.ofEven(row.getString(3)),
                    Runs.ofEven(row.getString(4)),
                    Runs.ofEqual(row.getString(5)),
                    tracks)),
        first);
    return units.stream().findFirst();
  }

  /** A point's part of a unit, opened only as far as need be. */
  static final class Piece {
    private final PointId point;
    private final String times;
    private final String at;
    private final String qualities;
    private final int samples;
    private final Unit.Sum sum;
    private final Column column;

    private Piece(PointId point, ResultSet row) throws SQLException {
      this.point = point;
      this.times = row.getString(2);
      this.at = row.getString(3);
      this.qualities = row.getString(4);
      this.samples = row.getInt(5);
      this.sum =
          row.getLong(6) == 0
              ? Unit.Sum.NONE
              : new Unit.Sum(row.getLong(6), row.getDouble(7), row.getDouble(8), row.getDouble(9));
      this.column =
          new Column(
              Column.Form.of(row.getInt(10)), row.getInt(11), row.getInt(12), row.getBytes(13));
    }

    /** Of the unit's frames. */
    long[] times() {
      return Runs.ofEven(times);
    }

    int samples() {
      return samples;
    }

    /** As it is written beside the values. */
    Unit.Sum sum() {
      return sum;
    }

    /**
     * @throws IllegalArgumentException if it is not what was written
     */
    Unit.Track track() {
      Unit.Track track =
          new Unit.Track(point, Runs.ofEven(at), Runs.ofEqual(qualities), column.values(samples));
      if (!track.fits(times().length)) {
        throw new IllegalArgumentException("a track reaches beyond its unit");
      }
      return track;
    }
  }

  /** A point's part of the units between two, both included, in the order of the frames. */
  void pieces(PointId point, long first, long last, Consumer<Piece> reader) throws SQLException {
    Long id = ids.get(point);
    if (id != null) {
      database.query(
          "SELECT first, times, at, qualities, chunk.samples, chunk.usable, low, high, total,"
              + " form, scale, size, data FROM unit JOIN chunk ON chunk.id = (first << 20) + ?"
              + " WHERE first BETWEEN ? AND ? ORDER BY first",
          row -> reader.accept(new Piece(point, row)),
          id,
          first,
          last);
    }
  }

  /** Whether what is written beside the values is what they come to. */
  boolean summed(Sealed unit) throws SQLException {
    List<Boolean> right = new ArrayList<>();
    for (Map.Entry<PointId, Long> point : Map.copyOf(ids).entrySet()) {
      pieces(
          point.getKey(),
          unit.first(),
          unit.first(),
          piece -> {
            Unit.Track track = piece.track();
            right.add(track.at().length == piece.samples() && track.sum().equals(piece.sum()));
          });
    }
    return right.stream().allMatch(each -> each);
  }

  /** The digest of the unit before, as it is written; empty if there is no such unit. */
  String previous(Sealed unit) throws SQLException {
    StringBuilder previous = new StringBuilder();
    database.query(
        "SELECT previous FROM unit WHERE first = ?",
        row -> previous.append(row.getString(1)),
        unit.first());
    return previous.toString();
  }

  private Unit.Track track(ResultSet row, long[] at, long[] qualities) throws SQLException {
    PointId point = points.get(row.getLong(1) & (1L << POINT_BITS) - 1);
    if (point == null) {
      throw new IllegalArgumentException("no point has that id");
    }
    Column column =
        new Column(Column.Form.of(row.getInt(5)), row.getInt(6), row.getInt(7), row.getBytes(8));
    return new Unit.Track(point, at, qualities, column.values(row.getInt(4)));
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
