package io.firedamp.courier;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** What people ask of an uplink. A service, one for each; any thread; does not block. */
@ConsumerType
public interface Courier {
  /** Whose values it sends. Never changes as long as the service lives. */
  Route route();

  /** What the platform has asked for and not yet got, in the order in which it is sent. */
  List<Errand> errands();

  /**
   * Gives an errand up; the platform is told nothing, and may ask again.
   *
   * @param id the platform's request
   * @return whether there is such an errand
   */
  boolean cancel(String id);
}
