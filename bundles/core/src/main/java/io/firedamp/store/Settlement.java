package io.firedamp.store;

import java.util.Objects;

/**
 * What became of one part of one frame.
 *
 * @param frame the frame's number
 * @param part which part of it; points inside and outside the boundary travel apart (flag 1 and
 *     flag 0), CCER-7.6-05
 * @param delivery how it ended
 */
public record Settlement(long frame, int part, Delivery delivery) {
  public Settlement {
    Objects.requireNonNull(delivery);
  }
}
