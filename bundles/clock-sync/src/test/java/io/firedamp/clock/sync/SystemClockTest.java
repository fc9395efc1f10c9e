package io.firedamp.clock.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.settings.SettingsException;
import io.firedamp.testkit.SiteClockContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The clock that stands on the real one keeps the contract; the rest is tested by hand. */
class SystemClockTest extends SiteClockContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Instant system = NOON;
  private long nanos = -5; // a monotonic clock may begin anywhere
  private final SystemClock clock = new SystemClock(() -> system, () -> nanos);

  @Override
  protected SiteClock clock() {
    return new SystemClock(Map.of());
  }

  /** A system clock that jumps to and fro by up to 17 s, under the same contract. */
  @Nested
  class OnARestlessSystem extends SiteClockContract {
    @Override
    protected SiteClock clock() {
      AtomicInteger calls = new AtomicInteger();
      InstantSource restless =
          () -> Instant.now().minusSeconds(calls.incrementAndGet() * 7919L % 18);
      return new SystemClock(restless, System::nanoTime);
    }
  }

  /** Lets real time pass, as both clocks see it. */
  private void pass(Duration time) {
    system = system.plus(time);
    nanos += time.toNanos();
  }

  private void step(Duration by) {
    system = system.plus(by);
  }

  private Health health() {
    return clock.health().get(0);
  }

  @Test
  void itFollowsTheSystem() {
    pass(Duration.ofMillis(1500));
    assertEquals(NOON.plusMillis(1500), clock.instant());
  }

  @Test
  void anHourForwardIsFollowedAtOnce() {
    step(Duration.ofHours(1));
    assertEquals(NOON.plusSeconds(3600), clock.instant());
    assertEquals(Level.NOTICE, health().level());
  }

  @Test
  @DisplayName("AMB-70, AMB-68: an hour back is not followed, time runs on at full speed, MAJOR")
  void anHourBackIsNotFollowed() {
    clock.instant();
    step(Duration.ofHours(-1));
    for (int second = 1; second <= 100; second++) {
      pass(Duration.ofSeconds(1));
      assertEquals(NOON.plusSeconds(second), clock.instant());
    }
    assertEquals(Level.MAJOR, health().level());
    assertEquals("clock.stepped-back", health().code());
    assertEquals(NOON.plusSeconds(1), health().since());
    assertEquals(3600, health().figures().get(0).value());
    assertTrue(health().cause().en().contains("3600 s"), health().cause().en());
    assertTrue(health().cause().zh().contains("3600 s"), health().cause().zh());
    step(Duration.ofHours(1));
    assertEquals(NOON.plusSeconds(100), clock.instant());
    assertEquals("clock.not-checked", health().code(), "set right again");
  }

  @Test
  void fiveSecondsBackAreMadeGoodInAHundred() {
    step(Duration.ofSeconds(-5));
    Instant before = clock.instant();
    assertEquals(NOON, before);
    for (int second = 1; second < 100; second++) {
      pass(Duration.ofSeconds(1));
      Instant now = clock.instant();
      assertEquals(Duration.ofMillis(950), Duration.between(before, now), "95 %");
      assertEquals(Level.NOTICE, health().level());
      before = now;
    }
    pass(Duration.ofSeconds(1));
    assertEquals(system, clock.instant());
    pass(Duration.ofSeconds(1));
    assertEquals(system, clock.instant());
  }

  @Test
  void theSpeedDoesNotDependOnHowOftenItIsAsked() {
    step(Duration.ofSeconds(-5));
    for (int call = 0; call < 1_000_000; call++) {
      pass(Duration.ofNanos(20_000));
      clock.instant();
    }
    assertEquals(NOON.plusSeconds(19), clock.instant());
  }

  @Test
  void nothingIsMadeGoodThatNobodyHasSeen() {
    step(Duration.ofSeconds(-5));
    pass(Duration.ofMinutes(10));
    assertEquals(system, clock.instant());
  }

  @Test
  @DisplayName("CCER-F-04: the state says that nobody checks the clock")
  void itSaysThatItIsNotChecked() {
    assertEquals(ClockTrust.NOT_CHECKED, clock.state().trust());
    assertEquals(NOON, clock.state().since());
    assertEquals("clock", health().subject());
    assertEquals(Level.NOTICE, health().level());
    assertEquals("clock.not-checked", health().code());
    assertFalse(health().remedy().zh().isEmpty());
  }

  @Test
  void anUnknownKeyIsRefused() {
    SettingsException refused =
        assertThrows(SettingsException.class, () -> new SystemClock(Map.of("servers", "x")));
    assertTrue(refused.getMessage().contains("servers"), refused.getMessage());
  }
}
