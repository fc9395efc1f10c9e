package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SkewTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final Skew skew = new Skew();
  private int second;

  private static Reading at(String point, Instant time) {
    return Reading.of(new PointId(point), 1L, time);
  }

  /** A minute of reads, a second each, in which one point changes and one does not. */
  private void minute(Duration ahead) {
    for (int end = second + 60; second < end; second++) {
      Instant tick = NOON.plusSeconds(second);
      Instant changed = tick.plus(ahead).minusSeconds(second % 5); // every five seconds
      skew.read(
          List.of(
              at("FONP001", changed),
              at("FONP002", NOON.minusSeconds(9999)),
              Reading.missing(new PointId("FONP003"), Quality.STALE, tick.plusSeconds(9999))),
          tick,
          tick,
          nanos());
    }
  }

  private long nanos() {
    return Duration.ofSeconds(second).toNanos() - 7;
  }

  @Test
  @DisplayName("CCER-F-04: a device's clock that is off is seen, whether ahead or behind")
  void theNewestTimeOfAMinuteTells() {
    minute(Duration.ofSeconds(11));
    assertEquals(Optional.empty(), skew.of(nanos()), "not yet");
    minute(Duration.ofSeconds(-11));
    assertEquals(Optional.of(Duration.ofSeconds(11)), skew.of(nanos()));
    minute(Duration.ofMillis(1));
    assertEquals(Optional.of(Duration.ofSeconds(-11)), skew.of(nanos()));
    assertTrue(Skew.isWrong(Duration.ofSeconds(-11)));
    minute(Duration.ofMillis(1));
    assertEquals(Optional.of(Duration.ofMillis(1)), skew.of(nanos()));
    assertFalse(Skew.isWrong(Duration.ofSeconds(10)));
    second += 300;
    assertEquals(Optional.empty(), skew.of(nanos()), "nothing was read for long");
  }

  @Test
  @DisplayName("Issue 6: a controller that was reset to 2000-01-01 is seen")
  void aResetControllerIsSeen() {
    minute(Duration.between(NOON, Instant.parse("2000-01-01T00:00:00Z")));
    minute(Duration.ofMillis(1));
    assertTrue(Skew.isWrong(skew.of(nanos()).orElseThrow()));
  }

  @Test
  void aProtocolWithoutTimesHasNoSkew() {
    for (; second < 200; second++) {
      Instant tick = NOON.plusSeconds(second);
      skew.read(List.of(at("FONP001", tick)), tick, tick.plusMillis(300), nanos());
    }
    assertEquals(Optional.empty(), skew.of(nanos()));
  }
}
