package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.courier.Route;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Frame;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Recall;
import io.firedamp.testkit.Authority;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.TcpProxy;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The uplink against a real Mosquitto, and a platform that keeps what it gets. */
class UplinkTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ROOT = "/SXST_BDMK";
  private static final String UPLINK = "national";

  private static final class SystemTime implements SiteClock {
    @Override
    public Instant instant() {
      return Instant.now();
    }

    @Override
    public ClockState state() {
      return new ClockState(ClockTrust.NOT_CHECKED, Instant.EPOCH, Text.NONE);
    }
  }

  private static final class OneTable implements PointTable {
    /** The thread in which this part fails, by the start of its name; none does. */
    private volatile String failsIn = "nowhere";

    private void fail() {
      if (Thread.currentThread().getName().startsWith(failsIn)) {
        throw new StackOverflowError("as a test has it");
      }
    }

    private final Table table =
        new Table(
            1,
            Instant.EPOCH,
            List.of(
                point("FONP001", true, 3, 1),
                point("FOCH001", true, 2, 1),
                point("EXEC001", true, 3, 5),
                point("CODE001", false, 3, 1)));

    private static Point point(String code, boolean inside, int decimals, int uploadSeconds) {
      return new Point(
          new PointId(code),
          Text.same(code),
          "plant",
          inside,
          decimals,
          "",
          Kind.INSTANTANEOUS,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Duration.ofSeconds(1),
          Duration.ofSeconds(uploadSeconds),
          Map.of());
    }

    @Override
    public Table current() {
      return table;
    }

    @Override
    public Optional<Table> version(long number) {
      fail();
      return number == 1 ? Optional.of(table) : Optional.empty();
    }

    @Override
    public Optional<Project> project(String id) {
      fail();
      return Optional.of(
          new Project(
              id,
              "甲矿",
              "D9034ACFED5F407195226B903FCA8DBC",
              Project.Type.CHP,
              Project.Monitoring.DIRECT,
              Project.Monitoring.DIRECT));
    }
  }

  private final SystemTime clock = new SystemTime();
  private final MemoryFrameStore store = new MemoryFrameStore();
  private final OneTable table = new OneTable();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path secure;
  private Mosquitto broker;
  private FakePlatform platform;
  private Uplink uplink;

  @BeforeEach
  void connectThePlatform(@TempDir Path folder)
      throws IOException, InterruptedException, MqttException {
    secure = folder.resolve("secure");
    store.settled(UPLINK); // a name that is new starts at the newest frame: here, before the first
    broker = opened(new Mosquitto(folder, "mine", "geheim"));
    platform = opened(FakePlatform.plain(broker.address(), "mine", "geheim", ROOT));
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(0, part);
    return part;
  }

  @AfterEach
  void closeAll() throws Exception { // AutoCloseable declares it
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  private void start(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "broker",
                broker.address(),
                "username",
                "mine",
                "password",
                "geheim",
                "topic",
                ROOT));
    all.addAll(Arrays.asList(settings));
    Access access = Access.of(AccessTest.properties(all.toArray(String[]::new)));
    uplink = opened(new Uplink(access, store, table, clock, secure, secure));
  }

  private void connected() {
    eventually("a heartbeat", SOON, () -> !platform.heartbeats().isEmpty());
  }

  /** A frame of that instant, cut to the second. */
  private long frame(Instant time) throws IOException {
    Instant tick = Instant.ofEpochSecond(time.getEpochSecond());
    return store
        .append(
            new Frame(
                tick,
                1,
                ClockTrust.NOT_CHECKED,
                List.of(
                    new Sample(new PointId("FONP001"), 1000.0005, Quality.GOOD),
                    Sample.missing(new PointId("FOCH001"), Quality.NO_ANSWER),
                    new Sample(new PointId("EXEC001"), 7, Quality.GOOD),
                    new Sample(new PointId("CODE001"), 0.1, Quality.OUT_OF_RANGE))))
        .number();
  }

  private Optional<Outcome> outcome(long frame, int part) throws IOException {
    return store.delivery(UPLINK, frame, part).map(delivery -> delivery.outcome());
  }

  private Health health() {
    return uplink.health().get(0);
  }

  private double figure(String key) {
    return health().figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /**
   * CCER-7.6-01, CCER-7.6-05, CCER-7.6-08, CCER-7.3-05, CCER-7.2-01, CCER-7.2-02 (数据主动上传, 安全认证),
   * CCER-4.3-01; AMB-25, AMB-26: a missing value is left out, never zero.
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

  /** CCER-7.3-07, CCER-7.8-01, CCER-7.8-03, CCER-E-01, CCER-7.8-04. */
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

  /** A platform that keeps a key pair, and learns the gateway's public key from M1. */
  private final class RsaPlatform {
    private static final int BLOCK = 128;

    private final KeyPair pair = RsaKeys.generate(1024);
    private final boolean wholeMessage;
    private volatile Optional<Rsa> toGateway = Optional.empty();

    RsaPlatform(boolean wholeMessage) throws MqttException {
      this.wholeMessage = wholeMessage;
      platform.close();
      platform =
          opened(
              new FakePlatform(broker.address(), "mine", "geheim", ROOT, this::open, this::seal));
      platform.script(this::answer);
    }

    /** By the JDK's cipher, block by block: not by the code under test. */
    private byte[] decrypt(byte[] base64) {
      try {
        javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(javax.crypto.Cipher.DECRYPT_MODE, pair.getPrivate());
        byte[] sealed = Base64.getDecoder().decode(base64);
        ByteArrayOutputStream clear = new ByteArrayOutputStream();
        for (int at = 0; at < sealed.length; at += BLOCK) {
          clear.writeBytes(cipher.doFinal(sealed, at, BLOCK));
        }
        return clear.toByteArray();
      } catch (GeneralSecurityException wrong) {
        throw new IllegalStateException(wrong);
      }
    }

    private byte[] open(byte[] payload) {
      return payload[0] == '{' ? payload : decrypt(payload);
    }

    private byte[] seal(byte[] reply) {
      return toGateway.orElseThrow().seal(new String(reply, StandardCharsets.UTF_8));
    }

    private Optional<String> answer(FakePlatform.Received message) {
      if (message.topic().equals("/server/crypto/upload")) {
        String key = message.json().path("value").path("key").asText();
        byte[] field = key.getBytes(StandardCharsets.UTF_8);
        String base64 = wholeMessage ? key : new String(decrypt(field), StandardCharsets.UTF_8);
        try {
          toGateway =
              Optional.of(
                  new Rsa(
                      RsaKeys.platform(base64),
                      pair,
                      Rsa.Padding.PKCS1,
                      Cipher.Encoding.BASE64,
                      Rsa.KeyForm.BASE64));
        } catch (GeneralSecurityException noKey) {
          throw new IllegalStateException(noKey);
        }
      }
      return FakePlatform.accept(message);
    }

    String publicKey() {
      return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }
  }

  private List<String> topics() {
    return platform.received().stream().map(FakePlatform.Received::topic).toList();
  }

  /** CCER-7.5-01, CCER-7.5-03, CCER-7.5-04, CCER-7.5-05, CCER-7.5-06; AMB-07. */
  @ParameterizedTest
  @ValueSource(strings = {"field", "message"})
  void withRsaTheKeyIsNegotiatedBeforeAnythingElse(String handshake)
      throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(handshake.equals("message"));
    start("cipher", "rsa", "rsa.platform.key", keys.publicKey(), "rsa.handshake", handshake);
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
    assertEquals("/server/crypto/upload", topics().get(0));
    assertEquals(1, topics().stream().filter(t -> t.contains("crypto")).count());
    assertEquals(Level.OK, health().level(), health().toString());
    assertEquals(handshake.equals("field"), platform.received().get(0).payload()[0] == '{');
    for (FakePlatform.Received packet : platform.packets()) {
      assertTrue(packet.payload()[0] != '{', "data are encrypted");
    }
  }

  /** CCER-7.5-07: other methods negotiate nothing. */
  @Test
  void withoutRsaNoKeyIsNegotiated() {
    start();
    connected();
    assertTrue(topics().stream().noneMatch(t -> t.contains("crypto")), topics().toString());
  }

  /**
   * AMB-10: {@code rsa.rekey = once}: a confirmed pair is not negotiated again, over a restart too.
   */
  @Test
  void aConfirmedPairNeedNotBeNegotiatedAgain() throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(false);
    String[] settings = {
      "cipher", "rsa", "rsa.platform.key", keys.publicKey(), "rsa.rekey", "once"
    };
    start(settings);
    connected();
    uplink.close();
    start(settings);
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
    assertEquals(1, topics().stream().filter(t -> t.contains("crypto")).count());
  }

  /** CCER-7.5-01, CCER-4.3-02: no key, no data; they wait in the store, and it is said why. */
  @Test
  void withoutAConfirmedKeyNothingIsSent() throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(false);
    platform.script(message -> Optional.empty());
    start("cipher", "rsa", "rsa.platform.key", keys.publicKey());
    frame(clock.instant());
    eventually(
        "the missing confirmation is said",
        Duration.ofSeconds(20),
        () -> health().code().equals("uplink.key-exchange"));
    assertTrue(platform.packets().isEmpty() && platform.heartbeats().isEmpty());
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

  /** CCER-7.4-05. */
  @Test
  void aRefusedLoginIsSaidSo() {
    start("password", "falsch");
    eventually("login refused", SOON, () -> health().code().equals("uplink.login"));
    assertEquals(Level.CRITICAL, health().level());
    assertTrue(!health().toString().contains("falsch"), "a secret in a message");
  }

  private List<Recall> recalls(Instant from) {
    return store.recalls(UPLINK, from, from.plusSeconds(60));
  }

  private List<JsonNode> answers() {
    return platform.received().stream()
        .filter(m -> m.topic().equals("/server/cmd/reply"))
        .map(FakePlatform.Received::json)
        .toList();
  }

  private void command(String id, Instant from, Instant to) throws MqttException {
    platform.send(
        "/client/cmd",
        "{\"ts\":\"1\",\"cmd_type\":\"1\",\"request_id\"：\"%s\",\"value\":{\"ts_start\": \"%d \", \"ts_end\": \"%d\"} }"
            .formatted(id, from.getEpochSecond(), to.getEpochSecond()));
  }

  /**
   * CCER-7.7-01, CCER-7.7-02, CCER-7.7-03, CCER-7.7-05, CCER-7.7-06, CCER-7.7-08, CCER-7.3-06: what
   * comes on command is what was sent live, to the letter, and comes on command only. The command
   * is written as the sample is.
   */
  @Test
  void theSpanThatThePlatformAsksForComesAsItWasSentLive() throws IOException, MqttException {
    start();
    connected();
    Instant first = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 5 * 5 - 10);
    long number = 0;
    for (int i = 0; i < 10; i++) {
      number = frame(first.plusSeconds(i));
    }
    long last = number;
    eventually("live packets", SOON, () -> store.settled(UPLINK) == last);
    assertTrue(answers().isEmpty(), "nothing without a command");

    command("4711", first.plusSeconds(2), first.plusSeconds(8));
    eventually("the answer", SOON, () -> answers().size() == 1);
    JsonNode answer = answers().get(0);
    assertEquals("4711", answer.path("response_id").asText());
    assertEquals("1", answer.path("cmd_type").asText());
    assertEquals("1", answer.path("result").path("success").asText());
    JsonNode values = answer.path("result").path("value");
    assertEquals(7, values.size());
    eventually("on record", SOON, () -> !recalls(first).isEmpty());
    Recall recall = recalls(first).get(0);
    assertEquals(
        List.of("4711", first.plusSeconds(2), first.plusSeconds(9), 7L),
        List.of(recall.request(), recall.from(), recall.to(), recall.instants()));
    Map<String, String> live = new java.util.TreeMap<>();
    for (FakePlatform.Received packet : platform.packets()) {
      String data = packet.text().substring(packet.text().indexOf("\"data\":{") + 8);
      data = data.substring(0, data.length() - 3);
      live.merge(packet.json().path("value").path("ctime").asText(), data, (a, b) -> a + "," + b);
    }
    String text =
        platform.received().stream()
            .filter(m -> m.topic().equals("/server/cmd/reply"))
            .findFirst()
            .orElseThrow()
            .text();
    String before = "";
    for (JsonNode entry : values) {
      String ctime = entry.path("ctime").asText();
      assertTrue(ctime.compareTo(before) > 0, "ascending");
      before = ctime;
      assertTrue(
          text.contains("\"values\":{" + live.get(ctime) + "}}"), live.get(ctime) + " in " + text);
    }
  }

  /** CCER-7.7-09; AMB-34, AMB-42, AMB-81. */
  @Test
  void commandsWithoutDataOrSenseAreAnsweredOrIgnored() throws IOException, MqttException {
    start();
    connected();
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    platform.send("/client/cmd", "nonsense");
    platform.send("/client/cmd", "{\"cmd_type\":\"1\"}");
    command("1", longAgo, longAgo.plusSeconds(60));
    eventually("no data", SOON, () -> answers().size() == 1);
    platform.send("/client/cmd", "{\"cmd_type\":\"9\",\"request_id\":\"2\"}");
    eventually("unknown command", SOON, () -> answers().size() == 2);
    for (JsonNode answer : answers()) {
      assertEquals("0", answer.path("result").path("success").asText());
      assertEquals(0, answer.path("result").path("value").size());
      assertTrue(!answer.path("result").path("reason").asText().isEmpty());
    }
    assertEquals("9", answers().get(1).path("cmd_type").asText());
    assertEquals(Level.OK, health().level(), health().toString());
  }

  /** CCER-7.7-04: more than an hour is more than a packet; a restart goes on where it was. */
  @Test
  void aLongSpanGoesOnAfterARestart() throws IOException, MqttException {
    Instant first =
        clock
            .instant()
            .minus(Duration.ofHours(5))
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    for (int i = 0; i < 180; i++) {
      frame(first.plusSeconds(i * 60L));
    }
    start("backfill.interval.s", "1");
    connected();
    command("4711", first, first.plusSeconds(3 * 3600 - 1));
    eventually("the first hour", SOON, () -> answers().size() == 1);
    uplink.close();
    int before = answers().size();
    start("backfill.interval.s", "1");
    eventually("the others", SOON, () -> figure("backfills") == 0 && answers().size() >= 3);
    Set<String> times = new HashSet<>();
    int entries = 0;
    for (JsonNode answer : answers()) {
      assertTrue(answer.path("result").path("value").size() <= 60, "an hour at the most");
      for (JsonNode entry : answer.path("result").path("value")) {
        times.add(entry.path("ctime").asText());
        entries++;
      }
    }
    assertEquals(180, times.size());
    assertTrue(
        entries <= 180 + 60,
        "a packet in flight may come twice, no other: " + entries + " after " + before);
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

  /** CCER-7.6-09: the n-th is refused once, then accepted; ids differ, contents do not. */
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

  /** CCER-7.3-01, AMB-05, AMB-69: without the VPN nothing is sent, whatever other way there is. */
  @Test
  void withoutItsInterfaceNothingIsSent() throws IOException {
    start("bind.interface", "tun-of-nobody");
    frame(clock.instant());
    eventually("it is said", SOON, () -> health().code().equals("uplink.interface"));
    assertTrue(health().cause().en().contains("tun-of-nobody"), health().toString());
    assertTrue(platform.received().isEmpty());
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

  /** AMB-14, AMB-18, AMB-27, CCER-7.6-07: what else of the configuration the messages show. */
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

  /** AMB-44, the strict reading. */
  @Test
  void typingErrorsAreNotUnderstoodIfThatIsConfigured() {
    platform.script(
        message -> FakePlatform.accept(message).map(text -> text.replace(",", "\uff0c")));
    start("lenient", "false");
    connected();
    eventually("not understood", SOON, () -> health().code().equals("uplink.unreadable"));
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
