package io.firedamp.driver.opcua;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.driver.opcua.Certificates.Entry;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import io.firedamp.testkit.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Secured connections (CCER-4.3-04)")
class SecurityTest {
  private static final List<Binding> ROWS = Rig.rows("ns=2;s=a");

  @TempDir Path folder;
  private Path secure;
  private PlantServer server;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    secure = folder.resolve("secure").resolve("driver-opcua");
    server = new PlantServer(100);
    server.put("s=a", 9.125f);
    server.start();
    rig = new Rig(secure);
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    server.stop();
  }

  private OpcuaSource secured(String... words) {
    String[] keys = new String[words.length + 2];
    System.arraycopy(words, 0, keys, 0, words.length);
    keys[words.length] = "acquisition";
    keys[words.length + 1] = "read";
    return rig.source(server.port(), keys);
  }

  private String read(OpcuaSource source) throws Exception {
    return Rig.told(source.prepare(ROWS).read(Rig.TICK, Rig.points(ROWS)));
  }

  private SourceException refused(OpcuaSource source) {
    return assertThrows(SourceException.class, () -> read(source));
  }

  /** Both ends know each other from here on. */
  private void introduce() throws Exception {
    server.trust(rig.certificates.own().certificate());
    refused(secured("security.policy", "Basic256Sha256"));
    assertTrue(rig.certificates.approve(server.fingerprint()).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "Basic256Sha256, Sign",
    "Basic256Sha256, SignAndEncrypt",
    "Aes128_Sha256_RsaOaep, SignAndEncrypt",
    "Aes256_Sha256_RsaPss, Sign",
    "Aes256_Sha256_RsaPss, SignAndEncrypt"
  })
  void everyPolicyReadsBetweenEndsThatKnowEachOther(String policy, String mode) throws Exception {
    introduce();
    assertEquals(
        "{P000=GOOD 9.125}", read(secured("security.policy", policy, "security.mode", mode)));
  }

  @Test
  void aServerThatNobodyApprovedWaitsAndIsReadAsSoonAsItIsApproved() throws Exception {
    server.trust(rig.certificates.own().certificate());
    OpcuaSource source = secured("security.policy", "Aes256_Sha256_RsaPss");
    SourceException down = refused(source);
    String fingerprint = server.fingerprint();
    assertTrue(down.reason().en().contains(fingerprint), down.reason().en());
    assertTrue(down.reason().zh().contains(fingerprint), down.reason().zh());
    assertTrue(down.remedy().en().contains("approve " + fingerprint));
    refused(source);
    List<Entry> waiting = rig.certificates.servers();
    assertEquals(1, waiting.size());
    assertEquals(fingerprint, waiting.get(0).fingerprint());
    assertFalse(waiting.get(0).trusted());
    assertTrue(waiting.get(0).server().contains(Integer.toString(server.port())));
    assertTrue(rig.certificates.approve(fingerprint).isPresent());
    assertEquals("{P000=GOOD 9.125}", read(source));
    assertTrue(rig.certificates.servers().get(0).trusted());
  }

  @Test
  void aServerThatRenewedItsCertificateIsAStrangerUntilItIsApproved() throws Exception {
    introduce();
    OpcuaSource source = secured("security.policy", "Basic256Sha256");
    read(source);
    server.stop();
    server.renew(Duration.ofDays(100));
    server.start();
    refused(source);
    assertTrue(refused(source).reason().en().contains(server.fingerprint()));
    rig.certificates.approve(server.fingerprint());
    assertEquals("{P000=GOOD 9.125}", read(source));
  }

  @Test
  void aRejectedServerIsReadNoMore() throws Exception {
    introduce();
    read(secured("security.policy", "Basic256Sha256"));
    assertTrue(rig.certificates.reject(server.fingerprint()).isPresent());
    refused(secured("security.policy", "Basic256Sha256"));
  }

  @Test
  void aServerThatDoesNotTrustTheGatewaySaysWhatToDo() throws Exception {
    OpcuaSource source = secured("security.policy", "Basic256Sha256");
    refused(source);
    rig.certificates.approve(server.fingerprint());
    SourceException down = refused(source);
    assertTrue(down.remedy().en().contains("trust"), down.remedy().en());
  }

  @Test
  void theOwnCertificateIsMadeOnceAndItsKeyIsPrivate() throws Exception {
    X509Certificate made = rig.certificates.own().certificate();
    assertEquals(made, new Certificates(secure, rig.clock).own().certificate());
    assertTrue(rig.certificates.own().applicationUri().startsWith("urn:firedamp:"));
    for (String name : List.of("own.key", "own.der")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(secure.resolve(name))));
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secure)));
  }

  @Test
  void aRenewedOwnCertificateServesTheNextConnectionWithoutARestart() throws Exception {
    introduce();
    OpcuaSource source = secured("security.policy", "Basic256Sha256");
    read(source);
    X509Certificate former = rig.certificates.own().certificate();
    rig.clock.advance(Duration.ofDays(1));
    rig.certificates.renew();
    X509Certificate next = rig.certificates.own().certificate();
    assertNotEquals(former, next);
    assertEquals(former.getPublicKey(), next.getPublicKey());
    server.trust(next);
    server.stop();
    server.start();
    assertEquals("{P000=GOOD 9.125}", read(source));
  }

  @Test
  void aDamagedKeyIsToldAndNeverReplaced() throws Exception {
    Files.createDirectories(secure);
    Files.writeString(secure.resolve("own.key"), "no key");
    SourceException down = refusedAfterApproval();
    assertTrue(down.reason().en().contains("own certificate"), down.reason().en());
    assertEquals("no key", Files.readString(secure.resolve("own.key")));
  }

  private SourceException refusedAfterApproval() throws Exception {
    OpcuaSource source = secured("security.policy", "Basic256Sha256");
    refused(source);
    rig.certificates.approve(server.fingerprint());
    return refused(source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "Aes128_Sha256_RsaOaep"})
  void aUserIsLetInWithThePasswordAndNotWithAnother(String policy) throws Exception {
    introduce();
    String[] keys = {"security.policy", policy, "username", PlantServer.USER, "password", ""};
    keys[5] = PlantServer.PASSWORD;
    assertEquals("{P000=GOOD 9.125}", read(secured(keys)));
    keys[5] = "wrong";
    SourceException down = refused(secured(keys));
    assertTrue(down.remedy().en().contains("password"), down.reason().en());
    assertFalse(down.reason().en().contains("wrong"));
  }

  @Test
  void aPasswordIsEncryptedForAnApprovedServerOnly() {
    SourceException down =
        refused(secured("username", PlantServer.USER, "password", PlantServer.PASSWORD));
    assertTrue(down.reason().en().contains(server.fingerprint()), down.reason().en());
  }

  @Test
  void theEndpointsThatTheServerHasAreToldToWhoAsksForAnother() throws Exception {
    server.stop();
    OpcuaSource source = secured("security.policy", "Basic256Sha256", "username", "x");
    server.offerAnonymousOnly();
    server.start();
    SourceException down = refused(source);
    assertTrue(down.reason().en().contains("None None[Anonymous]"), down.reason().en());
  }

  @Test
  void anExpiryIsToldThirtyDaysAheadAndARefusalFollows() throws Exception {
    server.stop();
    server.renew(Duration.ofDays(40));
    server.start();
    introduce();
    OpcuaSource source = secured("security.policy", "Basic256Sha256");
    read(source);
    assertEquals(Health.OK, health().code());
    rig.clock.advance(Duration.ofDays(11));
    assertEquals("opcua.certificate-expires", health().code());
    assertEquals(Level.NOTICE, health().level());
    assertTrue(health().cause().en().startsWith("the server's certificate"));
    assertTrue(health().cause().zh().startsWith("服务器证书"));
    rig.clock.advance(Duration.ofDays(30));
    assertEquals("opcua.certificate-expired", health().code());
    assertEquals(Level.MAJOR, health().level());
    assertTrue(
        refused(secured("security.policy", "Basic256Sha256")).reason().en().contains("valid from"));
  }

  @Test
  void theOwnExpiryIsToldToo() throws Exception {
    introduce();
    read(secured("security.policy", "Basic256Sha256"));
    rig.clock.advance(Duration.ofDays(5 * 365 - 29));
    assertTrue(health().cause().en().contains("expire"));
    assertTrue(health().cause().en().contains("own OPC UA certificate"), health().cause().en());
    rig.certificates.renew();
    assertFalse(health().cause().en().contains("own OPC UA certificate"), health().cause().en());
  }

  /**
   * Controllers have room for few. The contract against node-opcua, which has room for ten, shows
   * the same without security.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Basic256Sha256", "Aes256_Sha256_RsaPss"})
  void aLostConnectionLeavesNoSessionAtTheServer(String policy) throws Exception {
    introduce();
    try (TcpProxy link = TcpProxy.to(server.port())) {
      OpcuaSource source =
          rig.source(
              link.port(),
              "security.policy",
              policy,
              "username",
              PlantServer.USER,
              "password",
              PlantServer.PASSWORD);
      Plan plan = source.prepare(ROWS);
      for (int i = 0; i < 3; i++) {
        eventually(
            "it is read again",
            Duration.ofSeconds(20),
            () -> {
              try {
                return !plan.read(Rig.TICK, Rig.points(ROWS)).isEmpty();
              } catch (SourceException stillDown) {
                return false;
              }
            });
        assertEquals(1, server.sessions());
        link.drop();
      }
    }
  }

  private Health health() {
    return rig.condition.health().get(0);
  }

  /** Anybody can make a certificate whose fingerprint begins like that of the plant's server. */
  @Test
  void aServerIsApprovedByItsWholeFingerprintOnly() throws Exception {
    refused(secured("security.policy", "Basic256Sha256"));
    String fingerprint = server.fingerprint();
    assertTrue(rig.certificates.approve("").isEmpty());
    assertTrue(rig.certificates.approve(fingerprint.substring(0, 63)).isEmpty());
    assertFalse(rig.certificates.servers().get(0).trusted());
    assertTrue(rig.certificates.approve(fingerprint).isPresent());
  }

  @Test
  void aFileOfAnotherNameIsNobodysApproval() throws Exception {
    refused(secured("security.policy", "Basic256Sha256"));
    Path trusted = Files.createDirectories(secure.resolve("trusted"));
    Path waits = secure.resolve("waiting").resolve(server.fingerprint() + ".der");
    Files.copy(waits, trusted.resolve("plant.der"));
    assertEquals(1, rig.certificates.servers().size(), "approved in the list, and not in fact");
    assertTrue(refused(secured("security.policy", "Basic256Sha256")).reason().en().contains("not"));
  }

  @Test
  void whenTooManyStrangersWaitTheNextIsToldWhatToDo() throws Exception {
    for (int i = 0; i < 50; i++) {
      rig.clock.advance(Duration.ofSeconds(1));
      rig.certificates.renew();
      X509Certificate stranger = rig.certificates.own().certificate();
      assertThrows(Trouble.class, () -> rig.certificates.check(stranger, "opc.tcp://stranger"));
    }
    SourceException down = refused(secured("security.policy", "Basic256Sha256"));
    assertTrue(down.reason().en().contains(server.fingerprint()), down.reason().en());
    assertTrue(down.remedy().en().contains("reject"), down.remedy().en());
    assertEquals(50, rig.certificates.servers().size());
  }

  @Test
  void aFingerprintMustNameOneServer() throws Exception {
    introduce();
    assertTrue(rig.certificates.reject("").isEmpty());
    assertTrue(rig.certificates.reject("zz").isEmpty());
    String colons = server.fingerprint().toUpperCase().replaceAll("(..)(?=.)", "$1:");
    assertEquals(server.fingerprint(), rig.certificates.reject(colons).orElseThrow().fingerprint());
  }
}
