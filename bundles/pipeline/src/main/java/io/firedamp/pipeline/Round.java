package io.firedamp.pipeline;

import io.firedamp.point.PointId;
import io.firedamp.source.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The answers to one tick, until it is closed. Sources answer on their threads. */
final class Round {
  private final Map<String, Map<PointId, Reading>> answers = new HashMap<>();
  private int outstanding;
  private boolean closed;

  /** One more source has been asked. */
  synchronized void expect() {
    outstanding++;
  }

  /**
   * A source has answered.
   *
   * @return whether it was in time
   */
  synchronized boolean answer(String source, Map<PointId, Reading> readings) {
    if (!closed) {
      answers.put(source, readings);
      settle();
    }
    return !closed;
  }

  /** A source will not answer: its link is down. */
  synchronized void settle() {
    outstanding--;
    notifyAll();
  }

  /**
   * Waits until all have answered, at most so long, and closes.
   *
   * @return the answers by source
   */
  synchronized Map<String, Map<PointId, Reading>> close(long patienceNanos)
      throws InterruptedException {
    long end = System.nanoTime() + patienceNanos;
    for (long left = patienceNanos; outstanding > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    closed = true;
    return answers;
  }
}
