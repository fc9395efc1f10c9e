package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final long MS = 1_000_000;

  private static List<Long> waits(double chance) {
    BackOff backOff = new BackOff(() -> chance);
    List<Long> waits = new ArrayList<>();
    long now = -5_000 * MS; // nanoTime may be anything
    for (int i = 0; i < 7; i++) {
      backOff.failed(now);
      long wait = 0;
      while (!backOff.ready(now + wait * MS)) {
        wait++;
      }
      waits.add(wait);
      now += wait * MS;
    }
    return waits;
  }

  @Test
  void theFirstFailureIsTriedAgainAtOnceThenOneSecondDoublingToTen() {
    assertEquals(List.of(0L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L), waits(0));
  }

  @Test
  void jitterAddsATenthAtMost() {
    assertEquals(List.of(0L, 1100L, 2200L, 4400L, 8800L, 11_000L, 11_000L), waits(1));
  }

  @Test
  void successForgetsAllFailures() {
    BackOff backOff = new BackOff(() -> 0);
    for (int i = 0; i < 40; i++) {
      backOff.failed(0);
    }
    assertFalse(backOff.ready(9_999 * MS));
    backOff.succeeded();
    assertTrue(backOff.ready(0));
    backOff.failed(0);
    assertTrue(backOff.ready(0));
  }
}
