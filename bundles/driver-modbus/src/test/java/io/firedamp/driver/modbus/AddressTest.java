package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.BadRow;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An address (CCER-4.3-04)")
class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "holding:0, HOLDING, 0",
    "holding:65535, HOLDING, 65535",
    "input:7, INPUT, 7",
    "coil:1, COIL, 1",
    "discrete:2, DISCRETE, 2",
    "'  Holding : 12 ', HOLDING, 12",
    "40001, HOLDING, 0",
    "49999, HOLDING, 9998",
    "400001, HOLDING, 0",
    "465536, HOLDING, 65535",
    "30001, INPUT, 0",
    "300010, INPUT, 9",
    "10001, DISCRETE, 0",
    "00001, COIL, 0",
    "065536, COIL, 65535",
  })
  void namesATableAndAZeroBasedStart(String text, Table table, int start) throws BadRow {
    assertEquals(new Address(1, table, start, OptionalInt.empty()), Address.parse(text, 1));
  }

  @Test
  void mayNameABitAndAnotherUnit() throws BadRow {
    assertEquals(
        new Address(3, Table.HOLDING, 10, OptionalInt.of(15)), Address.parse("holding:10.15", 3));
    assertEquals(
        new Address(2, Table.HOLDING, 10, OptionalInt.of(3)),
        Address.parse("holding:10.3;unit=2", 1));
    assertEquals(
        new Address(255, Table.INPUT, 0, OptionalInt.of(0)),
        Address.parse("30001.0 ; UNIT = 255", 1));
    assertEquals(0, Address.parse("coil:5;unit=0", 1).unit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "holding",
        "holding:",
        "holding:-1",
        "holding:65536",
        "holding:999999999",
        "holding:9999999999",
        "register:1",
        "40000",
        "400000",
        "465537",
        "20001",
        "50001",
        "4001",
        "4000001",
        "1",
        "holding:1.16",
        "holding:1.",
        "coil:1.0",
        "discrete:1.3",
        "00001.1",
        "holding:1;unit=256",
        "holding:1;unit=",
        "holding:1;slave=2",
        "DB1.DBW4",
        "holding:1 2"
      })
  void thatIsWrongIsRefusedWithWhatWasFoundAndWhatIsAllowed(String text) {
    BadRow bad = assertThrows(BadRow.class, () -> Address.parse(text, 1));
    assertTrue(bad.reason().en().contains("\"" + text + "\": "), bad.reason().en());
    assertTrue(bad.reason().zh().contains("“" + text + "”: "), bad.reason().zh());
    assertTrue(bad.reason().zh().matches(".*\\p{IsHan}.*"), bad.reason().zh());
  }

  @ParameterizedTest
  @CsvSource({
    "coil:1, UINT16, a coil or discrete input is bool",
    "discrete:1, FLOAT32, a coil or discrete input is bool",
    "holding:1.3, UINT16, one bit of a register is bool",
    "holding:1, BOOL, name the bit",
    "holding:65535, INT32, the last register is 65535",
    "465534, FLOAT64, the last register is 65535",
    "input:65533, UINT64, the last register is 65535",
  })
  void thatDoesNotSuitItsTypeIsRefused(String address, ValueType type, String why) {
    BadRow bad =
        assertThrows(
            BadRow.class, () -> Row.of(Rig.row("FONP001", address, type, WordOrder.ABCD), 1));
    assertTrue(bad.reason().en().contains(why), bad.reason().en());
    assertTrue(bad.reason().en().contains(address), bad.reason().en());
    assertTrue(bad.reason().zh().matches(".*\\p{IsHan}.*"), bad.reason().zh());
  }

  @ParameterizedTest
  @CsvSource({"holding:65534, FLOAT32", "holding:65532, FLOAT64", "465536, BCD16"})
  void mayReachTheLastRegister(String address, ValueType type) throws BadRow {
    Row row = Row.of(Rig.row("FONP001", address, type, WordOrder.ABCD), 1);
    assertEquals(65536, row.end());
  }
}
