package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.Authority;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ends the connection to the broker, and how it comes back by itself when that is over: within
 * a bound, and with a line of the log for each change of state, not for each attempt. Every test
 * begins and ends with a gateway that uploads.
 */
class RecoveryIT {
  private static final String SUBJECT = "uplink national";
  private static final String DISCONNECTED = "uplink.disconnected";
  private static final String CERTIFICATE = "uplink.certificate";
  private static final String LOGIN = "uplink.login";
  private static final Duration SOON = Duration.ofSeconds(30);

  /** How long each trouble lasts: several attempts to connect. */
  private static final Duration TROUBLE = Duration.ofSeconds(3);

  /** For the line of the log: the health is looked at once a second. */
  private static final Duration LOOKS = Duration.ofSeconds(3);

  private interface Deed {
    void run() throws Exception;
  }

  @TempDir static Path folder;
  private static Mine mine;

  @BeforeAll
  static void start() throws Exception { // as the mine does
    mine = new Mine(folder);
    mine.start();
  }

  @AfterAll
  static void close() {
    mine.close();
  }

  @BeforeEach
  void uploads() throws Exception { // as the mine does
    mine.uplink("reply.timeout.s = 3");
    awaitHealth("ok");
  }

  private static void awaitHealth(String code) {
    eventually(
        SUBJECT + " is " + code,
        SOON,
        () -> mine.health(SUBJECT).path("code").asText().equals(code));
  }

  /** Waits for a packet of a tick from now on. */
  private static Duration awaitPacket(Duration patience) {
    Instant now = Instant.now();
    eventually(
        "packets arrive again",
        patience,
        () -> mine.platform.packets().stream().anyMatch(p -> p.time("ctime").isAfter(now)));
    return Duration.between(now, Instant.now());
  }

  /**
   * A trouble comes, is named, stays a while, and goes.
   *
   * @param code what it is called
   * @param word what its cause says
   * @param bound from its end to the first packet
   */
  private static void assertRecovers(
      String what, Deed come, String code, String word, Deed go, Duration bound)
      throws Exception { // as the deeds do
    eventually("the log says what the status says", LOOKS, () -> last(mine.gateway).equals("ok"));
    int before = mine.gateway.transitions(SUBJECT).size();
    long own = ownLines();
    come.run();
    awaitHealth(code);
    eventually(
        what + ": the cause has " + word,
        SOON,
        () -> mine.health(SUBJECT).path("cause").path("en").asText().contains(word));
    mine.pass(TROUBLE);
    mine.gateway.awaitLog(SUBJECT + ": .*\\(" + code + "\\).*" + word, LOOKS);
    go.run();
    Duration took = awaitPacket(bound);
    awaitHealth("ok");
    mine.pass(TROUBLE); // a line too many would come now

    List<String> said = mine.gateway.transitions(SUBJECT);
    said = new ArrayList<>(said.subList(before, said.size()));
    System.out.printf(
        "%s: back after %.1f s (at most %d s), log: %s%n",
        what, took.toMillis() / 1e3, bound.toSeconds(), said);
    if (!code.equals(DISCONNECTED)) {
      said.remove(DISCONNECTED); // while the broker starts anew
    }
    said.removeAll(List.of("gone", "uplink.connecting")); // while its configuration is taken over
    assertEquals(List.of(code, "ok"), said, what);
    assertEquals(own, ownLines(), "lines of the uplink itself");
  }

  private static String last(Gateway gateway) throws Exception { // as the log is read
    List<String> said = gateway.transitions(SUBJECT);
    return said.isEmpty() ? "ok" : said.get(said.size() - 1);
  }

  /** Lines that threads of the uplink have written. */
  private static long ownLines() throws Exception { // as the log is read
    return mine.gateway.logSinceStart().lines().filter(l -> l.contains("| uplink-ccer-")).count();
  }

  /** CCER-4.3-02. */
  @Test
  void fromABrokerThatWasGone() throws Exception {
    assertRecovers(
        "the broker is gone",
        mine.broker::stop,
        DISCONNECTED,
        "no connection",
        mine.broker::start,
        Duration.ofSeconds(5));
  }

  /** CCER-7.4-05: a login that is refused is tried less and less often. */
  @Test
  void fromAPasswordThatTheBrokerChangesForAWhile() throws Exception {
    assertRecovers(
        "another password at the broker",
        () -> mine.broker.password(Mine.USER, "another"),
        LOGIN,
        "refuses user name or password",
        () -> mine.broker.password(Mine.USER, Mine.PASSWORD),
        Duration.ofSeconds(15));
  }

  /** CCER-7.4-05. */
  @Test
  void fromAPasswordThatIsChangedHereToo() throws Exception {
    assertRecovers(
        "another password at the broker, then in the file",
        () -> mine.broker.password(Mine.USER, "another"),
        LOGIN,
        "refuses user name or password",
        () -> mine.uplink("reply.timeout.s = 3", "password = another"),
        Duration.ofSeconds(10));
    mine.broker.password(Mine.USER, Mine.PASSWORD);
  }

  /** CCER-7.3-02. */
  @Test
  void fromACertificateOfAnotherAuthorityAndFromOneThatHasExpired() throws Exception {
    Path certificate = folder.resolve("broker.pem");
    Path key = folder.resolve("broker.key");
    Authority ours = new Authority(Files.createDirectory(folder.resolve("ours")));
    Authority other = new Authority(Files.createDirectory(folder.resolve("other")));
    int port = Mosquitto.freePort();
    ours.issue(2, certificate, key);
    mine.broker.also(
        "listener " + port + " 127.0.0.1", "certfile " + certificate, "keyfile " + key);
    mine.uplink(
        "reply.timeout.s = 3",
        "broker = ssl://127.0.0.1:" + port,
        "tls.ca = " + ours.certificate());
    awaitPacket(SOON);
    awaitHealth("ok");
    Deed right =
        () -> {
          ours.issue(2, certificate, key);
          mine.broker.restart();
        };
    assertRecovers(
        "a certificate of another authority",
        () -> {
          other.issue(2, certificate, key);
          mine.broker.restart();
        },
        CERTIFICATE,
        "certification path",
        right,
        Duration.ofSeconds(5));
    assertRecovers(
        "an expired certificate",
        () -> {
          ours.issue(0, certificate, key);
          mine.broker.restart();
        },
        CERTIFICATE,
        "NotAfter",
        right,
        Duration.ofSeconds(5));
  }

  /** CCER-4.3-02: what is sent into it is not lost, but sent again (AMB-77). */
  @Test
  void fromAPortThatSwallowsEverything() throws Exception {
    try (TcpProxy hole = TcpProxy.to(mine.broker.port())) {
      mine.uplink("reply.timeout.s = 3", "broker = tcp://127.0.0.1:" + hole.port());
      awaitPacket(SOON);
      awaitHealth("ok");
      assertRecovers(
          "a black hole",
          hole::mute,
          DISCONNECTED,
          "127.0.0.1:" + hole.port(),
          hole::pass,
          Duration.ofSeconds(15));
      assertTrue(hole.swallowed() > 0);
      mine.uplink("reply.timeout.s = 3");
      awaitPacket(SOON);
    }
  }
}
