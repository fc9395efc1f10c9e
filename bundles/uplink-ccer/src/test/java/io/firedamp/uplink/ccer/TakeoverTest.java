package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("AMB-03: a client id in use twice")
class TakeoverTest {
  private final Takeover takeover = new Takeover();
  private long now = Long.MAX_VALUE - 1; // nanoTime may overflow

  private void connectionOf(int seconds) {
    takeover.connected(now);
    now += Duration.ofSeconds(seconds).toNanos();
    takeover.lost(now);
  }

  @Test
  void threeShortConnectionsInARowRaiseIt() {
    connectionOf(59);
    connectionOf(1);
    assertFalse(takeover.suspected());
    connectionOf(1);
    assertTrue(takeover.suspected());
  }

  @Test
  void aLongOneBetweenBeginsAnew() {
    connectionOf(1);
    connectionOf(1);
    connectionOf(60);
    connectionOf(1);
    connectionOf(1);
    assertFalse(takeover.suspected());
  }

  @Test
  void aBrokerThatGoesAndComesIsNoOtherClient() {
    for (int i = 0; i < 10; i++) {
      connectionOf(1);
      takeover.unreachable();
    }
    assertFalse(takeover.suspected());
  }

  @Test
  void itEndsWhenAConnectionHasLastedAMinute() {
    connectionOf(1);
    connectionOf(1);
    connectionOf(1);
    takeover.connected(now);
    now += Duration.ofSeconds(59).toNanos();
    assertFalse(takeover.settled(now));
    assertTrue(takeover.suspected());
    now += Duration.ofSeconds(1).toNanos();
    assertTrue(takeover.settled(now));
    assertFalse(takeover.suspected());
  }
}
