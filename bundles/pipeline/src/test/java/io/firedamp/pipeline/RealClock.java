package io.firedamp.pipeline;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.text.Text;
import java.time.Instant;

/** The machine's own time, for tests whose ticks are real. */
final class RealClock implements SiteClock {
  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public ClockState state() {
    return new ClockState(ClockTrust.NOT_CHECKED, Instant.EPOCH, Text.NONE);
  }
}
