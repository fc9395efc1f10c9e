package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;

import io.firedamp.testkit.Mosquitto;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Modbus/TCP device that shares no code with ours: pymodbus, as Debian has it. Holding register n
 * holds the number n, 0–149; those from {@link #CLOCK} to 199 hold the time in hundredths of a
 * second.
 */
final class Plc implements AutoCloseable {
  /** The first register whose number is another one at every tick. */
  static final int CLOCK = 150;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port;
  private final Process process;

  private Plc(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Starts one on a free port. */
  static Plc start(Path folder) throws IOException {
    Path script = folder.resolve("plc.py");
    try (InputStream in = Plc.class.getResourceAsStream("/plc.py")) {
      Files.write(script, in.readAllBytes());
    }
    int port = Mosquitto.freePort();
    Process process =
        new ProcessBuilder("/usr/bin/python3", script.toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("plc.log").toFile())
            .start();
    Plc plc = new Plc(port, process);
    eventually("the PLC listens", PATIENCE, plc::listens);
    return plc;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its port on loopback. */
  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
