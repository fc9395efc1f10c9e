package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnowflakeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final ManualClock clock = new ManualClock(NOW);

  /**
   * The id of the samples, taken apart: 2024-01-02 16:50:48 Beijing, worker 157, sequence 2
   * (AMB-70).
   */
  @Test
  void theSamplesIdIsOneOfOurs() {
    long sample = 1742106155427680258L;
    Instant time = Instant.ofEpochMilli((sample >> 22) + 1_288_834_974_657L);
    Snowflake ids = new Snowflake(new ManualClock(time), 157, time);
    ids.next();
    assertEquals(Long.toString(sample), ids.next());
  }

  @Test
  void idsHaveNineteenDigitsAndGrowWhateverTheClockDoes() {
    Snowflake ids = new Snowflake(clock, 1023, NOW);
    long last = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 5_000) {
        clock.advance(Duration.ofHours(-1));
      }
      if (i == 10_000) {
        clock.advance(Duration.ofHours(2));
      }
      String text = ids.next();
      assertEquals(19, text.length());
      long id = Long.parseLong(text);
      assertTrue(id > last);
      assertEquals(1023, id >> 12 & 1023);
      last = id;
    }
  }

  @Test
  void idsGrowOverARestartWithAClockThatWasSetBack() {
    String before = new Snowflake(clock, 1, NOW).next();
    Snowflake after =
        new Snowflake(new ManualClock(NOW.minusSeconds(3600)), 1, NOW.plusSeconds(60));
    assertTrue(Long.parseLong(after.next()) > Long.parseLong(before));
  }
}
