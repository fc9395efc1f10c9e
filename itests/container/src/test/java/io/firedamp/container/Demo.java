package io.firedamp.container;

import io.firedamp.testkit.Browser;
import io.firedamp.testkit.Tab;
import io.firedamp.testkit.TcpProxy;
import io.firedamp.testkit.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;

/**
 * The shipped gateway with a plant, a broker and the platform in it, as {@code ./firedamp demo}
 * makes it; the way to the plant can be cut, and one point has a name that is none.
 */
final class Demo implements AutoCloseable {
  /** As a name in a table, from whoever wrote it. */
  static final String EVIL = "<img src=x onerror=\"document.title='taken'\">";

  /** The point that has it. */
  static final String EVIL_POINT = "PPTE001";

  private static final Path SOURCES = Path.of("..", "..");

  final Gateway gateway;
  final TcpProxy plant;
  private Visitor visitor;
  private String password = "";

  /**
   * Not started.
   *
   * @param folder exists
   */
  Demo(Path folder) throws IOException, InterruptedException {
    int port = Gateway.freePort();
    plant = TcpProxy.to(port);
    gateway = Gateway.unpack(folder);
    configure(port, Gateway.freePort());
  }

  /** Returns when it is started, and somebody is in. */
  void start() throws IOException, InterruptedException, GeneralSecurityException {
    gateway.start();
    password = Files.readString(gateway.path("secure/first-password")).strip();
    visitor = gateway.owner();
  }

  private void configure(int plantPort, int brokerPort) throws IOException {
    try (Stream<Path> files = Files.list(SOURCES.resolve("karaf-assembly/src/demo"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        int port = name.contains("driver") ? plant.port() : plantPort;
        gateway.etc(
            name,
            Files.readString(file)
                .replace("@plant.port@", Integer.toString(port))
                .replace("@broker.port@", Integer.toString(brokerPort))
                .replace("@aes.key@", "00112233445566778899aabbccddeeff")
                .replaceAll("@(broker|platform).password@", "gas-$1"));
      }
    }
    String points =
        Files.readString(SOURCES.resolve("bundles/simulator/src/main/resources/demo/points.csv"));
    String cell = '"' + EVIL.replace("\"", "\"\"") + '"';
    gateway.etc("points.csv", points.replaceAll("(?m)^(" + EVIL_POINT + ",.*,).*", "$1" + cell));
    Path features = gateway.path("etc/org.apache.karaf.features.cfg");
    gateway.etc(
        features.getFileName().toString(),
        Files.readString(features)
            .replaceFirst("( *)firedamp-core/(.*), ", "$0\\\\\n$1firedamp-simulator/$2, "));
  }

  /** What stands before the path of every page. */
  String site() {
    return visitor.site();
  }

  /** That of {@code admin}. */
  String password() {
    return password;
  }

  /** A tab of somebody who is in already, as {@code admin}. */
  Tab entered(Browser browser) throws InterruptedException {
    Tab tab = browser.tab();
    tab.cookie(site(), Visitor.COOKIE, visitor.session());
    return tab;
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    plant.close();
  }
}
