package io.firedamp.source;

import io.firedamp.point.PointId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The requests that read a set of rows. Called by its source's one thread, never after the source's
 * service is gone.
 */
public interface Plan {
  /** The rows that cannot be read, with their reasons. Does not block. */
  List<Refusal> refused();

  /**
   * Reads at least the due points. Blocks at most for the link's own time limits, and ends soon
   * when its thread is interrupted.
   *
   * @param tick the instant that the values are read for
   * @param due the points that are wanted; a subset of the plan's rows
   * @return a reading for every due point that the plan did not refuse; a point that the device
   *     refuses is a bad reading; readings of further points are ignored
   * @throws SourceException if the link is down; nothing was read
   * @throws InterruptedException if the thread was interrupted
   */
  List<Reading> read(Instant tick, Set<PointId> due) throws SourceException, InterruptedException;
}
