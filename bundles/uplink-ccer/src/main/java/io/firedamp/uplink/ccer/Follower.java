package io.firedamp.uplink.ccer;

import io.firedamp.clock.SiteClock;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the store from where this uplink stopped, and makes shipments of its frames. After an
 * outage of any length it starts at the first frame that is still fresh; what lies before is
 * settled as expired in one go. One thread.
 */
final class Follower {
  /** Takes the parts of a frame, in the order of the store; may be none. */
  interface Receiver {
    void arrived(long frame, List<Shipment> parts) throws InterruptedException;
  }

  /** The reason that the store keeps with frames that were never sent. */
  static final String HELD = "not fresh any more; held for the platform's command | 已超时，等待平台补传指令";

  private static final int BATCH = 100;

  private final Access access;
  private final FrameStore store;
  private final Selection selection;
  private final SiteClock clock;
  private long position;
  private long newestAtStart;

  Follower(Access access, FrameStore store, Selection selection, SiteClock clock) {
    this.access = access;
    this.store = store;
    this.selection = selection;
    this.clock = clock;
  }

  /** Finds the first frame to send. Settles what lies before it. */
  void resume() throws IOException {
    Instant now = clock.instant();
    position = store.settled(access.name());
    newestAtStart = store.newest().map(StoredFrame::number).orElse(0L);
    AtomicLong first = new AtomicLong(newestAtStart + 1);
    // a day ahead: frames that a fast clock has stamped are fresh too
    store.scan(
        now.minus(access.fresh()),
        now.plus(Duration.ofDays(1)),
        frame -> {
          if (frame.number() > position) {
            first.accumulateAndGet(frame.number(), Math::min);
          }
        });
    if (first.get() - 1 > position) {
      store.expireThrough(access.name(), first.get() - 1, now, HELD);
      position = first.get() - 1;
    }
  }

  /** Hands over the next frames; waits at most that long for one. */
  void next(Receiver receiver, Duration patience) throws IOException, InterruptedException {
    for (StoredFrame stored : store.after(position, BATCH, patience)) {
      receiver.arrived(stored.number(), selection.parts(stored, this::open));
      position = stored.number();
    }
  }

  /** Only frames that were there before the start can have been settled by the run before. */
  private boolean open(long frame, int flag) throws IOException {
    return frame > newestAtStart || store.delivery(access.name(), frame, flag).isEmpty();
  }
}
