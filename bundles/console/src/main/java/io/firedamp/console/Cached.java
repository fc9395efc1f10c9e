package io.firedamp.console;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * An answer that is costly to make and good for a while: however many browsers ask, it is made
 * once. Any thread; who asks first makes it, the others wait.
 */
final class Cached {
  /** Makes the answer; may block for the disk. */
  @FunctionalInterface
  interface Making {
    String make() throws IOException;
  }

  private final InstantSource clock;
  private final Duration life;
  private final Making making;
  private String answer = "";
  private Instant made = Instant.MIN;

  Cached(InstantSource clock, Duration life, Making making) {
    this.clock = clock;
    this.life = life;
    this.making = making;
  }

  synchronized String answer() throws IOException {
    Instant now = clock.instant();
    if (made.equals(Instant.MIN) || made.plus(life).isBefore(now)) {
      answer = making.make();
      made = now;
    }
    return answer;
  }
}
