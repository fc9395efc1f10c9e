package io.firedamp.simulator.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.Ports;
import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlantTest {
  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

  private final ManualClock clock = new ManualClock(NOON);
  private final int port = Ports.free();
  private Plant plant;
  private ModbusTCPMaster master;

  @BeforeEach
  void open() throws Exception {
    plant = new Plant(clock, Map.of("port", Integer.toString(port)));
    master = new ModbusTCPMaster("127.0.0.1", port);
    master.connect();
  }

  @AfterEach
  void close() {
    master.disconnect();
    plant.close();
  }

  /** How a master that knows only the table reads a point. */
  private double read(String address, String type, String order, double scale) throws Exception {
    int number = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    int count = type.endsWith("32") ? 2 : 1;
    InputRegister[] words =
        address.startsWith("input:")
            ? master.readInputRegisters(1, number, count)
            : master.readMultipleRegisters(1, number, count);
    if (count == 1) {
      return words[0].toShort() * scale;
    }
    long high = words[0].toUnsignedShort();
    long low = words[1].toUnsignedShort();
    long bits =
        switch (order) {
          case "ABCD" -> high << 16 | low;
          case "CDAB" -> low << 16 | high;
          case "BADC" -> swapped(high) << 16 | swapped(low);
          case "DCBA" -> swapped(low) << 16 | swapped(high);
          default -> throw new AssertionError(order);
        };
    return type.equals("float32") ? Float.intBitsToFloat((int) bits) * scale : bits * scale;
  }

  private static long swapped(long word) {
    return (word & 0xff) << 8 | word >> 8;
  }

  @Test
  void everyRowOfTheDemosTableReadsWhatTheInstrumentShows() throws Exception {
    Map<String, Double> shown = new Oxidiser(1).at(NOON);
    int rows = 0;
    for (String line : table()) {
      String[] row = line.split(",");
      double scale = Double.parseDouble(row[5]);
      double value = read(row[2], row[3], row[4], scale);
      double resolution = row[3].equals("float32") ? shown.get(row[0]) * 1e-6 : scale;
      assertEquals(shown.get(row[0]), value, resolution, row[0]);
      assertTrue(value >= Double.parseDouble(row[6]) && value <= Double.parseDouble(row[7]), line);
      assertEquals("plant", row[1]);
      rows++;
    }
    assertEquals(shown.size(), rows);
  }

  private static List<String> table() throws IOException {
    try (InputStream stream = PlantTest.class.getResourceAsStream("/demo/points.csv")) {
      return Arrays.stream(new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> line.contains(",plant,"))
          .toList();
    }
  }

  @Test
  void theValuesMoveWithTheClockAndStandStillWithIt() throws Exception {
    float first = (float) read("holding:0", "float32", "ABCD", 1);
    assertEquals(first, (float) read("holding:0", "float32", "ABCD", 1));
    clock.advance(Duration.ofSeconds(10));
    assertTrue(Math.abs(first - read("holding:0", "float32", "ABCD", 1)) > 1);
  }

  @Test
  void aRegisterThatIsNotThereIsRefusedAndTheLinkLives() throws Exception {
    ModbusSlaveException refused =
        assertThrows(ModbusSlaveException.class, () -> master.readMultipleRegisters(1, 17, 2));
    assertEquals(2, refused.getType());
    assertThrows(ModbusSlaveException.class, () -> master.readCoils(1, 0, 1));
    assertEquals(18, master.readMultipleRegisters(1, 0, 18).length);
  }

  @Test
  void nothingCanBeWritten() throws Exception {
    int before = master.readInputRegisters(1, 0, 1)[0].getValue();
    InputRegister[] all = master.readMultipleRegisters(1, 0, 2);
    master.writeSingleRegister(1, 0, new SimpleRegister(4711));
    assertEquals(all[0].getValue(), master.readMultipleRegisters(1, 0, 2)[0].getValue());
    assertEquals(before, master.readInputRegisters(1, 0, 1)[0].getValue());
  }

  @Test
  void aPortThatIsTakenIsAConfigurationError() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String number = Integer.toString(taken.getLocalPort());
      SettingsException refused =
          assertThrows(
              SettingsException.class,
              () -> new Plant(clock, Map.of("port", number, "service.pid", "plant~x")));
      assertTrue(refused.getMessage().contains("port = " + number), refused.getMessage());
    }
    assertThrows(SettingsException.class, () -> new Plant(clock, Map.of()));
  }

  @Test
  void thePortIsFreeAgainAfterwards() throws Exception {
    plant.close();
    plant = new Plant(clock, Map.of("port", Integer.toString(port), "seed", "2"));
  }
}
