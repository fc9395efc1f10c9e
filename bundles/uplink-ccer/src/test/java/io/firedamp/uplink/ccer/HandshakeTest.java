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

class HandshakeTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final List<String> requests = new ArrayList<>();
  private final List<Long> at = new ArrayList<>();
  private long nanos;
  private final Handshake handshake =
      new Handshake(new Snowflake(new ManualClock(START), 1, START), this::publish);

  private void publish(String id) {
    requests.add(id);
    at.add(Duration.ofNanos(nanos).toSeconds());
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos += Duration.ofSeconds(1).toNanos();
      handshake.run(nanos);
    }
  }

  private boolean reply(boolean success) {
    return handshake.replied(
        new Reply(requests.get(requests.size() - 1), success, "", "密钥错误"), nanos);
  }

  /** CCER-7.5-01, CCER-7.5-05. */
  @Test
  void itAsksAtOnceAndIsDoneWithTheConfirmation() {
    handshake.begin(nanos);
    assertTrue(reply(true));
    pass(600);
    assertEquals(1, requests.size());
    assertEquals(0, handshake.failures());
    assertFalse(reply(true), "a confirmation that comes twice changes nothing");
  }

  /** AMB-12: silence for 10 s, then pauses of 5, 10, 20, 40, 60 s. */
  @Test
  void silenceIsAnsweredByRequestsFurtherAndFurtherApart() {
    handshake.begin(nanos);
    pass(300);
    assertEquals(List.of(0L, 15L, 35L, 65L, 115L, 185L, 255L), at);
    assertEquals(7, handshake.failures());
    assertEquals("", handshake.refusal());
  }

  /** CCER-7.5-05: 确认错误时，企业需重新发送密钥请求. */
  @Test
  void aRefusedRequestIsRepeatedWithANewId() {
    handshake.begin(nanos);
    assertFalse(reply(false));
    assertEquals("密钥错误", handshake.refusal());
    pass(5);
    assertEquals(2, requests.size());
    assertFalse(
        handshake.replied(new Reply(requests.get(0), true, "", ""), nanos), "the former request");
    assertTrue(reply(true));
  }

  @Test
  void aNewConnectionBeginsAnewAndALostOneAsksNoMore() {
    handshake.begin(nanos);
    handshake.disconnected();
    pass(300);
    assertEquals(1, requests.size());
    handshake.begin(nanos);
    assertEquals(2, requests.size());
  }
}
