package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Level;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.MemoryFrameStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an uplink says of itself, against a real Mosquitto. */
class HealthOfUplinkTest extends UplinkHarness {
  /**
   * CCER-7.6-11, AMB-71: the phase is shown; the end of the project is told, and sending goes on.
   */
  @Test
  void thePhaseOfTheProjectIsShownAndItsEndIsTold() throws IOException {
    platform.script(
        message ->
            FakePlatform.accept(message)
                .map(text -> text.replace("\"status\":\"1\"", "\"status\":\"3\"")));
    start();
    connected();
    long number = frame(clock.instant());
    eventually("settled", SOON, () -> store.settled(UPLINK) == number);
    assertEquals(3, figure("phase"));
    eventually("told", SOON, () -> health().code().equals("uplink.project-ended"));
    assertEquals(Level.MAJOR, health().level());
    platform.script(FakePlatform::accept);
    long next = frame(clock.instant());
    eventually("still sent", SOON, () -> store.settled(UPLINK) == next);
    assertEquals(1, figure("phase"));
    assertEquals(Level.OK, health().level());
  }

  /**
   * The platform holds another key: its replies cannot be read, and that is said with the keys to
   * check.
   */
  @Test
  void aWrongKeyIsSaidSo() throws MqttException, IOException {
    Cipher theirs =
        Access.of(AccessTest.properties("cipher", "aes", "aes.key", "00".repeat(16))).cipher();
    start("cipher", "aes", "aes.key", "dcea8dae99826aead01f0bb9582fec35");
    eventually("connected", SOON, () -> figure("heartbeats") == 1);
    byte[] foreign = theirs.seal("{\"response_id\":\"1\",\"result\":{\"success\":\"1\"}}");
    try (FakePlatform other =
        new FakePlatform(broker.address(), "mine", "geheim", ROOT, b -> b, b -> foreign)) {
      other.send("/client/data/upload/reply", "{}");
      eventually("unreadable", SOON, () -> health().code().equals("uplink.unreadable"));
    }
    assertTrue(health().remedy().en().contains("aes.key"), health().toString());
    assertTrue(health().remedy().en().contains("io.firedamp.uplink.ccer-national.cfg"));
  }

  /** CCER-7.4-05. */
  @Test
  void aRefusedLoginIsSaidSo() {
    start("password", "falsch");
    eventually("login refused", SOON, () -> health().code().equals("uplink.login"));
    assertEquals(Level.CRITICAL, health().level());
    assertTrue(!health().toString().contains("falsch"), "a secret in a message");
  }

  /** AMB-03. */
  @Test
  void aRefusedClientIdIsSaidSo() throws IOException {
    RefusingBroker refusing = opened(new RefusingBroker(2));
    start("broker", "tcp://127.0.0.1:" + refusing.port(), "client.id", "MINE0000000001");
    eventually("client id refused", SOON, () -> health().code().equals("uplink.client-id"));
    assertEquals(Level.CRITICAL, health().level());
    assertTrue(health().cause().en().contains("MINE0000000001"), health().toString());
  }

  /** AMB-03: two gateways of one client id push each other out. */
  @Test
  void aClientIdInUseTwiceIsSaidSoByBoth() {
    start();
    Uplink first = uplink;
    Access same =
        Access.of(
            AccessTest.properties(
                "broker",
                broker.address(),
                "username",
                "mine",
                "password",
                "geheim",
                "topic",
                ROOT));
    Uplink second =
        opened(
            new Uplink(
                same,
                new MemoryFrameStore(),
                table,
                clock,
                secure,
                secure.resolveSibling("other")));
    for (Uplink each : List.of(first, second)) {
      eventually(
          "duplicate named",
          SOON.multipliedBy(2),
          () -> each.health().get(0).code().equals("uplink.duplicate-client"));
      assertEquals(Level.CRITICAL, each.health().get(0).level());
    }
    second.close();
    assertEquals(
        "uplink.duplicate-client", first.health().get(0).code(), "until a connection has lasted");
  }

  /**
   * The login is good, but the replies' topics are not ours to read. Mosquitto refuses no
   * subscription.
   */
  @Test
  void aRefusedSubscriptionIsSaidSo() throws IOException {
    RefusingBroker refusing = opened(new RefusingBroker(0));
    start("broker", "tcp://127.0.0.1:" + refusing.port());
    eventually("denied", SOON, () -> health().code().equals("uplink.denied"));
    assertTrue(
        health().cause().en().contains(ROOT + "/client/data/upload/reply"), health().toString());
    eventually("heartbeats go on", SOON, () -> figure("heartbeats") == 1);
  }

