package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final List<String> beats = new ArrayList<>();
  private final List<Long> at = new ArrayList<>();
  private long nanos;
  private final Heart heart =
      new Heart(new Snowflake(new ManualClock(START), 1, START), this::publish);

  private boolean publish(String id) {
    beats.add(id);
    at.add(Duration.ofNanos(nanos).toSeconds());
    return true;
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos += Duration.ofSeconds(1).toNanos();
      heart.run(nanos);
    }
  }

  private void reply(boolean success) {
    heart.replied(new Reply(beats.get(beats.size() - 1), success, "", "错"), nanos);
  }

  /** CCER-7.8-01. */
  @Test
  void itBeatsAtOnceAfterConnectingAndThenEachMinute() {
    pass(5);
    assertEquals(0, beats.size());
    heart.connected(nanos);
    heart.run(nanos);
    pass(180);
    assertEquals(List.of(5L, 65L, 125L, 185L), at);
  }

  /** CCER-7.8-02: after a break of our own it beats at once again. */
  @Test
  void itBeatsAtOnceAfterEachReconnection() {
    heart.connected(nanos);
    heart.run(nanos);
    heart.disconnected();
    pass(90);
    assertEquals(1, beats.size());
    heart.connected(nanos);
    heart.run(nanos);
    reply(true);
    pass(60);
    assertEquals(List.of(0L, 90L, 150L), at);
    assertEquals(0, heart.missed());
  }

  /**
   * CCER-7.8-04; AMB-46: again after five seconds, three times at the most, however often it is
   * refused.
   */
  @Test
  void aRefusedBeatIsSentAgainAFewTimes() {
    heart.connected(nanos);
    heart.run(nanos);
    for (int i = 0; i < 50; i++) {
      reply(false);
      pass(1);
    }
    assertEquals(List.of(0L, 5L, 10L, 15L), at);
    assertEquals("错", heart.refusal());
    assertTrue(heart.refused());
    assertTrue(heart.unaccepted());
  }

  @Test
  void aRefusalWithoutAReasonIsOneToo() {
    heart.connected(nanos);
    heart.run(nanos);
    heart.replied(new Reply(beats.get(0), false, "", ""), nanos);
    assertTrue(heart.refused());
    pass(6);
    reply(true);
    assertFalse(heart.refused());
  }

  @Test
  void missingRepliesAreCountedUntilOneComes() {
    heart.connected(nanos);
    heart.run(nanos);
    pass(185);
    assertEquals(3, heart.missed());
    assertTrue(heart.unaccepted());
    reply(true);
    assertEquals(0, heart.missed());
    assertEquals(1, heart.accepted());
    assertFalse(heart.replied(new Reply("other", true, "", ""), nanos));
  }
}
