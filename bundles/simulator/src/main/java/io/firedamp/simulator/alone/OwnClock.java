package io.firedamp.simulator.alone;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.text.Text;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's time, which never goes back. Nobody compares it with another clock. */
final class OwnClock implements SiteClock {
  private final Clock machine = Clock.systemUTC();
  private final AtomicReference<Instant> newest = new AtomicReference<>(machine.instant());
  private final ClockState state =
      new ClockState(ClockTrust.NOT_CHECKED, newest.get(), new Text("the machine's clock", "本机时钟"));

  @Override
  public Instant instant() {
    return newest.accumulateAndGet(
        machine.instant(), (before, now) -> now.isAfter(before) ? now : before);
  }

  @Override
  public ClockState state() {
    return state;
  }
}
