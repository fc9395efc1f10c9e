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
   * One for each part that it answers for, always with the same subjects, in the order in which to
   * show them.
   */
  List<Health> health();
}
