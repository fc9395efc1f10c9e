package io.firedamp.testkit;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every driver must do, with a real device at the other end of a link that the test can cut.
 * The subclass starts the device and the link before each test and ends them and its sources after
 * it.
 */
@DisplayName("A point source (CCER-4.3-04, CCER-4.3-05)")
public abstract class PointSourceContract {
  private static final Instant TICK = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration VERY_LONG = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 50;
  private static final int SOURCES = 5;

  /** The link between source and device. */
  protected abstract TcpProxy link();

  /**
   * A new source for the device behind the link; AutoCloseable if it keeps more than its link.
   *
   * @param limit its time limit for connecting and for a reply
   */
  protected abstract PointSource source(Duration limit);

  /** The time limit that the driver has by default. */
  protected abstract Duration limit();

  /** A row that the device can answer for. */
  protected abstract Binding good();

  /** What the device has there, as a {@link Reading} carries it. */
  protected abstract Number value();

  /** A row that is well written, but that the device refuses. */
  protected abstract Binding unknown();

  /** A row that the driver cannot understand. */
  protected abstract Binding unreadable();

  private PointSource source() {
    return source(limit());
  }

  /** Whether the source has its link open. */
  protected boolean isOpen() throws Exception {
    return link().open() > 0;
  }

  private Plan plan() {
    return source().prepare(List.of(good()));
  }

  private void assertReads(Plan plan) throws SourceException, InterruptedException {
    List<Reading> readings = plan.read(TICK, Set.of(good().point()));
    assertEquals(
        List.of(new Reading(good().point(), value(), Quality.GOOD, readings.get(0).time())),
        readings);
  }

  /** An outage may cost reads; the plan gets over it by being asked again. */
  private void assertRecovers(Plan plan) {
    eventually(
        "the source reads again",
        PATIENCE,
        () -> {
          try {
            assertReads(plan);
            return true;
          } catch (SourceException stillDown) {
            return false;
          }
        });
  }

  private SourceException assertDown(Plan plan) {
    SourceException down =
        assertTimeout(
            limit().multipliedBy(2).plus(SOON),
            () ->
                assertThrows(SourceException.class, () -> plan.read(TICK, Set.of(good().point()))));
    assertBilingual(down.reason());
    assertBilingual(down.remedy());
    return down;
  }

  private static void assertBilingual(Text text) {
    assertFalse(text.en().isBlank());
    assertFalse(text.zh().isBlank());
    assertNotEquals(text.en(), text.zh());
  }

  @Test
  void readsTheGoodValue() throws Exception {
    assertReads(plan());
  }

  @Test
  void opensNothingBeforeTheFirstRead() throws Exception {
    Plan plan = source().prepare(List.of(good(), unknown(), unreadable()));
    assertEquals(0, link().accepted());
    plan.read(TICK, Set.of(good().point()));
    assertTrue(link().accepted() > 0, "now it is open");
  }

