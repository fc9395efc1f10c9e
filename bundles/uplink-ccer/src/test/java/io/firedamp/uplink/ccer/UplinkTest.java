package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.clock.ClockTrust;
import io.firedamp.courier.Route;
import io.firedamp.health.Level;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.testkit.Authority;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The uplink against a real Mosquitto, and a platform that keeps what it gets. */
class UplinkTest extends UplinkHarness {
  /**
   * CCER-7.6-01, CCER-7.6-05, CCER-7.6-08, CCER-7.2-01, CCER-7.2-02 (数据主动上传, 安全认证), CCER-4.3-01;
   * AMB-25, AMB-26: a missing value is left out, never zero.
   */
  @Test
  void aFrameIsSentAsItWasStoredAndSettledByThePlatformsReply() throws IOException {
    start();
    connected();
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 5 * 5);
    long number = frame(now);
    eventually("both parts acknowledged", SOON, () -> store.settled(UPLINK) == number);

    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(number, 1));
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(number, 0));
    assertEquals("1", store.delivery(UPLINK, number, 1).orElseThrow().phase());
    List<FakePlatform.Received> packets = platform.packets();
    assertEquals(2, packets.size());
    String inside = packets.get(0).text();
    assertTrue(
        inside.endsWith("\"data\":{\"FONP001\":{\"val\":1000.001},\"EXEC001\":{\"val\":7.000}}}}"),
        inside);
    assertTrue(packets.get(1).text().endsWith("\"data\":{\"CODE001\":{\"val\":0.100}}}}"));
    assertEquals("0", packets.get(1).json().path("flag").asText());
    assertEquals(Level.OK, health().level(), health().toString());
  }

  /** CCER-3-02: sampled each second, uploaded each fifth. */
  @Test
  void aPointIsSentOnlyInItsUploadPeriod() throws IOException {
    start();
    connected();
    frame(Instant.ofEpochSecond(clock.instant().getEpochSecond() / 5 * 5 + 1));
    eventually("two packets", SOON, () -> platform.packets().size() == 2);
    JsonNode data = platform.packets().get(0).json().path("value").path("data");
    assertTrue(data.has("FONP001"));
    assertTrue(!data.has("EXEC001"), data.toString());
  }

  /** CCER-7.3-07, CCER-7.8-01, CCER-7.8-03, CCER-E-01. */
  @Test
  void theFirstHeartbeatComesWithTheConnection() {
    start();
    connected();
    JsonNode value = platform.heartbeats().get(0).json().path("value");
    assertEquals("D9034ACFED5F407195226B903FCA8DBC911101126996050290", value.path("sn").asText());
    assertEquals("佳华智联", value.path("supplier_name").asText());
    assertTrue(value.path("cpu_usage").isNumber() && value.path("up_time").isIntegralNumber());
    eventually("the beat is accepted", SOON, () -> figure("heartbeats.accepted") == 1);
  }

  /** CCER-7.3-04: the whole JSON text is encrypted, in both directions. */
  @Test
  void withAesNothingReadableCrossesTheWire() throws IOException, MqttException {
    String key = "dcea8dae99826aead01f0bb9582fec35";
    Cipher aes = Access.of(AccessTest.properties("cipher", "aes", "aes.key", key)).cipher();
    UnaryOperator<byte[]> opener =
        bytes -> {
          try {
            return aes.open(bytes).getBytes(StandardCharsets.UTF_8);
          } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
          }
        };
    platform.close();
    platform =
        opened(
            new FakePlatform(
                broker.address(),
                "mine",
                "geheim",
                ROOT,
                opener,
                bytes -> aes.seal(new String(bytes, StandardCharsets.UTF_8))));
    start("cipher", "aes", "aes.key", key);
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
    platform.send("/client/cmd", "{\"cmd_type\":\"9\",\"request_id\":\"2\"}");
    eventually("refused", SOON, () -> !platform.backfills().isEmpty());
    for (FakePlatform.Received message : platform.received()) {
      String wire = new String(message.payload(), StandardCharsets.ISO_8859_1);
      assertTrue(wire.matches("[A-Za-z0-9+/=]+"), wire);
    }
  }

  /** AMB-08: another cipher is tried over the uplink's own connection, which goes on sending. */
  @Test
  void anAttemptWithOtherSettingsHoldsNothingUp() throws Exception {
    platform.script(
        message ->
            message.text().startsWith("{") ? FakePlatform.accept(message) : Optional.empty());
    start();
    connected();
    Variant variant =
        Variant.of(
            AccessTest.properties(
                "cipher", "aes", "aes.key", "00".repeat(16), "reply.timeout.s", "60"));
    FutureTask<Echo> attempt = new FutureTask<>(() -> uplink.attempt(variant));
    new Thread(attempt, "attempt").start();
    eventually(
        "a heartbeat of the other cipher",
        SOON,
        () -> platform.heartbeats().stream().anyMatch(beat -> !beat.text().startsWith("{")));
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
    assertFalse(attempt.isDone());
    broker.stop();
    assertEquals(Echo.Result.LOST, attempt.get(10, TimeUnit.SECONDS).result());
  }

  /** AMB-08: a platform that drops whom it does not understand is asked again all the same. */
  @Test
  void anAttemptWaitsForTheConnection() throws Exception {
    TcpProxy line = opened(TcpProxy.to(broker.port()));
    line.cut();
    start("broker", "tcp://127.0.0.1:" + line.port());
    Variant variant = Variant.of(AccessTest.properties("reply.timeout.s", "60"));
    FutureTask<Echo> attempt = new FutureTask<>(() -> uplink.attempt(variant));
    new Thread(attempt, "attempt").start();
    line.pass();
    assertEquals(Echo.Result.UNDERSTOOD, attempt.get(30, TimeUnit.SECONDS).result());
  }

  /**
   * CCER-7.3-02: with TLS, the platform's own authority and a client certificate; and never to a
   * broker that shows another.
   */
  @Test
  void withTlsBothSidesShowTheirCertificates(@TempDir Path folder)
      throws IOException, InterruptedException, MqttException {
    Authority authority = new Authority(folder);
    for (String name : List.of("server", "client")) {
      authority.issue(2, folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }
    int secure = Mosquitto.freePort();
    broker.also(
        "listener " + secure + " 127.0.0.1",
        "cafile " + authority.certificate(),
        "certfile " + folder.resolve("server.pem"),
        "keyfile " + folder.resolve("server.key"),
        "require_certificate true");
    platform.close(); // it has lost its broker, and listens again at a time of its own
    platform = opened(FakePlatform.plain(broker.address(), "mine", "geheim", ROOT));
    String address = "ssl://127.0.0.1:" + secure;
    start(
        "broker",
        address,
        "tls.certificate",
        folder.resolve("client.pem").toString(),
        "tls.key",
        folder.resolve("client.key").toString());
    eventually(
        "the authority is unknown", SOON, () -> health().code().equals("uplink.certificate"));
    assertTrue(health().cause().en().contains("certification path"), health().toString());
    assertTrue(platform.heartbeats().isEmpty());
    uplink.close();

    start(
        "broker",
        address,
        "tls.ca",
        authority.certificate().toString(),
        "tls.certificate",
        folder.resolve("client.pem").toString(),
        "tls.key",
        folder.resolve("client.key").toString());
    connected();
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
  }

  /**
   * CCER-4.3-02, CCER-7.8-02: stored meanwhile; the first live packet within two seconds of the
   * broker's return.
   */
  @Test
  void afterAnOutageTheFirstLivePacketLeavesWithinTwoSeconds() throws Exception {
    start();
    connected();
    broker.stop();
    eventually("the loss is noticed", SOON, () -> health().level() == Level.CRITICAL);
    long first = frame(clock.instant().minusSeconds(58));
    long held = frame(clock.instant().minusSeconds(70));
    long fresh = frame(clock.instant());
    broker.start();
    long back = System.nanoTime();
    eventually(
        "the uplink is back", SOON, () -> outcome(fresh, 1).isPresent() || figure("sent") > 0);
    Duration took = Duration.ofNanos(System.nanoTime() - back);
    assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
    eventually("all settled", Duration.ofSeconds(40), () -> store.settled(UPLINK) == fresh);
    assertEquals(Optional.of(Outcome.EXPIRED), outcome(held, 1));
    assertEquals(Follower.HELD, store.delivery(UPLINK, held, 1).orElseThrow().reason());
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(fresh, 1));
    // a second to reconnect, on top of 58, may have cost it its freshness
    assertTrue(
        Set.of(Outcome.ACKNOWLEDGED, Outcome.EXPIRED, Outcome.UNANSWERED)
            .contains(outcome(first, 1).orElseThrow()));
    assertTrue(figure("heartbeats") >= 2, "a beat at once after the return");
  }

  /** A link that swallows everything looks connected; the missing receipts say otherwise. */
  @Test
  void aHalfOpenConnectionIsGivenUpAndMadeAnew() throws IOException {
    TcpProxy line = opened(TcpProxy.to(broker.port()));
    start("broker", "tcp://127.0.0.1:" + line.port(), "reply.timeout.s", "2");
    connected();
    long before = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == before);
    line.mute();
    long during = frame(clock.instant());
    eventually("the silence is noticed", SOON, () -> health().code().equals("uplink.disconnected"));
    assertTrue(health().cause().en().contains("does not confirm"), health().toString());
    line.pass();
    eventually("delivered after all", SOON, () -> store.settled(UPLINK) == during);
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(during, 1));
  }

  /** Paho itself would wait for the answer to its login for ever. */
  @Test
  void aPortThatTakesConnectionsAndSaysNothingIsGivenUpAndTriedAgain() throws IOException {
    TcpProxy line = opened(TcpProxy.to(broker.port()));
    line.mute();
    start("broker", "tcp://127.0.0.1:" + line.port());
    eventually("it hangs", SOON, () -> line.swallowed() > 0);
    line.pass();
    eventually("a heartbeat", Duration.ofSeconds(15), () -> !platform.heartbeats().isEmpty());
    assertEquals(2, line.accepted());
  }

  /** CCER-4.5-02; a simulated week: one transaction, and the live packet just as soon. */
  @Test
  void aWeekOfBacklogIsHeldAndTheLivePacketGoesFirst() throws IOException {
    store.settled(UPLINK);
    Instant week = clock.instant().minus(Duration.ofDays(7));
    int frames = 604_800 / 10;
    for (int i = 0; i < frames; i++) {
      frame(week.plusSeconds(i * 10L));
    }
    long live = frame(clock.instant());
    long begin = System.nanoTime();
    start();
    eventually(
        "acknowledged", SOON, () -> outcome(live, 1).equals(Optional.of(Outcome.ACKNOWLEDGED)));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(took.compareTo(Duration.ofSeconds(3)) < 0, took.toString());
    assertEquals(Optional.of(Outcome.EXPIRED), outcome(1, 1));
    List<String> times =
        platform.packets().stream()
            .map(p -> p.json().path("value").path("ctime").asText())
            .toList();
    assertTrue(times.size() <= 14, "nothing older than 60 s is sent unasked: " + times);
  }

  /** What the run before had acknowledged is not sent again, although the cursor lies before it. */
  @Test
  void aRestartSendsOnlyWhatIsNotSettled() throws IOException {
    store.settled(UPLINK);
    long first = frame(clock.instant().minusSeconds(3));
    platform.script(
        message ->
            message.topic().equals("/server/heart")
                    || message.json().path("flag").asText().equals("0")
                ? FakePlatform.accept(message)
                : Optional.empty());
    start();
    eventually("flag 0 acknowledged", SOON, () -> outcome(first, 0).isPresent());
    assertTrue(store.settled(UPLINK) < first);
    uplink.close();
    int before = platform.packets().size();
    platform.script(FakePlatform::accept);
    start();
    eventually("settled", SOON, () -> store.settled(UPLINK) == first);
    List<FakePlatform.Received> after =
        platform.packets().subList(before, platform.packets().size());
    assertEquals(List.of("1"), after.stream().map(p -> p.json().path("flag").asText()).toList());
  }

  /**
   * CCER-7.6-09, CCER-7.3-05: the n-th is refused once, then accepted; ids differ, contents do not.
   */
  @Test
  void whatThePlatformRefusesIsSentAgainWithANewIdAndTheSameContent() throws IOException {
    Set<String> refused = new HashSet<>();
    platform.script(
        message -> {
          String ctime = message.json().path("value").path("ctime").asText();
          boolean data = message.topic().equals("/server/data/upload");
          return data && refused.add(ctime)
              ? Optional.of(FakePlatform.reply(message, "0", "数据格式错误"))
              : FakePlatform.accept(message);
        });
    start();
    connected();
    long number = frame(clock.instant());
    eventually("settled", SOON, () -> store.settled(UPLINK) == number);
    List<JsonNode> flagOne =
        platform.packets().stream()
            .map(FakePlatform.Received::json)
            .filter(json -> json.path("flag").asText().equals("1"))
            .toList();
    assertEquals(2, flagOne.size());
    assertTrue(!flagOne.get(0).path("request_id").equals(flagOne.get(1).path("request_id")));
    assertEquals(
        flagOne.get(0).path("value").path("data"), flagOne.get(1).path("value").path("data"));
    assertEquals(
        flagOne.get(0).path("value").path("ctime"), flagOne.get(1).path("value").path("ctime"));
    assertEquals(2, store.delivery(UPLINK, number, 1).orElseThrow().attempts());
  }

  @Test
  void closingEndsEveryThread() {
    start();
    connected();
    uplink.close();
    eventually(
        "no thread is left",
        SOON,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                    t ->
                        t.getName().startsWith("uplink-ccer-")
                            || t.getName().contains("FIREDAMP")));
  }

  private Optional<Outcome> late(long frame, int part) throws IOException {
    return store.delivery(UPLINK + ":late", frame, part).map(delivery -> delivery.outcome());
  }

  private long lateAt(int packet) {
    JsonNode value = platform.packets().get(packet).json().path("value");
    return seconds(value.path("utime").asText()) - seconds(value.path("ctime").asText());
  }

  private static long seconds(String time) {
    return LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.ofHours(8));
  }

  /**
   * AMB-20, CCER-7.6-04: {@code late = all}: an outage's frames are sent afterwards, with their
   * ctime and a new utime, behind what is fresh. That they were not sent in time stays on record.
   */
  @Test
  void whatAnOutageKeptBackIsSentLateWhereThatIsConfigured() throws IOException {
    store.settled(UPLINK + ":late");
    Instant outage = clock.instant().minusSeconds(3600);
    long first = frame(outage);
    for (int second = 1; second < 250; second++) {
      frame(outage.plusSeconds(second));
    }
    long last = frame(clock.instant());
    start("late", "all");
    assertEquals(new Route(UPLINK, "", UPLINK + ":late", true, true, true), uplink.route());
    eventually("all delivered late", SOON, () -> store.settled(UPLINK + ":late") >= last - 1);

    assertEquals(Optional.of(Outcome.EXPIRED), outcome(first, 1));
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), late(first, 1));
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), late(last - 1, 0));
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(last, 1));
    assertEquals(Optional.empty(), late(last, 1), "what was delivered in time is not sent again");
    assertEquals(2 * 251, platform.packets().size());
    assertTrue(lateAt(0) < 60, "the fresh one first");
    assertTrue(lateAt(10) >= 3000, "with its own ctime, and the utime of this upload");
    assertEquals(500, figure("late"));
  }

  /** Issue 6: what an untrusted clock has stamped goes by default, and waits if that is wanted. */
  @ParameterizedTest
  @ValueSource(strings = {"send", "hold"})
  void packetsOfAnUntrustedClockAreHeldWhereThatIsConfigured(String policy) throws IOException {
    start("clock.untrusted", policy);
    connected();
    long untrusted = frame(clock.instant(), ClockTrust.UNSYNCHRONISED);
    long drifting = frame(clock.instant(), ClockTrust.DRIFTING);
    eventually("both are settled", SOON, () -> store.settled(UPLINK) == drifting);
    Outcome expected = policy.equals("hold") ? Outcome.EXPIRED : Outcome.ACKNOWLEDGED;
    assertEquals(Optional.of(expected), outcome(untrusted, 1));
    assertEquals(Optional.of(expected), outcome(untrusted, 0));
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(drifting, 1));
    assertEquals(policy.equals("hold") ? 2 : 4, platform.packets().size());
    assertEquals(Level.OK, health().level(), "the clock's own alarm is enough");
  }

  /**
   * AMB-20: {@code late = send}: what was refused goes again, what an outage kept back does not.
   */
  @Test
  void whatWasRefusedIsSentLateWhereThatIsConfigured() throws IOException {
    store.settled(UPLINK + ":late");
    long outage = frame(clock.instant().minusSeconds(3600));
    platform.script(
        message ->
            message.topic().equals("/server/data/upload")
                ? FakePlatform.accept(message)
                    .map(text -> text.replace("\"success\":\"1\"", "\"success\":\"0\""))
                : FakePlatform.accept(message));
    start("late", "send", "fresh.s", "2", "attempts", "20");
    connected();
    long refused = frame(clock.instant());
    eventually("refused", SOON, () -> outcome(refused, 1).equals(Optional.of(Outcome.REFUSED)));
    platform.script(FakePlatform::accept);
    eventually("late", SOON, () -> late(refused, 1).equals(Optional.of(Outcome.ACKNOWLEDGED)));
    assertEquals(Optional.of(Outcome.EXPIRED), outcome(outage, 1));
    assertEquals(Optional.empty(), late(outage, 1));
  }

  /** CCER-7.3-01, AMB-05. */
  @ParameterizedTest
  @ValueSource(strings = {"lo", "127.0.0.1"})
  void anInterfaceIsKnownByItsNameAndItsAddress(String local) throws IOException {
    start("bind.interface", local);
    connected();
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
  }

  private static int address(String verb) throws IOException, InterruptedException {
    return new ProcessBuilder("ip", "addr", verb, "127.0.0.77/8", "dev", "lo")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** CCER-7.3-01, AMB-05: the VPN goes, and comes back. Needs the right to give lo an address. */
  @Test
  void theUplinkFollowsItsInterface() throws IOException, InterruptedException {
    assumeTrue(address("add") == 0, "may not add an address to lo");
    try {
      start("bind.interface", "127.0.0.77");
      connected();
      address("del");
      eventually("gone", SOON, () -> health().code().equals("uplink.interface"));
      long number = frame(clock.instant());
      address("add");
      eventually("delivered", SOON, () -> store.settled(UPLINK) == number);
      assertEquals(Optional.of(Outcome.ACKNOWLEDGED), outcome(number, 1));
    } finally {
      address("del");
    }
  }

  /** CCER-7.4-05: what of the configuration the broker sees when the uplink connects. */
  @Test
  void theBrokerSeesTheConfiguredConnection() throws IOException {
    RefusingBroker listening = opened(new RefusingBroker(0));
    start(
        "broker",
        "tcp://127.0.0.1:" + listening.port(),
        "client.id",
        "MINE0000000001",
        "username",
        "u",
        "password",
        "p",
        "clean.session",
        "true",
        "keep.alive.s",
        "33",
        "qos",
        "0");
    eventually("connected, listening, beating", SOON, () -> listening.heard().size() >= 3);
    // 3.1: version 4, user name, password and clean session, 33 s
    assertEquals(
        "\u0010\0\4MQTT\4\u00c2\0!\0\16MINE0000000001\0\1u\0\1p", listening.heard().get(0));
    assertTrue(listening.heard().get(1).endsWith("/client/cmd\0"), "QoS 0 asked for");
    assertTrue(listening.heard().get(2).startsWith("0\0\27" + ROOT + "/server/heart"), "QoS 0");
  }

  /** CCER-7.4-03: every topic can be another. */
  @Test
  void everyTopicIsTheConfiguredOne() throws IOException, MqttException {
    start(
        "topic.data", ROOT + "/server/a",
        "topic.data.reply", ROOT + "/client/a/reply",
        "topic.heart", ROOT + "/server/b",
        "topic.heart.reply", ROOT + "/client/b/reply",
        "topic.cmd", ROOT + "/client/c",
        "topic.cmd.reply", ROOT + "/server/d");
    long number = frame(clock.instant());
    eventually("data, reply", SOON, () -> store.settled(UPLINK) == number);
    eventually("heartbeat, reply", SOON, () -> figure("heartbeats.accepted") == 1);
    platform.send("/client/c", "{\"cmd_type\":\"9\",\"request_id\":\"2\"}");
    eventually("command, answer", SOON, () -> topics().contains("/server/d"));
    assertEquals(Set.of("/server/a", "/server/b", "/server/d"), new HashSet<>(topics()));
    uplink.close();

    platform.script(
        message ->
            message.topic().equals("/server/e") ? FakePlatform.accept(message) : Optional.empty());
    start(
        "cipher",
        "rsa",
        "rsa.platform.key",
        Base64.getEncoder().encodeToString(RsaKeys.generate(1024).getPublic().getEncoded()),
        "topic.crypto",
        ROOT + "/server/e",
        "topic.crypto.reply",
        ROOT + "/client/e/reply");
    eventually("key request, reply", SOON, () -> figure("heartbeats") == 1);
  }

  /** AMB-14, AMB-17, CCER-7.6-07: what else of the configuration the messages show. */
  @Test
  void theMessagesShowWhatIsConfigured() throws IOException {
    start("ts", "message", "zeros", "strip", "out.of.range", "omit", "rsp", "0", "sn", "OURS");
    connected();
    assertEquals("OURS", platform.heartbeats().get(0).json().path("value").path("sn").asText());
    Instant tick = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 5 * 5 - 5);
    long number = frame(tick);
    eventually("handed over", SOON, () -> store.settled(UPLINK) == number);
    eventually("arrived", SOON, () -> !platform.packets().isEmpty());
    assertEquals(1, platform.packets().size(), "the value out of range was all of flag 0");
    FakePlatform.Received packet = platform.packets().get(0);
    assertTrue(packet.text().endsWith("\"EXEC001\":{\"val\":7}}}}"), packet.text());
    assertEquals("0", packet.json().path("value").path("rsp").asText());
    assertTrue(packet.json().path("ts").asLong() >= tick.plusSeconds(5).toEpochMilli());
    assertEquals(Optional.of(Outcome.PUBLISHED), outcome(number, 1));
  }

  /** CCER-7.4-04: an uplink sends the points of its own project alone. */
  @Test
  void anUplinkOfAnotherProjectSendsNothingOfThis() throws IOException {
    start("project", "other");
    connected();
    long number = frame(clock.instant());
    eventually("settled", SOON, () -> store.settled(UPLINK) == number);
    assertTrue(platform.packets().isEmpty());
  }
}
