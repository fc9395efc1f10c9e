package io.firedamp.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.container.Gateway.Answer;
import io.firedamp.testkit.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped gateway, started for the first time. */
class BootIT {
  private static final long RESIDENT_LIMIT = 300L << 20;

  /** The script's exit code. */
  private static final int NOT_RUNNING = 3;

  @TempDir Path folder;

  @Test
  void startsOnAMachineWithoutNetworkFromNothingButItself() throws Exception {
    try (Gateway gateway = Gateway.unpack(folder)) {
      if (Gateway.canIsolate()) {
        gateway.isolate();
      } else {
        Rights.missing("start without any network (needs the right to make a network namespace)");
      }
      assertEquals(NOT_RUNNING, gateway.script("status").code());
      Duration cold = gateway.start();

      List<String> bundles =
          gateway
              .shell("bundle:list -t 0 -s --no-format")
              .lines()
              .filter(l -> l.contains("io.firedamp."))
              .toList();
      assertEquals(
          12, bundles.size(), () -> "core, five of it, pages, drivers and uplink: " + bundles);
      for (String bundle : bundles) {
        // without a site there are no points, and nothing to count; a fragment does not start
        String state =
            bundle.contains("io.firedamp.accounting")
                ? "Waiting"
                : bundle.contains("io.firedamp.console.words") ? "Resolved" : "Active";
        assertTrue(bundle.contains(state), bundle);
      }
      assertFalse(holdsFiles(gateway.path("data/repository")), "fetched from outside");
      assertFalse(holdsFiles(gateway.path("data/home")), "fetched into the user's home");

      gateway.stop();
      Duration warm = gateway.start();
      long resident = gateway.residentBytes();
      System.out.printf(
          "start %.1f s, restart %.1f s, %d MB%n",
          cold.toMillis() / 1e3, warm.toMillis() / 1e3, resident >> 20);
      assertTrue(resident < RESIDENT_LIMIT, "resident bytes: " + resident);

      gateway.kill();
      assertEquals(NOT_RUNNING, gateway.script("status").code(), "its pid file is still there");
    }
  }

  @Test
  void opensToItsOwnersOnThisMachineAndToNobodyElse() throws Exception {
    try (Gateway gateway = Gateway.unpack(folder)) {
      gateway.start();

      List<Endpoint> endpoints = gateway.endpoints();
      assertEquals(2, endpoints.size(), () -> "shell and pages: " + endpoints);
      endpoints.forEach(e -> assertTrue(e.address().isLoopbackAddress(), endpoints::toString));

      assertEquals("rwx------", rights(gateway.path("secure")));
      assertEquals("rw-------", rights(gateway.path("secure/local")));
      assertEquals("rw-------", rights(gateway.path("secure/console.p12")));
      Answer echo = gateway.script("shell", "echo 瓦斯");
      assertEquals(new Answer(0, "瓦斯\n"), echo, "the answer alone, without a terminal");
      assertEquals(1, gateway.script("shell", "no:such").code());

      Path file = gateway.path("secure/first-password");
      assertEquals("rw-------", rights(file));
      gateway.awaitLog("WARN .*secure/first-password", Duration.ofSeconds(1));
      String password = Files.readString(file).strip();
      assertFalse(Files.readString(gateway.path("etc/users.properties")).contains(password));
      assertFalse(gateway.logSinceStart().contains(password));

      for (String user : List.of("karaf", "admin", "local")) {
        assertThrows(IOException.class, () -> gateway.ask(user, user, "echo in"), user);
      }
      assertTrue(Files.exists(file), "a wrong password changes nothing");
      assertEquals(0, gateway.ask("admin", password, "echo in").code());
      assertFalse(Files.exists(file), "it is known now");
      assertEquals(0, gateway.ask("admin", password, "echo in").code(), "and still opens");

      assertEquals(0, gateway.scriptWith("瓦斯, a new one\n", "passwd").code());
      assertEquals(0, gateway.ask("admin", "瓦斯, a new one", "echo in").code());
      assertThrows(IOException.class, () -> gateway.ask("admin", password, "echo in"));
    }
  }

  private static boolean holdsFiles(Path path) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.anyMatch(Files::isRegularFile);
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
