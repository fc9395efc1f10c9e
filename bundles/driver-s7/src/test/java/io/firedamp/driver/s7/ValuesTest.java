package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Raw;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.testkit.FakeCpu;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Values of a controller (CCER-4.3-04)")
class ValuesTest {
  private static final byte[] BYTES = HexFormat.of().parseHex("3e147ae1fff6802a4028800000000000");
  private FakeCpu cpu;
  private S7Source source;

  @BeforeEach
  void start() throws Exception {
    cpu = new FakeCpu().has("DB1", BYTES).has("M", BYTES).has("I", BYTES).has("Q", BYTES);
    source = Rig.source(cpu.port(), "timeout.ms", "10000");
  }

  @AfterEach
  void end() throws Exception {
    source.close();
    cpu.close();
  }

  private Reading read(Binding row) throws Exception {
    return source.prepare(List.of(row)).read(Rig.TICK, Rig.points(List.of(row))).get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "DB1.DBD0, FLOAT32, ABCD, 0.145",
    "DB1.DBD0, UINT32, ABCD, 1041529569",
    "DB1.DBD0, FLOAT32, DCBA, -2.8832154E20",
    "DB1.DBD4, INT32, ABCD, -622550",
    "MW4, INT16, ABCD, -10",
    "MW4, UINT16, ABCD, 65526",
    "IW4, UINT16, BADC, 63231",
    "QB7, UINT16, ABCD, 42",
    "MX8.0, FLOAT64, ABCD, 12.25",
    "DB1.DBX8.0, UINT64, ABCD, 4623085754984169472",
    "M7.1, BOOL, ABCD, 1",
    "M7.2, BOOL, ABCD, 0",
    "M6.7, BOOL, DCBA, 1",
    "MB15, UINT16, ABCD, 0",
    "MD12, BCD32, ABCD, 0",
  })
  void areReadFromEveryMemory(String address, ValueType type, WordOrder order, double value)
      throws Exception {
    Reading reading = read(Rig.row("P", address, type, order));
    assertEquals(Quality.GOOD, reading.quality());
    assertEquals(value, reading.raw().doubleValue(), Math.abs(value) * 1e-9);
    assertEquals(Rig.TICK, reading.time());
  }

  @Test
  void digitsAboveNineAreADeviceFault() throws Exception {
    assertEquals(Quality.DEVICE_FAULT, read(Rig.row("P", "MW4", ValueType.BCD16)).quality());
  }

  @Test
  void aBlockLargerThanTheAgreedMessageIsReadInParts() throws Exception {
    byte[] large = new byte[900];
    large[899] = 7;
    cpu.has("DB2", large);
    source.close();
    source = Rig.source(cpu.port(), "pdu.size", "960", "timeout.ms", "10000");
    cpu.speaks(240);
    List<Binding> rows =
        IntStream.range(0, 450).mapToObj(i -> Rig.word("DB2.DBW" + 2 * i)).toList();
    List<Reading> readings = source.prepare(rows).read(Rig.TICK, Rig.points(rows));
    assertEquals(450, readings.size());
    assertEquals(7L, readings.get(449).raw());
    assertEquals(5, cpu.messages().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {240, 480, 960})
  void noLargerMessageIsAskedForThanIsConfigured(int size) throws Exception {
    source.close();
    source = Rig.source(cpu.port(), "pdu.size", Integer.toString(size), "timeout.ms", "10000");
    source.raw("MB0", 1);
    assertEquals(size, cpu.wanted());
  }

  @Test
  void bytesAreShownAsTheyAre() throws Exception {
    assertEquals("3e147ae1", source.raw("DB1.DBD0", 4).hex());
    assertEquals("2a", source.raw("MB7", 1).hex());
    assertEquals("fff6802a40288000", source.raw("M4.0", 8).hex());
    Raw none = source.raw("DB9.DBD0", 4);
    assertEquals("", none.hex());
    assertEquals("the controller has no DB9.DBB0-3", none.said().en().substring(0, 32));
    assertEquals("地址“X”", source.raw("X", 4).said().zh().substring(0, 5));
    assertEquals(List.of(), source.browse(""));
  }
}
