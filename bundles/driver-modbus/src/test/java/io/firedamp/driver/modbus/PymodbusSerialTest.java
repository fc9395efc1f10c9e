package io.firedamp.driver.modbus;

import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  /** The port; what is behind it has a connection of its own. */
  @Override
  protected boolean isOpen() throws IOException {
    Path port = Path.of(lines.get(lines.size() - 1).file()).toRealPath();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.anyMatch(file -> port.equals(target(file)));
    }
  }

  private static Path target(Path file) {
    try {
      return Files.readSymbolicLink(file);
    } catch (IOException closed) {
      return file;
    }
  }

  @AfterEach
  void endLines() {
    lines.forEach(Python::close);
    lines.clear();
  }
}
