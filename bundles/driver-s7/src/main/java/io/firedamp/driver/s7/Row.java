package io.firedamp.driver.s7;

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
  private static final int WIDEST = 64;

  /**
   * @throws BadRow if address and type cannot be read, or not together
   */
  static Row of(Binding binding) throws BadRow {
    Address address = Address.parse(binding.address());
    ValueType type = binding.type();
    Row row = new Row(binding.point(), address, type, binding.order());
    if (!row.agrees()) {
      Text allowed = allowed(address);
      throw new BadRow(
          new Text(
              "\"" + binding.address() + "\" with type " + type.word() + ": " + allowed.en(),
              "“" + binding.address() + "”类型 " + type.word() + ": " + allowed.zh()));
    }
    if (row.end() > Address.LAST + 1) {
      throw new BadRow(
          new Text(
              "\"" + binding.address() + "\" with type " + type.word() + " ends behind byte 65535",
              "“" + binding.address() + "”类型 " + type.word() + " 超出字节 65535"));
    }
    return row;
  }

  private boolean agrees() {
    return switch (address.size()) {
      case X -> type == ValueType.BOOL || type.bits() == WIDEST && address.bit() == 0;
      case B -> type == ValueType.UINT16;
      case W, D -> type.bits() == address.size().bits();
    };
  }

  private static Text allowed(Address address) {
    return switch (address.size()) {
      case X ->
          new Text(
              "a bit is bool; at bit 0 it may also be int64, uint64 or float64",
              "位地址的类型为 bool；位号为 0 时也可为 int64、uint64、float64");
      case B -> new Text("a byte is uint16, 0 to 255", "字节地址的类型为 uint16（0–255）");
      case W -> new Text("a word is int16, uint16 or bcd16", "字地址（16 位）的类型为 int16、uint16、bcd16");
      case D ->
          new Text(
              "a double word is int32, uint32, float32 or bcd32",
              "双字地址（32 位）的类型为 int32、uint32、float32、bcd32");
    };
  }

  int start() {
    return address.start();
  }

  /** How many bytes it takes; for a bit the one that it is in. */
  int width() {
    int bits = address.size() == Address.Size.X ? type.bits() : address.size().bits();
    return Math.max(1, bits / Byte.SIZE);
  }

  /** The first byte behind it. */
  int end() {
    return start() + width();
  }

  /**
   * @param bytes as they arrived
   * @param from where in them this row starts
   * @param tick the instant it was read for
   */
  Reading reading(byte[] bytes, int from, Instant tick) {
    return Reading.of(point, type, order.bits(bytes, from, width()) >> address.bit(), tick);
  }
}
