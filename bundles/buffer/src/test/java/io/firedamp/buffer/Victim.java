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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.sqlite.JDBC;

/** A store in a process of its own, which appends, settles and seals until it is killed. */
final class Victim {
  static final String UPLINK = "national";
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** So that an hour is full after 90 frames. */
  private static final int TICK_S = 40;

  private Victim() {}

  /** Says what was promised to it, a line each. */
  public static void main(String[] arguments) throws IOException {
    SqliteFrameStore store = open(Path.of(arguments[0]), Path.of(arguments[1]));
    Thread sealing =
        new Thread(
            () -> {
              while (true) {
                store.sealDue();
                LockSupport.parkNanos(1_000_000);
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

  static SqliteFrameStore open(Path folder, Path natives) {
    return new SqliteFrameStore(
        new BufferSettings(folder.resolve("history"), Retention.FOR_EVER, 0),
        natives,
        new ManualClock(START),
        () -> 0);
  }

  static List<StoredFrame> after(SqliteFrameStore store, long number) throws IOException {
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

  static Frame frame(long number) {
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

  /**
   * Everything that was said to be stored is there as it was.
   *
   * @param natives where SQLite's library is unpacked
   * @param appended frames that were promised
   * @param most frames that there can be
   * @return how many frames of it are sealed
   */
  static long verify(Path folder, Path natives, long appended, long most, long settled)
      throws Exception {
    long sealed;
    try (SqliteFrameStore store = open(folder, natives)) {
      assertEquals("ok", store.health().get(0).code(), "not set aside");
      List<StoredFrame> all = after(store, 0);
      assertTrue(all.size() >= appended, all.size() + " of " + appended + " frames");
      assertTrue(all.size() <= most, all.size() + " frames, and at most " + most);
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
      sealed = verdict.frames();
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
    return sealed;
  }
}
