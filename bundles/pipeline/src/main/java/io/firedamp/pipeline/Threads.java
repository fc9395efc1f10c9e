package io.firedamp.pipeline;

import java.time.Duration;

/** The bounded end of a thread. */
final class Threads {
  private Threads() {}

  /**
   * Waits for a thread that has been told to end; for the last third of the time it is interrupted
   * as well.
   *
   * @return whether it has ended
   */
  static boolean ended(Thread thread, Duration patience) {
    long third = Math.max(1, patience.toMillis() / 3);
    try {
      thread.join(2 * third);
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(third);
      }
    } catch (InterruptedException hurried) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
