package io.firedamp.store;

import io.firedamp.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Questions to the memory of the site, over years if need be. Any thread; blocks for the disk, and
 * never holds more than an hour of the site in memory.
 */
@ProviderType
public interface History {
  /**
   * A point over time, summed up for a chart.
   *
   * @param from inclusive
   * @param to exclusive
   * @param buckets how many equal parts, from 1
   * @return so many buckets, also where there was nothing
   * @throws IllegalArgumentException if the span is empty or there are no buckets
   */
  List<Bucket> series(PointId point, Instant from, Instant to, int buckets) throws IOException;

  /**
   * What the store has of each hour of a span; hours with nothing are left out.
   *
   * @param from of its hour, inclusive
   * @param to exclusive
   */
  List<HourCount> hours(Instant from, Instant to) throws IOException;

  /**
   * Checks what is sealed against its chain of digests.
   *
   * @param from of its hour, inclusive
   * @param to exclusive
   */
  Verdict verify(Instant from, Instant to) throws IOException;

  /**
   * Copies the whole history while work goes on, and checks the copy. It becomes the history of
   * another gateway, or of this one, by putting its files into the empty directory of a store that
   * is not running.
   *
   * @param folder is made; nothing may be in it
   * @return what the check of the copy has found
   * @throws IOException if it cannot be written; what was written is left for a look
   */
  Verdict backup(Path folder) throws IOException;

  /** The last digest of each day that is over (UTC+8), oldest first. */
  List<DayRoot> roots() throws IOException;
}
