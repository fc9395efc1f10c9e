package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.ManualClock;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a whole uplink publishes to a real broker, decrypted by {@code openssl}, is byte for byte
 * what was written by hand from the document's samples ({@code golden/uplink}).
 *
 * <p>There the samples' values stand, with the decimals of 附录C; but the time of a sample's {@code
 * ts}, that of its {@code ctime} and that of its {@code request_id} are months apart, which no
 * gateway can produce. So {@code ctime} is the sample's, and the other two follow from it: the ids
 * are those of worker 157, as the sample's id is (AMB-70). The gateway's pair, {@code gateway.pem},
 * was made for this test.
 */
class GoldenTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ROOT = "/SXST_BDMK";
  private static final String AES_KEY = "dcea8dae99826aead01f0bb9582fec35";
  private static final int BLOCK = 128;

  /** 2025-07-30 08:12:01 in Beijing, the samples' ctime. */
  private static final Instant CTIME = Instant.parse("2025-07-30T00:12:01Z");

  private final ManualClock clock = new ManualClock(CTIME.minusSeconds(1));
  private final MemoryFrameStore store = new MemoryFrameStore();
  private final List<AutoCloseable> open = new ArrayList<>();
  private String padding = "";
  private Path folder;
  private Mosquitto broker;
  private FakePlatform platform;
  private Uplink uplink;

  /** The points of tables 3 and 6. */
  private static final class Samples implements PointTable {
    private final Table table =
        new Table(
            1,
            Instant.EPOCH,
            List.of(
                point("FONP001", 3),
                point("FOCH001", 2),
                point("FOTM001", 2),
                point("EXEC001", 3),
                point("EXHE001", 2)));

    private static Point point(String code, int decimals) {
      return new Point(
          new PointId(code),
          Text.same(code),
          "plant",
          true,
          decimals,
          "",
          Kind.INSTANTANEOUS,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Map.of());
    }

    @Override
    public Table current() {
      return table;
    }

    @Override
    public Optional<Table> version(long number) {
      return Optional.of(table);
    }

    @Override
    public Optional<Project> project(String id) {
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

  @BeforeEach
  void startTheBroker(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    store.settled("national");
    broker = opened(new Mosquitto(folder, "mine", "geheim"));
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

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/uplink/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** How a message is read and a reply is written, without any code of ours. */
  private interface Crypt {
    byte[] apply(byte[] bytes) throws IOException, InterruptedException;

    default byte[] now(byte[] bytes) {
      try {
        return apply(bytes);
      } catch (IOException | InterruptedException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }

  private void connect(Crypt opener, Crypt sealer) throws MqttException {
    platform =
        opened(
            new FakePlatform(broker.address(), "mine", "geheim", ROOT, opener::now, sealer::now));
  }

  private void start(List<String> settings) {
    List<String> all =
        new ArrayList<>(
            List.of("broker", broker.address(), "username", "mine", "password", "geheim"));
    all.addAll(List.of("topic", ROOT, "worker", "157"));
    all.addAll(settings);
    Access access = Access.of(AccessTest.properties(all.toArray(String[]::new)));
    Path secure = folder.resolve("secure");
    uplink =
        opened(
            new Uplink(
                access,
                store,
                new Samples(),
                clock,
                secure,
                secure,
                () -> new Vitals(70, 1800, 60)));
  }

  /** Brings up a platform that understands that method, and an uplink of it. */
  private void start(String method) throws IOException, InterruptedException, MqttException {
    String[] words = method.split(" ");
    switch (words[0]) {
      case "none" -> {
        connect(bytes -> bytes, bytes -> bytes);
        start(List.of());
      }
      case "aes" -> startAes(words[1], words[2]);
      default -> {
        // the negotiation takes ids of its own; so it has been done before
        List<String> settings = startRsa(words[1], "field");
        eventually("negotiated", SOON, () -> !platform.heartbeats().isEmpty());
        uplink.close();
        platform.close();
        connect(this::fromGateway, this::toGateway);
        start(settings);
      }
    }
  }

  private void startAes(String mode, String encoding) throws MqttException {
    boolean prefixed = !mode.equals("ECB");
    String cipher = "-aes-128-" + mode.toLowerCase(Locale.ROOT);
    connect(
        bytes -> {
          byte[] sealed =
              encoding.equals("base64")
                  ? Base64.getDecoder().decode(bytes)
                  : HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII));
          int iv = prefixed ? 16 : 0;
          return Openssl.run(
              folder,
              Arrays.copyOfRange(sealed, iv, sealed.length),
              enc(cipher, "-d", HexFormat.of().formatHex(sealed, 0, iv)));
        },
        bytes -> bytes); // plain replies are understood too (AMB-09)
    start(
        List.of(
            "cipher", "aes", "aes.key", AES_KEY, "aes.mode", mode, "payload.encoding", encoding));
  }

  private static String[] enc(String cipher, String direction, String iv) {
    List<String> arguments = new ArrayList<>(List.of("enc", cipher, direction, "-K", AES_KEY));
    if (!iv.isEmpty()) {
      arguments.addAll(List.of("-iv", iv));
    }
    return arguments.toArray(String[]::new);
  }

  private List<String> startRsa(String withPadding, String handshake)
      throws IOException, InterruptedException, MqttException {
    padding = withPadding;
    byte[] none = new byte[0];
    Openssl.run(folder, none, "genrsa", "-out", "platform.pem", "1024");
    String platformKey =
        new String(
            Openssl.run(folder, none, "rsa", "-in", "platform.pem", "-pubout"),
            StandardCharsets.US_ASCII);
    byte[] gateway = golden("gateway.pem").getBytes(StandardCharsets.US_ASCII);
    Path secure = Files.createDirectories(folder.resolve("secure"));
    Path own = secure.resolve("uplink-ccer-national.key");
    Files.write(
        own, Openssl.run(folder, gateway, "pkcs8", "-topk8", "-nocrypt", "-outform", "DER"));
    Files.setLastModifiedTime(own, FileTime.from(CTIME.minus(Duration.ofDays(1))));
    Files.write(folder.resolve("gateway.pub"), Openssl.run(folder, gateway, "pkey", "-pubout"));
    List<String> settings =
        List.of(
            "cipher",
            "rsa",
            "rsa.platform.key",
            platformKey,
            "rsa.padding",
            padding,
            "rsa.handshake",
            handshake,
            "rsa.rekey",
            "once");
    connect(this::fromGateway, this::toGateway);
    start(settings);
    return settings;
  }

  private byte[] fromGateway(byte[] payload) throws IOException, InterruptedException {
    if (payload[0] == '{') {
      return payload; // a key request of which the field alone is encrypted
    }
    byte[] sealed = Base64.getDecoder().decode(payload);
    return Openssl.rsa(folder, sealed, BLOCK, padding, "-decrypt", "-inkey", "platform.pem");
  }

  private byte[] toGateway(byte[] reply) throws IOException, InterruptedException {
    byte[] sealed =
        Openssl.rsa(folder, reply, 62, padding, "-encrypt", "-pubin", "-inkey", "gateway.pub");
    return Base64.getEncoder().encode(sealed);
  }

  /** The first message of that topic, decrypted. */
  private FakePlatform.Received first(String topic) {
    eventually(topic, SOON, () -> of(topic).isPresent());
    return of(topic).orElseThrow();
  }

  private Optional<FakePlatform.Received> of(String topic) {
    return platform.received().stream().filter(m -> m.topic().equals(topic)).findFirst();
  }

  /** A frame of that second, in the order of the table; NaN is a value that was not read. */
  private void frame(Instant time, double... values) {
    List<Sample> samples = new ArrayList<>();
    List<Point> points = new Samples().current().points();
    for (int i = 0; i < values.length; i++) {
      PointId id = points.get(i).id();
      samples.add(
          Double.isNaN(values[i])
              ? Sample.missing(id, Quality.NO_ANSWER)
              : new Sample(id, values[i], Quality.GOOD));
    }
    store.append(new Frame(time, 1, ClockTrust.NOT_CHECKED, samples));
  }

  /** The three of the application, in their usual forms. */
  private static List<String> methods() {
    return List.of(
        "none",
        "aes ECB base64",
        "aes CBC hex",
        "aes CTR base64",
        "rsa PKCS1",
        "rsa OAEP-SHA1",
        "rsa OAEP-SHA256",
        "rsa OAEP-SHA256-MGF1-SHA1");
  }

  /**
   * CCER-7.5-01, CCER-7.5-03; AMB-06, AMB-07: table 1, with the time at which the pair was made.
   */
  @ParameterizedTest
  @CsvSource({
    "PKCS1,field",
    "PKCS1,message",
    "OAEP-SHA1,field",
    "OAEP-SHA1,message",
    "OAEP-SHA256,field",
    "OAEP-SHA256,message",
  })
  void aKeyRequestIsThatOfTableOne(String rsaPadding, String handshake)
      throws IOException, InterruptedException, MqttException {
    startRsa(rsaPadding, handshake);
    FakePlatform.Received request = first("/server/crypto/upload");
    String text = request.text();
    if (handshake.equals("field")) {
      assertEquals(text, new String(request.payload(), StandardCharsets.UTF_8));
      String sealed = request.json().path("value").path("key").asText();
      byte[] key = fromGateway(sealed.getBytes(StandardCharsets.US_ASCII));
      text = text.replace(sealed, new String(key, StandardCharsets.US_ASCII));
    }
    assertEquals(golden("m1.json"), text);
  }

  /** CCER-7.3-04, CCER-7.6-03, CCER-7.6-04, CCER-7.6-05, CCER-7.6-06, CCER-D-04: table 3. */
  @ParameterizedTest
  @MethodSource("methods")
  void aDataPacketIsThatOfTableThree(String method)
      throws IOException, InterruptedException, MqttException {
    start(method);
    first("/server/heart");
    clock.advance(Duration.ofSeconds(2));
    frame(CTIME, 1, 1, 0.152, 0.39, Double.NaN);
    check("m3.json", "/server/data/upload", method);
  }

  /** CCER-7.7-02, CCER-7.7-05, CCER-7.7-08; AMB-30, AMB-39: table 6, ordered by table 5. */
  @ParameterizedTest
  @MethodSource("methods")
  void aBackfillPacketIsThatOfTableSix(String method)
      throws IOException, InterruptedException, MqttException {
    frame(CTIME, 1, 1, 0.152, 0.398, 10.38);
    frame(CTIME.plusSeconds(1), 1, 1, 0.152, 0.398, 10.38);
    start(method);
    first("/server/heart");
    clock.advance(Duration.ofSeconds(3));
    platform.send(
        "/client/cmd",
        "{\"ts\":\"1740240364527\",\"cmd_type\":\"1\",\"request_id\"：\"1742106155427680258\","
            + "\"value\":{\"ts_start\": \"%d \", \"ts_end\": \"%d\"} }"
                .formatted(CTIME.getEpochSecond(), CTIME.getEpochSecond() + 1));
    check("m6.json", "/server/cmd/reply", method);
  }

  /** CCER-7.8-01, CCER-7.8-03, CCER-E-01: table 7. */
  @ParameterizedTest
  @MethodSource("methods")
  void aHeartbeatIsThatOfTableSeven(String method)
      throws IOException, InterruptedException, MqttException {
    start(method);
    check("m7.json", "/server/heart", method);
    assertEquals(Optional.empty(), of("/server/crypto/upload"), "CCER-7.5-07");
  }

  private void check(String name, String topic, String method) throws IOException {
    FakePlatform.Received message = first(topic);
    assertEquals(golden(name), message.text());
    String wire = new String(message.payload(), StandardCharsets.UTF_8);
    if (method.equals("none")) {
      assertEquals(golden(name), wire);
    } else {
      assertNotEquals(golden(name), wire);
    }
  }
}
