package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.Authority;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * What may be seen for a moment while the broker starts anew or a configuration is taken over.
   */
  private static final List<String> PASSING = List.of(DISCONNECTED, "uplink.connecting", "gone");

  private static final String TIMEOUT = "reply.timeout.s = 3";
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
    mine.uplink(TIMEOUT);
    mine.start();
  }

  @AfterAll
  static void close() {
    mine.close();
  }

  @BeforeEach
  void uploads() {
    awaitHealth("ok");
    awaitSaid("ok");
  }

  /** Changes the uplink's file, and waits until it is in force: it begins with a heartbeat. */
  private static void configure(String... lines) throws IOException {
    eventually("the platform would hear it", SOON, mine.platform::isConnected);
    Instant now = Instant.now();
    mine.uplink(lines);
    eventually(
        "the new configuration is in force",
        SOON,
        () -> mine.platform.heartbeats().stream().anyMatch(beat -> beat.at().isAfter(now)));
    awaitHealth("ok");
    awaitSaid("ok");
  }

  private static void awaitHealth(String code) {
    eventually(
        SUBJECT + " is " + code,
        SOON,
        () -> mine.health(SUBJECT).path("code").asText().equals(code));
  }

  /** Waits until the newest change of state in the log is to that one. */
  private static void awaitSaid(String code) {
    eventually(
        "the log says " + code,
        LOOKS,
        () -> {
          List<String> said = mine.gateway.transitions(SUBJECT);
          return said.isEmpty() ? code.equals("ok") : said.get(said.size() - 1).equals(code);
        });
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
    awaitSaid("ok");

    List<String> all = mine.gateway.transitions(SUBJECT);
    List<String> said = all.subList(before, all.size());
    System.out.printf(
        "%s: back after %.1f s (at most %d s), log: %s%n",
        what, took.toMillis() / 1e3, bound.toSeconds(), said);
    assertEquals(
        List.of(code, "ok"),
        said.stream().filter(state -> state.equals(code) || !PASSING.contains(state)).toList(),
        what);
    assertTrue(said.size() <= 2 + PASSING.size(), "a line for each attempt");
    assertEquals(own, ownLines(), "lines of the uplink itself");
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
        () -> mine.uplink(TIMEOUT, "password = another"),
        Duration.ofSeconds(10));
    mine.broker.password(Mine.USER, Mine.PASSWORD);
    configure(TIMEOUT);
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
    awaitPacket(SOON);
    configure(TIMEOUT, "broker = ssl://127.0.0.1:" + port, "tls.ca = " + ours.certificate());
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
    configure(TIMEOUT);
  }

  /** CCER-4.3-02: what is sent into it is not lost, but sent again (AMB-77). */
  @Test
  void fromAPortThatSwallowsEverything() throws Exception {
    try (TcpProxy hole = TcpProxy.to(mine.broker.port())) {
      configure(TIMEOUT, "broker = tcp://127.0.0.1:" + hole.port());
      assertRecovers(
          "a black hole",
          hole::mute,
          DISCONNECTED,
          "127.0.0.1:" + hole.port(),
          hole::pass,
          Duration.ofSeconds(15));
      assertTrue(hole.swallowed() > 0);
      configure(TIMEOUT);
    }
  }
}
