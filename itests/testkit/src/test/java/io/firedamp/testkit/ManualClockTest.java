package io.firedamp.testkit;

import io.firedamp.clock.SiteClock;
import java.time.Instant;

class ManualClockTest extends SiteClockContract {
  @Override
  protected SiteClock clock() {
    return new ManualClock(Instant.EPOCH);
  }
}
