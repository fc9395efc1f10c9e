package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every type in every order, from the registers of a real slave. The words are set by hand. */
@DisplayName("Values of a real slave (CCER-4.3-04, CCER-4.3-05)")
class ValuesTest {
  /**
   * type, value, then the words as they lie in the device for ABCD, CDAB, BADC and DCBA. 123456789
   * is 0x075BCD15, -123456789 is 0xF8A432EB; 9.125 is 0x41120000, 0.145 is 0x3E147AE1 as a float32
   * and 0x3FC28F5C28F5C28F as a float64.
   */
  private static final String WORDS =
      """
      int16   -2                    FFFE                FFFE                FEFF                FEFF
      int16   4660                  1234                1234                3412                3412
      uint16  65534                 FFFE                FFFE                FEFF                FEFF
      uint16  4660                  1234                1234                3412                3412
      int32   123456789             075B,CD15           CD15,075B           5B07,15CD           15CD,5B07
      int32   -123456789            F8A4,32EB           32EB,F8A4           A4F8,EB32           EB32,A4F8
      uint32  4171510507            F8A4,32EB           32EB,F8A4           A4F8,EB32           EB32,A4F8
      int64   81985529216486895     0123,4567,89AB,CDEF CDEF,89AB,4567,0123 2301,6745,AB89,EFCD EFCD,AB89,6745,2301
      int64   -2                    FFFF,FFFF,FFFF,FFFE FFFE,FFFF,FFFF,FFFF FFFF,FFFF,FFFF,FEFF FEFF,FFFF,FFFF,FFFF
      uint64  18364758544493064720  FEDC,BA98,7654,3210 3210,7654,BA98,FEDC DCFE,98BA,5476,1032 1032,5476,98BA,DCFE
      uint64  81985529216486895     0123,4567,89AB,CDEF CDEF,89AB,4567,0123 2301,6745,AB89,EFCD EFCD,AB89,6745,2301
      float32 9.125                 4112,0000           0000,4112           1241,0000           0000,1241
      float32 0.145                 3E14,7AE1           7AE1,3E14           143E,E17A           E17A,143E
      float64 0.145                 3FC2,8F5C,28F5,C28F C28F,28F5,8F5C,3FC2 C23F,5C8F,F528,8FC2 8FC2,F528,5C8F,C23F
      bcd16   1234                  1234                1234                3412                3412
      bcd16   9999                  9999                9999                9999                9999
      bcd32   12345678              1234,5678           5678,1234           3412,7856           7856,3412
      """;

  private Slave slave;
  private ModbusSource source;

  @BeforeEach
  void start() throws Exception {
    slave = new Slave();
    source = Rig.source(slave.port(), "max.registers", "13");
  }

  @AfterEach
  void end() {
    source.rest();
    slave.close();
  }

  private Map<String, Reading> read(List<Binding> rows) throws Exception {
    Map<String, Reading> readings = new HashMap<>();
    for (Reading reading : source.prepare(rows).read(Rig.TICK, Rig.points(rows))) {
      assertEquals(Rig.TICK, reading.time());
      readings.put(reading.point().value(), reading);
    }
    assertEquals(rows.size(), readings.size());
    return readings;
  }

  private static int[] words(String text) {
    return Arrays.stream(text.split(",")).mapToInt(word -> Integer.parseInt(word, 16)).toArray();
  }

