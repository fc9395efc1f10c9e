package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import io.firedamp.source.BadRow;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.text.Text;
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
    return Math.max(1, type.bits() / Short.SIZE);
  }

  /** The first item behind it. */
  int end() {
    return start() + width();
  }

  /**
   * @param data of a reply, as they arrived
   * @param from how many items lie before this row's
   * @param tick the instant it was read for
   */
  Reading reading(byte[] data, int from, Instant tick) {
    long bits =
        address.table().bits()
            ? data[from / Byte.SIZE] >> from % Byte.SIZE
            : order.bits(data, from * Short.BYTES, width() * Short.BYTES)
                >> address.bit().orElse(0);
    return Reading.of(point, type, bits, tick);
  }
}
