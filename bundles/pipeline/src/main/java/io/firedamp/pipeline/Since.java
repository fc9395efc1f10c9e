package io.firedamp.pipeline;

import java.time.Instant;

/** Remembers since when a state has been the same. Any thread. */
final class Since {
  private String state = "";
  private Instant since = Instant.EPOCH;

  /** The instant at which that state was named first, without another in between. */
  synchronized Instant of(String current, Instant now) {
    if (!current.equals(state)) {
      state = current;
      since = now;
    }
    return since;
  }
}
