package io.firedamp.health;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Says how the whole gateway is, in the same words to commands and pages. A service; any thread.
 */
@ProviderType
public interface Gateway {
  /**
   * How it is now. Asks every part, and looks through the folder {@code etc}: some milliseconds.
   */
  Condition condition();
}
