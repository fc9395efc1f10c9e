package io.firedamp.driver.opcua;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Figure;
import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Reading an OPC UA server, asked and subscribed (CCER-4.3-04, CCER-4.3-05)")
class ReadTest {
  private static final int MOST_AT_ONCE = 7;

  @TempDir Path secure;
  private PlantServer server;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    server = new PlantServer(MOST_AT_ONCE);
    rig = new Rig(secure);
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    server.stop();
  }

  private OpcuaSource source(String acquisition) {
    return rig.source(server.port(), "acquisition", acquisition, "publishing.interval.ms", "50");
  }

  private static String read(Plan plan, List<Binding> rows) throws Exception {
    return Rig.told(plan.read(Instant.now(), Rig.points(rows)));
  }

  private void assertTells(String told, Plan plan, List<Binding> rows) {
    eventually(
        told,
        Duration.ofSeconds(10),
        () -> {
          try {
            return read(plan, rows).equals(told);
          } catch (SourceException notYet) {
            return false;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "subscribe"})
  void everyKindOfNodeIsFoundInTheRowsOrder(String acquisition) throws Exception {
    server.put("s=a", 1);
    server.put("i=7", new Integer[] {0, 10, 20, 30});
    server.put("g=09087e75-8e5e-499b-954f-f2a9603db28a", 4L);
    server.put("b=AQI=", (short) 5);
    server.put("s=\"DB\"[3]", 6);
    server.put("s=array", new Integer[] {0, 10, 20, 30});
    server.put("s=bad", new DataValue(new StatusCode(StatusCodes.Bad_SensorFailure)));
    server.start();
    List<Binding> rows =
        Rig.rows(
            "ns=2;s=a",
            "nsu=" + PlantServer.SPACE + ";s=a",
            "ns=2;i=7[3]",
            "ns=2;g=09087e75-8e5e-499b-954f-f2a9603db28a",
            "ns=2;b=AQI=",
            "ns=2;s=\"DB\"[3]",
            "ns=2;s=array[2]",
            "ns=2;i=7[4]",
            "nsu=urn:unknown;s=a",
            "ns=2;s=unknown",
            "ns=2;s=unknown[1]",
            "ns=2;s=bad");
    Plan plan = source(acquisition).prepare(rows);
    assertTells(
        "{P000=GOOD 1, P001=GOOD 1, P002=GOOD 30, P003=GOOD 4, P004=GOOD 5, P005=GOOD 6,"
            + " P006=GOOD 20, P007=BAD_ADDRESS, P008=BAD_ADDRESS, P009=BAD_ADDRESS,"
            + " P010=BAD_ADDRESS, P011=DEVICE_FAULT}",
        plan,
        rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "subscribe"})
  void moreThanTheServerTakesAtOnceIsAskedInParts(String acquisition) throws Exception {
    String[] addresses =
        IntStream.range(0, 10 * MOST_AT_ONCE + 3)
            .mapToObj(i -> "ns=2;i=" + (1000 + i))
            .toArray(String[]::new);
    for (int i = 0; i < addresses.length; i++) {
      server.put("i=" + (1000 + i), i);
    }
    server.start();
    List<Binding> rows = Rig.rows(addresses);
    String told = read(source(acquisition).prepare(rows), rows);
    assertEquals(addresses.length, told.split("GOOD", -1).length - 1, told);
    assertTrue(told.contains("P072=GOOD 72"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "subscribe"})
  void onlyDuePointsAreToldAndAChangeIs(String acquisition) throws Exception {
    server.put("s=a", 1);
    server.put("s=b", 2);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a", "ns=2;s=b");
    Plan plan = source(acquisition).prepare(rows);
    Set<PointId> second = Set.of(rows.get(1).point());
    assertEquals("{P001=GOOD 2}", Rig.told(plan.read(Rig.TICK, second)));
    server.put("s=b", 3);
    assertTells("{P000=GOOD 1, P001=GOOD 3}", plan, rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "subscribe"})
  void aServerThatRestartsIsReadAgainWithWhatItHasThen(String acquisition) throws Exception {
    server.put("s=a", 1);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a");
    Plan plan = source(acquisition).prepare(rows);
    assertEquals("{P000=GOOD 1}", read(plan, rows));
    server.stop();
    assertThrows(SourceException.class, () -> read(plan, rows));
    server.put("s=a", 2);
    server.start();
    assertTells("{P000=GOOD 2}", plan, rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "subscribe"})
  void aNewPlanReadsItsOwnRows(String acquisition) throws Exception {
    server.put("s=a", 1);
    server.put("s=b", 2);
    server.start();
    OpcuaSource source = source(acquisition);
    List<Binding> first = Rig.rows("ns=2;s=a");
    List<Binding> second = Rig.rows("ns=2;s=b", "ns=2;s=a");
    assertEquals("{P000=GOOD 1}", read(source.prepare(first), first));
    assertEquals("{P000=GOOD 2, P001=GOOD 1}", read(source.prepare(second), second));
  }

  /** An address that nobody has: as when the gateway's own cable is out. */
  @Test
  void aServerThatThereIsNoWayToIsNotSaidToRefuse() throws Exception {
    List<Binding> rows = Rig.rows("ns=2;s=a");
    Plan plan =
        rig.source(0, "endpoint", "opc.tcp://255.255.255.255:4840", "timeout.ms", "10000")
            .prepare(rows);
    SourceException down = assertThrows(SourceException.class, () -> read(plan, rows));
    assertTrue(down.reason().en().contains("no connection"), down.reason().en());
  }

  @Test
  void whoBrowsesAfterTheServerHasRestartedGetsAnAnswer() throws Exception {
    server.put("s=a", 1);
    server.start();
    OpcuaSource source = source("read");
    source.raw("ns=2;s=a", 4);
    server.stop();
    server.start();
    assertEquals("00000001", source.raw("ns=2;s=a", 4).hex());
  }

  @Test
  void theServersClockIsComparedWithTheTick() throws Exception {
    server.put("s=a", 1);
    server.start();
    List<Binding> rows = Rig.rows("ns=2;s=a");
    Plan plan = source("read").prepare(rows);
    for (int i = 0; i < 5; i++) {
      plan.read(Instant.now().minusSeconds(60), Rig.points(rows));
    }
    assertEquals(60_000, figure("clock.skew"), 2_000);
    assertEquals(60_000, figure("source.skew"), 10_000);
  }

  private double figure(String key) {
    return rig.condition.health().get(0).figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }
}
