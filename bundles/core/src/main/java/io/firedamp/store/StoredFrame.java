package io.firedamp.store;

import io.firedamp.point.Frame;
import java.util.Objects;

/**
 * A frame in the store.
 *
 * @param number its place, growing by time of storing; numbers may have holes. From 1
 * @param frame what was stored
 */
public record StoredFrame(long number, Frame frame) {
  public StoredFrame {
    Objects.requireNonNull(frame);
  }
}
