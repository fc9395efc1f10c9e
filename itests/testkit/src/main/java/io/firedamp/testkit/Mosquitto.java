package io.firedamp.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Mosquitto broker on loopback, on a free port, with a password file; can go and come back
 * on the same port.
 */
public final class Mosquitto implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final int port;
  private Process process;

  /**
   * Starts a broker that knows one user.
   *
   * @param folder an empty folder for its files
   */
  public Mosquitto(Path folder, String user, String password)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.port = freePort();
    Path passwords = Files.createFile(folder.resolve("passwords"));
    know(user, password);
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        String.join(
            "\n",
            "listener " + port + " 127.0.0.1",
            "allow_anonymous false",
            "password_file " + passwords,
            "persistence false",
            "set_tcp_nodelay true",
            "user " + System.getProperty("user.name"),
            ""));
    start();
  }

  private void know(String user, String password) throws IOException, InterruptedException {
    run("mosquitto_passwd", "-b", folder.resolve("passwords").toString(), user, password);
  }

  /** Adds a user, or changes its password; restarts it. */
  public void password(String user, String password) throws IOException, InterruptedException {
    know(user, password);
    restart();
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it again after {@link #stop}. */
  public void start() throws IOException {
    process =
        new ProcessBuilder("mosquitto", "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
            .start();
    Eventually.eventually("mosquitto listens on " + port, PATIENCE, this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process started =
        new ProcessBuilder(List.of(command)).redirectErrorStream(true).inheritIO().start();
    if (!started.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || started.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  /** The port on loopback. */
  public int port() {
    return port;
  }

  /** The address as an uplink wants it. */
  public String address() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Adds lines to its configuration; restarts it. */
  public void also(String... lines) throws IOException {
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        String.join("\n", lines) + "\n",
        StandardOpenOption.APPEND);
    restart();
  }

  /** Goes, and comes back at once with what its files say now. */
  public void restart() throws IOException {
    stop();
    start();
  }

  /** Kills the broker, and what it knew of sessions and messages. */
  public void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
