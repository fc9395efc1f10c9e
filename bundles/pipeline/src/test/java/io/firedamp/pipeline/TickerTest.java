package io.firedamp.pipeline;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TickerTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock(NOON.plusMillis(300));
  private final FakeStore store = new FakeStore();
  private final List<Instant> ticks = new CopyOnWriteArrayList<>();
  private final Ticker ticker = new Ticker(clock, store, Duration.ofSeconds(1), ticks::add);

  @AfterEach
  void end() {
    ticker.close(Duration.ofSeconds(5));
  }

  private void stored(Instant time) throws IOException {
    store.append(new Frame(time, 1, ClockTrust.NOT_CHECKED, List.of()));
  }

  private void startAndAdvance(double seconds) {
    ticker.start();
    eventually("started", PATIENCE, ticker::started);
    clock.advance(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private void ticked(Instant... expected) {
    eventually("ticks", PATIENCE, () -> ticker.ticks() == expected.length);
    assertEquals(List.of(expected), ticks);
  }

  @Test
  void clockStepsGiveNoTickTwiceAndNoneThatNeverWas() {
    startAndAdvance(0.7);
    ticked(NOON.plusSeconds(1));
    clock.advance(Duration.ofSeconds(3600)); // forward
    ticked(NOON.plusSeconds(1), NOON.plusSeconds(3601));
    assertEquals(3599, ticker.missed());
    clock.advance(Duration.ofSeconds(-3600)); // and back
    assertTrue(ticker.distance().compareTo(Duration.ofSeconds(3600)) > 0);
    clock.advance(Duration.ofSeconds(3601));
    ticked(NOON.plusSeconds(1), NOON.plusSeconds(3601), NOON.plusSeconds(3602));
  }

  @Test
  @DisplayName("Issue 2: no ctime with two different contents after a kill -9")
  void theFirstTickComesAfterTheNewestStoredFrame() throws IOException {
    stored(NOON.plusSeconds(3));
    startAndAdvance(2.9);
    assertEquals(Duration.ofMillis(800), ticker.distance());
    assertTrue(ticks.isEmpty());
    clock.advance(Duration.ofMillis(800));
    ticked(NOON.plusSeconds(4));
  }

  @Test
  void aClockThatIsFarBehindIsNotWaitedForButTold() throws IOException {
    stored(NOON.plusSeconds(3600));
    startAndAdvance(0.7);
    ticked(NOON.plusSeconds(1));
    assertEquals(NOON.plusSeconds(3600), ticker.ahead().orElseThrow());
  }
}
