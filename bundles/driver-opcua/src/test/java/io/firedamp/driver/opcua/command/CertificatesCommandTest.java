package io.firedamp.driver.opcua.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("firedamp:opcua-certificates (CCER-4.3-04)")
class CertificatesCommandTest {
  private static final String BASE = "karaf.base";

  @TempDir Path base;
  private Optional<String> former;
  private Path folder;
  private String fingerprint = "";

  @BeforeEach
  void move() {
    former = Optional.ofNullable(System.getProperty(BASE));
    System.setProperty(BASE, base.toString());
    folder = base.resolve("secure/driver-opcua");
  }

  @AfterEach
  void moveBack() {
    former.ifPresentOrElse(
        value -> System.setProperty(BASE, value), () -> System.clearProperty(BASE));
  }

  private static String said(String action, String fingerprint, boolean chinese, boolean json)
      throws CommandException {
    CertificatesCommand command = new CertificatesCommand();
    command.clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
    command.session =
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> null);
    command.action = action;
    command.fingerprint = fingerprint;
    command.english = !chinese;
    command.chinese = chinese;
    command.json = json;
    PrintStream console = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      command.execute();
    } finally {
      System.setOut(console);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A server's certificate waits, as the driver has put it there. */
  private void waiting() throws Exception {
    said("renew", "", false, false);
    Path waiting = Files.createDirectories(folder.resolve("waiting"));
    Path certificate = folder.resolve("own.der");
    fingerprint =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(certificate)));
    Files.copy(certificate, waiting.resolve(fingerprint + ".der"));
    Files.writeString(waiting.resolve(fingerprint + ".txt"), "opc.tcp://plc\u001b[2J:4840");
  }

  @Test
  void theOwnCertificateIsNamedAndMadeByRenew() throws Exception {
    assertTrue(said("list", "", false, false).contains("made at the first secured connection"));
    assertTrue(said("list", "", true, false).contains("首次安全连接"));
    assertEquals(
        "{\"own\":{\"file\":\""
            + folder.resolve("own.der")
            + "\",\"expires\":null},\"servers\":[]}\n",
        said("list", "", false, true));
    assertTrue(said("renew", "", false, false).contains("valid until 2031-11-20T00:00:00Z"));
  }

  @Test
  void aServerWaitsAndIsApprovedByItsWholeFingerprint() throws Exception {
    waiting();
    String list = said("list", "", false, false);
    assertTrue(list.contains("waiting   " + fingerprint), list);
    assertTrue(list.contains("opc.tcp://plc?[2J:4840"), "a server steers the terminal: " + list);
    assertTrue(
        said("approve", colons(fingerprint), false, false).contains("approved  " + fingerprint));
    assertTrue(said("list", "", true, false).contains("已批准    " + fingerprint));
    assertTrue(said("list", "", false, true).contains("\"approved\":true"));
  }

  private static String colons(String digits) {
    return digits.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
  }

  @Test
  void whatIsRejectedIsGone() throws Exception {
    waiting();
    assertFalse(said("reject", fingerprint.substring(0, 8), false, false).contains(fingerprint));
  }

  @Test
  void anUnknownFingerprintOrActionIsRefusedInTheCallersLanguage() throws Exception {
    waiting();
    for (String wrong : new String[] {"", "no", fingerprint.substring(0, 63)}) {
      assertTrue(
          assertThrows(CommandException.class, () -> said("approve", wrong, false, false))
              .getMessage()
              .contains("approve takes a whole fingerprint"));
    }
    assertTrue(
        assertThrows(CommandException.class, () -> said("trust", "", true, false))
            .getMessage()
            .contains("可用 list"));
  }
}
