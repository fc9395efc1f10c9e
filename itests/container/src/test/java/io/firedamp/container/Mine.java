package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * A whole mine around the shipped gateway: two PLCs that are none of ours behind cuttable links, a
 * real Mosquitto with a password file, and the platform at its other end. Not started.
 */
final class Mine implements AutoCloseable {
  static final String PASSWORD = "Kohle&Gas#1";
  static final String KEY = "dcea8dae99826aead01f0bb9582fec35";
  static final String SUPPLIER = "佳华智联";
  static final String UPLINK = "io.firedamp.uplink.ccer-national.cfg";

  static final String USER = "mine";
  private static final String PLATFORM = "platform";
  private static final String ROOT = "/AC049DCCA0FD44EA85443512CA0D7DE5";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A frame of the store. */
  record Row(long number, Instant time, String hash) {}

  final Gateway gateway;
  final Mosquitto broker;
  final FakePlatform platform;
  final TcpProxy firstLink;
  final TcpProxy secondLink;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  Mine(Path folder) throws IOException, InterruptedException, MqttException {
    Plc plc = opened(Plc.start(folder));
    firstLink = opened(TcpProxy.to(plc.port()));
    secondLink = opened(TcpProxy.to(plc.port()));
    broker = opened(new Mosquitto(Files.createDirectory(folder.resolve("broker")), USER, PASSWORD));
    broker.password(PLATFORM, PASSWORD);
    platform = platform(ROOT, KEY);
    gateway = opened(Gateway.unpack(folder));
    gateway.etc(
        "io.firedamp.site.cfg",
        "project.name = 某煤矿",
        "project.registration = D9034ACFED5F407195226B903FCA8DBC",
        "project.type = power",
        "flow.monitoring = direct");
    driver("first", firstLink.port());
    driver("second", secondLink.port());
    uplink();
    points(2);
  }

