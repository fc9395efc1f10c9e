package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls at every instant of the tick's grid, on a thread of its own. It waits on the monotonic
 * clock and looks at the site's clock before every wait, so ticks neither drift with the work done
 * in them nor follow a clock that is stepped.
 *
 * <p>The first tick comes after the newest stored frame, so that no instant is recorded twice with
 * different contents, unless the clock is more than a minute behind that frame: then it was wrong
 * and has been set right, and waiting would cost more than it saves.
 */
final class Ticker {
  /** What happens at a tick. */
  @FunctionalInterface
  interface Task {
    void tick(Instant tick) throws InterruptedException;
  }

  /** So far may the clock be behind the newest frame and still be waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /** The longest wait, so that a clock that is stepped forward is noticed. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SiteClock clock;
  private final FrameStore store;
  private final Grid grid;
  private final Task task;
  private final Thread thread = new Thread(this::run, "pipeline-ticks");
  private volatile boolean closing;
  private volatile boolean started;
  private volatile long ticks;
  private volatile Instant newestAtStart = Instant.MIN;

  Ticker(SiteClock clock, FrameStore store, Duration tick, Task task) {
    this.clock = clock;
    this.store = store;
    this.grid = new Grid(tick);
    this.task = task;
  }

  void start() {
    thread.start();
  }

  /** Ends it; waits for the tick that is being worked on. */
  void close(Duration patience) {
    closing = true;
    LockSupport.unpark(thread);
    if (!Threads.ended(thread, patience)) {
      LOG.error("the ticks' thread does not end | 采集线程未能结束");
    }
  }

  long ticks() {
    return ticks;
  }

  /** Ticks that were never taken, because the process stood still or the clock was stepped. */
  long missed() {
    return grid.missed();
  }

  /** Whether the store has said where to go on; no ticks are taken before. */
  boolean started() {
    return started;
  }

  /** How long it is to the next tick; more than a tick if the clock has gone back. */
  Duration distance() {
    return grid.distance(clock.instant());
  }

  /** The newest frame's time, as long as the clock has not caught up with it; else empty. */
  Optional<Instant> ahead() {
    return Optional.of(newestAtStart).filter(newest -> newest.isAfter(clock.instant()));
  }

  private void run() {
    try {
      findStart();
      while (!closing) {
        Optional<Instant> tick = grid.reached(clock.instant());
        if (tick.isPresent()) {
          task.tick(tick.get());
          ticks = ticks + 1;
        } else {
          park(Math.min(grid.distance(clock.instant()).toNanos(), LONGEST_WAIT_NANOS));
        }
      }
    } catch (InterruptedException ended) { // by close(): the end is meant
      Thread.currentThread().interrupt();
    }
  }

  private void findStart() throws InterruptedException {
    while (!started && !closing) {
      try {
        Instant newest =
            store.newest().map(StoredFrame::frame).map(frame -> frame.time()).orElse(Instant.EPOCH);
        Instant now = clock.instant();
        boolean worthWaiting = newest.isAfter(now) && !newest.isAfter(now.plus(PATIENCE));
        grid.startAfter(worthWaiting ? newest : now);
        newestAtStart = newest;
        started = true;
      } catch (IOException unreadable) {
        LOG.error("the store cannot be read; no ticks yet | 无法读取存储，尚未开始采集", unreadable);
        park(RETRY_NANOS);
      }
    }
  }

  private static void park(long nanos) throws InterruptedException {
    LockSupport.parkNanos(nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
