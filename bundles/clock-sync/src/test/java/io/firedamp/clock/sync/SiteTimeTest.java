package io.firedamp.clock.sync;

import static io.firedamp.clock.sync.World.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.clock.sync.SiteTime.Discipline;
import io.firedamp.testkit.SiteClockContract;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The clock that stands on the real one keeps the contract; the rest is tested by hand. */
class SiteTimeTest extends SiteClockContract {
  private final World world = new World();

  @Override
  protected SiteClock clock() {
    return of(Machine.REAL, Discipline.OS);
  }

  /** A system clock that jumps to and fro by up to 17 s, under the same contract. */
  @Nested
  class OnARestlessSystem extends SiteClockContract {
    @Override
    protected SiteClock clock() {
      AtomicInteger calls = new AtomicInteger();
      InstantSource restless =
          () -> Instant.now().minusSeconds(calls.incrementAndGet() * 7919L % 18);
      return of(new Machine(restless, System::nanoTime), Discipline.OS);
    }
  }

  private static SiteTime of(Machine machine, Discipline discipline) {
    return new SiteTime(
        machine,
        discipline,
        Optional.empty(),
        told ->
            new ClockState(
                ClockTrust.NOT_CHECKED, Instant.EPOCH, Text.same("somebody else judges")));
  }

  private SiteTime os() {
    return of(world.machine(), Discipline.OS);
  }

  private SiteTime own() {
    return of(world.machine(), Discipline.OWN);
  }

  /** The servers say that it is so much later. */
  private void lead(SiteTime clock, Duration later) {
    Machine.Look look = world.machine().look();
    clock.lead(Machine.nanos(clock.instant().plus(later)) - look.nanos());
  }

  @Test
  void itFollowsTheSystem() {
    SiteTime clock = os();
    world.pass(Duration.ofMillis(1500));
    assertEquals(NOON.plusMillis(1500), clock.instant());
    assertEquals(List.of(), clock.steps());
  }

  @Test
  void anHourForwardIsFollowedAtOnceAndNoted() {
    SiteTime clock = os();
    world.step(Duration.ofHours(1));
    assertEquals(NOON.plusSeconds(3600), clock.instant());
    assertEquals(List.of(new SiteTime.Step(NOON, Duration.ofHours(1))), clock.steps());
    assertEquals(List.of(), clock.steps(), "told once");
  }

  @Test
  @DisplayName("AMB-70, AMB-68: an hour back is not followed, time runs on at full speed")
  void anHourBackIsNotFollowed() {
    SiteTime clock = os();
    world.step(Duration.ofHours(-1));
    for (int second = 1; second <= 100; second++) {
      world.pass(Duration.ofSeconds(1));
      assertEquals(NOON.plusSeconds(second), clock.instant());
    }
    assertTrue(clock.tell().leftBehind());
    assertEquals(Duration.ofHours(-1), clock.steps().get(0).by());
    world.step(Duration.ofHours(1));
    assertEquals(NOON.plusSeconds(100), clock.instant());
    assertFalse(clock.tell().leftBehind(), "set right again");
  }

  @Test
  void fiveSecondsBackAreMadeGoodInAHundred() {
    SiteTime clock = os();
    world.step(Duration.ofSeconds(-5));
    Instant before = clock.instant();
    assertEquals(NOON, before);
    for (int second = 1; second < 100; second++) {
      world.pass(Duration.ofSeconds(1));
      Instant now = clock.instant();
      assertEquals(Duration.ofMillis(950), Duration.between(before, now), "95 %");
      before = now;
    }
    world.pass(Duration.ofSeconds(1));
    assertEquals(world.system(), clock.instant());
    world.pass(Duration.ofSeconds(1));
    assertEquals(world.system(), clock.instant());
  }

  @Test
  void theSpeedDoesNotDependOnHowOftenItIsAsked() {
    SiteTime clock = os();
    world.step(Duration.ofSeconds(-5));
    for (int call = 0; call < 1_000_000; call++) {
      world.pass(Duration.ofNanos(20_000));
      clock.instant();
    }
    assertEquals(NOON.plusSeconds(19), clock.instant());
  }

  @Test
  void nothingIsMadeGoodThatNobodyHasSeen() {
    SiteTime clock = os();
    world.step(Duration.ofSeconds(-5));
    world.pass(Duration.ofMinutes(10));
    assertEquals(world.system(), clock.instant());
  }

  @Test
  @DisplayName("Issue 6: its own discipline makes errors up to 10 s good without a step, at 5 %")
  void ownErrorsAreMadeGoodAtFivePercent() {
    for (int seconds : List.of(10, -10)) {
      SiteTime clock = own();
      lead(clock, Duration.ofSeconds(seconds));
      Instant begin = clock.instant();
      Duration second = Duration.ofMillis(1000 + (seconds > 0 ? 50 : -50));
      for (int passed = 1; passed <= 200; passed++) {
        world.pass(Duration.ofSeconds(1));
        assertEquals(begin.plus(second.multipliedBy(passed)), clock.instant());
      }
      assertEquals(0, clock.tell().ahead());
      world.pass(Duration.ofSeconds(1));
      assertEquals(begin.plus(second.multipliedBy(200)).plusSeconds(1), clock.instant());
    }
  }

  @Test
  void itsOwnDisciplineDoesNotFollowTheSystemButNotesItsSteps() {
    SiteTime clock = own();
    world.step(Duration.ofHours(1));
    world.pass(Duration.ofSeconds(1));
    assertEquals(NOON.plusSeconds(1), clock.instant());
    assertEquals(Duration.ofHours(1), clock.steps().get(0).by());
  }

  @Test
  void aLargeErrorForwardIsMadeGoodByADeclaredStepOnly() {
    SiteTime clock = own();
    lead(clock, Duration.ofMinutes(5));
    world.pass(Duration.ofSeconds(1));
    assertEquals(NOON.plusSeconds(1), clock.instant(), "runs on");
    assertEquals(Duration.ofMinutes(5), clock.step());
    assertEquals(NOON.plusSeconds(301), clock.instant());
  }

  @Test
  void aLargeErrorBackIsNeverMadeGoodInOneLife() {
    SiteTime clock = own();
    lead(clock, Duration.ofMinutes(-5));
    world.pass(Duration.ofSeconds(1));
    assertEquals(NOON.plusSeconds(1), clock.instant());
    assertTrue(clock.tell().leftBehind());
    assertEquals(Duration.ZERO, clock.step());
    assertEquals(NOON.plusSeconds(1), clock.instant());
  }
}
