package io.firedamp.console.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the pages' own certificate")
class CertificateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:40:05Z");

  @TempDir Path base;

  @Test
  void isMadeOnceForItsOwnerAloneAndForLoopback() throws Exception {
    Certificate.make(base, NOW);
    Path file = base.resolve("secure/console.p12");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    byte[] made = Files.readAllBytes(file);
    Certificate.make(base, NOW);
    assertArrayEquals(made, Files.readAllBytes(file));

    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "firedamp".toCharArray());
    }
    X509Certificate certificate = (X509Certificate) store.getCertificate("console");
    certificate.verify(certificate.getPublicKey());
    assertTrue(certificate.getSubjectAlternativeNames().toString().contains("127.0.0.1"));
    Instant end = Certificate.ends(base).orElseThrow();
    assertEquals(3652, Duration.between(NOW, end).toDays());
  }

  @Test
  void whereThereIsNoneNobodyKnowsItsEnd() {
    assertTrue(Certificate.ends(base).isEmpty());
  }
}
