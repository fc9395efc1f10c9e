package io.firedamp.driver.modbus;

import io.firedamp.testkit.TcpProxy;

class PymodbusRtuOverTcpTest extends PymodbusContract {
  PymodbusRtuOverTcpTest() {
    super("rtu");
  }

  @Override
  ModbusSource source(TcpProxy behind, String limit) {
    return Rig.source(behind.port(), "transport", "tcp-rtu", "timeout.ms", limit);
  }
}
