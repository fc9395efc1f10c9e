package io.firedamp.driver.s7;

import io.firedamp.testkit.Eventually;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.Npm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server of Snap7, which knows nothing of PLC4X, on a free port of loopback. */
final class Snap7 implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port = Mosquitto.freePort();
  private final Process process;

  /** Starts it with that content of data block 1, or ends the test where it cannot be had. */
  Snap7(byte... block) throws Exception {
    Path folder =
        Npm.with("node-snap7", "1.0.9", Path.of("/usr/bin/g++"), Path.of("/usr/bin/make"));
    Path script = Path.of(Snap7.class.getResource("/snap7.js").toURI());
    process =
        new ProcessBuilder(
                List.of(
                    "node",
                    script.toString(),
                    Integer.toString(port),
                    "1=" + HexFormat.of().formatHex(block)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("snap7.log").toFile())
            .start();
    Eventually.eventually("snap7 listens", PATIENCE, this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
