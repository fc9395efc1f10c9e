package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.courier.Delays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CCER-7.6-02: how long packets take. */
class LastHourTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final LastHour hour = new LastHour();

  @Test
  void whereThereWasNothingThereIsNoDelay() {
    assertEquals(Delays.NONE, hour.delays(NOW));
  }

  @Test
  void aDelayOnABoundIsWithinItAndBeyondAMinuteIsABinOfItsOwn() {
    for (long millis : List.of(0L, 250L, 251L, 500L, 60_000L, 60_001L)) {
      hour.add(NOW, Duration.ofMillis(millis));
    }
    hour.add(NOW, Duration.ofMillis(-5)); // stamped by a clock that ran ahead
    Delays delays = hour.delays(NOW);
    assertEquals(List.of(3L, 2L, 0L, 0L, 0L, 0L, 0L, 1L, 1L), delays.counts());
    assertEquals(7, delays.packets());
    assertEquals(Duration.ofMillis(60_001), delays.max());
    assertEquals(Duration.ofMillis(251), delays.p50());
  }

  @Test
  void oneOfAHundredIsBeyondTheNinetyNinth() {
    for (int i = 1; i <= 100; i++) {
      hour.add(NOW, Duration.ofMillis(i));
    }
    assertEquals(Duration.ofMillis(99), hour.delays(NOW).p99());
  }

  @Test
  void whatIsAnHourOldIsForgotten() {
    hour.add(NOW, Duration.ofSeconds(9));
    hour.add(NOW.plusSeconds(1), Duration.ofSeconds(1));
    assertEquals(2, hour.delays(NOW.plusSeconds(3599)).packets());
    Delays later = hour.delays(NOW.plusSeconds(3600));
    assertEquals(1, later.packets());
    assertEquals(Duration.ofSeconds(1), later.max());
  }

  @Test
  void ofMoreThanAreKeptTheLastOnesCount() {
    hour.add(NOW, Duration.ofSeconds(9));
    for (int i = 0; i < LastHour.KEPT; i++) {
      hour.add(NOW, Duration.ofSeconds(1));
    }
    assertEquals(LastHour.KEPT, hour.delays(NOW).packets());
    assertEquals(Duration.ofSeconds(1), hour.delays(NOW).max());
  }
}
