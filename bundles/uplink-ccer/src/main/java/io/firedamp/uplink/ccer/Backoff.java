package io.firedamp.uplink.ccer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection.
 *
 * <p>A platform that cannot be reached is tried again each second: the first packet after an
 * outage, however long it was, must not wait for a pause that grew with it, and an attempt costs
 * one small packet. A broker that refuses the login is asked less and less often, up to a minute:
 * only a person can help there, and it may lock the account; and so is one where another client
 * pushes us out, and we it (AMB-03). One thread.
 */
final class Backoff {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final double JITTER = 0.2;

  private final RandomGenerator random;
  private int refusals;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Connected: the next pause is a short one again. */
  void reset() {
    refusals = 0;
  }

  /**
   * The pause, at random between 80 % and 120 %, so that gateways do not come back in step.
   *
   * @param patient whether it grows with each one in a row
   */
  Duration pause(boolean patient) {
    refusals = patient ? refusals + 1 : 0;
    long ms = SHORT.toMillis() << Math.min(10, Math.max(0, refusals - 1));
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (Math.min(ms, LONG.toMillis()) * factor));
  }
}
