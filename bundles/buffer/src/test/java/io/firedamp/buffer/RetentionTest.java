package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.Verdict;
import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted, and what is not. */
class RetentionTest {
  private static final Instant JANUARY = Instant.parse("2026-01-31T13:00:00Z");
  private static final Instant FEBRUARY = Instant.parse("2026-02-03T00:00:00Z");
  private static final Instant TEN_YEARS_LATER = Instant.parse("2036-02-10T00:00:00Z");
  private static final LocalDate REGISTERED = LocalDate.parse("2026-02-09");
  private static final Instant ALL = Instant.parse("2040-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock(JANUARY);

  private SqliteFrameStore open(Retention retention) {
    return new SqliteFrameStore(
        new BufferSettings(folder.resolve("history"), retention, 0),
        folder.resolve("native"),
        clock,
        () -> 0);
  }

  private static void append(SqliteFrameStore store, Instant from, Duration span)
      throws IOException {
    for (Instant time = from; time.isBefore(from.plus(span)); time = time.plusSeconds(10)) {
      Sample sample = new Sample(new PointId("FOCH001"), time.getEpochSecond(), Quality.GOOD);
      store.append(new Frame(time, 1, ClockTrust.SYNCHRONISED, List.of(sample)));
    }
  }

  private boolean there(String name) {
    return Files.exists(folder.resolve("history").resolve(name));
  }

  @Test
  @DisplayName(
      "CCER-4.2-02, CCER-5.1-04: ten years after the hour, and after the last registration")
  void bothTenYearsMustBeOver() {
    Retention retention = new Retention(10, Optional.of(REGISTERED));
    assertEquals(Optional.empty(), retention.keptFrom(Instant.parse("2036-02-08T15:59:59Z")));
    assertEquals(
        Optional.of(YearMonth.of(2026, 2)),
        retention.keptFrom(Instant.parse("2036-02-08T16:00:00Z")),
        "the day begins in China");
    assertEquals(Optional.empty(), Retention.FOR_EVER.keptFrom(ALL));
    assertEquals(Optional.empty(), new Retention(10, Optional.empty()).keptFrom(ALL));
    assertEquals(Optional.empty(), new Retention(0, Optional.of(REGISTERED)).keptFrom(ALL));
  }

  @Test
  @DisplayName("CCER-5.1-04: old months go whole; what follows them is still proved")
  void oldMonthsGoAndTheRestIsProved() throws IOException {
    Retention retention = new Retention(10, Optional.of(REGISTERED));
    try (SqliteFrameStore store = open(retention)) {
      append(store, JANUARY, Duration.ofHours(3));
      append(store, FEBRUARY, Duration.ofHours(2));
      clock.advance(Duration.between(JANUARY, TEN_YEARS_LATER));
      store.sealDue();
      assertTrue(there("2026-01.db"), "nobody vouches for the clock");
      clock.trust(ClockTrust.SYNCHRONISED);
      append(store, FEBRUARY.plusSeconds(7200), Duration.ofHours(1));
      store.sealDue();
      assertTrue(there("2026-01.db"), "the clock is far ahead of all that was stored");
      append(store, TEN_YEARS_LATER, Duration.ofHours(3));
      store.sealDue();
      assertTrue(!there("2026-01.db") && there("2026-02.db") && there("2036-02.db"));
      assertWhole(store);
    }
    try (SqliteFrameStore store = open(retention)) {
      assertWhole(store);
      Path backup = folder.resolve("backup");
      assertTrue(store.backup(backup).sound());
    }
  }

  private static void assertWhole(SqliteFrameStore store) throws IOException {
    List<StoredFrame> frames = new ArrayList<>();
    store.scan(Instant.EPOCH, ALL, frames::add);
    assertEquals(3 * 360 + 3 * 360, frames.size());
    assertEquals(FEBRUARY, frames.get(0).frame().time());
    assertEquals(3 * 360 + 1, frames.get(0).number(), "numbers are not used again");
    Verdict verdict = store.verify(Instant.EPOCH, ALL);
    assertTrue(verdict.sound(), verdict.toString());
  }

  @Test
  @DisplayName("CCER-4.2-02: without a retention nothing is ever deleted")
  void withoutRetentionNothingIsDeleted() throws IOException {
    clock.trust(ClockTrust.SYNCHRONISED);
    try (SqliteFrameStore store = open(Retention.FOR_EVER)) {
      append(store, JANUARY, Duration.ofHours(3));
      append(store, ALL, Duration.ofHours(3));
      clock.advance(Duration.between(JANUARY, ALL));
      store.sealDue();
      assertTrue(there("2026-01.db") && there("2040-01.db"));
    }
  }
}
