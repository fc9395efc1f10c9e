package io.firedamp.uplink.ccer;

import java.time.Instant;
import java.time.InstantSource;

/** The uplink's request ids, for a test of the clock that they follow. */
public final class Ids {
  private final Snowflake snowflake;

  /** Ids by that clock. */
  public Ids(InstantSource clock) {
    snowflake = new Snowflake(clock, 1, Instant.EPOCH);
  }

  /** The next one. */
  public long next() {
    return Long.parseLong(snowflake.next());
  }
}
