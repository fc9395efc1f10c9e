package io.firedamp.testkit;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Any thread. */
public final class ManualClock implements SiteClock {
  private final AtomicReference<Instant> now;
  private final AtomicReference<ClockTrust> trust = new AtomicReference<>(ClockTrust.NOT_CHECKED);

  /** A clock that stands at that instant. */
  public ManualClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves it on, or back. */
  public void advance(Duration step) {
    now.updateAndGet(instant -> instant.plus(step));
  }

  /** From now on it says so of itself. */
  public void trust(ClockTrust newTrust) {
    trust.set(newTrust);
  }

  @Override
  public ClockState state() {
    return new ClockState(trust.get(), now.get(), Text.same("set by hand"));
  }
}
