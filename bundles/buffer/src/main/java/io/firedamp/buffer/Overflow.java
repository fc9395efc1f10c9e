package io.firedamp.buffer;

import io.firedamp.store.StoredFrame;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Frames that the full disk does not take. They are kept in memory, so that the upload goes on, and
 * written when there is space again; who waits too long is lost, and counted. One thread writes,
 * any reads.
 */
final class Overflow {
  private final int capacity;
  private final ConcurrentNavigableMap<Long, StoredFrame> frames = new ConcurrentSkipListMap<>();
  private volatile long lost;

  /**
   * @param capacity how many frames are kept
   */
  Overflow(int capacity) {
    this.capacity = capacity;
  }

  void add(StoredFrame frame) {
    frames.put(frame.number(), frame);
    if (frames.size() > capacity) {
      frames.pollFirstEntry();
      lost++;
    }
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** All of them, oldest first. */
  List<StoredFrame> all() {
    return List.copyOf(frames.values());
  }

  /** Those that follow a frame. */
  List<StoredFrame> after(long number, int limit) {
    return frames.tailMap(number, false).values().stream().limit(limit).toList();
  }

  /** Whether every frame that follows that one is here, as far as it is not lost. */
  boolean follows(long number) {
    var first = frames.firstEntry();
    return first != null && number >= first.getKey() - 1;
  }

  /** They are written. */
  void clear() {
    frames.clear();
  }

  /** How many were lost. */
  long lost() {
    return lost;
  }
}
