package io.firedamp.simulator.platform;

import io.firedamp.settings.Settings;
import java.time.Duration;

/**
 * How the platform behaves in a rehearsal.
 *
 * @param status the phase that it reports: 0 commissioning, 1 trial run, 2 regular, 3 ended
 * @param delay how long it waits before it replies
 * @param refuseEvery each how manieth data packet is refused whatever it holds; 0 for none
 * @param muteEvery each how manieth data packet is not replied to; 0 for none
 * @param keyRefuse how many key requests are answered with success 0 before one is confirmed
 */
record Behaviour(int status, Duration delay, int refuseEvery, int muteEvery, int keyRefuse) {
  private static final int MANY = 1_000_000;

  /**
   * Asks for {@code status}, {@code reply.delay.ms}, {@code refuse.every}, {@code mute.every},
   * {@code key.refuse}.
   */
  static Behaviour of(Settings settings) {
    return new Behaviour(
        settings.integer("status", 0, 0, 3),
        settings.millis("reply.delay.ms", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10)),
        settings.integer("refuse.every", 0, 0, MANY),
        settings.integer("mute.every", 0, 0, MANY),
        settings.integer("key.refuse", 0, 0, MANY));
  }

  boolean refuses(long number) {
    return refuseEvery > 0 && number % refuseEvery == 0;
  }

  boolean mute(long number) {
    return muteEvery > 0 && number % muteEvery == 0;
  }
}
