package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final Grid grid = new Grid(Duration.ofSeconds(5));

  private static Instant at(double seconds) {
    return NOON.plusMillis(Math.round(seconds * 1000));
  }

  @Test
  void ticksAreMultiplesOfTheStepAndEachComesOnce() {
    grid.startAfter(at(0.2));
    assertEquals(Optional.empty(), grid.reached(at(4.999)));
    assertEquals(Duration.ofMillis(1), grid.distance(at(4.999)));
    assertEquals(Optional.of(at(5)), grid.reached(at(5)));
    assertEquals(Optional.empty(), grid.reached(at(5.001)));
    assertEquals(Optional.of(at(10)), grid.reached(at(10.7)));
    assertEquals(Optional.of(at(15)), grid.reached(at(15.1)), "lateness does not add up");
    assertEquals(0, grid.missed());
  }

  @Test
  void startingOnAnInstantBeginsWithTheNext() {
    grid.startAfter(NOON);
    assertEquals(at(5), grid.next());
  }

  @Test
  void aJumpForwardIsCountedAndNotMadeUp() {
    grid.startAfter(NOON);
    assertEquals(Optional.of(at(3600)), grid.reached(at(3601)));
    assertEquals(719, grid.missed());
    assertEquals(Optional.of(at(3605)), grid.reached(at(3605)));
    assertEquals(719, grid.missed());
  }

  @Test
  void aStepBackGivesNoTickTwice() {
    grid.startAfter(NOON);
    assertEquals(Optional.of(at(5)), grid.reached(at(5)));
    assertEquals(Optional.empty(), grid.reached(at(-100)));
    assertTrue(grid.distance(at(-100)).compareTo(Duration.ofSeconds(100)) > 0);
    assertEquals(Optional.empty(), grid.reached(at(5)));
    assertEquals(Optional.of(at(10)), grid.reached(at(10)));
  }
}
