package io.firedamp.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.Place;
import io.firedamp.source.Raw;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a person may ask of an OPC UA server (CCER-4.3-04)")
class ExploreTest {
  @TempDir Path secure;
  private PlantServer server;
  private Rig rig;
  private OpcuaSource source;

  @BeforeEach
  void start() throws Exception {
    server = new PlantServer(7);
    server.put("s=flow", 9.125f);
    server.put("s=count", Unsigned.ushort(300));
    server.put("s=on", true);
    server.put("s=name", "boiler");
    server.put("s=array", new Integer[] {1, 2, 3});
    server.put("s=bad", new DataValue(new StatusCode(StatusCodes.Bad_SensorFailure)));
    for (int i = 0; i < 20; i++) {
      server.put("i=" + (100 + i), (long) i);
    }
    server.start();
    rig = new Rig(secure);
    source = rig.source(server.port(), "acquisition", "read");
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    server.stop();
  }

  @Test
  void theTopIsTheServersObjects() throws Exception {
    Place plant =
        source.browse("").stream()
            .filter(place -> place.name().equals("Plant"))
            .findFirst()
            .orElseThrow();
    assertEquals(new Place("ns=2;s=Plant", "Plant", "", "", true), plant);
  }

  @Test
  void everyVariableIsShownWithAddressTypeAndValue() throws Exception {
    List<Place> places = source.browse("ns=2;s=Plant");
    assertEquals(26, places.size());
    assertEquals(
        "array Int32[3] [1, 2, 3], bad  Bad_SensorFailure, count UInt16 300, flow Float 9.125,"
            + " name String boiler, on Boolean true",
        places.stream()
            .filter(place -> !place.name().startsWith("1"))
            .map(place -> place.name() + " " + place.type() + " " + place.value())
            .sorted()
            .collect(Collectors.joining(", ")));
    assertTrue(places.stream().noneMatch(Place::branch));
    assertTrue(places.stream().anyMatch(place -> place.address().equals("ns=2;i=119")));
  }

  @Test
  void aVariableThatHasPropertiesIsABranchToo() throws Exception {
    Place limits =
        source.browse("i=2268").stream() // ServerCapabilities
            .filter(place -> place.name().equals("OperationLimits"))
            .findFirst()
            .orElseThrow();
    assertTrue(limits.branch());
    assertTrue(
        source.browse("i=2253").stream() // Server: ServerStatus is a variable with components
            .anyMatch(place -> place.address().equals("i=2256") && place.branch()));
  }

  @ParameterizedTest
  @CsvSource({
    "ns=2;s=flow, 41120000, 'Float 9.125, Good, source '",
    "ns=2;s=count, 012c, 'UInt16 300, Good, source '",
    "ns=2;s=on, 01, 'Boolean true, Good, source '",
    "ns=2;i=105, 0000000000000005, 'Int64 5, Good, source '",
    "ns=2;s=array[1], 00000002, 'Int32[1] [2], Good, source '",
    "ns=2;s=name, '', 'String boiler, Good, source '",
    "ns=2;s=bad, '', 'Bad_SensorFailure, Bad_SensorFailure'",
    "ns=2;s=unknown, '', 'Bad_NodeIdUnknown, Bad_NodeIdUnknown'",
    "nsu=urn:unknown;i=1, '', 'Bad_NodeIdUnknown, Bad_NodeIdUnknown'",
    "holding:10, '', 'address \"holding:10\"'",
  })
  void aValueIsShownAsItArrives(String address, String hex, String said) throws Exception {
    Raw raw = source.raw(address, 8);
    assertEquals(hex, raw.hex());
    assertTrue(raw.said().en().startsWith(said), raw.said().en());
  }

  @Test
  void thereIsNothingBelowAPlaceThatIsNone() throws Exception {
    assertEquals(List.of(), source.browse("ns=2;s=unknown"));
    assertEquals(List.of(), source.browse("holding:10"));
    assertEquals(List.of(), source.browse("ns=2;s=flow"));
  }
}
