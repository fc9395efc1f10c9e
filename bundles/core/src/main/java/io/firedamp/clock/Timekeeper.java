package io.firedamp.clock;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What people ask of who keeps the site's clock (CCER 附录F). A service; any thread. */
@ProviderType
public interface Timekeeper {
  /** How the clock is now, and what its servers say. Does not block. */
  Timekeeping timekeeping();

  /**
   * The daily checks and the steps on record, oldest first; more than a year of them, also after a
   * restart. Does not block.
   */
  List<ClockEvent> events();

  /**
   * Begins the clock anew at the time that it is to follow, be it before the present one. All that
   * stands on the clock starts again; blocks until it has ended, for half a minute at the worst.
   * Does nothing if that would set the clock by no more than 128 ms.
   *
   * @return how far the clock was set forward; negative if back, zero if nothing was done
   */
  Duration step();
}
