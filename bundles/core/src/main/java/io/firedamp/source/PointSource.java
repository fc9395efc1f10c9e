package io.firedamp.source;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A configured link to a device: what a driver registers, one service for each configuration.
 *
 * <p>It opens nothing before the first read of its first plan, so that a service that is shadowed
 * by a newer bundle does no I/O. All calls, those of its plans too, come from one thread that the
 * pipeline owns. Unregistering the service returns when the read in flight has ended; after that
 * nothing is called any more, and the driver closes the link.
 */
@ConsumerType
public interface PointSource {
  /**
   * Service property, String, required: the {@code source.name} that rows of the point table name.
   */
  String NAME = "source.name";

  /**
   * How often the link can answer; zero if in every tick. A frame then takes its newest reading, as
   * long as that is not older than the point's period.
   */
  Duration cycle();

  /**
   * Checks addresses and plans the fewest requests. No I/O, does not block. A row that cannot be
   * read is refused with its reason; the others stand. Former plans are not read any more after the
   * next one was read.
   */
  Plan prepare(List<Binding> rows);

  /**
   * Nobody reads it for now, because another bundle serves the same name, or the site is
   * reconfigured: lets go of the link, of which the device may have few. A later read opens it
   * again. Blocks for a second at the most.
   */
  default void rest() {}
}
