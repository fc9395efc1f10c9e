package io.firedamp.pipeline;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.explore.Live;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.PointSource;
import io.firedamp.source.Raw;
import io.firedamp.source.Reading;
import io.firedamp.store.TableText;
import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class CollectorTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String HEADER =
      "code,source,address,type,scale,offset,low,high,period,upload\n";
  private static final String TWO_SOURCES =
      HEADER + "FONP001,a,1,uint16\nFOCH001,b,1,uint16,0.001\nFOTM001,a,2,uint16\n";

  private final ManualClock clock = new ManualClock(NOON);
  private final Sources sources = new Sources(clock, Duration.ofSeconds(1));
  private final Collector collector = new Collector(sources, clock, CLOSE);
  private final FakeSource a = new FakeSource();
  private final FakeSource b = new FakeSource();
  private Sheet sheet = Sheet.EMPTY;
  private long services;

  @AfterEach
  void end() {
    a.behaviour = FakeSource.WELL;
    b.behaviour = FakeSource.WELL;
    sources.close();
  }

  private void table(String text) {
    PointFile.Parsed parsed = new PointFile("points.csv", Duration.ofSeconds(1)).parse(text);
    assertEquals(List.of(), parsed.errors());
    TableText version = new TableText(sheet.table().number() + 1, NOON, text);
    sheet = Sheet.of(version, parsed.rows(), sheet);
    collector.apply(sheet);
  }

  private Served serve(String name, String version, PointSource source) {
    Served served = new Served(name, "io.example.driver", new Version(version), ++services, source);
    sources.bind(served);
    return served;
  }

  private Frame frame(int second) throws InterruptedException {
    return collector.collect(NOON.plusSeconds(second)).orElseThrow();
  }

  private static Sample sample(Frame frame, String code) {
    return frame.samples().stream()
        .filter(sample -> sample.point().value().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static String qualities(Frame frame) {
    return frame.samples().stream()
        .map(sample -> sample.point() + " " + sample.quality())
        .collect(Collectors.joining(", "));
  }

  private Live live(String code) {
    return collector.live().stream()
        .filter(live -> live.point().id().value().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private Health health(String subject) {
    return sources.health().stream()
        .filter(health -> health.subject().startsWith(subject))
        .findFirst()
        .orElseThrow();
  }

  private double figure(String subject, String key) {
    return health(subject).figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("CCER-4.2-01, CCER-4.2.1-01, CCER-7.6-06: a frame has what is due, by its code")
  void theFrameHasEveryDuePointInTableOrder() throws InterruptedException {
    table(TWO_SOURCES);
    serve("a", "1", a);
    serve("b", "1", b);
    Frame frame = frame(0);
    assertEquals(NOON, frame.time());
    assertEquals(1, frame.table());
    assertEquals("FONP001 GOOD, FOCH001 GOOD, FOTM001 GOOD", qualities(frame));
    assertEquals(0.042, sample(frame, "FOCH001").value());
    assertEquals(Set.of("pipeline-source-a"), a.threads);
  }

  @Test
  @DisplayName("ISC-7.2.3-08: computed points are in the frame, from the values of that frame")
  void computedPointsAreInTheFrame() throws InterruptedException {
    table(
        HEADER // what is computed stands before what it is computed from
            + "FOFL002,calc,FOFL001 * 2,\nFOFL001,calc,FONP001 + FOCH001,,,,0,43\n"
            + "FONP001,a,1,uint16\nFOCH001,b,1,uint16,0.001\n");
    serve("a", "1", a);
    serve("b", "1", b);
    Frame frame = frame(0);
    assertEquals("FOFL002 GOOD, FOFL001 GOOD, FONP001 GOOD, FOCH001 GOOD", qualities(frame));
    assertEquals(42.042, sample(frame, "FOFL001").value());
    assertEquals(84.084, sample(frame, "FOFL002").value());
    a.behaviour = (tick, due) -> FakeSource.says(43L, tick, due);
    frame = frame(1);
    assertEquals(
        "FOFL002 OUT_OF_RANGE, FOFL001 OUT_OF_RANGE, FONP001 GOOD, FOCH001 GOOD", qualities(frame));
    assertEquals(86.084, sample(frame, "FOFL002").value());
    assertEquals("FOFL001: out of range", live("FOFL002").note().en());
    assertEquals(List.of(), sources.health().stream().filter(h -> !h.code().equals("ok")).toList());
  }

  @Test
  @DisplayName("AMB-26: a computed point has the worst quality of all its inputs, or no value")
  void aComputedPointIsAsBadAsItsWorstInput() throws InterruptedException {
    table(
        HEADER
            + "FONP001,a,1,uint16\nFOCH001,b,1,uint16\nFOTM001,nobody,1,uint16\n"
            + "FOFL001,calc,FONP001 + FOCH001,\n"
            + "FOFL002,calc,\"IF(FONP001 > 0, FONP001, FOCH001)\",\n"
            + "FOFL003,calc,FOFL001 / 2,\n"
            + "FOFL004,calc,FOCH001 + FOTM001,\n");
    serve("a", "1", a);
    serve("b", "1", b);
    assertEquals(42, sample(frame(0), "FOFL002").value());
    b.behaviour =
        (tick, due) ->
            due.stream().map(id -> Reading.missing(id, Quality.DEVICE_FAULT, tick)).toList();
    Frame frame = frame(1);
    for (String code : List.of("FOFL001", "FOFL002", "FOFL003")) {
      assertEquals(Sample.missing(new PointId(code), Quality.DEVICE_FAULT), sample(frame, code));
    }
    assertEquals(Quality.NO_SOURCE, sample(frame, "FOFL004").quality());
    assertEquals("FOCH001: device fault", live("FOFL001").note().en());
    assertEquals("FOTM001：无数据源", live("FOFL004").note().zh());
  }

  @Test
  void aFormulaThatHasNoValueSaysWhy() throws InterruptedException {
    table(HEADER + "FOFL001,calc,1 / (FONP001 - 42),\nFONP001,a,1,uint16\n");
    serve("a", "1", a);
    Sample none = sample(frame(0), "FOFL001");
    assertEquals(Sample.missing(none.point(), Quality.NOT_COMPUTABLE), none);
    assertEquals("division by zero", live("FOFL001").note().en());
    a.behaviour = (tick, due) -> FakeSource.says(44L, tick, due);
    assertEquals(0.5, sample(frame(1), "FOFL001").value());
    a.behaviour = FakeSource.WELL;
    assertTrue(Double.isNaN(sample(frame(2), "FOFL001").value()), "never a former value");
  }

  @Test
  void aComputedPointHasAPeriodOfItsOwn() throws InterruptedException {
    table(
        HEADER
            + "FONP001,a,1,uint16,,,,,1s\nFOCH001,a,2,uint16,,,,,2s\n"
            + "FOFL001,calc,FONP001 + FOCH001,,,,,,4s\n");
    serve("a", "1", a);
    assertEquals("FONP001 GOOD, FOCH001 GOOD, FOFL001 GOOD", qualities(frame(0)));
    assertEquals("FONP001 GOOD", qualities(frame(1)));
    assertEquals("FONP001 GOOD, FOCH001 GOOD", qualities(frame(2)));
    assertEquals("FONP001 GOOD, FOCH001 GOOD, FOFL001 GOOD", qualities(frame(4)));
  }

  @Test
  void readingAComputedPointAsksAllItsInstruments() throws InterruptedException {
    table(
        HEADER
            + "FOFL002,calc,FOFL001 / 2,\nFOFL001,calc,FONP001 + FOCH001,\n"
            + "FONP001,a,1,uint16\nFOCH001,b,1,uint16\n");
    serve("a", "1", a);
    serve("b", "1", b);
    Live live = collector.read(new PointId("FOFL002")).orElseThrow();
    assertEquals(42, live.sample().value());
    Live sum = live.inputs().get(0);
    assertEquals(84, sum.sample().value());
    assertEquals(
        List.of("FONP001", "FOCH001"),
        sum.inputs().stream().map(input -> input.point().id().value()).toList());
    assertEquals(List.of(1, 1), List.of(a.reads.get(), b.reads.get()));
  }

  @Test
  @DisplayName("CCER-3-02: a point is read when its own period is due, and not in between")
  void pointsAreDueByTheirPeriods() throws InterruptedException {
    table(HEADER + "FONP001,a,1,uint16,,,,,5s\nFOCH001,a,2,uint16,,,,,2s\n");
    serve("a", "1", a);
    assertEquals("FONP001 GOOD, FOCH001 GOOD", qualities(frame(0)));
    assertEquals(Optional.empty(), collector.collect(NOON.plusSeconds(1)));
    assertEquals("FOCH001 GOOD", qualities(frame(2)));
    assertEquals("FONP001 GOOD", qualities(frame(5)));
    assertEquals("FONP001 GOOD, FOCH001 GOOD", qualities(frame(10)));
    assertEquals(1, a.prepared.size());
  }

  @Test
  void limitsBelongToTheRangeAndWhatIsOutsideIsKept() throws InterruptedException {
    table(
        HEADER
            + "FONP001,a,1,uint16,1,0,0,42\nFOCH001,a,1,uint16,0.1,0,4.2,8\n"
            + "FOTM001,a,1,uint16,1,0,0,41.999\nEXEC001,a,1,uint16,1,0.001,,42\n");
    serve("a", "1", a);
    Frame frame = frame(0);
    assertEquals(
        "FONP001 GOOD, FOCH001 GOOD, FOTM001 OUT_OF_RANGE, EXEC001 OUT_OF_RANGE", qualities(frame));
    assertEquals(42.001, sample(frame, "EXEC001").value());
  }

  @Test
  void whatCouldNotBeReadSaysWhy() throws InterruptedException {
    table(
        HEADER
            + "FONP001,a,1,uint16\nFOCH001,a,2,uint16\nFOTM001,a,3,uint16\nEXEC001,a,4,uint16\n"
            + "EXHE001,a,5,float64\nCODE001,nobody,1,uint16\nPPNP001,a,6,float64,1e30\n");
    a.refuses = Set.of(new PointId("FONP001"));
    a.behaviour =
        (tick, due) -> {
          assertFalse(due.contains(new PointId("FONP001")), "refused rows are not asked for");
          return List.of(
              Reading.missing(new PointId("FOCH001"), Quality.BAD_ADDRESS, tick),
              Reading.missing(new PointId("EXEC001"), Quality.STALE, tick),
              Reading.of(new PointId("EXHE001"), Double.NaN, tick),
              Reading.of(new PointId("PPNP001"), 1e300, tick),
              Reading.of(new PointId("SMTE001"), 1, tick));
        };
    serve("a", "1", a);
    assertEquals(
        "FONP001 BAD_ADDRESS, FOCH001 BAD_ADDRESS, FOTM001 NO_ANSWER, EXEC001 STALE,"
            + " EXHE001 DEVICE_FAULT, CODE001 NO_SOURCE, PPNP001 DEVICE_FAULT",
        qualities(frame(0)));
    assertEquals(1, figure("source a", "missing"));
    assertEquals(1, figure("source a", "stale"));
    Health health = health("source a");
    assertEquals("source.bad-address", health.code());
    assertTrue(health.cause().zh().contains("FOCH001, FONP001 (无此地址)"), health.cause().zh());
    assertEquals("source.none", health("source nobody").code());
    List<String> notes = collector.live().stream().map(live -> live.note().en()).toList();
    assertEquals("no such place", notes.get(0));
    assertEquals("no driver serves the source nobody", notes.get(5));
  }

  @Test
  @DisplayName("Issue 2: no frame is late for a mute source, and others lose nothing")
  void aMuteSourceDelaysNobody() throws InterruptedException {
    table(TWO_SOURCES);
    CountDownLatch awake = new CountDownLatch(1);
    b.behaviour =
        (tick, due) -> {
          awake.await();
          return FakeSource.says(tick.getEpochSecond() - NOON.getEpochSecond(), tick, due);
        };
    serve("a", "1", a);
    serve("b", "1", b);
    assertEquals("FONP001 GOOD, FOCH001 NO_ANSWER, FOTM001 GOOD", qualities(frame(0)));
    assertTrue(collector.closedAfterMs() < CLOSE.toMillis() + 1000, "closes at its time");
    for (int second = 1; second <= 5; second++) {
      assertEquals("FONP001 GOOD, FOCH001 NO_ANSWER, FOTM001 GOOD", qualities(frame(second)));
      assertTrue(collector.closedAfterMs() < CLOSE.toMillis(), "nobody waits for a busy source");
    }
    assertEquals(5, figure("source b", "overrun"));
    assertEquals("source.late", health("source b").code());
    assertEquals(Level.OK, health("source a").level());

    awake.countDown();
    eventually("the late answer", PATIENCE, () -> figure("source b", "late") == 1);
    Frame next = frame(6);
    assertEquals(0.006, sample(next, "FOCH001").value(), "not the late answer's 0");
    eventually("in time again", PATIENCE, () -> health("source b").level() == Level.OK);
    assertEquals(1, b.mostInFlight.get());
  }

  @Test
  @DisplayName("Issue 2: a source is back within two ticks plus back-off")
  void aSilentLinkIsAskedAgainWithBackOffAndComesBack() throws InterruptedException {
    table(TWO_SOURCES);
    b.behaviour =
        (tick, due) -> {
          throw FakeSource.silence();
        };
    serve("a", "1", a);
    serve("b", "1", b);
    assertEquals("FONP001 GOOD, FOCH001 NO_ANSWER, FOTM001 GOOD", qualities(frame(0)));
    assertTrue(collector.closedAfterMs() < CLOSE.toMillis(), "a failure is an answer");
    frame(1);
    assertEquals(2, b.reads.get(), "the first failure is tried again at the next tick");
    frame(2);
    assertEquals(2, b.reads.get(), "then it backs off");
    Health health = health("source b");
    assertEquals("source.no-answer", health.code());
    assertEquals(Level.MAJOR, health.level());
    assertEquals("10.0.0.1 无应答", health.cause().zh());
    assertEquals("Check the cable.", health.remedy().en());
    assertEquals("10.0.0.1 does not answer", collector.live().get(1).note().en());

    b.behaviour = FakeSource.WELL;
    eventually(
        "the source is back",
        PATIENCE,
        () -> sample(frame(3), "FOCH001").quality() == Quality.GOOD);
    assertEquals(Level.OK, health("source b").level());
    assertEquals(1, b.prepared.size(), "the plan outlives the silence");
    assertEquals(2, figure("source b", "errors"));
  }

  @Test
  void aDefectOfADriverIsItsOwnFailureOnly() throws InterruptedException {
    table(TWO_SOURCES);
    b.behaviour =
        (tick, due) -> {
          throw new IllegalStateException("array index 7");
        };
    serve("a", "1", a);
    serve("b", "2.1", b);
    assertEquals("FONP001 GOOD, FOCH001 NO_ANSWER, FOTM001 GOOD", qualities(frame(0)));
    Health health = health("source b");
    assertEquals("source.driver-fault", health.code());
    assertTrue(health.cause().en().contains("io.example.driver 2.1.0"), health.cause().en());
    assertTrue(health.cause().en().contains("array index 7"), health.cause().en());
    b.behaviour = (tick, due) -> null;
    assertEquals("FONP001 GOOD, FOCH001 NO_ANSWER, FOTM001 GOOD", qualities(frame(1)));
    b.behaviour = FakeSource.WELL;
    eventually("works", PATIENCE, () -> sample(frame(2), "FOCH001").quality() == Quality.GOOD);
  }

  @Test
  void ofSeveralSourcesOfOneNameTheHighestVersionIsUsedAndTheOthersAreNotTouched()
      throws InterruptedException {
    table(TWO_SOURCES);
    FakeSource newer = new FakeSource();
    FakeSource second = new FakeSource();
    newer.behaviour = (tick, due) -> FakeSource.says(43, tick, due);
    Served old = serve("b", "1.9.0", b);
    serve("a", "1", a);
    assertEquals(0.042, sample(frame(0), "FOCH001").value());
    Served served = serve("b", "1.10.0", newer);
    eventually("taken over", PATIENCE, () -> sample(frame(1), "FOCH001").value() == 0.043);
    assertEquals(1, b.rests.get(), "it has let go of its link");
    int calls = b.calls.get();
    serve("b", "1.10.0", second);
    assertEquals("FONP001 GOOD, FOCH001 GOOD, FOTM001 GOOD", qualities(frame(2)));
    assertEquals(calls, b.calls.get(), "nothing of the shadowed one is called");
    assertEquals(0, second.calls.get(), "of equal versions the first stays");
    assertEquals(
        List.of("ok", "ok", "source.shadowed", "source.shadowed"),
        sources.health().stream().map(Health::code).toList());
    assertTrue(sources.health().get(2).cause().en().contains("1.10.0"));

    sources.unbind(served);
    assertEquals(0, newer.inFlight.get());
    eventually("the second one", PATIENCE, () -> frame(3) != null && second.reads.get() > 0);
    assertEquals(calls, b.calls.get());
    sources.unbind(old);
    assertEquals(1, a.prepared.size(), "the other source was never touched");
    assertEquals(Quality.GOOD, sample(frame(4), "FONP001").quality());
  }

  @Test
  void aSourceThatGoesIsLeftAloneAfterItsReadInFlight() throws InterruptedException {
    table(TWO_SOURCES);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    b.behaviour =
        (tick, due) -> {
          reading.countDown();
          go.await();
          return FakeSource.says(1, tick, due);
        };
    serve("a", "1", a);
    Served leaving = serve("b", "1", b);
    Thread ticks = new Thread(() -> assertTrue(collected(0)));
    ticks.start();
    reading.await();
    AtomicBoolean gone = new AtomicBoolean();
    Thread unbind =
        new Thread(
            () -> {
              sources.unbind(leaving);
              gone.set(b.inFlight.get() == 0);
            });
    unbind.start();
    eventually("unbind waits", PATIENCE, () -> unbind.getState() == Thread.State.TIMED_WAITING);
    assertFalse(gone.get());
    go.countDown();
    unbind.join();
    ticks.join();
    assertTrue(gone.get(), "no read is in flight when unbind returns");
    int calls = b.calls.get();
    assertEquals("FONP001 GOOD, FOCH001 NO_SOURCE, FOTM001 GOOD", qualities(frame(1)));
    assertEquals(calls, b.calls.get());
  }

  @Test
  void aSourceThatWasTakenOverAndGoesIsWaitedForAsWell() throws InterruptedException {
    table(TWO_SOURCES);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    b.behaviour =
        (tick, due) -> {
          reading.countDown();
          go.await();
          return FakeSource.says(1, tick, due);
        };
    FakeSource newer = new FakeSource();
    newer.behaviour =
        (tick, due) -> {
          assertEquals(0, b.inFlight.get(), "one at a time");
          return FakeSource.says(43, tick, due);
        };
    Served old = serve("b", "1", b);
    Thread ticks = new Thread(() -> assertTrue(collected(0)));
    ticks.start();
    reading.await();
    serve("b", "2", newer);
    assertEquals(0, newer.calls.get(), "it begins when the former has ended");
    Thread unbind = new Thread(() -> sources.unbind(old));
    unbind.start();
    eventually("unbind waits", PATIENCE, () -> unbind.getState() == Thread.State.TIMED_WAITING);
    go.countDown();
    unbind.join();
    ticks.join();
    assertEquals(0, b.inFlight.get());
    eventually("the newer", PATIENCE, () -> sample(frame(1), "FOCH001").value() == 0.043);
  }

  private boolean collected(int second) {
    try {
      return frame(second).samples().size() == 3;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  @Test
  void aChangedRowTouchesItsOwnSourceAlone() throws InterruptedException {
    table(TWO_SOURCES);
    serve("a", "1", a);
    serve("b", "1", b);
    frame(0);
    table(TWO_SOURCES.replace("FOCH001,b,1,uint16", "FOCH001,b,7,uint16"));
    Frame next = frame(1);
    assertEquals(2, next.table());
    assertEquals("FONP001 GOOD, FOCH001 GOOD, FOTM001 GOOD", qualities(next));
    assertEquals(1, a.prepared.size(), "the plan of a stays");
    assertEquals(2, b.prepared.size());
    assertEquals("7", b.prepared.get(1).get(0).address());
    table(TWO_SOURCES.replace("FOCH001,b,1,uint16,0.001", "FOCH001,b,7,uint16,0.01"));
    assertEquals(0.42, sample(frame(2), "FOCH001").value());
    assertEquals(2, b.prepared.size(), "scaling is none of the driver's business");
  }

  @Test
  void aTableChangeLeavesTheBackOffOfOthersAlone() throws InterruptedException {
    table(TWO_SOURCES);
    b.behaviour =
        (tick, due) -> {
          throw FakeSource.silence();
        };
    serve("a", "1", a);
    serve("b", "1", b);
    frame(0);
    frame(1);
    table(TWO_SOURCES.replace("FOTM001,a,2", "FOTM001,a,3"));
    frame(2);
    assertEquals(2, b.reads.get(), "still backs off");
    assertEquals(2, a.prepared.size());
  }

  @Test
  void aSourceWithACycleGivesItsNewestReadingWhileItIsFresh() throws InterruptedException {
    FakeSource slow = new FakeSource(Duration.ofSeconds(10));
    table(HEADER + "EXEC001,slow,1,uint16,,,,,20s,20s\nEXHE001,slow,2,uint16,,,,,10s,10s\n");
    serve("slow", "1", slow);
    eventually("its first read", PATIENCE, () -> slow.reads.get() == 1);
    eventually("at once", PATIENCE, () -> qualities(frame(0)).equals("EXEC001 GOOD, EXHE001 GOOD"));
    slow.behaviour =
        (tick, due) -> {
          throw FakeSource.silence();
        };
    assertEquals("EXHE001 GOOD", qualities(frame(10)), "as old as its period, not older");
    assertEquals("EXEC001 GOOD, EXHE001 STALE", qualities(frame(20)));
    assertEquals("EXEC001 STALE, EXHE001 STALE", qualities(frame(40)));
    assertEquals(3, figure("source slow", "stale"));
    assertEquals(1, slow.reads.get(), "ticks ask it nothing");

    clock.advance(Duration.ofSeconds(40));
    eventually("its cycle", PATIENCE, () -> figure("source slow", "errors") >= 1);
    eventually(
        "down",
        PATIENCE,
        () -> qualities(frame(60)).equals("EXEC001 NO_ANSWER, EXHE001 NO_ANSWER"));
    slow.behaviour = FakeSource.WELL;
    eventually(
        "back without waiting for the cycle",
        PATIENCE,
        () -> slow.reads.get() > 0 && qualities(frame(40)).equals("EXEC001 GOOD, EXHE001 GOOD"));
    clock.advance(Duration.ofSeconds(10));
    eventually("in time again", PATIENCE, () -> health("source slow").code().equals("ok"));
  }

  @Test
  void aReadingOfAnotherPlaceIsNotTakenForTheNewOne() throws InterruptedException {
    FakeSource slow = new FakeSource(Duration.ofHours(1));
    table(HEADER + "EXEC001,slow,1,uint16,,,,,10s,10s\nEXHE001,slow,2,uint16,,,,,10s,10s\n");
    serve("slow", "1", slow);
    eventually("read", PATIENCE, () -> qualities(frame(0)).equals("EXEC001 GOOD, EXHE001 GOOD"));
    assertEquals("source.cycle-too-long", health("source slow").code());
    table(HEADER + "EXEC001,slow,9,uint16,,,,,10s,10s\nEXHE001,slow,2,uint16,,,,,10s,10s\n");
    assertEquals("EXEC001 NO_ANSWER, EXHE001 GOOD", qualities(frame(0)));
  }

  @Test
  void aPersonMayAskOnePointAndNothingIsStored() throws InterruptedException {
    table(TWO_SOURCES);
    serve("b", "1", b);
    Live live = collector.read(new PointId("FOCH001")).orElseThrow();
    assertEquals(0.042, live.sample().value());
    assertEquals(NOON, live.time());
    assertEquals(Set.of("pipeline-source-b"), b.threads);
    assertEquals(
        Quality.NO_SOURCE, collector.read(new PointId("FONP001")).orElseThrow().sample().quality());
    assertEquals(Optional.empty(), collector.read(new PointId("SMTE001")));
    assertEquals(Instant.EPOCH, collector.live().get(1).time(), "no frame has seen it");

    b.behaviour =
        (tick, due) -> {
          throw FakeSource.silence();
        };
    Live silent = collector.read(new PointId("FOCH001")).orElseThrow();
    assertEquals(Quality.NO_ANSWER, silent.sample().quality());
    assertEquals("10.0.0.1 does not answer", silent.note().en());
  }

  @Test
  @DisplayName("CCER-4.4-01: all of a source are read now, in one read")
  void aPersonMayAskAWholeSource() throws InterruptedException {
    table(TWO_SOURCES + "FOFL001,calc,FONP001 + FOTM001,\n");
    serve("a", "1", a);
    a.refuses = Set.of(new PointId("FOTM001"));
    List<Live> all = collector.readAll("a");
    assertEquals(
        List.of("FONP001 GOOD", "FOTM001 BAD_ADDRESS"),
        all.stream().map(live -> live.sample().point() + " " + live.sample().quality()).toList());
    assertEquals("no such place", all.get(1).note().en());
    assertEquals(1, a.reads.get());
    assertEquals(Quality.NO_SOURCE, collector.readAll("b").get(0).sample().quality());
    assertEquals(List.of(), collector.readAll("nobody"));
    assertEquals(Instant.EPOCH, collector.live().get(0).time(), "no frame has seen it");
  }

  @Test
  @DisplayName("Issue 5: an explorer is asked on its source's thread, and always answers")
  void aPersonMayExploreADevice() throws InterruptedException {
    FakeExplorer device = new FakeExplorer();
    table(TWO_SOURCES);
    serve("b", "1", b);
    serve("a", "1", device);
    assertEquals(List.of("a"), sources.explorable());
    assertEquals("c0ffee", raw("a").orElseThrow().hex());
    assertEquals(Set.of("pipeline-source-a"), device.threads);
    assertEquals(Optional.empty(), raw("b"), "knows no more than the table");
    assertEquals(Optional.empty(), raw("nobody"));

    device.failure = FakeSource.silence();
    assertEquals("10.0.0.1 does not answer", raw("a").orElseThrow().said().en());
    device.failure = new IllegalStateException("a driver's defect");
    assertTrue(raw("a").orElseThrow().said().en().contains("a driver's defect"));
    assertEquals(Quality.GOOD, sample(frame(0), "FONP001").quality(), "and goes on to be read");
  }

  private Optional<Raw> raw(String source) throws InterruptedException {
    return collector.explore(source, explorer -> explorer.raw("7", 3), Raw::nothing);
  }

  @Test
  @DisplayName("Issue 2: whatever a driver throws, its source is shown as faulty and asked again")
  void noErrorOfADriverEndsItsSource() throws InterruptedException {
    table(HEADER + "FONP001,a,1,uint16\n");
    serve("a", "1", a);
    List<FakeSource.Behaviour> defects =
        List.of(
            (tick, due) -> {
              throw new StackOverflowError("a driver's endless recursion");
            },
            (tick, due) -> {
              throw new InterruptedException("by the driver's own library");
            });
    int second = 0;
    for (FakeSource.Behaviour defect : defects) {
      a.behaviour = defect;
      assertEquals("FONP001 NO_ANSWER", qualities(frame(second++)));
      eventually("told", PATIENCE, () -> health("source a").code().equals("source.driver-fault"));
      a.behaviour = FakeSource.WELL;
      assertEquals("FONP001 GOOD", qualities(frame(second++)));
      assertEquals(Health.OK, health("source a").code());
    }
  }

  @Test
  @DisplayName("CONTRACT: cycle.ms of a tick is the default, not a source that is a tick behind")
  void aCycleOfATickIsAskedByTheTick() throws InterruptedException {
    FakeSource quick = new FakeSource(Duration.ofSeconds(1));
    quick.behaviour =
        (tick, due) -> FakeSource.says(tick.getEpochSecond() - NOON.getEpochSecond(), tick, due);
    table(HEADER + "FONP001,quick,1,uint16\n");
    serve("quick", "1", quick);
    eventually("its cycle is known", PATIENCE, () -> quick.calls.get() > 0);
    for (int second = 1; second <= 3; second++) {
      clock.advance(Duration.ofSeconds(1));
      assertEquals(second, sample(frame(second), "FONP001").value());
    }
  }
}
