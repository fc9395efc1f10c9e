package io.firedamp.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that a script for Node.js runs on a free port of loopback. Its first argument is the
 * port; it ends with its standard input, at the latest.
 */
public final class NodeServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port = Mosquitto.freePort();
  private final Process process;

  /**
   * Returns when it listens.
   *
   * @param folder where {@link Npm} has installed what the script requires; its output goes to
   *     {@code server.log} there
   * @param script a resource of the test
   * @param arguments what follows the port
   */
  public NodeServer(Path folder, URL script, String... arguments)
      throws IOException, URISyntaxException {
    List<String> command =
        new ArrayList<>(
            List.of("node", Path.of(script.toURI()).toString(), Integer.toString(port)));
    command.addAll(List.of(arguments));
    ProcessBuilder node =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile());
    node.environment().put("NODE_PATH", folder.resolve("node_modules").toString());
    process = node.start();
    try {
      Eventually.eventually(script + " listens", PATIENCE, this::listens);
    } catch (AssertionError never) {
      close();
      throw never;
    }
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("it ended; see server.log");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its port. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
