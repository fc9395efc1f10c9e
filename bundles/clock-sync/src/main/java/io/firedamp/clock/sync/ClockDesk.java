package io.firedamp.clock.sync;

import java.time.Duration;
import java.util.Optional;

/** What the command asks. A service of this bundle's own. Any thread. */
interface ClockDesk {
  /** Who keeps the clock. */
  Keeper keeper();

  /** Who tells the time to others; empty if that is off. */
  Optional<TimeServer> server();

  /**
   * Begins the clock anew at the time that it is to follow, be it before the present one. All that
   * stands on the clock starts again; blocks until it has ended, for half a minute at the worst.
   * Does nothing if that would set the clock by no more than 128 ms.
   *
   * @return how far the clock was set forward; negative if back, zero if nothing was done
   */
  Duration step();
}