  /** Whatever goes wrong in it costs a connection, not the uplink, and no frame. */
  @Test
  void noDefectEndsTheUplink() throws IOException {
    store.settled(UPLINK);
    for (String thread : List.of("uplink-ccer-follow", "uplink-ccer-live")) {
      table.failsIn = thread;
      start();
      long first = frame(clock.instant());
      eventually("told", SOON, () -> health().code().equals("uplink.fault"));
      assertEquals(Level.CRITICAL, health().level());
      table.failsIn = "nowhere";
      long second = frame(clock.instant());
      eventually("all settled", SOON, () -> store.settled(UPLINK) == second);
      assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(first, 1));
      assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(second, 0));
      uplink.close();
    }
    assertEquals(8, platform.packets().size(), "two parts of four frames, none twice");
  }

  /** CCER-7.3-01, AMB-05, AMB-69: without the VPN nothing is sent, whatever other way there is. */
  @Test
  void withoutItsInterfaceNothingIsSent() throws IOException {
    start("bind.interface", "tun-of-nobody");
    frame(clock.instant());
    eventually("it is said", SOON, () -> health().code().equals("uplink.interface"));
    assertTrue(health().cause().en().contains("tun-of-nobody"), health().toString());
    assertTrue(platform.received().isEmpty());
  }

  /** AMB-44, the strict reading. */
  @Test
  void typingErrorsAreNotUnderstoodIfThatIsConfigured() {
    platform.script(
        message -> FakePlatform.accept(message).map(text -> text.replace(",", "\uff0c")));
    start("lenient", "false");
    connected();
    eventually("not understood", SOON, () -> health().code().equals("uplink.unreadable"));
  }

  /** CCER-7.6-02, AMB-19: connected, and yet nothing arrives in time. */
  @Test
  void packetsThatLeaveLateOrNotAtAllAreToldAlthoughConnected() throws IOException {
    start();
    connected();
    frame(clock.instant().minusSeconds(40));
    eventually("slow", SOON, () -> health().code().equals("uplink.slow"));
    assertEquals(Level.NOTICE, health().level());
    frame(clock.instant().minusSeconds(70));
    eventually("held", SOON, () -> health().code().equals("uplink.expiring"));
    assertEquals(Level.MAJOR, health().level());
    assertTrue(health().remedy().en().contains("clock"), health().toString());
  }

  /** What a test has logged; the binding writes to the standard error of the moment. */
  private static String logged(Callable<?> test) throws Exception {
    PrintStream console = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      test.call();
    } finally {
      System.setErr(console);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  private boolean deliver() throws IOException {
    start();
    for (int i = 0; i < 2; i++) {
      long number = frame(clock.instant());
      eventually("settled", SOON, () -> store.settled(UPLINK) == number);
    }
    uplink.close();
    return true;
  }

  /** CCER-7.6-11: a change is an event, the first reply after a restart is none. */
  @Test
  void aChangeOfThePhaseIsLoggedOnceAndThePhaseIsRememberedOverARestart() throws Exception {
    String change = "the project is trial run now | 项目状态变为试运行";
    assertEquals(2, logged(this::deliver).split(Pattern.quote(change), -1).length, "once");
    assertFalse(logged(this::deliver).contains("the project is"));
    platform.script(message -> Optional.empty());
    start();
    eventually("remembered", SOON, () -> figure("phase") == 1);
    uplink.close();
    platform.script(FakePlatform::accept);
    Files.writeString(secure.resolve("uplink-ccer-national.phase"), "0");
    assertTrue(logged(this::deliver).contains(change), "from commissioning");
  }

  /**
   * CCER-7.3-02: both VPN and encryption are asked for; on the machine itself nobody reads along.
   */
  @Test
  void dataThatCouldBeReadOnTheirWayAreTold() {
    start("broker", broker.address().replace("127.0.0.1", "0.0.0.0")); // this machine all the same
    eventually("plain", SOON, () -> health().code().equals("uplink.plain"));
    assertEquals(Level.NOTICE, health().level());
    assertTrue(health().cause().zh().contains("明文"), health().toString());
    uplink.close();
    start("broker", broker.address().replace("127.0.0.1", "0.0.0.0"), "bind.interface", "lo");
    eventually("not plain", SOON, () -> health().level() == Level.OK);
  }

  /** CCER-7.4-05, AMB-03; CCER-E-02, AMB-49: used as they are, and doubted. */
  @ParameterizedTest
  @CsvSource({
    "client.id,gateway-1,uplink.client-id-form",
    "supplier.credit.code,911101126996050291,uplink.credit-code",
  })
  void whatLooksMistypedIsDoubted(String key, String value, String code) {
    start(key, value);
    connected();
    eventually("doubted", SOON, () -> health().code().equals(code));
    assertEquals(Level.NOTICE, health().level());
    assertTrue(health().cause().en().contains(value), health().toString());
  }

  private void told(String code, Level level, String word) {
    eventually(code, SOON, () -> health().code().equals(code));
    assertEquals(level, health().level());
    assertTrue(health().cause().en().contains(word), health().toString());
  }

  /** From now on the platform answers so what comes on that topic, and accepts the rest. */
  private void answered(String topic, Function<FakePlatform.Received, Optional<String>> answer) {
    platform.script(
        message ->
            message.topic().equals(topic) ? answer.apply(message) : FakePlatform.accept(message));
  }

  /** AMB-46. */
  @Test
  void refusedHeartbeatsAreTold() {
    answered(
        "/server/heart", beat -> Optional.of(FakePlatform.reply(beat, "0", "unknown fingerprint")));
    start();
    told("uplink.heart", Level.MAJOR, "unknown fingerprint");
  }

  /** AMB-22: connected, heartbeats are answered, data are not. */
  @Test
  void threeRepliesThatDoNotComeAreTold() throws IOException {
    answered("/server/data/upload", packet -> Optional.empty());
    start("reply.timeout.s", "1");
    connected();
    frame(clock.instant());
    told("uplink.silent", Level.CRITICAL, "did not come");
  }

  /** CCER-7.6-09: with the platform's reason, and gone with the first packet that it takes. */
  @Test
  void threeRefusalsInARowAreTold() throws IOException {
    answered(
        "/server/data/upload", data -> Optional.of(FakePlatform.reply(data, "0", "unknown code")));
    start();
    connected();
    long number = frame(clock.instant());
    told("uplink.refused", Level.MAJOR, "unknown code");
    platform.script(FakePlatform::accept);
    eventually("settled", SOON, () -> store.settled(UPLINK) == number);
    assertEquals(Level.OK, health().level(), health().toString());
  }

  /** CCER-7.4-04. */
  @Test
  void aProjectThatIsNotConfiguredIsTold() {
    table.knows = false;
    start("project", "nowhere");
    told("uplink.project", Level.MAJOR, "nowhere");
  }
}
