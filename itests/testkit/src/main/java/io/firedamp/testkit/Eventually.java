package io.firedamp.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what will be true soon, instead of sleeping for a guess. */
public final class Eventually {
  private static final long STEP_NANOS = 5_000_000;

  private Eventually() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what the condition in words, for the failure
   * @throws AssertionError if it does not hold in time
   */
  public static void eventually(String what, Duration patience, Callable<Boolean> condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception failed) { // a Callable may throw anything; a test wants to see it
        throw new AssertionError(what, failed);
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + patience.toMillis() + " ms: " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
