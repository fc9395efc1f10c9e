package io.firedamp.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.point.Quality;
import io.firedamp.source.BadRow;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Values of OPC UA (CCER-4.3-04)")
class ValuesTest {
  private static final Instant SOURCE = Instant.parse("2026-11-20T23:59:59.5Z");
  private static final Instant SERVER = Instant.parse("2026-11-20T23:59:59.9Z");

  private static Reading reading(ValueType type, DataValue value) throws BadRow {
    return Values.reading(Row.of(Rig.row("P", "ns=2;s=x", type)), value, Rig.TICK);
  }

  private static DataValue value(Object value, long status) {
    return new DataValue(
        new Variant(value), new StatusCode(status), new DateTime(SOURCE), new DateTime(SERVER));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of(true, 1L),
        Arguments.of(false, 0L),
        Arguments.of((byte) -128, -128L),
        Arguments.of(Unsigned.ubyte(255), 255L),
        Arguments.of(Short.MIN_VALUE, -32_768L),
        Arguments.of(Unsigned.ushort(65_535), 65_535L),
        Arguments.of(Integer.MIN_VALUE, -2_147_483_648L),
        Arguments.of(Unsigned.uint(4_294_967_295L), 4_294_967_295L),
        Arguments.of(Long.MIN_VALUE, Long.MIN_VALUE),
        Arguments.of(Unsigned.ulong(5), 5L),
        Arguments.of(
            Unsigned.ulong(new BigInteger("18446744073709551615")),
            new BigInteger("18446744073709551615")),
        Arguments.of(0.145f, 0.145),
        Arguments.of(0.1, 0.1),
        Arguments.of(new Float[] {9.125f}, 9.125));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void everyNumberIsTakenAsItIsWhateverTheRowSays(Object sent, Number expected) throws BadRow {
    for (ValueType type : new ValueType[] {ValueType.FLOAT32, ValueType.INT16, ValueType.BOOL}) {
      Reading reading = reading(type, value(sent, StatusCodes.Good));
      assertEquals(expected, reading.raw());
      assertEquals(Quality.GOOD, reading.quality());
      assertEquals(SOURCE, reading.time());
    }
  }

  @Test
  void digitsAreTakenForDigitsWhereTheRowSaysSo() throws BadRow {
    assertEquals(1234L, reading(ValueType.BCD16, value(Unsigned.ushort(0x1234), 0)).raw());
    assertEquals(
        Quality.DEVICE_FAULT,
        reading(ValueType.BCD16, value(Unsigned.ushort(0x12A4), 0)).quality());
  }

  static Stream<Arguments> noNumbers() {
    return Stream.of(
        Arguments.of("12.5", Quality.BAD_ADDRESS),
        Arguments.of(new DateTime(SOURCE), Quality.BAD_ADDRESS),
        Arguments.of(new Float[] {1f, 2f}, Quality.BAD_ADDRESS),
        Arguments.of(null, Quality.DEVICE_FAULT),
        Arguments.of(Float.NaN, Quality.DEVICE_FAULT),
        Arguments.of(Double.POSITIVE_INFINITY, Quality.DEVICE_FAULT));
  }

  @ParameterizedTest
  @MethodSource("noNumbers")
  void whatIsNoNumberIsNoValue(Object sent, Quality quality) throws BadRow {
    Reading reading = reading(ValueType.FLOAT32, value(sent, StatusCodes.Good));
    assertEquals(quality, reading.quality());
    assertEquals(Double.NaN, reading.raw());
  }

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(StatusCodes.Good_LocalOverride, Quality.GOOD, 9.125),
        Arguments.of(StatusCodes.Good | 0x0400L, Quality.GOOD, 9.125), // info bits: data value
        Arguments.of(StatusCodes.Uncertain_LastUsableValue, Quality.STALE, Double.NaN),
        Arguments.of(
            StatusCodes.Uncertain_NoCommunicationLastUsableValue, Quality.STALE, Double.NaN),
        Arguments.of(StatusCodes.Uncertain_InitialValue, Quality.STALE, Double.NaN),
        Arguments.of(StatusCodes.Uncertain_SensorNotAccurate, Quality.DEVICE_FAULT, 9.125),
        Arguments.of(StatusCodes.Uncertain_SubstituteValue, Quality.DEVICE_FAULT, 9.125),
        Arguments.of(StatusCodes.Bad_SensorFailure, Quality.DEVICE_FAULT, Double.NaN),
        Arguments.of(StatusCodes.Bad_OutOfService, Quality.DEVICE_FAULT, Double.NaN),
        Arguments.of(StatusCodes.Bad_NodeIdUnknown, Quality.BAD_ADDRESS, Double.NaN),
        Arguments.of(StatusCodes.Bad_NodeIdInvalid, Quality.BAD_ADDRESS, Double.NaN),
        Arguments.of(StatusCodes.Bad_IndexRangeNoData, Quality.BAD_ADDRESS, Double.NaN),
        Arguments.of(StatusCodes.Bad_UserAccessDenied, Quality.BAD_ADDRESS, Double.NaN),
        Arguments.of(StatusCodes.Bad_NoCommunication, Quality.NO_ANSWER, Double.NaN),
        Arguments.of(StatusCodes.Bad_WaitingForInitialData, Quality.NO_ANSWER, Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("states")
  void theStatusDecidesWhatAValueIsWorth(long status, Quality quality, double raw) throws BadRow {
    Reading reading = reading(ValueType.FLOAT32, value(9.125f, status));
    assertEquals(quality, reading.quality());
    assertEquals(raw, reading.raw());
  }

  @Test
  void theTimeIsTheSourcesOrElseTheServersOrElseTheTick() throws BadRow {
    StatusCode good = StatusCode.GOOD;
    Variant five = new Variant(5);
    DateTime never = DateTime.NULL_VALUE;
    DateTime server = new DateTime(SERVER);
    ValueType type = ValueType.INT32;
    assertEquals(SERVER, reading(type, new DataValue(five, good, null, server)).time());
    assertEquals(SERVER, reading(type, new DataValue(five, good, never, server)).time());
    assertEquals(Rig.TICK, reading(type, new DataValue(five, good, null, null)).time());
  }
}
