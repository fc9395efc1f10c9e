package io.firedamp.buffer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.JDBC;

/**
 * A connection to a SQLite 3 file. The only class that knows the driver.
 *
 * <p>Reading may be done by any thread; they take turns. A transaction is for one thread at a time.
 * After a failed one the connection may be unusable (SQLITE_FULL): close it, and open again.
 */
final class Database implements AutoCloseable {
  /** Error codes (SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL). */
  static final int BUSY = 5;

  static final int LOCKED = 6;
  static final int FULL = 13;

  /** SQLITE_CORRUPT and SQLITE_NOTADB: the only errors that say that the file itself is bad. */
  private static final List<Integer> DAMAGE = List.of(11, 26);

  private static final int PATIENCE_MS = 2000;
  private static final String READ_ONLY = "1"; // SQLITE_OPEN_READONLY

  /** Takes the rows of an answer, one by one. */
  interface Row {
    void take(ResultSet row) throws SQLException;
  }

  /** What is done in a transaction. */
  interface Work<T> {
    T run() throws SQLException;
  }

  private final Connection connection;

  /** Statements that nobody uses just now, by their text: preparing costs more than running. */
  private final Map<String, PreparedStatement> idle = new ConcurrentHashMap<>();

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Opens the file; makes it if it is not there. */
  static Database open(Path file) throws SQLException {
    return open(file, new Properties());
  }

  /** Opens a file that nothing may change. */
  static Database openToRead(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", READ_ONLY);
    return open(file, properties);
  }

  private static Database open(Path file, Properties properties) throws SQLException {
    Database database = new Database(new JDBC().connect(JDBC.PREFIX + file, properties));
    try {
      database.execute("PRAGMA busy_timeout = " + PATIENCE_MS);
      database.execute("PRAGMA temp_store = MEMORY");
    } catch (SQLException failed) {
      database.end(failed);
      throw failed;
    }
    return database;
  }

  /** Whether the file itself is bad, and not only out of reach, locked or without space. */
  static boolean damaged(SQLException failure) {
    return DAMAGE.contains(failure.getErrorCode());
  }

  /**
   * Reads the whole file, a second for a few hundred megabytes.
   *
   * @throws SQLException with {@link #damaged} if something is wrong with it
   */
  void check() throws SQLException {
    String answer = text("PRAGMA quick_check(1)");
    if (!answer.equals("ok")) {
      throw new SQLException(answer, "", DAMAGE.get(0));
    }
  }

  /** A transaction: all that the work wrote is kept, or none. Durable when it returns. */
  <T> T write(Work<T> work) throws SQLException {
    boolean done = false;
    try {
      update("BEGIN IMMEDIATE"); // the driver's own would begin before there is work
      T result = work.run();
      update("COMMIT");
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
      execute("ROLLBACK");
    } catch (SQLException already) {
      // the failure on its way to the caller says more, and he closes this connection
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  int update(String sql, Object... values) throws SQLException {
    return use(sql, PreparedStatement::executeUpdate, values);
  }

  /**
   * Shows every row of an answer.
   *
   * @throws SQLException also if the reader finds a row to be wrong (IllegalArgumentException):
   *     that is not called damage, because a later version may have written it
   */
  void query(String sql, Row row, Object... values) throws SQLException {
    synchronized (connection) {
      use(sql, statement -> show(statement, row), values);
    }
  }

  private static boolean show(PreparedStatement statement, Row row) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        take(row, rows);
      }
    }
    return true;
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** One that has failed is not used again. */
  private <T> T use(String sql, Use<T> use, Object... values) throws SQLException {
    PreparedStatement known = idle.remove(sql);
    PreparedStatement statement = known == null ? connection.prepareStatement(sql) : known;
    boolean kept = false;
    try {
      bind(statement, values);
      T result = use.of(statement);
      statement.clearParameters(); // they may be large
      kept = idle.putIfAbsent(sql, statement) == null;
      return result;
    } finally {
      if (!kept) {
        end(statement);
      }
    }
  }

  private static void end(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException failedBefore) {
      // that failure is on its way to the caller
    }
  }

  private static void take(Row row, ResultSet rows) throws SQLException {
    try {
      row.take(rows);
    } catch (IllegalArgumentException wrong) {
      throw new SQLException("row " + rows.getString(1) + ": " + wrong.getMessage(), wrong);
    }
  }

  /** The one number that is the answer; 0 if there is none. */
  long number(String sql, Object... values) throws SQLException {
    long[] number = new long[1];
    query(sql, row -> number[0] = row.getLong(1), values);
    return number[0];
  }

  private String text(String sql) throws SQLException {
    StringBuilder text = new StringBuilder();
    query(sql, row -> text.append(row.getString(1)));
    return text.toString();
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int index = 0; index < values.length; index++) {
      statement.setObject(index + 1, values[index]);
    }
  }

  /** Closes it because of a failure, which is the one to be told. */
  void end(Exception why) {
    try {
      close();
    } catch (SQLException also) {
      why.addSuppressed(also);
    }
  }

  /** Waits for the query that runs, if any. */
  @Override
  public void close() throws SQLException {
    synchronized (connection) {
      connection.close();
    }
  }
}
