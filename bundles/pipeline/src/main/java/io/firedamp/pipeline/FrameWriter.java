package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.point.Frame;
import io.firedamp.store.FrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings frames to the store on a thread of its own, so that a slow disk delays no tick. A frame
 * that could not be stored is tried again until it is; when too many wait, the oldest waiting one
 * is lost and counted.
 */
final class FrameWriter {
  /**
   * Why frames are not stored.
   *
   * @param since when it began
   */
  record Trouble(Instant since, Text cause) {}

  private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How long a loss is shown as the present state. */
  private static final Duration LOSS_SHOWN = Duration.ofMinutes(1);

  private final FrameStore store;
  private final SiteClock clock;
  private final int capacity;
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "pipeline-store");

  private boolean closing;
  private boolean writing;
  private long stored;
  private long lost;
  private Instant lastLoss = Instant.MIN;
  private Optional<Trouble> trouble = Optional.empty();

  /**
   * @param capacity how many frames may wait
   */
  FrameWriter(FrameStore store, SiteClock clock, int capacity) {
    this.store = store;
    this.clock = clock;
    this.capacity = capacity;
  }

  void start() {
    thread.start();
  }

  /** Hands over a frame; never blocks. */
  synchronized void put(Frame frame) {
    if (waiting.size() == capacity) {
      waiting.removeFirst();
      lost();
    }
    waiting.addLast(frame);
    notifyAll();
  }

  /** A frame is lost, here or before it came here. */
  synchronized void lost() {
    lost++;
    lastLoss = clock.instant();
  }

  /** Stores what waits, at most so long, and ends. */
  void close(Duration patience) {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    if (!Threads.ended(thread, patience)) {
      LOG.error(
          "the store does not answer; {} frames are lost | 存储无响应，丢失 {} 帧", queued(), queued());
    }
  }

  /** How many frames wait, the one that is being written included. */
  synchronized int queued() {
    return waiting.size() + (writing ? 1 : 0);
  }

  synchronized long stored() {
    return stored;
  }

  synchronized long lostFrames() {
    return lost;
  }

  /** Whether frames were lost within the last minute. */
  synchronized boolean losing() {
    return lost > 0 && lastLoss.plus(LOSS_SHOWN).isAfter(clock.instant());
  }

  /** What hinders storing now, if anything does. */
  synchronized Optional<Trouble> trouble() {
    return trouble;
  }

  private void run() {
    try {
      for (Optional<Frame> next = next(); next.isPresent(); next = next()) {
        store(next.get());
      }
    } catch (InterruptedException ended) { // by close(), which says what is lost
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Optional<Frame> next() throws InterruptedException {
    writing = false;
    while (waiting.isEmpty() && !closing) {
      wait();
    }
    writing = !waiting.isEmpty();
    return Optional.ofNullable(waiting.pollFirst());
  }

  private void store(Frame frame) throws InterruptedException {
    while (true) {
      try {
        store.append(frame);
        stored(frame);
        return;
      } catch (IOException
          | RuntimeException
          | Error failed) { // a defect there must not end this thread
        failed(failed);
        synchronized (this) {
          TimeUnit.NANOSECONDS.timedWait(this, RETRY_NANOS);
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  private synchronized void stored(Frame frame) {
    stored++;
    trouble.ifPresent(
        past ->
            LOG.info(
                "frames are stored again, from {} on; failed since {} | 已恢复存储",
                frame.time(),
                past.since()));
    trouble = Optional.empty();
  }

  private synchronized void failed(Throwable why) {
    if (trouble.isEmpty()) {
      LOG.error("frames cannot be stored | 无法存储数据", why);
    }
    Instant since = trouble.map(Trouble::since).orElseGet(clock::instant);
    trouble =
        Optional.of(
            new Trouble(since, new Text("Frames cannot be stored: " + why, "无法存储数据: " + why)));
  }
}
