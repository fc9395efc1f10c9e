package io.firedamp.driver.modbus;

import static io.firedamp.testkit.Eventually.eventually;

import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.Rights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The other end of a link, in Debian's Python: a pymodbus device, or a serial line. */
final class Python implements AutoCloseable {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path PYMODBUS = Path.of("/usr/lib/python3/dist-packages/pymodbus");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final String name;

  private Python(Process process, String name) {
    this.process = process;
    this.name = name;
  }

  /**
   * A device of pymodbus.
   *
   * @param kind tcp, rtu or udp
   */
  static Python device(String kind) throws IOException {
    Rights.need(Files.isDirectory(PYMODBUS), "Modbus against pymodbus: needs python3-pymodbus");
    String port = Integer.toString(Mosquitto.freePort());
    Python device = new Python(run("device.py", kind, port), port);
    if (!kind.equals("udp")) {
      eventually("pymodbus listens", PATIENCE, device::listens);
    }
    return device;
  }

  /** A serial line whose other end is that port. */
  static Python line(int port) throws IOException {
    Rights.need(Files.isExecutable(PYTHON), "Modbus on a serial line: needs python3");
    Process process = run("line.py", Integer.toString(port));
    return new Python(process, firstLine(process));
  }

  private static Process run(String script, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(PYTHON.toString());
    try {
      Path file = Path.of(Python.class.getResource("/" + script).toURI());
      builder.command().add(file.toString());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
    builder.command().addAll(List.of(arguments));
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String firstLine(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The device's port. */
  int port() {
    return Integer.parseInt(name);
  }

  /** The line's device file. */
  String file() {
    return name;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
