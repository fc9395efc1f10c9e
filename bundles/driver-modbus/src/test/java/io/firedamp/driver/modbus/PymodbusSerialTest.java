package io.firedamp.driver.modbus;

import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The driver's own serial port is one end of a pseudo-terminal, pymodbus is behind the other. */
class PymodbusSerialTest extends PymodbusContract {
  private final List<Python> lines = new ArrayList<>();

  PymodbusSerialTest() {
    super("rtu");
  }

  @Override
  ModbusSource source(TcpProxy behind, String limit) throws IOException {
    Python line = Python.line(behind.port());
    lines.add(line);
    return Rig.serial(line.file(), "timeout.ms", limit);
  }

  @AfterEach
  void endLines() {
    lines.forEach(Python::close);
    lines.clear();
  }
}
