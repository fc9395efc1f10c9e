package io.firedamp.clock.sync;

import java.time.Instant;

/** Remembers since when a state has been the same. One thread. */
final class Since<T> {
  private T state;
  private Instant since;

  Since(T state, Instant since) {
    this.state = state;
    this.since = since;
  }

  /**
   * The instant at which that state was named first, without another in between; now, if that has
   * become the future.
   */
  Instant of(T current, Instant now) {
    if (!current.equals(state) || since.isAfter(now)) {
      state = current;
      since = now;
    }
    return since;
  }
}
