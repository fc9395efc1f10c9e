package io.firedamp.clock;

import java.time.InstantSource;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The time of the site: nothing else in the gateway asks what time it is. Any thread, never blocks.
 *
 * <p>{@link #instant()} never goes back as long as the service lives, whatever is done to the
 * system's clock.
 */
@ProviderType
public interface SiteClock extends InstantSource {
  /** How far the time can be believed just now. */
  ClockState state();
}
