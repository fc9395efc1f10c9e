package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * When which window of which command is packed and sent, decided without thread, network or store.
 */
class BackfillTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.500Z");
  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

  /** A packed window. */
  private record Window(String job, Instant from, Instant to) {}

  private final List<Window> packed = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<Long> published = new ArrayList<>();
  private List<Job> remembered = List.of();
  private Job packing;
  private long nanos = 1;
  private Instant now = NOW;
  private Backfill backfill = backfill(List.of());

  private Backfill backfill(List<Job> unfinished, String... settings) {
    return new Backfill(
        Access.of(AccessTest.properties(settings)).backfill(),
        unfinished,
        new Backfill.Hands() {
          @Override
          public void pack(Job job, Instant from, Instant to) {
            packing = job;
            packed.add(new Window(job.id(), from, to));
          }

          @Override
          public void publish() {
            published.add(nanos);
          }

          @Override
          public void refuse(Command command, String reason) {
            refused.add(command.id() + " " + reason);
          }

          @Override
          public void remember(List<Job> jobs) {
            remembered = jobs;
          }
        });
  }

  private static Command command(String id, Instant from, Instant to) {
    return new Command(id, "1", Optional.of(from), Optional.of(to));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    now = now.plus(time);
    backfill.run(now, nanos);
  }

  /** Packs, publishes and confirms one window; the line takes that long. */
  private void deliver(Duration onTheLine) {
    Window window = packed.get(packed.size() - 1);
    // two bytes for each second
    backfill.packed(packing, 2 * Duration.between(window.from(), window.to()).toSeconds(), nanos);
    nanos += onTheLine.toNanos();
    backfill.receipt(nanos);
  }

  private void deliver() {
    deliver(Duration.ofMillis(10));
  }

  /**
   * CCER-7.7-02, CCER-7.7-03; AMB-30: shorter than an hour is one packet, both ends included, over
   * the hour's border too.
   */
  @Test
  void aShortSpanIsOnePacketWithBothItsEnds() {
    backfill.connected();
    Instant from = DAY.plusSeconds(3000);
    backfill.commanded(command("7", from, from.plusSeconds(1799)), now);
    pass(Duration.ZERO);
    assertEquals(List.of(new Window("7", from, from.plusSeconds(1800))), packed);
    deliver();
    assertEquals(List.of(), backfill.jobs());
    pass(Duration.ofMinutes(10));
    assertEquals(1, packed.size());
  }

  /**
   * CCER-7.7-03, CCER-7.7-04, CCER-7.3-06; AMB-31, AMB-32: hours from the begin, five seconds after
   * the receipt of the one before.
   */
  @Test
  void aLongSpanGoesInHoursFromItsBeginFiveSecondsApart() {
    backfill.connected();
    Instant from = DAY.plusSeconds(1800);
    backfill.commanded(command("7", from, from.plusSeconds(2 * 3600 + 60)), now);
    pass(Duration.ZERO);
    deliver();
    pass(Duration.ofMillis(4999));
    assertEquals(1, packed.size());
    pass(Duration.ofMillis(1));
    deliver();
    pass(Duration.ofSeconds(5));
    deliver();
    assertEquals(
        List.of(
            new Window("7", from, from.plusSeconds(3600)),
            new Window("7", from.plusSeconds(3600), from.plusSeconds(7200)),
            new Window("7", from.plusSeconds(7200), from.plusSeconds(7261))),
        packed);
    assertTrue(backfill.jobs().isEmpty());
  }

  /** AMB-31, the other reading. */
  @Test
  void naturalHoursEndWithTheHourOfTheClock() {
    backfill = backfill(List.of(), "backfill.packing", "hour");
    backfill.connected();
    backfill.commanded(command("7", DAY.plusSeconds(1800), DAY.plusSeconds(5399)), now);
    pass(Duration.ZERO);
    deliver();
    pass(Duration.ofSeconds(5));
    assertEquals(DAY.plusSeconds(3600), packed.get(0).to());
    assertEquals(DAY.plusSeconds(5400), packed.get(1).to());
  }

  /** AMB-29: the end is the last complete second, waited for, or refused. */
  @Test
  void aSpanThatEndsInTheFutureIsClippedWaitedForOrRefused() {
    Instant from = NOW.minusSeconds(10).plusNanos(500_000_000);
    Instant to = NOW.plusSeconds(86).plusNanos(500_000_000);
    backfill.connected();
    backfill.commanded(command("7", from, to), now);
    pass(Duration.ZERO);
    assertEquals(Instant.parse("2026-11-21T10:00:00Z"), packed.get(0).to());

    backfill = backfill(List.of(), "backfill.future", "wait");
    backfill.connected();
    backfill.commanded(command("8", from, to), now);
    pass(Duration.ofSeconds(86));
    assertEquals(1, packed.size());
    pass(Duration.ofSeconds(2));
    assertEquals(to.plusSeconds(1), packed.get(1).to());

    backfill = backfill(List.of(), "backfill.future", "reject");
    backfill.commanded(command("9", now, now.plusSeconds(1)), now);
    assertTrue(refused.get(0).startsWith("9 时间段尚未到来"), refused.toString());
  }

  /** CCER-7.7-09; AMB-42: what cannot be carried out is answered, and nothing else happens. */
  @Test
  void commandsThatCannotBeCarriedOutAreAnswered() {
    backfill = backfill(List.of(), "backfill.max.hours", "24");
    backfill.connected();
    backfill.commanded(new Command("1", "2", Optional.of(DAY), Optional.of(DAY)), now);
    backfill.commanded(new Command("2", "1", Optional.empty(), Optional.of(DAY)), now);
    backfill.commanded(command("3", DAY, DAY.minusSeconds(1)), now);
    backfill.commanded(command("4", now.plusSeconds(60), now.plusSeconds(90)), now);
    backfill.commanded(command("5", DAY.minusSeconds(86400), DAY.plusSeconds(1)), now);
    assertEquals(5, refused.size(), refused.toString());
    pass(Duration.ofMinutes(1));
    assertTrue(packed.isEmpty() && backfill.jobs().isEmpty());
  }

  /**
   * AMB-42: first come, first served; an id that is being answered is not begun again, one that is
   * done is.
   */
  @Test
  void commandsQueueAndADuplicateIsIgnoredWhileItRuns() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(9)), now);
    backfill.commanded(command("8", DAY, DAY.plusSeconds(9)), now);
    backfill.commanded(command("7", DAY, DAY.plusSeconds(9)), now);
    assertEquals(List.of("7", "8"), backfill.jobs().stream().map(Job::id).toList());
    pass(Duration.ZERO);
    deliver();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ofSeconds(5));
    deliver();
    pass(Duration.ofSeconds(5));
    assertEquals(List.of("7", "8", "7"), packed.stream().map(Window::job).toList());
  }

  /** CCER-7.7-06: nothing without a command; and nothing without a connection. */
  @Test
  void nothingIsPackedWithoutCommandOrConnection() {
    backfill.connected();
    pass(Duration.ofHours(3));
    assertTrue(packed.isEmpty());
    backfill.disconnected(nanos);
    backfill.commanded(command("7", DAY, DAY), now);
    pass(Duration.ofHours(3));
    assertTrue(packed.isEmpty());
  }

  /** CCER-7.7-04: and not sooner than any other; the platform may have got the first one. */
  @Test
  void aPacketThatTheConnectionLostIsPackedAnew() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ZERO);
    backfill.packed(packing, 1000, nanos);
    backfill.disconnected(nanos);
    backfill.connected();
    pass(Duration.ofMillis(4999));
    assertEquals(1, packed.size());
    pass(Duration.ofMillis(1));
    assertEquals(2, packed.size());
    assertEquals(packed.get(0), packed.get(1));
  }

  @Test
  void aJobGoesOnAfterARestartWhereItWas() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(3 * 3600 - 1)), now);
    pass(Duration.ZERO);
    deliver();
    backfill = backfill(remembered);
    backfill.connected();
    pass(Duration.ofSeconds(5));
    assertEquals(DAY.plusSeconds(3600), packed.get(1).from());
    assertEquals(1, backfill.jobs().get(0).packets());
  }

  @Test
  void aCancelledJobGivesWayToTheNext() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(9)), now);
    backfill.commanded(command("8", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ZERO);
    assertTrue(backfill.cancel("7"));
    assertFalse(backfill.cancel("7"));
    backfill.packed(packing, 1000, nanos);
    assertTrue(published.isEmpty(), "it was packed for nobody");
    pass(Duration.ofSeconds(1));
    assertEquals("8", packed.get(1).job());
  }

  /** CCER-7.7-04: what is on the line cannot be called back. */
  @Test
  void aJobThatIsCancelledWhileItsPacketIsSentKeepsTheNextOneAtItsDistance() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(2 * 3600)), now);
    backfill.commanded(command("8", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ZERO);
    backfill.packed(packing, 1000, nanos);
    assertTrue(backfill.cancel("7"));
    pass(Duration.ofSeconds(20));
    assertEquals(1, packed.size(), "the broker does not have it yet");
    backfill.receipt(nanos);
    assertEquals(List.of("8"), remembered.stream().map(Job::id).toList());
    pass(Duration.ofSeconds(5));
    assertEquals("8", packed.get(1).job());
    assertEquals(DAY, packed.get(1).from());
  }

  /**
   * CCER-7.7-07: a line that needs 40 s for an hour gets shorter windows, which stay within the
   * hours of the job.
   */
  @Test
  void aSlowLineGetsShorterWindowsUntilItIsFastAgain() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(5 * 3600 - 1)), now);
    pass(Duration.ZERO);
    deliver(Duration.ofSeconds(40));
    pass(Duration.ofSeconds(5));
    assertEquals(DAY.plusSeconds(3600 + 1440), packed.get(1).to());
    assertEquals(180, backfill.line().rate());
    deliver(Duration.ofSeconds(8)); // twice as fast, and most of the hour fits into 16 s
    assertEquals(8, backfill.line().waited());
    pass(Duration.ofSeconds(5));
    assertEquals(DAY.plusSeconds(7200), packed.get(2).to(), "the job's hour ends here");
    deliver(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(5));
    assertEquals(DAY.plusSeconds(3 * 3600), packed.get(3).to(), "an hour again");
  }

  /** A line that was slow is known before the next packet is sent. */
  @Test
  void aPacketThatWouldTakeTooLongIsPackedAnew() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(2 * 3600 - 1)), now);
    pass(Duration.ZERO);
    deliver(Duration.ofSeconds(20)); // 360 bytes a second: 5760 at the most
    pass(Duration.ofSeconds(5));
    assertEquals(DAY.plusSeconds(3600 + 2880), packed.get(1).to());
    backfill.packed(packing, 20_000, nanos); // denser than it was
    assertEquals(1, published.size());
    pass(Duration.ZERO);
    assertEquals(DAY.plusSeconds(3600 + 829), packed.get(2).to());
    backfill.packed(packing, 5700, nanos);
    assertEquals(2, published.size());
  }

  @Test
  void aPacketThatIsTooLargeIsPackedShorter() {
    backfill = backfill(List.of(), "backfill.max.bytes", "5000");
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(3599)), now);
    pass(Duration.ZERO);
    backfill.packed(packing, 9000, nanos);
    pass(Duration.ZERO);
    assertTrue(published.isEmpty());
    assertEquals(DAY.plusSeconds(2000), packed.get(1).to());
    deliver();
    assertEquals(1, published.size());
  }

  /** AMB-34. */
  @Test
  void aSpanOfWhichTheStoreHasNothingIsAnsweredOnce() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(99_999)), now);
    pass(Duration.ZERO);
    backfill.nothing(packing, nanos);
    assertEquals(1, refused.size());
    pass(Duration.ofMinutes(1));
    assertEquals(1, packed.size());
    assertTrue(remembered.isEmpty());
  }

  /** AMB-34: hours before the first data would be packets of nothing. */
  @Test
  void aSpanBeginsWithTheWindowThatHoldsTheFirstData() {
    backfill.connected();
    backfill.commanded(command("7", Instant.EPOCH, DAY.plusSeconds(3599)), now);
    pass(Duration.ZERO);
    assertEquals(Instant.EPOCH.plusSeconds(3600), packed.get(0).to());
    backfill.begins(packing, DAY);
    pass(Duration.ZERO);
    assertEquals(new Window("7", DAY, DAY.plusSeconds(3600)), packed.get(1));
    assertEquals(DAY, remembered.get(0).next());
    assertEquals(0, remembered.get(0).packets());
    deliver();
    assertTrue(backfill.jobs().isEmpty());
  }

  /** AMB-29: those behind it need not wait for the future. */
  @Test
  void aSpanThatIsWaitedForLetsTheOthersPass() {
    backfill = backfill(List.of(), "backfill.future", "wait");
    backfill.connected();
    backfill.commanded(command("7", NOW, NOW.plusSeconds(86_400)), now);
    backfill.commanded(command("8", DAY, DAY.plusSeconds(9)), now);
    backfill.commanded(command("9", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ZERO);
    deliver();
    pass(Duration.ofSeconds(5));
    deliver();
    assertEquals(List.of("8", "9"), packed.stream().map(Window::job).toList());
    assertEquals(List.of("7"), backfill.jobs().stream().map(Job::id).toList());
    pass(Duration.ofHours(1));
    assertEquals(NOW, packed.get(2).from());
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      backfill.failed(packing, nanos);
      pass(Duration.ofSeconds(5));
    }
  }

  /** CCER-7.7-09: what cannot be read is answered, and does not hold up what can. */
  @Test
  void aSpanThatCannotBeReadIsAnsweredAfterSomeTriesAndTheNextOneHasItsTurn() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(3 * 3600)), now);
    backfill.commanded(command("8", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ZERO);
    deliver();
    pass(Duration.ofSeconds(5));
    fail(Backfill.TRIES - 1);
    assertTrue(refused.isEmpty(), "a store may be busy");
    assertEquals("7", packing.id());
    backfill.disconnected(nanos);
    backfill.failed(packing, nanos);
    backfill.connected();
    assertTrue(refused.isEmpty(), "there is nobody to tell");
    pass(Duration.ofSeconds(5));
    fail(1);
    assertEquals(
        List.of("7 自 2026-11-20 09:00:00 起的数据无法读取 (the data from there on cannot be read)"),
        refused);
    assertEquals(List.of("8"), remembered.stream().map(Job::id).toList());
    assertEquals("8", packing.id());
    fail(Backfill.TRIES - 1);
    assertEquals(1, refused.size(), "its tries are its own");
    deliver();
    assertTrue(backfill.jobs().isEmpty());
  }

  /** A platform that orders without end is told so; what it ordered before is not touched. */
  @Test
  void moreSpansThanAnybodyNeedsAreRefused() {
    for (int i = 0; i <= Backfill.MOST_JOBS; i++) {
      backfill.commanded(command(Integer.toString(i), DAY, DAY.plusSeconds(9)), now);
    }
    assertEquals(Backfill.MOST_JOBS, backfill.jobs().size());
    assertEquals(1, refused.size());
    assertTrue(refused.get(0).startsWith(Backfill.MOST_JOBS + " 待补传"), refused.toString());
  }

  /** {@code backfill.interval.s}. */
  @Test
  void packetsAreAsFarApartAsIsConfigured() {
    backfill = backfill(List.of(), "backfill.interval.s", "30");
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(2 * 3600 - 1)), now);
    pass(Duration.ZERO);
    deliver();
    pass(Duration.ofSeconds(29));
    assertEquals(1, packed.size());
    pass(Duration.ofSeconds(1));
    assertEquals(2, packed.size());
  }

  /**
   * CCER-7.7-07: live packets that wait for ours are not taken for unconfirmed; but not for ever.
   */
  @Test
  void aPacketOccupiesTheLineUntilItsReceiptOrAMinuteHasPassed() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(9)), now);
    pass(Duration.ZERO);
    assertFalse(backfill.occupiesLine(nanos), "it is being packed");
    backfill.packed(packing, 1000, nanos);
    assertTrue(backfill.occupiesLine(nanos + Duration.ofSeconds(59).toNanos()));
    assertFalse(backfill.occupiesLine(nanos + Duration.ofSeconds(60).toNanos()));
    backfill.receipt(nanos);
    assertFalse(backfill.occupiesLine(nanos));
  }

  /** CCER-7.7-04: how long the rest takes follows from the last packet and the pause behind it. */
  @Test
  void thePaceIsThatOfTheLastPacketWithItsPause() {
    backfill.connected();
    backfill.commanded(command("7", DAY, DAY.plusSeconds(5400 - 1)), NOW);
    assertTrue(Double.isNaN(backfill.pace()));
    pass(Duration.ZERO);
    deliver(Duration.ofSeconds(4));
    assertEquals(3600.0 / 9, backfill.pace());
    pass(Duration.ofSeconds(5));
    deliver(Duration.ofSeconds(1));
    assertEquals(1800.0 / 6, backfill.pace());
  }
}
