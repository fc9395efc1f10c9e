package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.courier.Exchange;
import io.firedamp.courier.Packet;
import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of the last packets, and how much of it at the most. */
class RecentTest {
  private static final Instant TICK = Instant.parse("2026-11-21T10:00:00Z");

  private final Recent recent = new Recent((flag, ctime, data, id, utime) -> id + ":" + data);

  private static Shipment shipment(long frame, String data) {
    return new Shipment(frame, 1, TICK, data, 16, 0);
  }

  private static Delivery delivery(Outcome outcome) {
    return new Delivery(outcome, 1, TICK.plusSeconds(3), "1", "1", "");
  }

  private Packet only() {
    assertEquals(1, recent.packets().size());
    return recent.packets().get(0);
  }

  /** CCER-7.6-09, CCER-7.6-12: refused, sent again, accepted; each attempt with its reply. */
  @Test
  void aPacketHasItsAttemptsAndTheirReplies() {
    Shipment shipment = shipment(1, "{}");
    recent.sent(shipment, "1", TICK.plusSeconds(1));
    assertEquals("awaiting reply", only().state().en());

    recent.replied(new Reply("1", false, "1", "数据格式错误"), "refusal", TICK.plusSeconds(2));
    assertEquals("refused, is sent again", only().state().en());
    assertEquals("数据格式错误", only().reason());

    recent.sent(shipment, "2", TICK.plusSeconds(3));
    assertEquals("awaiting reply", only().state().en());
    recent.replied(new Reply("2", true, "1", ""), "success", TICK.plusSeconds(4));
    recent.ended(shipment, delivery(Outcome.ACKNOWLEDGED));
    assertEquals(
        new Packet(
            1,
            "2",
            1,
            TICK,
            TICK.plusSeconds(3),
            16,
            2,
            Optional.of(Outcome.ACKNOWLEDGED),
            TICK.plusSeconds(4),
            false,
            "数据格式错误"),
        only());
    assertEquals(
        List.of(
            new Exchange("1", TICK.plusSeconds(1), "1:{}", "refusal"),
            new Exchange("2", TICK.plusSeconds(3), "2:{}", "success")),
        recent.exchanges(1));
  }

  /** AMB-21: the refusal of an earlier attempt says nothing of the one that is under way. */
  @Test
  void aLateRefusalOfAnEarlierAttemptIsItsOwn() {
    Shipment shipment = shipment(1, "{}");
    recent.sent(shipment, "1", TICK);
    recent.sent(shipment, "2", TICK);
    recent.replied(new Reply("1", false, "1", "因"), "refusal", TICK.plusSeconds(1));
    assertEquals("awaiting reply", only().state().en());
    assertEquals(List.of("refusal", ""), replies());
  }

  /** {@code resend.id = keep}. */
  @Test
  void aReplyToAnIdThatIsUsedTwiceIsThatOfTheLastAttempt() {
    Shipment shipment = shipment(1, "{}");
    recent.sent(shipment, "1", TICK);
    recent.sent(shipment, "1", TICK.plusSeconds(1));
    recent.replied(new Reply("1", true, "1", ""), "success", TICK.plusSeconds(2));
    assertEquals(List.of("", "success"), replies());
  }

  private List<String> replies() {
    return recent.exchanges(1).stream().map(Exchange::reply).toList();
  }

  /** AMB-23: without a reply the broker's receipt is when it arrived. */
  @Test
  void aPacketWithoutAReplyIsAnsweredByTheReceipt() {
    Shipment shipment = shipment(1, "{}");
    recent.sent(shipment, "1", TICK);
    assertEquals(Instant.EPOCH, only().answered());
    recent.ended(shipment, delivery(Outcome.PUBLISHED));
    assertEquals(TICK.plusSeconds(3), only().answered());
  }

  @Test
  void aReplyThatBelongsToNoPacketChangesNothing() {
    recent.sent(shipment(1, "{}"), "1", TICK);
    Packet before = only();
    recent.replied(new Reply("2", false, "1", "因"), "refusal", TICK);
    assertEquals(before, only());
  }

  @Test
  void onlyTheLastPacketsAreKept() {
    for (int frame = 1; frame <= 1000; frame++) {
      recent.sent(shipment(frame, "{}"), Integer.toString(frame), TICK);
    }
    List<Packet> packets = recent.packets();
    assertEquals(Recent.MOST_PACKETS, packets.size());
    assertEquals("1000", packets.get(0).id());
    assertTrue(recent.exchanges(1).isEmpty());
    assertFalse(recent.exchanges(1000).isEmpty());
  }

  /** A site of a thousand points: rows stay, texts give way, however large the replies are. */
  @Test
  void theTextsOfOlderPacketsMakeRoom() {
    String data = "x".repeat(30_000);
    String reply = "y".repeat(Inbox.LONGEST_BYTES);
    for (int frame = 1; frame <= 100; frame++) {
      String id = Integer.toString(frame);
      recent.sent(shipment(frame, data), id, TICK);
      recent.replied(new Reply(id, true, "1", ""), reply, TICK.plusSeconds(1));
    }
    assertEquals(100, recent.packets().size());
    List<Exchange> kept =
        recent.packets().stream().flatMap(p -> recent.exchanges(p.number()).stream()).toList();
    assertEquals(Recent.MOST_CHARS / (30_000 + Recent.LONGEST_REPLY), kept.size());
    assertEquals(Recent.LONGEST_REPLY, kept.get(0).reply().length());
    assertEquals("100", kept.get(0).id());
    recent.ended(shipment(1, data), delivery(Outcome.ACKNOWLEDGED));
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), recent.packets().get(99).outcome());
  }
}
