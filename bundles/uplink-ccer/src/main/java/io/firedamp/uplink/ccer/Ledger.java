package io.firedamp.uplink.ccer;

import io.firedamp.clock.SiteClock;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down in the store what became of packets. What the store does not take is kept, and
 * written with what follows. One thread; the answers may be read by any.
 */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private static final Duration OUTAGE_STROKE = Duration.ofMinutes(1);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);

  private final FrameStore store;
  private final String name;
  private final SiteClock clock;
  private final Duration lull;
  private long nextNanos = System.nanoTime();
  private long cursorNanos = nextNanos;
  private volatile long through;
  private volatile String trouble = "";

  /**
   * @param name under which the store keeps it
   * @param lull between two strokes that only move the cursor
   */
  Ledger(FrameStore store, String name, SiteClock clock, Duration lull) {
    this.store = store;
    this.name = name;
    this.clock = clock;
    this.lull = lull;
  }

  /** What was settled up to this frame is in the store; 0 at first. */
  long through() {
    return through;
  }

  /** Why the store does not take what is settled; empty while it does. */
  String trouble() {
    return trouble;
  }

  /** The connection is back: what an outage is written down in is over. */
  void connected() {
    nextNanos = System.nanoTime();
  }

  /** Writes down what is new, if it is time to. Blocks for one write to the disk. */
  void write(Dispatch packets, boolean connected) {
    List<Settlement> settled = packets.settled();
    long now = packets.through();
    long nanos = System.nanoTime();
    boolean idle = settled.isEmpty() && (now <= through || nanos - cursorNanos < 0);
    if (idle || nanos - nextNanos < 0) {
      return;
    }
    boolean held = settled.stream().allMatch(s -> s.frame() <= now && neverSent(s));
    Duration pause = Duration.ZERO;
    try {
      if (held && !settled.isEmpty()) {
        // an outage is written down in few long strokes, not as two rows for every second of it
        store.expireThrough(name, now, clock.instant(), Follower.HELD);
        pause = connected ? Duration.ZERO : OUTAGE_STROKE;
      } else {
        store.settle(name, settled, now);
      }
      packets.written(settled.size());
      through = now;
      trouble = "";
    } catch (IOException unwritten) { // kept, and written down with the next ones
      LOG.debug("{}: the store fails", name, unwritten);
      trouble = String.valueOf(unwritten.getMessage());
      pause = STORE_PAUSE;
    }
    nextNanos = nanos + pause.toNanos();
    cursorNanos = nanos + lull.toNanos();
  }

  private static boolean neverSent(Settlement settlement) {
    return settlement.delivery().outcome() == Outcome.EXPIRED;
  }
}
