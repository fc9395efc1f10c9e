package io.firedamp.driver.opcua;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.Reading;
import io.firedamp.source.SourceException;
import io.firedamp.testkit.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A subscription (CCER-4.3-04, CCER-4.3-05)")
class SubscriptionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int TICKS = Boolean.getBoolean("firedamp.long") ? 60 : 5;

  @TempDir Path secure;
  private PlantServer server;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    server = new PlantServer(1000);
    rig = new Rig(secure);
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    server.stop();
  }

  private Plan plan(List<Binding> rows, String... words) {
    return rig.source(server.port(), words).prepare(rows);
  }

  private static String read(Plan plan, List<Binding> rows) throws Exception {
    return Rig.told(plan.read(Instant.now(), Rig.points(rows)));
  }

  private static void assertComes(String told, Plan plan, List<Binding> rows) {
    eventually(
        told,
        PATIENCE,
        () -> {
          try {
            return read(plan, rows).equals(told);
          } catch (SourceException stillDown) {
            return false;
          }
        });
  }

  @Test
  void tenThousandItemsThatChangeEachSecondAreHandedOverInATickWithTheirOwnTimes()
      throws Exception {
    int items = 10_000;
    String[] addresses =
        IntStream.range(0, items).mapToObj(i -> "ns=2;i=" + (1 + i)).toArray(String[]::new);
    for (int i = 0; i < items; i++) {
      server.put("i=" + (1 + i), i);
    }
    server.start();
    List<Binding> rows = Rig.rows(addresses);
    Plan plan = plan(rows, "publishing.interval.ms", "1000");
    Set<PointId> due = Rig.points(rows);
    eventually(
        "every item has a value",
        PATIENCE,
        () -> plan.read(Instant.now(), due).stream().allMatch(r -> r.quality() == Quality.GOOD));
    List<Long> times = new ArrayList<>();
    for (int tick = 1; tick <= TICKS; tick++) {
      int first = tick * items;
      Instant change = Instant.now();
      for (int i = 0; i < items; i++) {
        server.put("i=" + (1 + i), first + i);
      }
      eventually(
          "every change has come",
          PATIENCE,
          () -> {
            long begin = System.nanoTime();
            List<Reading> readings = plan.read(Instant.now(), due);
            times.add(System.nanoTime() - begin);
            return IntStream.range(0, items)
                .allMatch(
                    i ->
                        readings.get(i).raw().longValue() == first + i
                            && !readings.get(i).time().isBefore(change.minusMillis(1)));
          });
    }
    Collections.sort(times);
    Duration each = Duration.ofNanos(times.get(times.size() / 2));
    assertTrue(each.toMillis() < 500, "a read took " + each + ", the frame closes after 500 ms");
  }

  /**
   * Only the server knows whether the name ends with brackets; asking for it is no reason to wait.
   */
  @Test
  void thatHasToAskTwiceForAnElementDoesNotWaitForMore() throws Exception {
    server.put("s=array", new Integer[] {0, 10, 20, 30});
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=array[2]", "ns=2;s=unknown");
    Plan warm = plan(rows, "acquisition", "read"); // loads Milo's classes
    read(warm, rows);
    Plan plan = plan(rows, "timeout.ms", "10000", "publishing.interval.ms", "50");
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertEquals("{P000=GOOD 20, P001=BAD_ADDRESS}", read(plan, rows)));
  }

  /** Takes its minute. */
  @Test
  @EnabledIfSystemProperty(named = "firedamp.long", matches = "true")
  void asksAgainForWhatWasRefusedAndDelaysNoOtherPoint() throws Exception {
    server.put("s=a", 1);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a", "ns=2;s=b[1]", "ns=2;s=c");
    Plan plan = plan(rows, "timeout.ms", "10000", "publishing.interval.ms", "50");
    assertComes("{P000=GOOD 1, P001=BAD_ADDRESS, P002=BAD_ADDRESS}", plan, rows);
    server.put("s=b", new Integer[] {0, 10});
    eventually(
        "b is found",
        Duration.ofSeconds(75),
        () ->
            assertTimeout(Duration.ofSeconds(5), () -> read(plan, rows))
                .equals("{P000=GOOD 1, P001=GOOD 10, P002=BAD_ADDRESS}"));
  }

  /** The server forgets it without a word; only the keep-alive that does not come tells. */
  @Test
  void thatHasFallenSilentIsNotBelievedAndMadeAnew() throws Exception {
    server.put("s=a", 1);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a");
    Plan plan = plan(rows, "publishing.interval.ms", "50", "timeout.ms", "1000");
    assertComes("{P000=GOOD 1}", plan, rows);
    server.forgetSubscriptions();
    server.put("s=a", 2);
    assertComes("{P000=GOOD 2}", plan, rows);
  }

  @Test
  void thatEndsWithItsSessionIsMadeAnew() throws Exception {
    server.put("s=a", 1);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a");
    Plan plan = plan(rows, "publishing.interval.ms", "50");
    assertComes("{P000=GOOD 1}", plan, rows);
    server.endSessions();
    server.put("s=a", 2);
    assertComes("{P000=GOOD 2}", plan, rows);
  }

  @Test
  void thatAServerHangsUpOnWhenItsSessionIsTakenOverIsMadeAnewAllTheSame() throws Exception {
    server.put("s=a", 1);
    server.start();
    try (TcpProxy link = TcpProxy.to(server.port())) {
      AtomicInteger hungUp = new AtomicInteger();
      server.whenTakenOver(
          () -> {
            hungUp.incrementAndGet();
            link.drop();
          });
      List<Binding> rows = Rig.rows("ns=2;s=a");
      Plan plan = rig.source(link.port(), "publishing.interval.ms", "50").prepare(rows);
      assertComes("{P000=GOOD 1}", plan, rows);
      link.drop();
      assertComes("{P000=GOOD 1}", plan, rows);
      assertEquals(1, hungUp.get());
    }
  }

  /** No value of before the outage is told after it. */
  @Test
  void aNodeThatIsGoneAfterARestartHasNoValueAnyMore() throws Exception {
    server.put("s=a", 1);
    server.put("s=b", 2);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a", "ns=2;s=b");
    Plan plan = plan(rows, "publishing.interval.ms", "50");
    assertComes("{P000=GOOD 1, P001=GOOD 2}", plan, rows);
    server.stop();
    server.remove("s=b");
    server.start();
    assertComes("{P000=GOOD 1, P001=BAD_ADDRESS}", plan, rows);
  }

  @Test
  void itsEndLeavesNoSubscriptionAtTheServer() throws Exception {
    server.put("s=a", 1);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a");
    OpcuaSource source = rig.source(server.port());
    read(source.prepare(rows), rows);
    assertEquals(1, server.subscriptions());
    source.rest();
    eventually("none is left", PATIENCE, () -> server.subscriptions() == 0);
  }
}
