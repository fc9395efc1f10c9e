package io.firedamp.courier;

import java.time.Instant;
import java.util.Objects;

/**
 * What became of the live packets of a natural day of China. Each is counted once, however often it
 * was sent; one that was refused and is sent again is waiting or in flight.
 *
 * @param since when counting began: the begin of the day, or of the uplink if that was later; the
 *     epoch if it has not begun
 * @param due packets that were on their way then, or were made since
 * @param acknowledged the platform has them
 * @param published handed over, and no reply was asked for
 * @param refused for good
 * @param unanswered for good; the platform may have them
 * @param expired not fresh any more before they could be sent
 * @param inFlight waiting for their reply
 * @param waiting to be sent, for the first time or again
 */
public record Balance(
    Instant since,
    long due,
    long acknowledged,
    long published,
    long refused,
    long unanswered,
    long expired,
    long inFlight,
    long waiting) {
  /** Nothing is counted yet. */
  public static final Balance NONE = new Balance(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0);

  public Balance {
    Objects.requireNonNull(since);
  }

  /** All that is known of those that were due; differs from them only by a defect. */
  public long found() {
    return acknowledged + published + refused + unanswered + expired + inFlight + waiting;
  }
}
