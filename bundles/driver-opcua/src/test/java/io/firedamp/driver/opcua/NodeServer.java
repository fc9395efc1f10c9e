package io.firedamp.driver.opcua;

import io.firedamp.testkit.Rights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * The server of {@code node-opcua}, which npm installs into {@code target/} once, out of its own
 * cache where it can.
 */
final class NodeServer implements AutoCloseable {
  private static final String PACKAGE = "node-opcua-server@2.186.4";
  private static final Path HOME =
      Path.of(System.getProperty("basedir"), "target", "node-opcua").toAbsolutePath();

  private final Process process;
  private final int port;

  /** Skips the test where Node or its packages are not to be had. */
  NodeServer(Path folder) throws IOException, InterruptedException {
    Rights.need(installed(), "OPC UA against node-opcua: node, npm and its registry");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(
                "node", "server.js", Integer.toString(port), folder.resolve("pki").toString())
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IOException("node-opcua: " + all);
      }
      all.append(line).append('\n');
    }
  }

  private static boolean installed() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    try (InputStream script = NodeServer.class.getResourceAsStream("/server.js")) {
      Files.copy(script, HOME.resolve("server.js"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.isDirectory(HOME.resolve("node_modules/node-opcua-server/dist"))) {
      return true;
    }
    try {
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--prefix=.",
                  "--no-save",
                  "--no-package-lock",
                  "--no-audit",
                  "--no-fund",
                  "--ignore-scripts",
                  "--prefer-offline",
                  PACKAGE)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("npm.log").toFile())
              .start();
      boolean ended = npm.waitFor(2, TimeUnit.MINUTES);
      npm.destroy();
      return ended && npm.exitValue() == 0;
    } catch (IOException noNpm) {
      return false;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
