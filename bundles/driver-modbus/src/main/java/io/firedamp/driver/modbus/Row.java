package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.text.Text;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A row of the point table as this driver understands it.
 *
 * @param point the point
 * @param address where its value starts
 * @param type how it lies there
 * @param order in which order its bytes arrive
 */
record Row(PointId point, Address address, ValueType type, WordOrder order) {
  private static final int WORD = 16;
  private static final int DIGIT = 4;
  private static final int HIGHEST_DIGIT = 9;

  /**
   * @param unit the unit where the address names none
   * @throws BadRow if address and type cannot be read, or not together
   */
  static Row of(Binding binding, int unit) throws BadRow {
    Address address = Address.parse(binding.address(), unit);
    Row row = new Row(binding.point(), address, binding.type(), binding.order());
    String found = "\"" + binding.address() + "\"";
    boolean bool = row.type == ValueType.BOOL;
    if (address.table().bits() && !bool) {
      throw new BadRow(
          new Text(
              found + " with type " + row.type.word() + ": a coil or discrete input is bool",
              found + " 类型 " + row.type.word() + ": 线圈和离散输入只能是 bool"));
    }
    if (address.bit().isPresent() && !bool) {
      throw new BadRow(
          new Text(
              found + " with type " + row.type.word() + ": one bit of a register is bool",
              found + " 类型 " + row.type.word() + ": 寄存器中的一位只能是 bool"));
    }
    if (bool && !address.table().bits() && address.bit().isEmpty()) {
      throw new BadRow(
          new Text(
              found + " with type bool: name the bit, " + address + ".0 to " + address + ".15",
              found + " 类型 bool: 请写明位号，" + address + ".0 到 " + address + ".15"));
    }
    if (row.end() > Address.LAST + 1) {
      throw new BadRow(
          new Text(
              found
                  + " with type "
                  + row.type.word()
                  + " ends at "
                  + (row.end() - 1)
                  + ": the last register is 65535",
              found + " 类型 " + row.type.word() + " 止于 " + (row.end() - 1) + ": 最后一个寄存器为 65535"));
    }
    return row;
  }

  int start() {
    return address.start();
  }

  /** How many items of its table it takes: registers, or one bit. */
  int width() {
    return Math.max(1, type.bits() / WORD);
  }

  /** The first item behind it. */
  int end() {
    return start() + width();
  }

  /**
   * @param items unsigned words, or bits as 0 and 1
   * @param from where in the items this row starts
   * @param tick the instant it was read for
   */
  Reading reading(int[] items, int from, Instant tick) {
    long bits = address.table().bits() ? items[from] : bits(items, from);
    return switch (type) {
      case BOOL -> Reading.of(point, bits >> address.bit().orElse(0) & 1, tick);
      case INT16 -> Reading.of(point, (short) bits, tick);
      case INT32 -> Reading.of(point, (int) bits, tick);
      case UINT16, UINT32, INT64 -> Reading.of(point, bits, tick);
      case UINT64 -> Reading.of(point, new BigInteger(Long.toUnsignedString(bits)), tick);
      case FLOAT32 -> Reading.of(point, Float.intBitsToFloat((int) bits), tick);
      case FLOAT64 -> Reading.of(point, Double.longBitsToDouble(bits), tick);
      case BCD16, BCD32 -> decimal(bits, tick);
    };
  }

  /** The value's bits, most significant first, whatever the order of words and bytes. */
  private long bits(int[] words, int from) {
    long bits = 0;
    int width = width();
    for (int i = 0; i < width; i++) {
      int word = words[from + (order.wordsSwapped() ? width - 1 - i : i)];
      bits = bits << WORD | (order.bytesSwapped() ? swapped(word) : word);
    }
    return bits;
  }

  private static int swapped(int word) {
    return Short.toUnsignedInt(Short.reverseBytes((short) word));
  }

  private Reading decimal(long bits, Instant tick) {
    long value = 0;
    for (int shift = type.bits() - DIGIT; shift >= 0; shift -= DIGIT) {
      long digit = bits >> shift & 0xF;
      if (digit > HIGHEST_DIGIT) {
        return Reading.missing(point, Quality.DEVICE_FAULT, tick);
      }
      value = value * 10 + digit;
    }
    return Reading.of(point, value, tick);
  }
}
