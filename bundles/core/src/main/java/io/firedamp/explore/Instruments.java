package io.firedamp.explore;

import io.firedamp.point.PointId;
import io.firedamp.source.Raw;
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

  /**
   * Asks a source now for all its points, in one read between two ticks, and stores nothing. Blocks
   * until it has answered, at most ten seconds.
   *
   * @return in the order of the table; empty if the table does not name that source
   */
  List<Live> readAll(String source) throws InterruptedException;

  /** The names of the sources that can be explored, in alphabetical order. Does not block. */
  List<String> explorable();

  /**
   * What lies directly below a place of a device, asked between two ticks of its source. Blocks
   * until it has answered, at most ten seconds.
   *
   * @param source one of {@link #explorable()}
   * @param place the address of a branch; empty for the top
   * @return empty if there is no such source
   */
  Optional<Listing> browse(String source, String place) throws InterruptedException;

  /**
   * The bytes at an address, as they arrive, asked between two ticks of its source. Blocks until it
   * has answered, at most ten seconds.
   *
   * @param source one of {@link #explorable()}
   * @param address as the point table writes it
   * @param bytes how many are wanted, 1–64
   * @return empty if there is no such source
   */
  Optional<Raw> raw(String source, String address, int bytes) throws InterruptedException;
}
