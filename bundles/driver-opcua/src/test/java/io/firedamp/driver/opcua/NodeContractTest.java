package io.firedamp.driver.opcua;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.Binding;
import io.firedamp.source.Place;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import io.firedamp.testkit.NodeServer;
import io.firedamp.testkit.Npm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that is not of the driver's own library: {@code node-opcua}. */
@DisplayName("OPC UA against node-opcua (CCER-4.3-04, CCER-4.3-05)")
class NodeContractTest extends OpcuaContract {
  @TempDir static Path folder;
  private static NodeServer server;

  @TempDir Path keys;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        new NodeServer(
            Npm.with("node-opcua-server", "2.186.4"),
            NodeContractTest.class.getResource("/server.js"),
            folder.resolve("pki").toString());
  }

  @AfterAll
  static void endServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  int port() {
    return server.port();
  }

  @Override
  String acquisition() {
    return "subscribe";
  }

  @Override
  String flow() {
    return "ns=1;s=Plant.FOFL";
  }

  private static String read(Plan plan, List<Binding> rows) throws Exception {
    return Rig.told(plan.read(Instant.now(), Rig.points(rows)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "subscribe"})
  void everyKindOfValueIsRead(String acquisition) throws Exception {
    try (Rig rig = new Rig(keys)) {
      List<Binding> rows =
          Rig.rows(
              "ns=1;s=Plant.FOFL",
              "ns=1;s=int16",
              "ns=1;s=uint64",
              "ns=1;s=bool",
              "ns=1;s=array[2]",
              "ns=1;s=text",
              "ns=1;s=bad",
              "ns=1;s=unknown");
      Plan plan = rig.source(server.port(), "acquisition", acquisition).prepare(rows);
      String told =
          "{P000=GOOD 9.125, P001=GOOD -5, P002=GOOD 9223372036854775808, P003=GOOD 1,"
              + " P004=GOOD 3, P005=BAD_ADDRESS, P006=DEVICE_FAULT, P007=BAD_ADDRESS}";
      eventually(told, Duration.ofSeconds(10), () -> read(plan, rows).equals(told));
    }
  }

  @Test
  void aCounterThatCountsIsReportedAsItCounts() throws Exception {
    try (Rig rig = new Rig(keys)) {
      List<Binding> rows = Rig.rows("ns=1;s=count");
      Plan plan = rig.source(server.port(), "publishing.interval.ms", "100").prepare(rows);
      long first = count(plan, rows);
      eventually("it counts", Duration.ofSeconds(10), () -> count(plan, rows) > first + 5);
    }
  }

  private static long count(Plan plan, List<Binding> rows) throws Exception {
    return plan.read(Instant.now(), Rig.points(rows)).get(0).raw().longValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss"})
  void everyPolicyIsSpoken(String policy) throws Exception {
    try (Rig rig = new Rig(keys)) {
      List<Binding> rows = Rig.rows("ns=1;s=Plant.FOFL");
      Plan plan =
          rig.source(server.port(), "security.policy", policy, "acquisition", "read").prepare(rows);
      assertThrows(SourceException.class, () -> read(plan, rows));
      rig.certificates.approve(rig.certificates.servers().get(0).fingerprint());
      assertEquals("{P000=GOOD 9.125}", read(plan, rows));
    }
  }

  @Test
  void itsDirectoryIsShown() throws Exception {
    try (Rig rig = new Rig(keys)) {
      List<Place> places = rig.source(server.port()).browse("ns=1;s=Plant");
      assertTrue(
          places.contains(new Place("ns=1;s=Plant.FOFL", "Plant.FOFL", "Float", "9.125", false)),
          places.toString());
    }
  }
}
