package io.firedamp.driver.opcua;

import io.firedamp.point.Quality;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/**
 * What a server's value means for a point.
 *
 * <table>
 * <caption>Status codes (OPC 10000-8, 6.3, and 10000-4, 7.39)</caption>
 * <tr><td>Good</td><td>GOOD</td></tr>
 * <tr><td>Uncertain: last usable value, no communication, initial value</td><td>STALE</td></tr>
 * <tr><td>other Uncertain: substituted, not accurate, out of the unit's range, …</td>
 *     <td>DEVICE_FAULT, with its value</td></tr>
 * <tr><td>Bad: node, attribute or index unknown, not readable, no right</td>
 *     <td>BAD_ADDRESS</td></tr>
 * <tr><td>Bad: no communication, no data yet, timeout</td><td>NO_ANSWER</td></tr>
 * <tr><td>other Bad</td><td>DEVICE_FAULT</td></tr>
 * </table>
 *
 * A good value that is no number, or a whole array, is a BAD_ADDRESS: it is the wrong node.
 */
final class Values {
  private Values() {}

  /**
   * @param tick the time of a value to which the server gives none
   */
  static Reading reading(Row row, DataValue value, Instant tick) {
    Instant time = time(value).orElse(tick);
    Quality quality = quality(value.statusCode());
    if (!quality.measured()) {
      return Reading.missing(row.point(), quality, time);
    }
    Optional<Object> scalar = scalar(value);
    if (scalar.isEmpty() || value.statusCode().isBad()) {
      return Reading.missing(row.point(), Quality.DEVICE_FAULT, time);
    }
    Reading reading = number(row, scalar.get(), time);
    return quality == Quality.GOOD || reading.quality() != Quality.GOOD
        ? reading
        : new Reading(row.point(), reading.raw(), quality, time);
  }

  private static Optional<Object> scalar(DataValue value) {
    Object found = value.value().value();
    if (found instanceof Object[] array && array.length == 1) {
      found = array[0]; // an element comes as an array of itself
    }
    return Optional.ofNullable(found);
  }

  private static Reading number(Row row, Object value, Instant time) {
    boolean decimal = row.type() == ValueType.BCD16 || row.type() == ValueType.BCD32;
    if (decimal && value instanceof Number bits && isWhole(value)) {
      return Reading.of(row.point(), row.type(), bits.longValue(), time);
    }
    if (value instanceof Boolean truth) {
      return Reading.of(row.point(), truth ? 1 : 0, time);
    }
    if (value instanceof Float number) {
      return Reading.of(row.point(), number.floatValue(), time);
    }
    if (value instanceof Double number) {
      return Reading.of(row.point(), number.doubleValue(), time);
    }
    if (value instanceof ULong number) {
      return Reading.of(row.point(), new BigInteger(number.toString()), time);
    }
    if (isWhole(value)) {
      return Reading.of(row.point(), ((Number) value).longValue(), time);
    }
    return Reading.missing(row.point(), Quality.BAD_ADDRESS, time);
  }

  private static boolean isWhole(Object value) {
    return value instanceof Byte
        || value instanceof UByte
        || value instanceof Short
        || value instanceof UShort
        || value instanceof Integer
        || value instanceof UInteger
        || value instanceof Long
        || value instanceof ULong;
  }

  /** The source's own time, or else the server's; empty if it says neither. */
  static Optional<Instant> time(DataValue value) {
    return sourceTime(value).or(() -> instant(value.serverTime()));
  }

  static Optional<Instant> sourceTime(DataValue value) {
    return instant(value.sourceTime());
  }

  /** Empty for none: OPC UA writes that as the year 1601. */
  static Optional<Instant> instant(DateTime time) {
    return Optional.ofNullable(time)
        .filter(present -> present.getUtcTime() > 0)
        .map(DateTime::getJavaInstant);
  }

  static Quality quality(StatusCode status) {
    if (status.isGood()) {
      return Quality.GOOD;
    }
    long code = status.value() & 0xFFFF_0000L;
    if (status.isUncertain()) {
      return code == StatusCodes.Uncertain_LastUsableValue
              || code == StatusCodes.Uncertain_NoCommunicationLastUsableValue
              || code == StatusCodes.Uncertain_InitialValue
          ? Quality.STALE
          : Quality.DEVICE_FAULT;
    }
    if (unknownNode(status)
        || code == StatusCodes.Bad_AttributeIdInvalid
        || code == StatusCodes.Bad_IndexRangeInvalid
        || code == StatusCodes.Bad_IndexRangeNoData
        || code == StatusCodes.Bad_NotReadable
        || code == StatusCodes.Bad_UserAccessDenied) {
      return Quality.BAD_ADDRESS;
    }
    return code == StatusCodes.Bad_NoCommunication
            || code == StatusCodes.Bad_WaitingForInitialData
            || code == StatusCodes.Bad_Timeout
        ? Quality.NO_ANSWER
        : Quality.DEVICE_FAULT;
  }

  /** Whether the server has no such node. */
  static boolean unknownNode(StatusCode status) {
    long code = status.value() & 0xFFFF_0000L;
    return code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid;
  }

  /** The standard's word for a status, as {@code Bad_NodeIdUnknown}. */
  static String word(StatusCode status) {
    return StatusCodes.lookup(status.value())
        .map(names -> names[0])
        .orElse("0x" + Long.toHexString(status.value()));
  }
}
