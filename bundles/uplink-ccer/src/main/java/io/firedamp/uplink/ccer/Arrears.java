package io.firedamp.uplink.ccer;

import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Follows the live packets at a distance, and finds those that are sent again late ({@link Late}).
 * What becomes of them is a fact of its own, kept under a name of its own with a cursor of its own:
 * it never changes what became of the live packet. One thread.
 */
final class Arrears {
  private static final int BATCH = 100;

  private final Access access;
  private final FrameStore store;
  private final Selection selection;
  private long position;

  Arrears(Access access, FrameStore store, Selection selection) {
    this.access = access;
    this.store = store;
    this.selection = selection;
  }

  /**
   * Under what name the store keeps what became of late packets. No uplink can have it: a file's
   * name has no colon.
   */
  static String name(Access access) {
    return access.name() + ":late";
  }

  /** Where the run before stopped; a name that is new starts at the newest frame. */
  void resume() throws IOException {
    position = store.settled(name(access));
  }

  /**
   * Hands over the next frames, most of them without a part to send. Does not wait.
   *
   * @param through the live packets are settled up to this frame
   * @return whether there may be more
   */
  boolean next(long through, Follower.Receiver receiver) throws IOException, InterruptedException {
    List<StoredFrame> batch = store.after(position, BATCH, Duration.ZERO);
    for (StoredFrame stored : batch) {
      if (stored.number() > through) {
        return false;
      }
      receiver.arrived(stored.number(), selection.parts(stored, this::owed));
      position = stored.number();
    }
    return batch.size() == BATCH;
  }

  private boolean owed(long frame, int flag) throws IOException {
    Optional<Delivery> ended = store.delivery(access.name(), frame, flag);
    return ended.filter(delivery -> access.late().sends(delivery.outcome())).isPresent()
        && store.delivery(name(access), frame, flag).isEmpty();
  }
}