  /** A platform at the broker, with a main topic and an AES key of its own. */
  FakePlatform platform(String root, String key) throws MqttException {
    return opened(
        new FakePlatform(
            broker.address(),
            PLATFORM,
            PASSWORD,
            root,
            aes(key, Cipher.DECRYPT_MODE),
            aes(key, Cipher.ENCRYPT_MODE)));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private void driver(String name, int port) throws IOException {
    gateway.etc("io.firedamp.driver.modbus-" + name + ".cfg", "host = 127.0.0.1", "port = " + port);
  }

  /** The uplink as it should be, with these lines more. */
  void uplink(String... more) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "supplier.name = " + SUPPLIER,
                "supplier.credit.code = 911101126996050290",
                "broker = " + broker.address(),
                "client.id = FIREDAMP000001",
                "username = " + USER,
                "password = " + PASSWORD,
                "topic = " + ROOT,
                "cipher = aes",
                "aes.key = " + KEY));
    lines.addAll(List.of(more));
    gateway.etc(UPLINK, lines.toArray(String[]::new));
  }

  /** A table of that many points, half on each PLC; register n carries n hundredths. */
  void points(int count) throws IOException {
    gateway.etc("points.csv", table(count).toArray(String[]::new));
  }

  List<String> table(int count) {
    List<String> lines = new ArrayList<>(List.of("code,source,address,type,scale"));
    for (int i = 0; i < count; i++) {
      String source = i % 2 == 0 ? "first" : "second";
      lines.add("FOCH%03d,%s,holding:%d,uint16,0.01".formatted(i + 1, source, i + 1));
    }
    return lines;
  }

  /** Starts the gateway, and returns when the platform has acknowledged a packet of all points. */
  Duration start() throws IOException, InterruptedException {
    Duration took = gateway.start();
    awaitAcknowledged(0);
    return took;
  }

  /** Waits until more packets than that are acknowledged. */
  void awaitAcknowledged(double more) {
    eventually(
        "acknowledged packets", SOON, () -> figure("uplink national", "acknowledged") > more);
  }

  private static UnaryOperator<byte[]> aes(String key, int mode) {
    return bytes -> {
      try {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(HexFormat.of().parseHex(key), "AES"));
        return mode == Cipher.DECRYPT_MODE
            ? cipher.doFinal(Base64.getDecoder().decode(bytes))
            : Base64.getEncoder().encode(cipher.doFinal(bytes));
      } catch (GeneralSecurityException wrong) {
        throw new IllegalStateException(wrong);
      }
    };
  }

  /** {@code firedamp:status --json}. */
  JsonNode status() throws IOException, InterruptedException {
    return MAPPER.readTree(gateway.shell("firedamp:status --json"));
  }

  /** The health of that part; a missing node if there is none. */
  JsonNode health(String subject) throws IOException, InterruptedException {
    for (JsonNode health : status().path("health")) {
      if (health.path("subject").asText().equals(subject)) {
        return health;
      }
    }
    return MAPPER.missingNode();
  }

  double figure(String subject, String key) throws IOException, InterruptedException {
    for (JsonNode figure : health(subject).path("figures")) {
      if (figure.path("key").asText().equals(key)) {
        return figure.path("value").asDouble(Double.NaN);
      }
    }
    return Double.NaN;
  }

  /** Every frame of the store, read by the stock tool. */
  List<Row> frames() throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String line :
        sql("SELECT number, time, hex(data) FROM frame ORDER BY number").lines().toList()) {
      String[] fields = line.split("\\|");
      rows.add(
          new Row(
              Long.parseLong(fields[0]),
              Instant.ofEpochMilli(Long.parseLong(fields[1])),
              fields[2]));
    }
    return rows;
  }

  /** How many frames before that instant an uplink has not settled yet; of all uplinks. */
  int unsettled(Instant to) throws IOException, InterruptedException {
    return Integer.parseInt(
        sql("SELECT count(*) FROM frame, uplink WHERE number > settled AND time < "
                + to.toEpochMilli())
            .strip());
  }

  /** Lets that much time pass; the gateway has to live through it. */
  void pass(Duration time) {
    Instant end = Instant.now().plus(time);
    eventually("time passes", time.plus(SOON), () -> Instant.now().isAfter(end));
    assertTrue(gateway.isRunning());
  }

  /**
   * Copies a whole frame into each second of a past that ended two minutes before it. Only while
   * the gateway does not run.
   *
   * @param length of that past
   * @return its first second
   */
  Instant fill(Duration length) throws IOException, InterruptedException {
    Instant end = newestFrame().minus(Duration.ofMinutes(2));
    sql(
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)"
                + " INSERT INTO frame(time, point_table, clock, data)"
                + " SELECT %2$d - (%1$d - i) * 1000, f.point_table, f.clock, f.data"
                + " FROM n, (SELECT * FROM frame ORDER BY length(data) DESC LIMIT 1) f")
            .formatted(length.toSeconds(), end.toEpochMilli()));
    return end.minus(length).plusSeconds(1);
  }

  /** The time of the newest frame. */
  Instant newestFrame() throws IOException, InterruptedException {
    return Instant.ofEpochMilli(Long.parseLong(sql("SELECT max(time) FROM frame").strip()));
  }

  /** Asks the history with Debian's own sqlite3. */
  String sql(String query) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "sqlite3",
                "-cmd",
                ".timeout 5000",
                gateway.path("history/hot.db").toString(),
                query)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(query + ": " + text);
    }
    return text;
  }

  /** The value of a point in a packet, as it was written; empty if the packet has none. */
  static String value(FakePlatform.Received packet, String code) {
    String text = packet.text();
    int at = text.indexOf('"' + code + "\":{\"val\":");
    if (at < 0) {
      return "";
    }
    int from = text.indexOf(':', text.indexOf(':', at) + 1) + 1;
    return text.substring(from, text.indexOf('}', from));
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception failed) { // as AutoCloseable declares it; the others are to be closed too
        System.err.println("cannot close " + part + ": " + failed);
      }
    }
  }
}
