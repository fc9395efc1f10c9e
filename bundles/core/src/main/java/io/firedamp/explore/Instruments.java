package io.firedamp.explore;

import io.firedamp.point.PointId;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the instruments say. Any thread. */
@ProviderType
public interface Instruments {
  /**
   * Every point of the table in force, in its order, with the last that is known of it. Does not
   * block.
   */
  List<Live> live();

  /**
   * Asks the instrument now, between two ticks of its source, and stores nothing; for a computed
   * point every instrument that it is computed from. Blocks until they have answered, at most ten
   * seconds.
   *
   * @return empty if the table has no such point
   */
  Optional<Live> read(PointId point) throws InterruptedException;
}
