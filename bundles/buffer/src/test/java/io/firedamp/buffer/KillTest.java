package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.Delivery;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.Verdict;
import io.firedamp.testkit.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class KillTest {
  private static final String UPLINK = "national";
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int ROUNDS = Boolean.getBoolean("firedamp.long") ? 50 : 3;

  /** So that an hour is full after 90 frames. */
  private static final int TICK_S = 40;

  @TempDir private Path folder;
  private long sealed;

  /** What the other process does until it is killed: says what was promised to it. */
  public static final class Gateway {
    public static void main(String[] arguments) throws IOException {
      SqliteFrameStore store = open(Path.of(arguments[0]));
      Thread sealing =
          new Thread(
              () -> {
                while (true) {
                  store.sealDue();
                }
              });
      sealing.setDaemon(true);
      sealing.start();
      long cursor = store.settled(UPLINK);
      for (StoredFrame left : after(store, cursor)) {
        settle(store, left.number());
      }
      while (true) {
        long next = store.newest().map(StoredFrame::number).orElse(0L) + 1;
        StoredFrame stored = store.append(frame(next));
        System.out.println("append " + stored.number());
        settle(store, next);
      }
    }

    private static void settle(SqliteFrameStore store, long number) throws IOException {
      store.settle(UPLINK, List.of(new Settlement(number, 1, delivery(number))), number - 1);
      System.out.println("settle " + number);
    }
  }

  private static SqliteFrameStore open(Path folder) {
    return new SqliteFrameStore(
        new BufferSettings(folder.resolve("history"), 0, 0),
        folder.resolve("native"),
        new ManualClock(START),
        () -> 0);
  }

  private static List<StoredFrame> after(SqliteFrameStore store, long number) throws IOException {
    List<StoredFrame> all = new ArrayList<>();
    try {
      List<StoredFrame> page;
      do {
        long last = all.isEmpty() ? number : all.get(all.size() - 1).number();
        page = store.after(last, 1000, Duration.ZERO);
        all.addAll(page);
      } while (!page.isEmpty());
    } catch (InterruptedException nobodyDoesThat) {
      throw new AssertionError(nobodyDoesThat);
    }
    return all;
  }

  private static Frame frame(long number) {
    List<Sample> samples = new ArrayList<>();
    for (int point = 0; point < 60; point++) {
      PointId id = new PointId("FONP" + point);
      samples.add(
          point == number % 60
              ? Sample.missing(id, Quality.NO_ANSWER)
              : new Sample(id, number + point / 10.0, Quality.GOOD));
    }
    return new Frame(START.plusSeconds(number * TICK_S), 1, ClockTrust.NOT_CHECKED, samples);
  }

  private static Delivery delivery(long number) {
    return new Delivery(
        Delivery.Outcome.ACKNOWLEDGED, 1, START.plusSeconds(number), "" + number, "2", "");
  }

  @Test
  @Timeout(600)
  @DisplayName(
      "CCER-4.3-02, ISC-9.2-01: kill -9 while sealing loses nothing that was said to be stored")
  void nothingPromisedIsLost() throws Exception {
    Random random = new Random(42);
    long settledBefore = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long appended = 0;
      long settled = settledBefore;
      long enough = settledBefore + 200 + random.nextInt(1500);
      for (String line : killedAfter(enough)) {
        long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("append ")) {
          appended = number;
        } else {
          settled = number;
        }
      }
      assertTrue(appended >= enough, "it got to " + appended);
      verify(appended, settled);
      settledBefore = settled;
    }
    assertTrue(sealed > 0, "it was killed while sealing");
  }

  /** The whole lines that the process wrote before it was killed. */
  private List<String> killedAfter(long enough) throws Exception {
    Path log = folder.resolve("errors.txt");
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName(),
                folder.toString())
            .redirectError(log.toFile())
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = gateway.inputReader()) {
      boolean killed = false;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (!killed && line.equals("append " + enough)) {
          gateway.toHandle().destroyForcibly(); // the Process's own would close our pipe as well
          killed = true;
        }
      }
      assertTrue(unpacked(), "the library is unpacked where we say");
      assertTrue(killed, () -> "it ended by itself: " + text(log));
    } finally {
      gateway.destroyForcibly();
      assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    }
    String last = lines.get(lines.size() - 1);
    if (!last.matches("(append|settle) \\d+")) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private boolean unpacked() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("native"))) {
      return files.anyMatch(each -> each.getFileName().toString().contains("sqlitejdbc"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  private void verify(long appended, long settled) throws Exception {
    try (SqliteFrameStore store = open(folder)) {
      assertEquals("ok", store.health().get(0).code(), "not set aside");
      List<StoredFrame> all = after(store, 0);
      assertTrue(all.size() >= appended, all.size() + " of " + appended + " frames");
      assertTrue(all.size() <= appended + 1, "at most the one that was under way");
      long number = 0;
      for (StoredFrame each : all) {
        number++;
        assertEquals(new StoredFrame(number, frame(number)), each);
        if (number <= settled) {
          assertEquals(Optional.of(delivery(number)), store.delivery(UPLINK, number, 1));
        }
      }
      assertTrue(store.settled(UPLINK) >= settled - 1, "the cursor");
      Verdict verdict = store.verify(START, START.plus(Duration.ofDays(3650)));
      assertTrue(verdict.sound(), verdict.toString());
      sealed = Math.max(sealed, verdict.frames());
    }
    try (Stream<Path> files = Files.list(folder.resolve("history"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".db")).toList()) {
        try (Connection connection = new JDBC().connect(JDBC.PREFIX + file, new Properties());
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
          rows.next();
          assertEquals("ok", rows.getString(1), file.toString());
        }
      }
    }
  }
}
