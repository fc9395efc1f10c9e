package io.firedamp.driver.modbus;

import io.firedamp.source.BadRow;
import io.firedamp.source.Binding;
import io.firedamp.source.Explorer;
import io.firedamp.source.Place;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Raw;
import io.firedamp.source.Rows;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;

/** One link to one device, or to the units behind one gateway. Opened by its first read. */
final class ModbusSource implements PointSource, Explorer {
  private final Config config;
  private final Link link;
  private final Planner planner;

  ModbusSource(Config config) {
    this.config = config;
    this.link = WireLink.of(config);
    this.planner = new Planner(config.maxRegisters(), config.maxGap());
  }

  @Override
  public Duration cycle() {
    return config.cycle();
  }

  @Override
  public Plan prepare(List<Binding> bindings) {
    Rows<Row> rows = Rows.of(bindings, binding -> fitting(Row.of(binding, config.unit())));
    return new ModbusPlan(
        config.name(), link, planner.blocks(rows.good()), rows.refused(), config.timeout());
  }

  /** Nothing: Modbus has no directory. */
  @Override
  public List<Place> browse(String place) {
    return List.of();
  }

  /**
   * The registers from there on, or the eight coils; fewer if the device refuses that many. A bit
   * of a register stands for the register.
   */
  @Override
  public Raw raw(String address, int bytes) throws SourceException, InterruptedException {
    Address from;
    try {
      from = Address.parse(address, config.unit());
    } catch (BadRow bad) {
      return Raw.nothing(bad.reason());
    }
    boolean bits = from.table().bits();
    int wanted = bits ? Byte.SIZE : Math.min((bytes + 1) / Short.BYTES, config.maxRegisters());
    int refusal = 0;
    for (int count = Math.min(wanted, Address.LAST + 1 - from.start()); count > 0; count /= 2) {
      Block block = new Block(from.unit(), from.table(), from.start(), count, List.of());
      try {
        return Raw.of(link.read(block), Text.same(block.toString()));
      } catch (ExceptionReply refused) {
        refusal = refused.code();
      }
    }
    return Raw.nothing(
        new Text(
            "the device refuses " + from + " with exception " + refusal,
            "设备拒绝 " + from + "，异常码 " + refusal));
  }

  private Row fitting(Row row) throws BadRow {
    int cap = planner.cap(row.address().table());
    if (row.width() > cap) {
      String word = row.type().word();
      throw new BadRow(
          new Text(
              word + " takes " + row.width() + " registers: max.registers of this source is " + cap,
              word + " 占 " + row.width() + " 个寄存器: 此数据源的 max.registers 为 " + cap));
    }
    return row;
  }

  /** Closes the link. */
  @Override
  public void rest() {
    link.close();
  }
}
