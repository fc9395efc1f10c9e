package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.courier.Balance;
import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CCER-7.6-09, CCER-7.8-02: where every packet of the day went. */
class TodayTest {
  /** Half an hour before midnight in China. */
  private static final Instant START = Instant.parse("2026-11-21T15:30:00Z");

  private static final Instant MIDNIGHT = Instant.parse("2026-11-21T16:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private final Access access = Access.of(AccessTest.properties("window", "5"));
  private final List<Sent> sent = new ArrayList<>();
  private final Dispatch dispatch = dispatch(access);
  private long nanos = 1;

  private record Sent(long frame, int attempt, String id) {}

  private Dispatch dispatch(Access how) {
    return new Dispatch(
        how,
        Dispatch.Terms.live(how),
        new Snowflake(clock, 1, START),
        (shipment, id, utime) -> sent.add(new Sent(shipment.frame(), shipment.attempts(), id)));
  }

  private Balance second() {
    clock.advance(Duration.ofSeconds(1));
    nanos += 1_000_000_000;
    dispatch.run(clock.instant(), nanos);
    return dispatch.today();
  }

  private void tick(long frame) {
    dispatch.arrived(frame, List.of(new Shipment(frame, 1, clock.instant(), "{}", 1, nanos)));
  }

  private void reply(Sent packet, boolean success) {
    dispatch.replied(new Reply(packet.id(), success, "1", "因"), clock.instant(), nanos);
  }

  /**
   * An hour with outages over midnight; of ten packets two are refused each time and one the first
   * time, and one is never answered.
   */
  @Test
  void bothSidesOfTheSumAgreeAtEverySecond() {
    Balance before = Balance.NONE;
    for (int second = 0; second < 3600; second++) {
      if (second % 97 == 0) {
        dispatch.disconnected(nanos);
      } else if (second % 97 == 65) {
        dispatch.connected();
      }
      tick(second + 1);
      for (Sent packet : List.copyOf(sent)) {
        dispatch.receipt(packet.id(), clock.instant(), nanos);
        long kind = packet.frame() % 10;
        if (kind != 2) {
          reply(packet, kind > 3 || kind == 3 && packet.attempt() > 1);
        }
      }
      sent.clear();
      Balance now = second();
      assertEquals(now.due(), now.found(), now.toString());
      if (clock.instant().equals(MIDNIGHT)) {
        assertEquals(MIDNIGHT, now.since());
        assertTrue(now.due() < before.due(), now.toString());
      }
      before = now;
    }
    for (long part :
        List.of(before.acknowledged(), before.refused(), before.unanswered(), before.expired())) {
      assertTrue(part > 0, before.toString());
    }
    assertTrue(before.due() >= 1800, before.toString());
  }

  @Test
  void atMidnightWhatIsOnItsWayBeginsTheNewDay() {
    dispatch.connected();
    tick(1);
    second();
    reply(sent.get(0), true);
    clock.advance(Duration.ofMinutes(30).minusSeconds(3));
    tick(2);
    Balance evening = second();
    assertEquals(2, evening.due());
    assertEquals(1, evening.acknowledged());
    Balance night = second();
    assertEquals(new Balance(MIDNIGHT, 1, 0, 0, 0, 0, 0, 1, 0), night);
    reply(sent.get(1), true);
    assertEquals(new Balance(MIDNIGHT, 1, 1, 0, 0, 0, 0, 0, 0), second());
  }

  /** AMB-23. */
  @Test
  void withoutAReplyAskedForTheReceiptCounts() {
    Dispatch unasked = dispatch(Access.of(AccessTest.properties("rsp", "0")));
    unasked.connected();
    unasked.arrived(1, List.of(new Shipment(1, 1, START, "{}", 1, nanos)));
    unasked.run(START, nanos);
    unasked.receipt(sent.get(0).id(), START, nanos);
    unasked.run(START, nanos);
    assertEquals(new Balance(START, 1, 0, 1, 0, 0, 0, 0, 0), unasked.today());
  }
}
