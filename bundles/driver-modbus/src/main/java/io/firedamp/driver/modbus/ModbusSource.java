package io.firedamp.driver.modbus;

import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Refusal;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One link to one device, or to the units behind one gateway. Opened by its first read. */
final class ModbusSource implements PointSource {
  private final Config config;
  private final Link link;
  private final Planner planner;

  ModbusSource(Config config) {
    this.config = config;
    this.link = new TcpLink(config.host(), config.port(), config.timeout(), config.requestDelay());
    this.planner = new Planner(config.maxRegisters(), config.maxGap());
  }

  @Override
  public Duration cycle() {
    return config.cycle();
  }

  @Override
  public Plan prepare(List<Binding> bindings) {
    List<Row> rows = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    for (Binding binding : bindings) {
      try {
        rows.add(fitting(Row.of(binding, config.unit())));
      } catch (BadRow bad) {
        refused.add(new Refusal(binding.point(), bad.reason()));
      }
    }
    return new ModbusPlan(config.name(), link, planner.blocks(rows), refused, config.timeout());
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

  /** Closes the link. Nothing is read after this. */
  void close() {
    link.close();
  }
}
