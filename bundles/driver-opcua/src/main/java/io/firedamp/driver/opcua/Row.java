package io.firedamp.driver.opcua;

import io.firedamp.point.PointId;
import io.firedamp.source.BadRow;
import io.firedamp.source.Binding;
import io.firedamp.source.ValueType;

/**
 * A row of the point table as this driver understands it.
 *
 * @param point the point
 * @param type what the table says of the value; it matters for BCD only, as a server says the rest
 * @param address where it is
 */
record Row(PointId point, ValueType type, Address address) {
  /**
   * @throws BadRow if the address cannot be read
   */
  static Row of(Binding binding) throws BadRow {
    return new Row(binding.point(), binding.type(), Address.parse(binding.address()));
  }
}
