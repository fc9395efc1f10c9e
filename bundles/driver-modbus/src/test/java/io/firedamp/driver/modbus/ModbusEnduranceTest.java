package io.firedamp.driver.modbus;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.testkit.PointSourceEndurance;
import io.firedamp.testkit.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ModbusEnduranceTest extends PointSourceEndurance {
  private RawDevice device;
  private TcpProxy link;
  private ModbusSource source;

  @BeforeEach
  void startDevice() throws Exception {
    device = new RawDevice();
    link = TcpProxy.to(device.port());
    source = Rig.source(link.port(), "timeout.ms", "50");
  }

  @AfterEach
  void endDevice() throws Exception {
    source.rest();
    link.close();
    device.close();
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source() {
    return source;
  }

  @Override
  protected Binding good() {
    return Rig.row("FONP001", "holding:10", ValueType.UINT16, WordOrder.ABCD);
  }
}
