package io.firedamp.uplink.ccer;

import java.time.Duration;

/**
 * Whether somebody else uses our client id (AMB-03): the broker then ends the older of two
 * connections (MQTT 3.1.1 section 3.1.4), so that each pushes the other out. It is suspected after
 * three connections in a row that were lost within a minute, with the broker there all the while;
 * and believed until one has lasted a minute.
 *
 * <p>Changed by one thread, asked by any.
 */
final class Takeover {
  private static final Duration SHORT = Duration.ofSeconds(60);
  private static final int MANY = 3;

  private long connectedNanos;
  private int losses;
  private volatile boolean suspected;

  void connected(long nanos) {
    connectedNanos = nanos;
  }

  /** A connection that stood was lost. */
  void lost(long nanos) {
    losses = hasLasted(nanos) ? 0 : losses + 1;
    suspected = losses >= MANY || suspected && losses > 0;
  }

  /** The broker could not be reached: then it is not another client that pushes us out. */
  void unreachable() {
    losses = 0;
  }

  /** While connected: whether it has lasted, which ends the suspicion. */
  boolean settled(long nanos) {
    if (hasLasted(nanos)) {
      losses = 0;
      suspected = false;
    }
    return !suspected;
  }

  private boolean hasLasted(long nanos) {
    return nanos - connectedNanos >= SHORT.toNanos();
  }

  boolean suspected() {
    return suspected;
  }
}
