package io.firedamp.health;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says how parts of the gateway are. A service; asked about once a second, by any thread; does not
 * block.
 */
@ConsumerType
public interface Vital {
  /**
   * One for each part that it answers for, in the order in which to show them. A part keeps its
   * subject; parts may come and go.
   */
  List<Health> health();
}
