package io.firedamp.driver.modbus;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.testkit.PointSourceContract;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against a real slave. */
class ModbusContractTest extends PointSourceContract {
  private final List<ModbusSource> sources = new ArrayList<>();
  private Slave slave;
  private TcpProxy link;

  @BeforeEach
  void startDevice() throws Exception {
    slave = new Slave();
    slave.holding(1, 10, 0x4112, 0x0000);
    link = TcpProxy.to(slave.port());
  }

  @AfterEach
  void endDevice() throws IOException {
    sources.forEach(ModbusSource::rest);
    link.close();
    slave.close();
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source(Duration limit) {
    ModbusSource source = Rig.source(link.port(), "timeout.ms", Long.toString(limit.toMillis()));
    sources.add(source);
    return source;
  }

  @Override
  protected Duration limit() {
    return Rig.LIMIT;
  }

  @Override
  protected Binding good() {
    return Rig.row("FONP001", "holding:10", ValueType.FLOAT32, WordOrder.ABCD);
  }

  @Override
  protected Number value() {
    return 9.125;
  }

  @Override
  protected Binding unknown() {
    return Rig.row("FONP002", "holding:12", ValueType.FLOAT32, WordOrder.ABCD);
  }

  @Override
  protected Binding unreadable() {
    return Rig.row("FONP003", "holding:70000", ValueType.FLOAT32, WordOrder.ABCD);
  }
}