  @Test
  void keepsItsConnectionFromReadToRead() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    int connections = link().accepted();
    assertReads(plan);
    assertEquals(connections, link().accepted());
  }

  @Test
  void letsGoOfItsLinkWhereNobodyReadsAndOpensItAgain() throws Exception {
    PointSource source = source();
    source.rest();
    assertEquals(0, link().accepted(), "there was none");
    Plan plan = source.prepare(List.of(good(), unknown(), unreadable()));
    assertReads(plan);
    source.rest();
    eventually("closed", SOON, () -> !isOpen());
    assertReads(plan);
  }

  @Test
  void prepareAnswersAlthoughTheDeviceIsMuteOrGone() throws Exception {
    PointSource source = source(VERY_LONG);
    link().mute();
    assertTimeout(SOON, () -> source.prepare(List.of(good())));
    link().cut();
    assertTimeout(SOON, () -> source.prepare(List.of(good())));
  }

  @Test
  void aRefusedRowIsSaidInBothLanguagesAndLeavesTheOthers() throws Exception {
    Plan plan = source().prepare(List.of(unreadable(), good()));
    assertEquals(
        List.of(unreadable().point()), plan.refused().stream().map(Refusal::point).toList());
    assertBilingual(plan.refused().get(0).reason());
    assertReads(plan);
  }

  @Test
  void everyDuePointIsReadOrRefused() throws Exception {
    Plan plan = source().prepare(List.of(good(), unknown(), unreadable()));
    Set<PointId> due = Set.of(good().point(), unknown().point(), unreadable().point());
    Map<PointId, Reading> readings =
        plan.read(TICK, due).stream()
            .collect(Collectors.toMap(Reading::point, Function.identity()));
    assertEquals(Quality.GOOD, readings.get(good().point()).quality());
    assertEquals(value(), readings.get(good().point()).raw());
    assertEquals(Quality.BAD_ADDRESS, readings.get(unknown().point()).quality());
    assertEquals(
        List.of(unreadable().point()), plan.refused().stream().map(Refusal::point).toList());
  }

  @Test
  void nothingIsAskedForWhereNothingIsDue() throws Exception {
    assertEquals(List.of(), plan().read(TICK, Set.of()));
  }

  @Test
  void aDeviceThatIsGoneEndsTheReadAndIsReadAgainWhenItIsBack() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    link().cut();
    assertDown(plan);
    assertDown(plan);
    link().pass();
    assertRecovers(plan);
  }

  @Test
  void aDeviceThatWasNeverThereIsReadWhenItComes() throws Exception {
    link().cut();
    Plan plan = plan();
    assertDown(plan);
    link().pass();
    assertRecovers(plan);
  }

  @Test
  void aMuteDeviceEndsTheReadInTimeAndIsReadAgainWhenItAnswers() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    link().mute();
    assertDown(plan);
    assertDown(plan);
    link().pass();
    assertRecovers(plan);
  }

  @Test
  void aSlowDeviceIsReadAllTheSameUnlessItIsTooSlow() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    link().delay(limit().dividedBy(8));
    assertReads(plan);
    assertReads(plan);
    link().delay(limit());
    assertDown(plan);
    link().pass();
    assertRecovers(plan);
  }

  @Test
  void aDroppedConnectionIsMadeAnew() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    link().drop();
    assertRecovers(plan);
  }

  @Test
  void garbageIsNeverTakenForAValue() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    link().garble(1);
    assertDown(plan);
    link().pass();
    assertRecovers(plan);
  }

  @Test
  void anInterruptEndsARead() throws Exception {
    Plan plan = source(VERY_LONG).prepare(List.of(good()));
    assertReads(plan);
    link().mute();
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                plan.read(TICK, Set.of(good().point()));
              } catch (SourceException | InterruptedException ended) {
                outcome.set(ended);
              }
            },
            "contract-reader");
    reader.start();
    try {
      eventually("the request is under way", PATIENCE, () -> link().swallowed() > 0);
    } finally {
      reader.interrupt();
      reader.join(SOON.toMillis());
    }
    assertFalse(reader.isAlive(), "the read goes on after the interrupt");
    assertInstanceOf(InterruptedException.class, outcome.get());
    link().pass();
    assertRecovers(plan);
  }

  @Test
  void fiftyConnectionsLeaveNoThreadBehind() throws Exception {
    Plan plan = plan();
    assertReads(plan);
    List<String> before = threads();
    for (int i = 0; i < CONNECTIONS; i++) {
      int connections = link().accepted();
      link().drop();
      assertRecovers(plan);
      assertTrue(link().accepted() > connections, "a new connection was made");
    }
    eventually(
        "as many threads as before, or fewer: " + before,
        PATIENCE,
        () -> threads().size() <= before.size());
  }

  /** Threads that a driver keeps for all its sources come with the first one. */
  @Test
  void sourcesThatAreClosedLeaveNoConnectionAndNoThreadBehind() throws Exception {
    openAndClose();
    List<String> before = threads();
    for (int i = 0; i < SOURCES; i++) {
      openAndClose();
    }
    eventually("no connection is open", PATIENCE, () -> !isOpen());
    eventually(
        "as many threads as before, or fewer: " + before,
        PATIENCE,
        () -> threads().size() <= before.size());
  }

  private void openAndClose() throws Exception {
    PointSource source = source();
    assertReads(source.prepare(List.of(good())));
    if (source instanceof AutoCloseable closed) {
      closed.close();
    } else {
      source.rest();
    }
  }

  /** The names of the threads that are not the test's own. */
  private static List<String> threads() {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.getName().matches("(tcp-proxy-|process reaper).*")) {
        names.add(thread.getName());
      }
    }
    return names;
  }
}
