package io.firedamp.uplink.ccer;

import java.time.Duration;

/**
 * Whether packets leave in time while the platform can be reached (7.6, CCER-7.6-02): what waits
 * then, waits for us. An outage is no sign of it. Written by one thread, read by any.
 */
final class Punctuality {
  /** Half of what voids a packet (AMB-19). */
  static final Duration SLOW = Duration.ofSeconds(30);

  /** A packet comes each minute at least (AMB-75), and would show it again. */
  private static final Duration SHOWN = Duration.ofMinutes(2);

  /** Something that happened, until it is forgotten. */
  private static final class Mark {
    private volatile boolean set;
    private volatile long nanos;

    void set(long now) {
      nanos = now;
      set = true;
    }

    boolean isSet(long now) {
      return set && now - nanos < SHOWN.toNanos();
    }
  }

  private final Mark slow = new Mark();
  private final Mark expired = new Mark();

  /** A packet that was made while the platform could be reached is sent, so long after its tick. */
  void sent(Duration delay, long nanos) {
    if (delay.compareTo(SLOW) >= 0) {
      slow.set(nanos);
    }
  }

  /** It is not sent, because its time is over, or far ahead. */
  void expired(long nanos) {
    expired.set(nanos);
  }

  /** Whether packets were sent late of late, though not too late. */
  boolean isSlow(long nanos) {
    return slow.isSet(nanos);
  }

  /** Whether packets were not sent at all of late. */
  boolean isExpiring(long nanos) {
    return expired.isSet(nanos);
  }
}
