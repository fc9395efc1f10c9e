package io.firedamp.clock.sync;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The machine's two clocks: the system's, which people and daemons set, and the monotonic one,
 * which nobody does.
 */
record Machine(InstantSource system, LongSupplier monotonic) {
  /**
   * Both clocks at once.
   *
   * @param nanos the monotonic one
   * @param system ns since 1970
   * @param exact whether nothing came between the two
   */
  record Look(long nanos, long system, boolean exact) {
    /** The system's time when the monotonic clock was zero; as long as nobody sets it, the same. */
    long epoch() {
      return system - nanos;
    }
  }

  private static final int TRIES = 4;
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(1);

  static final Machine REAL = new Machine(InstantSource.system(), System::nanoTime);

  /** A pause of the process between the two looks must not pass for a step of a clock. */
  Look look() {
    Look look = once();
    for (int more = 1; more < TRIES && !look.exact(); more++) {
      look = once();
    }
    return look;
  }

  private Look once() {
    long before = monotonic.getAsLong();
    long now = nanos(system.instant());
    long after = monotonic.getAsLong();
    return new Look(after, now, after - before <= AT_ONCE);
  }

  static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
