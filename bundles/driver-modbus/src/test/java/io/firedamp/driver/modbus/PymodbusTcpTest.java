package io.firedamp.driver.modbus;

import io.firedamp.testkit.TcpProxy;

class PymodbusTcpTest extends PymodbusContract {
  PymodbusTcpTest() {
    super("tcp");
  }

  @Override
  ModbusSource source(TcpProxy behind, String limit) {
    return Rig.source(behind.port(), "timeout.ms", limit);
  }
}
