package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Settlement;
import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent when, decided without thread, network or store. */
class DispatchTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  /** One publication. */
  private record Sent(long frame, int flag, String id, Instant utime) {}

  private final ManualClock clock = new ManualClock(START);
  private final List<Sent> sent = new ArrayList<>();
  private Dispatch dispatch = dispatch();
  private long nanos = 1;
  private boolean confirming = true;
  private int confirmed;

  private Dispatch dispatch(String... settings) {
    Access access = Access.of(AccessTest.properties(settings));
    return dispatch(access, Dispatch.Terms.live(access));
  }

  private Dispatch dispatch(Access access, Dispatch.Terms terms) {
    return new Dispatch(
        access,
        terms,
        new Snowflake(clock, 1, START),
        (shipment, id, utime) -> sent.add(new Sent(shipment.frame(), shipment.flag(), id, utime)));
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos += time.toNanos();
    run();
  }

  /** The broker confirms at once what is sent. */
  private void run() {
    dispatch.run(clock.instant(), nanos);
    for (; confirming && confirmed < sent.size(); confirmed++) {
      dispatch.receipt(sent.get(confirmed).id(), clock.instant(), nanos);
    }
  }

  private void tick(long frame, int... flags) {
    List<Shipment> parts = new ArrayList<>();
    for (int flag : flags) {
      parts.add(new Shipment(frame, flag, clock.instant(), "{}", 0, nanos));
    }
    dispatch.arrived(frame, parts);
    run();
  }

  private void reply(Sent packet, boolean success) {
    dispatch.replied(new Reply(packet.id(), success, "1", "因"), clock.instant(), nanos);
  }

  private Sent last() {
    return sent.get(sent.size() - 1);
  }

  private Outcome outcome(int index) {
    return dispatch.settled().get(index).delivery().outcome();
  }

  /** CCER-7.6-01, CCER-7.6-05: at once, and each side of the boundary in a packet of its own. */
  @Test
  void aFrameIsSentAtOnceInAPacketForEachFlag() {
    dispatch.connected();
    tick(1, 1, 0);
    assertEquals(List.of(1, 0), sent.stream().map(Sent::flag).toList());
    assertEquals(2, new HashSet<>(sent.stream().map(Sent::id).toList()).size());
    assertEquals(0, dispatch.through());

    reply(sent.get(1), true);
    assertEquals(0, dispatch.through());
    reply(sent.get(0), true);
    assertEquals(1, dispatch.through());
    assertEquals(List.of(0, 1), dispatch.settled().stream().map(Settlement::part).toList());
    assertEquals(Outcome.ACKNOWLEDGED, outcome(0));
  }

  /**
   * CCER-7.6-09, CCER-7.6-04; AMB-21: again, with a new id and a new utime, until it is not fresh
   * any more.
   */
  @Test
  void aRefusedPacketIsSentAgainWhileItIsFresh() {
    dispatch.connected();
    tick(1, 1);
    for (int i = 0; i < 100; i++) {
      if (dispatch.inFlight() > 0) {
        reply(last(), false);
      }
      pass(Duration.ofSeconds(1));
    }
    // pauses of 1, 2, 4, 8, 16 s; the next one would end after 60 s
    assertEquals(6, sent.size());
    assertEquals(6, new HashSet<>(sent.stream().map(Sent::id).toList()).size());
    assertTrue(sent.get(1).utime().isAfter(sent.get(0).utime()));
    assertEquals(Outcome.REFUSED, outcome(0));
    assertEquals("因", dispatch.settled().get(0).delivery().reason());
    assertEquals(6, dispatch.settled().get(0).delivery().attempts());
    assertEquals(1, dispatch.through());
  }

  /** AMB-21: refused once and then never answered, the platform may have it. */
  @Test
  void onlyWhatWasRefusedEachTimeIsCalledRefused() {
    dispatch.connected();
    tick(1, 1);
    reply(last(), false);
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(1));
    }
    assertEquals(Outcome.UNANSWERED, outcome(0));
    assertEquals("因", dispatch.settled().get(0).delivery().reason(), "it is not forgotten");
  }

  /** AMB-21: a success for any attempt closes the packet, also when it comes late. */
  @Test
  void aLateReplyToAnEarlierAttemptClosesThePacket() {
    dispatch.connected();
    tick(1, 1);
    pass(Duration.ofSeconds(11));
    assertEquals(2, sent.size());
    reply(sent.get(0), true);
    assertEquals(Outcome.ACKNOWLEDGED, outcome(0));
    assertEquals(0, dispatch.inFlight());
    assertFalse(
        dispatch.replied(new Reply(sent.get(1).id(), true, "", ""), clock.instant(), nanos));
    assertEquals(1, dispatch.settled().size());
  }

  /** AMB-22: no reply, again after ten seconds, three times at the most. */
  @Test
  void silenceIsAnsweredByThreeAttempts() {
    dispatch.connected();
    tick(1, 1);
    for (int i = 0; i < 59; i++) {
      pass(Duration.ofSeconds(1));
    }
    assertEquals(3, sent.size());
    assertEquals(Outcome.UNANSWERED, outcome(0));
    assertEquals(3, dispatch.settled().get(0).delivery().attempts());
  }

  @Test
  void aReplyOfAnotherPacketChangesNothing() {
    dispatch.connected();
    tick(1, 1);
    assertFalse(dispatch.replied(new Reply("1", true, "1", ""), clock.instant(), nanos));
    assertEquals(1, dispatch.inFlight());
    assertTrue(dispatch.settled().isEmpty());
  }

  /** CCER-4.7-02, CCER-7.6-02, CCER-4.5-02; AMB-19, AMB-20: 59 s is fresh, 60 s is held. */
  @Test
  void afterAnOutageOnlyWhatIsYoungerThanSixtySecondsIsSent() {
    for (int frame = 1; frame <= 100; frame++) {
      tick(frame, 1);
      pass(Duration.ofSeconds(1));
    }
    assertTrue(sent.isEmpty());
    dispatch.connected();
    run();

    // frame 42 is 59 s old, frame 41 is 60 s old
    assertEquals(42, sent.get(0).frame());
    assertEquals(59, sent.size());
    assertEquals(41, dispatch.settled().size());
    assertTrue(
        dispatch.settled().stream().allMatch(s -> s.delivery().outcome() == Outcome.EXPIRED));
    assertEquals(41, dispatch.through());
  }

  /** Both times are cut to seconds, as the packet shows them. */
  @Test
  void freshnessIsJudgedByTheSecondsThatThePacketShows() {
    clock.advance(Duration.ofMillis(999));
    tick(1, 1);
    pass(Duration.ofMillis(59_001));
    dispatch.connected();
    run();
    assertTrue(sent.isEmpty(), "60 s by the packet's own times, although 59.001 s have passed");
    assertEquals(Outcome.EXPIRED, outcome(0));
  }

  /**
   * CCER-7.6-01: what comes now goes before what waits; and the window is ours, not the library's.
   */
  @Test
  void aLivePacketGoesBeforeThoseThatWait() {
    dispatch = dispatch("window", "3");
    for (int frame = 1; frame <= 10; frame++) {
      tick(frame, 1);
      pass(Duration.ofSeconds(1));
    }
    dispatch.connected();
    run();
    assertEquals(List.of(1L, 2L, 3L), sent.stream().map(Sent::frame).toList());
    tick(11, 1);
    assertEquals(3, dispatch.inFlight());
    reply(sent.get(0), true);
    pass(Duration.ofMillis(10));
    assertEquals(11, last().frame());
    reply(sent.get(1), true);
    pass(Duration.ofMillis(10));
    assertEquals(4, last().frame());
  }

  /**
   * AMB-77: what the connection lost is rebuilt with a new utime, and the loss is not the
   * platform's silence.
   */
  @Test
  void whatWasInFlightWhenTheConnectionBrokeIsSentAgain() {
    dispatch.connected();
    tick(1, 1);
    dispatch.disconnected(nanos);
    pass(Duration.ofSeconds(15));
    assertEquals(1, sent.size());
    dispatch.connected();
    pass(Duration.ZERO);
    assertEquals(2, sent.size());
    assertTrue(last().utime().isAfter(sent.get(0).utime()));
    reply(sent.get(0), true);
    assertEquals(Outcome.ACKNOWLEDGED, outcome(0));
  }

  @Test
  void theCursorWaitsForTheOldestOpenFrameAndNeverForEmptyOnes() {
    dispatch.connected();
    tick(1);
    assertEquals(1, dispatch.through());
    tick(2, 1);
    tick(3, 1);
    tick(4);
    reply(sent.get(1), true);
    assertEquals(1, dispatch.through());
    reply(sent.get(0), true);
    assertEquals(4, dispatch.through());
  }

  /**
   * CCER-7.6-07; AMB-23: without a reply the broker's receipt is all there is, and is never called
   * acknowledged.
   */
  @Test
  void withoutAskingForRepliesTheReceiptSettles() {
    dispatch = dispatch("rsp", "0");
    dispatch.connected();
    tick(1, 1);
    assertEquals(Outcome.PUBLISHED, outcome(0));
  }

  @Test
  void withARequestedReplyTheReceiptSettlesNothing() {
    dispatch.connected();
    tick(1, 1);
    assertTrue(dispatch.settled().isEmpty());
  }

  @Test
  void aBrokerThatConfirmsNothingIsGivenUp() {
    confirming = false;
    dispatch.connected();
    tick(1, 1);
    nanos += Duration.ofSeconds(10).toNanos();
    assertFalse(dispatch.stalled(nanos));
    nanos += Duration.ofSeconds(1).toNanos();
    assertTrue(dispatch.stalled(nanos));
    dispatch.receipt(last().id(), clock.instant(), nanos);
    assertFalse(dispatch.stalled(nanos), "it confirmed: then it is the platform that is silent");
  }

  @Test
  void theIdIsKeptOnResendIfThatIsAskedFor() {
    dispatch = dispatch("resend.id", "keep");
    dispatch.connected();
    tick(1, 1);
    reply(last(), false);
    pass(Duration.ofSeconds(2));
    assertEquals(2, sent.size());
    assertEquals(sent.get(0).id(), sent.get(1).id());
  }

  @Test
  void whatWasWrittenDownIsForgottenAndNothingElse() {
    dispatch.connected();
    tick(1, 1);
    reply(last(), true);
    int written = dispatch.settled().size();
    tick(2, 1);
    reply(last(), true);
    dispatch.written(written);
    assertEquals(List.of(2L), dispatch.settled().stream().map(Settlement::frame).toList());
  }

  /** AMB-20: late packets are sent whatever their age, and end with the attempts. */
  @Test
  void aLatePacketIsSentAndEndsAfterAsManyRefusalsAsAttempts() {
    Access access = Access.of(AccessTest.properties("late", "all", "attempts", "2"));
    dispatch = dispatch(access, Dispatch.Terms.late(access));
    dispatch.connected();
    List<Shipment> old =
        List.of(new Shipment(1, 1, START.minus(Duration.ofDays(30)), "{}", 0, nanos));
    dispatch.arrived(1, old);
    run();
    assertEquals(1, sent.size());
    reply(last(), false);
    pass(Duration.ofSeconds(1));
    assertEquals(2, sent.size());
    reply(last(), false);
    pass(Duration.ofSeconds(60));
    assertEquals(2, sent.size());
    assertEquals(Outcome.REFUSED, outcome(0));
  }

  /** Late packets leave the line to the live ones: ten at a time. */
  @Test
  void onlyFewLatePacketsAreInFlightAtOnce() {
    Access access = Access.of(AccessTest.properties("late", "all"));
    dispatch = dispatch(access, Dispatch.Terms.late(access));
    dispatch.connected();
    for (int frame = 1; frame <= 20; frame++) {
      tick(frame, 1);
    }
    assertEquals(10, dispatch.inFlight());
    reply(sent.get(0), true);
    run();
    assertEquals(11, sent.size());
  }

  /** {@code attempts}. */
  @Test
  void silenceIsAnsweredByAsManyAttemptsAsAreConfigured() {
    dispatch = dispatch("attempts", "1");
    dispatch.connected();
    tick(1, 1);
    pass(Duration.ofSeconds(11));
    assertEquals(1, sent.size());
    assertEquals(Outcome.UNANSWERED, outcome(0));
  }

  /** {@code reply.timeout.s}. */
  @Test
  void theReplyIsWaitedForAsLongAsIsConfigured() {
    dispatch = dispatch("reply.timeout.s", "3");
    dispatch.connected();
    tick(1, 1);
    pass(Duration.ofSeconds(3));
    assertEquals(1, sent.size());
    pass(Duration.ofSeconds(1));
    assertEquals(2, sent.size());
  }

  /** {@code retry.s}. */
  @Test
  void theFirstPauseAfterARefusalIsTheConfiguredOne() {
    dispatch = dispatch("retry.s", "5");
    dispatch.connected();
    tick(1, 1);
    reply(last(), false);
    pass(Duration.ofMillis(4999));
    assertEquals(1, sent.size());
    pass(Duration.ofMillis(1));
    assertEquals(2, sent.size());
  }

  /** A frame of a tick that lies so far back, or ahead, as a slow store or a wrong clock has it. */
  private void tick(long frame, Duration ago) {
    Shipment part = new Shipment(frame, 1, clock.instant().minus(ago), "{}", 0, nanos);
    dispatch.arrived(frame, List.of(part));
    run();
  }

  /** CCER-7.6-02, AMB-19: our own delay is told at 30 s, and forgotten when it is over. */
  @Test
  void aDelayOfThirtySecondsIsSlowAndIsForgottenAfterTwoMinutes() {
    dispatch.connected();
    tick(1, Duration.ofSeconds(29));
    assertFalse(dispatch.punctuality().isSlow(nanos));
    tick(2, Duration.ofSeconds(30));
    assertTrue(dispatch.punctuality().isSlow(nanos));
    assertFalse(dispatch.punctuality().isExpiring(nanos));
    pass(Duration.ofSeconds(119));
    assertTrue(dispatch.punctuality().isSlow(nanos));
    pass(Duration.ofSeconds(1));
    assertFalse(dispatch.punctuality().isSlow(nanos));
  }

  /** CCER-7.6-02, AMB-19: late by a slow store or a clock that was set. */
  @Test
  void whatIsTooOldWhenItComesExpiresAlthoughConnected() {
    dispatch.connected();
    tick(1, Duration.ofSeconds(60));
    assertTrue(dispatch.punctuality().isExpiring(nanos));
    assertTrue(sent.isEmpty());
    pass(Duration.ofMinutes(2));
    assertFalse(dispatch.punctuality().isExpiring(nanos));
    tick(2, Duration.ofSeconds(-3600));
    assertTrue(dispatch.punctuality().isExpiring(nanos), "stamped by a clock that ran ahead");
  }

  /** CCER-7.6-02: late by a window that is too small. */
  @Test
  void whatWaitsForAPlaceInTheWindowTooLongExpiresAlthoughConnected() {
    dispatch = dispatch("window", "1", "fresh.s", "5", "reply.timeout.s", "10");
    dispatch.connected();
    tick(1, 1);
    tick(2, 1);
    pass(Duration.ofSeconds(6));
    assertFalse(dispatch.punctuality().isExpiring(nanos));
    reply(sent.get(0), true);
    run();
    assertTrue(dispatch.punctuality().isExpiring(nanos));
  }

  /** CCER-7.6-02: an outage is told as such, and is no delay of ours. */
  @Test
  void whatAnOutageDelaysIsNoDelayOfOurs() {
    tick(1, 1);
    pass(Duration.ofSeconds(20));
    tick(2, 1);
    pass(Duration.ofSeconds(40));
    dispatch.connected();
    run();
    assertEquals(List.of(2L), sent.stream().map(Sent::frame).toList());
    assertEquals(Outcome.EXPIRED, outcome(0));
    assertFalse(dispatch.punctuality().isSlow(nanos));
    assertFalse(dispatch.punctuality().isExpiring(nanos));
  }

  /** CCER-7.6-02: the connection may be there before the store was read. */
  @Test
  void whatWasThereBeforeTheUplinkBeganIsNoDelayOfOurs() {
    dispatch.beginsAfter(2);
    dispatch.connected();
    tick(1, Duration.ofSeconds(60));
    tick(2, Duration.ofSeconds(40));
    assertEquals(List.of(2L), sent.stream().map(Sent::frame).toList());
    assertFalse(dispatch.punctuality().isSlow(nanos));
    assertFalse(dispatch.punctuality().isExpiring(nanos));
    tick(3, Duration.ofSeconds(40));
    assertTrue(dispatch.punctuality().isSlow(nanos));
  }

  /** {@code fresh.s}. */
  @Test
  void aPacketIsFreshAsLongAsIsConfigured() {
    dispatch = dispatch("fresh.s", "10");
    tick(1, 1);
    pass(Duration.ofSeconds(1));
    tick(2, 1);
    pass(Duration.ofSeconds(9));
    dispatch.connected();
    run();
    assertEquals(List.of(2L), sent.stream().map(Sent::frame).toList());
    assertEquals(Outcome.EXPIRED, outcome(0));
  }
}
