package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** AMB-16. */
class ThrottleTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Throttle throttle = new Throttle(3);

  private long admitted(long nanos) {
    return IntStream.range(0, 10).filter(i -> throttle.admits(nanos)).count();
  }

  @Test
  void aMinuteLetsSoManyThroughAndTheNextOneAsMany() {
    long first = Long.MAX_VALUE - MINUTE; // as System.nanoTime() may overflow
    assertEquals(3, admitted(first));
    assertFalse(throttle.admits(first + MINUTE - 1));
    assertTrue(throttle.admits(first + MINUTE));
    assertEquals(2, admitted(first + MINUTE + MINUTE / 2));
    assertEquals(3, admitted(first + 10 * MINUTE));
  }
}
