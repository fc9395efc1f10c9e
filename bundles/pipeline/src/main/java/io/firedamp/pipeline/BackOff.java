package io.firedamp.pipeline;

import java.util.function.DoubleSupplier;

/**
 * When to ask a link again that did not answer: after the first failure at the next occasion, then
 * after 1 s, 2 s, 4 s, 8 s and always 10 s, each up to a tenth longer so that links do not come in
 * step. Any thread.
 */
final class BackOff {
  private static final double FIRST_NANOS = 1e9;
  private static final double LONGEST_NANOS = 10e9;
  private static final double JITTER = 0.1;

  private final DoubleSupplier chance;
  private int failures;
  private long readyAt;

  /**
   * @param chance numbers from 0 to 1
   */
  BackOff(DoubleSupplier chance) {
    this.chance = chance;
  }

  synchronized void failed(long nanoTime) {
    double wait =
        failures == 0 ? 0 : Math.min(Math.scalb(FIRST_NANOS, failures - 1), LONGEST_NANOS);
    readyAt = nanoTime + (long) (wait * (1 + JITTER * chance.getAsDouble()));
    failures++;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  /** Whether it may be asked. */
  synchronized boolean ready(long nanoTime) {
    return failures == 0 || nanoTime - readyAt >= 0;
  }
}
