package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.store.FrameStore;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The pipeline's ticks, for a test of the clock that they follow. */
public final class Ticks implements AutoCloseable {
  private final Ticker ticker;

  /** Begins to tick. */
  public Ticks(SiteClock clock, FrameStore store, Duration tick, Consumer<Instant> task) {
    ticker = new Ticker(clock, store, tick, task::accept);
    ticker.start();
  }

  /** Ticks that were never taken. */
  public long missed() {
    return ticker.missed();
  }

  @Override
  public void close() {
    ticker.close(Duration.ofSeconds(5));
  }
}