  private static Number raw(ValueType type, String value) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> Double.valueOf(value);
      default -> {
        BigInteger number = new BigInteger(value);
        yield number.bitLength() < Long.SIZE ? (Number) number.longValueExact() : number;
      }
    };
  }

  @Test
  void ofEveryTypeAreReadInEveryOrder() throws Exception {
    List<Binding> rows = new ArrayList<>();
    Map<String, Number> expected = new HashMap<>();
    int at = 0;
    for (String line : WORDS.lines().toList()) {
      String[] columns = line.split("\\s+");
      ValueType type = ValueType.of(columns[0]).orElseThrow();
      for (WordOrder order : WordOrder.values()) {
        int[] words = words(columns[2 + order.ordinal()]);
        String point = type + "_" + order + "_" + at;
        slave.holding(1, at, words);
        slave.input(at, words);
        rows.add(Rig.row(point, "holding:" + at, type, order));
        rows.add(Rig.row(point + "_input", "3" + String.format("%05d", at + 1), type, order));
        expected.put(point, raw(type, columns[1]));
        expected.put(point + "_input", raw(type, columns[1]));
        at += words.length;
      }
    }
    Map<String, Reading> readings = read(rows);
    expected.forEach(
        (point, value) -> {
          assertEquals(Quality.GOOD, readings.get(point).quality(), point);
          assertEquals(value, readings.get(point).raw(), point);
        });
    assertEquals(2 * 17 * 4, expected.size());
  }

  @Test
  void ofCoilsDiscreteInputsAndBitsOfRegistersAreZeroOrOne() throws Exception {
    boolean[] states = new boolean[19];
    for (int i : new int[] {0, 7, 8, 18}) {
      states[i] = true;
    }
    slave.coil(0, states);
    slave.discrete(0, states);
    slave.holding(1, 0, 0x8001);
    slave.input(0, 0x0100);
    List<Binding> rows = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      rows.add(Rig.row("coil" + i, "coil:" + i, ValueType.BOOL, WordOrder.ABCD));
      rows.add(Rig.row("discrete" + i, "1000" + (i + 1), ValueType.BOOL, WordOrder.ABCD));
    }
    for (int i = 0; i < 16; i++) {
      rows.add(Rig.row("holding" + i, "holding:0." + i, ValueType.BOOL, WordOrder.ABCD));
      rows.add(Rig.row("swapped" + i, "input:0." + i, ValueType.BOOL, WordOrder.DCBA));
    }
    Map<String, Reading> readings = read(rows);
    for (int i = 0; i < states.length; i++) {
      long wanted = states[i] ? 1 : 0;
      assertEquals(wanted, readings.get("coil" + i).raw(), "coil " + i);
      assertEquals(wanted, readings.get("discrete" + i).raw(), "discrete " + i);
    }
    for (int i = 0; i < 16; i++) {
      assertEquals(i == 0 || i == 15 ? 1L : 0L, readings.get("holding" + i).raw(), "bit " + i);
      assertEquals(i == 0 ? 1L : 0L, readings.get("swapped" + i).raw(), "swapped bit " + i);
    }
  }

  @Test
  void thatAreNoNumbersAreFaultsOfTheDevice() throws Exception {
    slave.holding(1, 0, 0x7FC0, 0x0000, 0x7F80, 0x0000, 0xFFF0, 0, 0, 0, 0x12A4, 0x1234, 0x567F);
    Map<String, Reading> readings =
        read(
            List.of(
                Rig.row("nan", "holding:0", ValueType.FLOAT32, WordOrder.ABCD),
                Rig.row("infinite", "holding:2", ValueType.FLOAT32, WordOrder.ABCD),
                Rig.row("minus", "holding:4", ValueType.FLOAT64, WordOrder.ABCD),
                Rig.row("bcd16", "holding:8", ValueType.BCD16, WordOrder.ABCD),
                Rig.row("bcd32", "holding:9", ValueType.BCD32, WordOrder.ABCD)));
    readings.forEach(
        (point, reading) -> assertEquals(Quality.DEVICE_FAULT, reading.quality(), point));
  }

  @Test
  void ofSeveralUnitsBehindOneLinkAreKeptApart() throws Exception {
    slave.holding(1, 0, 11);
    slave.holding(2, 0, 22);
    slave.holding(200, 0, 33);
    Map<String, Reading> readings =
        read(
            List.of(
                Rig.row("one", "holding:0", ValueType.UINT16, WordOrder.ABCD),
                Rig.row("two", "40001;unit=2", ValueType.UINT16, WordOrder.ABCD),
                Rig.row("many", "holding:0;unit=200", ValueType.UINT16, WordOrder.ABCD)));
    assertEquals(11L, readings.get("one").raw());
    assertEquals(22L, readings.get("two").raw());
    assertEquals(33L, readings.get("many").raw());
  }
}
