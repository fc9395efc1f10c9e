package io.firedamp.testkit;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link FrameStore} promises. A subclass brings the store, and ends it. */
@Timeout(60)
public abstract class FrameStoreContract {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant AT = Instant.parse("2026-03-01T01:02:03.004005006Z");
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final String UPLINK = "national";
  private static final PointId POINT = new PointId("FONP001");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FrameStore store;

  /** A new, empty store. */
  protected abstract FrameStore open() throws Exception;

  /** Closes the store of this test and opens what it left behind. */
  protected abstract FrameStore reopen() throws Exception;

  /** The store of the running test. */
  protected final FrameStore store() {
    return store;
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  final void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "threads of the test ended");
  }

  /** A frame with one good value, {@code second} seconds into the day. */
  protected static Frame frame(long second) {
    return new Frame(
        START.plusSeconds(second),
        1,
        ClockTrust.NOT_CHECKED,
        List.of(new Sample(POINT, second / 10.0, Quality.GOOD)));
  }

  /** A delivery with that reason. */
  protected static Delivery delivery(Outcome outcome, String reason) {
    return new Delivery(outcome, 2, AT, "1742179848000012345", "1", reason);
  }

  private void append(long first, long count) throws IOException {
    for (long second = first; second < first + count; second++) {
      store.append(frame(second));
    }
  }

  private List<Long> scanned(Instant from, Instant to) throws IOException {
    List<Long> numbers = new ArrayList<>();
    store.scan(from, to, stored -> numbers.add(stored.number()));
    return numbers;
  }

  private static List<Long> numbers(List<StoredFrame> frames) {
    return frames.stream().map(StoredFrame::number).toList();
  }

  private static List<Settlement> settlement(long frame, int part, Delivery delivery) {
    return List.of(new Settlement(frame, part, delivery));
  }

  // ---- appending and following

  @Test
  void aNewStoreIsEmpty() throws Exception {
    assertEquals(Optional.empty(), store.newest());
    assertEquals(List.of(), store.after(0, 10, AT_ONCE));
    assertEquals(List.of(), scanned(Instant.MIN, Instant.MAX));
    assertEquals(0, store.settled(UPLINK));
    assertEquals(Optional.empty(), store.newestTable());
  }

  @Test
  void numbersGrowInTheOrderOfStoringAndGoOnAfterReopening() throws Exception {
    StoredFrame first = store.append(frame(100));
    StoredFrame second = store.append(frame(50)); // the clock was set right meanwhile
    assertTrue(first.number() >= 1);
    assertTrue(second.number() > first.number());
    assertEquals(frame(50), second.frame());
    store = reopen();
    StoredFrame third = store.append(frame(51));
    assertTrue(third.number() > second.number());
    assertEquals(List.of(first, second, third), store.after(0, 10, AT_ONCE));
  }

  @Test
  void newestIsTheLastOneStoredNotTheLatestInTime() throws Exception {
    store.append(frame(100));
    StoredFrame last = store.append(frame(1));
    assertEquals(Optional.of(last), store.newest());
    store = reopen();
    assertEquals(Optional.of(last), store.newest());
  }

  @Test
  void afterGivesTheOldestThatFollowUpToTheLimit() throws Exception {
    append(0, 10);
    List<StoredFrame> all = store.after(0, 100, AT_ONCE);
    assertEquals(10, all.size());
    assertEquals(all.subList(0, 3), store.after(0, 3, AT_ONCE));
    assertEquals(all.subList(4, 7), store.after(all.get(3).number(), 3, AT_ONCE));
    assertEquals(List.of(), store.after(all.get(9).number(), 3, AT_ONCE));
    assertThrows(IllegalArgumentException.class, () -> store.after(0, 0, AT_ONCE));
  }

  @Test
  void afterWaitsAsLongAsItIsToldAndNoLonger() throws Exception {
    append(0, 1);
    long number = store.newest().orElseThrow().number();
    long start = System.nanoTime();
    assertEquals(List.of(), store.after(number, 1, Duration.ofMillis(80)));
    assertTrue(System.nanoTime() - start >= 80_000_000, "came back before its patience was over");
  }

  @Test
  void anAppendWakesEveryoneWhoWaits() throws Exception {
    append(0, 1);
    long number = store.newest().orElseThrow().number();
    List<AtomicReference<Thread>> waiters =
        List.of(new AtomicReference<>(), new AtomicReference<>(), new AtomicReference<>());
    List<Future<List<StoredFrame>>> answers = new ArrayList<>();
    for (AtomicReference<Thread> waiter : waiters) {
      answers.add(
          threads.submit(
              () -> {
                waiter.set(Thread.currentThread());
                return store.after(number, 5, PATIENT);
              }));
    }
    for (AtomicReference<Thread> waiter : waiters) {
      eventually("the follower waits", PATIENT, () -> waiting(waiter.get()));
    }
    StoredFrame stored = store.append(frame(1));
    for (Future<List<StoredFrame>> answer : answers) {
      assertEquals(List.of(stored), answer.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aFollowerThatWaitsCanBeInterrupted() throws Exception {
    AtomicReference<Thread> waiter = new AtomicReference<>();
    Future<List<StoredFrame>> answer =
        threads.submit(
            () -> {
              waiter.set(Thread.currentThread());
              return store.after(0, 1, Duration.ofDays(400_000));
            });
    eventually("the follower waits", PATIENT, () -> waiting(waiter.get()));
    waiter.get().interrupt();
    ExecutionException end =
        assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
    assertInstanceOf(InterruptedException.class, end.getCause());
  }

  private static boolean waiting(Thread thread) {
    return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  @DisplayName("CCER-4.3-02, CCER-D-05: what was read comes back bit by bit, whatever it is worth")
  void everyValueComesBackBitByBit() throws Exception {
    double[] values = {
      0.0,
      -0.0,
      0.145,
      1.005,
      -1.0 / 3,
      Double.MIN_VALUE,
      -Double.MAX_VALUE,
      Double.MIN_NORMAL,
      (double) 0.1f,
      Long.MAX_VALUE
    };
    List<Frame> frames = new ArrayList<>();
    for (ClockTrust trust : ClockTrust.values()) {
      List<Sample> samples = new ArrayList<>();
      for (Quality quality : Quality.values()) {
        String name = "HEAT:" + quality + "·瓦斯";
        if (quality.measured()) {
          for (double value : values) {
            samples.add(new Sample(new PointId(name + samples.size()), value, quality));
          }
        }
        if (!quality.usable()) {
          samples.add(Sample.missing(new PointId(name), quality));
        }
      }
      samples.add(
          new Sample(
              new PointId("NAN"),
              Double.longBitsToDouble(0x7ff8_0000_dead_beefL),
              Quality.DEVICE_FAULT));
      frames.add(new Frame(START.plusMillis(1), 7 + trust.code(), trust, samples));
    }
    frames.add(new Frame(Instant.ofEpochMilli(-1), 0, ClockTrust.NOT_CHECKED, List.of()));
    for (Frame frame : frames) {
      store.append(frame);
    }
    assertIdentical(frames, store.after(0, 100, AT_ONCE));
    store = reopen();
    assertIdentical(frames, store.after(0, 100, AT_ONCE));
    List<StoredFrame> scanned = new ArrayList<>();
    store.scan(Instant.MIN, Instant.MAX, scanned::add);
    assertIdentical(frames, scanned);
  }

  private static void assertIdentical(List<Frame> expected, List<StoredFrame> found) {
    assertEquals(expected, found.stream().map(StoredFrame::frame).toList());
    for (int f = 0; f < expected.size(); f++) {
      List<Sample> samples = expected.get(f).samples();
      for (int s = 0; s < samples.size(); s++) {
        assertEquals(
            Double.doubleToRawLongBits(samples.get(s).value()),
            Double.doubleToRawLongBits(found.get(f).frame().samples().get(s).value()),
            () -> "the bits of a value");
      }
    }
  }

  // ---- scanning

  @Test
  void aScanBeginsWithFromAndEndsBeforeTo() throws Exception {
    append(0, 10);
    List<Long> all = numbers(store.after(0, 100, AT_ONCE));
    assertEquals(all.subList(3, 6), scanned(START.plusSeconds(3), START.plusSeconds(6)));
    assertEquals(
        all.subList(4, 6), scanned(START.plusSeconds(3).plusMillis(1), START.plusSeconds(6)));
    assertEquals(
        all.subList(3, 7), scanned(START.plusSeconds(3), START.plusSeconds(6).plusNanos(1)));
    assertEquals(
        all.subList(4, 6),
        scanned(START.plusSeconds(3).plusNanos(1), START.plusSeconds(5).plusNanos(1)));
    assertEquals(List.of(), scanned(START.plusSeconds(3), START.plusSeconds(3)));
    assertEquals(List.of(), scanned(START.plusSeconds(6), START.plusSeconds(3)));
    assertEquals(all, scanned(Instant.MIN, Instant.MAX));
  }

  @Test
  void aScanGoesByNumberAlsoWhereTimesGoBack() throws Exception {
    append(100, 5);
    append(50, 60); // a second run, with the clock set right, through the same time
    append(10, 3);
    List<StoredFrame> all = store.after(0, 1000, AT_ONCE);
    Instant from = START.plusSeconds(60);
    Instant to = START.plusSeconds(104);
    List<Long> expected =
        all.stream()
            .filter(s -> !s.frame().time().isBefore(from) && s.frame().time().isBefore(to))
            .map(StoredFrame::number)
            .toList();
    assertEquals(4 + 44, expected.size());
    assertEquals(expected, scanned(from, to));
  }

  @Test
  void aScanShowsThousandsOfFramesEachOnce() throws Exception {
    append(0, 1500);
    assertEquals(
        numbers(store.after(0, 5000, AT_ONCE)), scanned(START, START.plusSeconds(1_000_000)));
  }

  @Test
  void appendingGoesOnDuringAScan() throws Exception {
    append(0, 3);
    List<Long> before = numbers(store.after(0, 10, AT_ONCE));
    List<Long> seen = new ArrayList<>();
    store.scan(
        START,
        START.plusSeconds(1000),
        stored -> {
          seen.add(stored.number());
          get(threads.submit(() -> store.append(frame(10 + seen.size()))));
        });
    assertEquals(before, seen.subList(0, 3));
    assertEquals(3 + seen.size(), store.after(0, 1000, AT_ONCE).size());
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (Exception failed) { // a Future may end with anything; the test shows it
      throw new AssertionError("the append beside the scan", failed);
    }
  }

  @Test
  void whatTheReaderOfAScanThrowsEndsItAndReachesTheCaller() throws Exception {
    append(0, 5);
    RuntimeException enough = new IllegalStateException("enough");
    List<Long> seen = new ArrayList<>();
    RuntimeException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                store.scan(
                    START,
                    Instant.MAX,
                    stored -> {
                      seen.add(stored.number());
                      if (seen.size() == 2) {
                        throw enough;
                      }
                    }));
    assertSame(enough, thrown);
    assertEquals(2, seen.size());
    append(5, 1);
    assertEquals(6, scanned(START, Instant.MAX).size());
  }

  // ---- settling

  @Test
  void aNewUplinkStartsAtTheNewestFrameAndStaysThere() throws Exception {
    append(0, 3);
    long newest = store.newest().orElseThrow().number();
    assertEquals(newest, store.settled(UPLINK));
    append(3, 3);
    assertEquals(newest, store.settled(UPLINK));
    store = reopen();
    assertEquals(newest, store.settled(UPLINK), "the start of a follower is remembered");
    assertEquals(newest + 3, store.settled("another"));
  }

  @Test
  @DisplayName("CCER-4.3-02, CCER-7.6-05: each part of a frame has an outcome that survives")
  void deliveriesSurviveReopening() throws Exception {
    store.settled(UPLINK);
    append(0, Outcome.values().length);
    List<Long> numbers = numbers(store.after(0, 100, AT_ONCE));
    List<Settlement> settlements = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long number = numbers.get(outcome.ordinal());
      settlements.add(new Settlement(number, 1, delivery(outcome, "时间戳错误 " + outcome)));
      settlements.add(
          new Settlement(number, 0, new Delivery(outcome, 0, Instant.EPOCH, "", "", "")));
    }
    store.settle(UPLINK, settlements, numbers.get(2));
    for (int pass = 0; pass < 2; pass++) {
      for (Settlement each : settlements) {
        assertEquals(
            Optional.of(each.delivery()), store.delivery(UPLINK, each.frame(), each.part()));
      }
      assertEquals(numbers.get(2), store.settled(UPLINK));
      assertEquals(Optional.empty(), store.delivery("another", numbers.get(0), 1));
      assertEquals(Optional.empty(), store.delivery(UPLINK, numbers.get(0), 2));
      store = reopen();
    }
  }

  @Test
  void aPartKeepsItsFirstOutcome() throws Exception {
    store.settled(UPLINK);
    append(0, 1);
    long number = store.newest().orElseThrow().number();
    Delivery first = delivery(Outcome.REFUSED, "first");
    store.settle(UPLINK, settlement(number, 1, first), 0);
    store.settle(UPLINK, settlement(number, 1, delivery(Outcome.ACKNOWLEDGED, "late")), number);
    assertEquals(Optional.of(first), store.delivery(UPLINK, number, 1));
    assertEquals(number, store.settled(UPLINK));
  }

  @Test
  void theCursorNeverMovesBackNorAboveTheNewestFrame() throws Exception {
    store.settled(UPLINK);
    append(0, 5);
    long newest = store.newest().orElseThrow().number();
    store.settle(UPLINK, List.of(), newest - 1);
    store.settle(UPLINK, List.of(), newest - 3);
    assertEquals(newest - 1, store.settled(UPLINK));
    store.expireThrough(UPLINK, newest - 2, AT, "late");
    assertEquals(newest - 1, store.settled(UPLINK));
    store.settle(UPLINK, List.of(), newest + 1000);
    assertEquals(newest, store.settled(UPLINK), "frames to come are not settled");
    append(5, 1);
    store.expireThrough(UPLINK, Long.MAX_VALUE, AT, "late");
    assertEquals(newest + 1, store.settled(UPLINK));
    store = reopen();
    assertEquals(newest + 1, store.settled(UPLINK));
  }

  @Test
  void framesMayBeSettledOutOfOrder() throws Exception {
    store.settled(UPLINK);
    append(0, 4);
    List<Long> numbers = numbers(store.after(0, 10, AT_ONCE));
    Delivery done = delivery(Outcome.ACKNOWLEDGED, "");
    store.settle(UPLINK, settlement(numbers.get(3), 1, done), 0);
    store.settle(UPLINK, settlement(numbers.get(1), 1, done), 0);
    assertEquals(0, store.settled(UPLINK));
    assertEquals(Optional.empty(), store.delivery(UPLINK, numbers.get(0), 1));
    store.settle(UPLINK, settlement(numbers.get(0), 1, done), numbers.get(1));
    store = reopen();
    assertEquals(numbers.get(1), store.settled(UPLINK));
    assertEquals(Optional.of(done), store.delivery(UPLINK, numbers.get(0), 1));
    assertEquals(Optional.empty(), store.delivery(UPLINK, numbers.get(2), 1));
    assertEquals(Optional.of(done), store.delivery(UPLINK, numbers.get(3), 1));
  }

  @Test
  void settlingIsAllOrNothing() throws Exception {
    store.settled(UPLINK);
    append(0, 2);
    List<Long> numbers = numbers(store.after(0, 10, AT_ONCE));
    List<Settlement> breaks =
        new AbstractList<>() {
          @Override
          public Settlement get(int index) {
            if (index == 1) {
              throw new IllegalStateException("broken list");
            }
            return new Settlement(numbers.get(0), 1, delivery(Outcome.ACKNOWLEDGED, ""));
          }

          @Override
          public int size() {
            return 2;
          }
        };
    assertThrows(IllegalStateException.class, () -> store.settle(UPLINK, breaks, numbers.get(1)));
    assertEquals(Optional.empty(), store.delivery(UPLINK, numbers.get(0), 1));
    assertEquals(0, store.settled(UPLINK));
    append(2, 1);
    store = reopen();
    assertEquals(Optional.empty(), store.delivery(UPLINK, numbers.get(0), 1));
    assertEquals(0, store.settled(UPLINK));
    assertEquals(3, store.after(0, 10, AT_ONCE).size());
  }

  @Test
  void uplinksDoNotSeeEachOther() throws Exception {
    store.settled("a");
    store.settled("b");
    append(0, 3);
    long newest = store.newest().orElseThrow().number();
    store.expireThrough("a", newest, AT, "late");
    assertEquals(newest, store.settled("a"));
    assertEquals(0, store.settled("b"));
    assertEquals(Optional.empty(), store.delivery("b", newest, 1));
  }

  @Test
  @DisplayName("AMB-20: after an outage what is not fresh any more is held, and on record as such")
  void whatIsNotSettledExpires() throws Exception {
    store.settled(UPLINK);
    append(0, 300);
    List<Long> numbers = numbers(store.after(0, 1000, AT_ONCE));
    Delivery done = delivery(Outcome.ACKNOWLEDGED, "");
    store.settle(UPLINK, settlement(numbers.get(0), 1, done), numbers.get(1));
    store.settle(UPLINK, settlement(numbers.get(100), 1, done), 0);
    store.expireThrough(UPLINK, numbers.get(298), AT, "超过 60 s");
    Delivery expired = new Delivery(Outcome.EXPIRED, 0, AT, "", "", "超过 60 s");
    for (int pass = 0; pass < 2; pass++) {
      assertEquals(numbers.get(298), store.settled(UPLINK));
      assertEquals(Optional.of(done), store.delivery(UPLINK, numbers.get(0), 1));
      assertEquals(
          Optional.empty(),
          store.delivery(UPLINK, numbers.get(1), 1),
          "below the cursor without a delivery: had nothing to send");
      assertEquals(Optional.of(expired), store.delivery(UPLINK, numbers.get(2), 1));
      assertEquals(Optional.of(done), store.delivery(UPLINK, numbers.get(100), 1));
      assertEquals(Optional.of(expired), store.delivery(UPLINK, numbers.get(100), 0));
      assertEquals(Optional.of(expired), store.delivery(UPLINK, numbers.get(298), 0));
      assertEquals(Optional.empty(), store.delivery(UPLINK, numbers.get(299), 1));
      store.settle(UPLINK, settlement(numbers.get(2), 1, done), 0); // the first outcome stays
      store = reopen();
    }
    store.expireThrough(UPLINK, numbers.get(299), AT.plusSeconds(1), "again");
    assertEquals("超过 60 s", reason(numbers.get(298)));
    assertEquals("again", reason(numbers.get(299)));
  }

  private String reason(long number) throws IOException {
    return store.delivery(UPLINK, number, 1).orElseThrow().reason();
  }

  // ---- the point table

  @Test
  void aTableIsAVersionOfItsOwnOnlyWhenItDiffers() throws Exception {
    TableText first = store.keepTable("code,source\nFONP001,锅炉\n", AT);
    assertEquals(1, first.number());
    assertEquals(new TableText(1, AT, "code,source\nFONP001,锅炉\n"), first);
    assertEquals(first, store.keepTable(first.text(), AT.plusSeconds(5)), "unchanged");
    TableText second = store.keepTable("code,source\n", AT.plusSeconds(10));
    TableText third = store.keepTable(first.text(), AT.plusSeconds(20));
    for (int pass = 0; pass < 2; pass++) {
      assertEquals(Optional.of(first), store.table(1));
      assertEquals(Optional.of(second), store.table(2));
      assertEquals(Optional.of(new TableText(3, AT.plusSeconds(20), first.text())), store.table(3));
      assertEquals(Optional.of(third), store.newestTable());
      assertEquals(Optional.empty(), store.table(4));
      assertEquals(Optional.empty(), store.table(0));
      store = reopen();
    }
    assertEquals(third, store.keepTable(third.text(), AT.plusSeconds(30)));
  }

  // ---- all at once

  @Test
  @DisplayName("CCER-4.3-02: appending, following, settling and scanning do not disturb each other")
  void everythingAtOnceLosesNothing() throws Exception {
    int frames = 400;
    store.settled(UPLINK);
    CountDownLatch started = new CountDownLatch(3);
    Callable<List<Long>> follow =
        () -> {
          started.countDown();
          List<Long> seen = new ArrayList<>();
          while (seen.size() < frames) {
            long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            List<StoredFrame> next = store.after(last, 7, PATIENT);
            assertFalse(next.isEmpty(), "followed to " + last);
            seen.addAll(numbers(next));
            store.settle(
                UPLINK,
                settlement(seen.get(seen.size() - 1), 1, delivery(Outcome.ACKNOWLEDGED, "")),
                seen.get(seen.size() - 1));
          }
          return seen;
        };
    Future<List<Long>> one = threads.submit(follow);
    Future<List<Long>> two = threads.submit(follow);
    Future<Integer> scans =
        threads.submit(
            () -> {
              started.countDown();
              int last = 0;
              while (last < frames) {
                List<Long> seen = scanned(START, Instant.MAX);
                assertEquals(seen.stream().sorted().distinct().toList(), seen);
                assertTrue(seen.size() >= last, "a scan lost frames");
                last = seen.size();
              }
              return last;
            });
    assertTrue(started.await(10, TimeUnit.SECONDS));
    append(0, frames);
    assertEquals(frames, scans.get(50, TimeUnit.SECONDS));
    List<Long> all = numbers(store.after(0, frames + 1, AT_ONCE));
    assertEquals(all, one.get(50, TimeUnit.SECONDS));
    assertEquals(all, two.get(50, TimeUnit.SECONDS));
    assertEquals(all.get(frames - 1), store.settled(UPLINK));
  }

  @Test
  @DisplayName("CCER-4.4-02: what was delivered on command is a fact of its own")
  void deliveriesOnCommandAreKept() throws Exception {
    Recall first = new Recall(UPLINK, "17", START, START.plusSeconds(3600), 3600, AT);
    Recall second =
        new Recall(UPLINK, "17", START.plusSeconds(3600), START.plusSeconds(7200), 12, AT);
    store.recalled(first);
    store.recalled(second);
    store.recalled(new Recall("provincial", "4", START, START.plusSeconds(9), 9, AT));
    store = reopen();
    assertEquals(List.of(first, second), store.recalls(UPLINK, START, START.plusSeconds(3601)));
    assertEquals(List.of(first), store.recalls(UPLINK, START, START.plusSeconds(3600)));
    assertEquals(List.of(), store.recalls(UPLINK, START.plusSeconds(7200), AT.plusSeconds(9999)));
    assertEquals(List.of(), store.recalls("nobody", START, START.plusSeconds(3600)));
  }
}
