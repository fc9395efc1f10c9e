package io.firedamp.uplink.ccer.probe;

import static io.firedamp.testkit.Eventually.eventually;
import static io.firedamp.uplink.ccer.desk.Typist.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Table;
import io.firedamp.settings.ConfigFile;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.text.Text;
import io.firedamp.uplink.ccer.CcerUplink;
import io.firedamp.uplink.ccer.Line;
import io.firedamp.uplink.ccer.desk.Conversation;
import io.firedamp.uplink.ccer.desk.Typist;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The command and a running uplink, a real Mosquitto, and a platform of openssl. */
@DisplayName(
    "CCER-7.3-04, CCER-7.5-03; AMB-05 … AMB-09, AMB-80: the platform's encryption is found")
class ProbeTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ROOT = "/SXST_BDMK";
  private static final String KEY = CombinationsTest.KEY;
  private static final String CANNOT = "{\"result\":{\"success\":\"0\",\"reason\":\"解密失败\"}}";

  @TempDir Path folder;
  private final Map<String, String> properties = new HashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Lines lines = new Lines();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Mosquitto broker;
  private FakePlatform platform;
  private Path config;
  private Path pair;

  @BeforeEach
  void aGatewayOfItsOwn() throws IOException, InterruptedException {
    for (String key : List.of("karaf.etc", "karaf.base")) {
      properties.put(key, System.getProperty(key));
      System.setProperty(key, folder.toString());
    }
    config = folder.resolve("io.firedamp.uplink.ccer-national.cfg");
    pair = Sealing.pair(folder.resolve("platform.key"));
    broker =
        opened(new Mosquitto(Files.createDirectory(folder.resolve("broker")), "mine", "geheim"));
  }

  @AfterEach
  void asBefore() throws Exception { // AutoCloseable declares it
    for (AutoCloseable part : open) {
      part.close();
    }
    properties.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(0, part);
    return part;
  }

  /**
   * A platform that understands these messages only.
   *
   * @param opener throws where it does not
   */
  private void platform(
      Function<byte[], String> opener,
      UnaryOperator<byte[]> sealer,
      Function<FakePlatform.Received, Optional<String>> script)
      throws MqttException {
    platform =
        opened(
            new FakePlatform(
                broker.address(),
                "mine",
                "geheim",
                ROOT,
                payload -> {
                  try {
                    return opener.apply(payload).getBytes(StandardCharsets.UTF_8);
                  } catch (IllegalStateException | IllegalArgumentException notMine) {
                    return new byte[0];
                  }
                },
                reply ->
                    new String(reply, StandardCharsets.UTF_8).equals(CANNOT)
                        ? reply
                        : sealer.apply(reply)));
    platform.script(
        message -> {
          heard.add(message.topic() + (message.text().isEmpty() ? " ?" : ""));
          return message.text().isEmpty() ? Optional.of(CANNOT) : script.apply(message);
        });
  }

  private void uplink(String... settings) throws IOException {
    StringBuilder text = new StringBuilder("broker = " + broker.address() + "\n");
    text.append("supplier.name = 佳华智联\nsupplier.credit.code = 911101126996050290\n");
    text.append("client.id = FIREDAMP000001\nusername = mine\npassword = geheim\n");
    text.append("topic = " + ROOT + "\nreply.timeout.s = 5\n");
    for (int i = 0; i < settings.length; i += 2) {
      text.append(settings[i] + " = " + settings[i + 1] + "\n");
    }
    Files.writeString(config, text);
    BundleContext context =
        proxy(
            BundleContext.class,
            (name, arguments) -> {
              if (name.equals("registerService")) {
                lines.addLine((Line) arguments[1]);
                return proxy(ServiceRegistration.class, (other, none) -> null);
              }
              return name.equals("getProperty") ? folder.toString() : null;
            });
    CcerUplink uplink =
        new CcerUplink(
            context,
            new HashMap<>(ConfigFile.read(config).settings(Conversation::variable)),
            new MemoryFrameStore(),
            new NoPoints(),
            new SystemTime());
    opened(uplink::stop);
    eventually("the uplink speaks", SOON, () -> !heard.isEmpty());
  }

  private interface Answers {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
  }

  private static final class NoPoints implements PointTable {
    private final Table table = new Table(1, Instant.EPOCH, List.of());

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
      return Optional.empty();
    }
  }

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

  private ProbeCommand command() {
    ProbeCommand command = new ProbeCommand();
    command.session = new Typist().session(false);
    command.lines = lines;
    command.english = true;
    command.yes = true;
    command.pause = Duration.ZERO;
    return command;
  }

  private static final Map<String, String> AES =
      Map.of(
          "aes.mode", "CBC",
          "aes.padding", "PKCS5",
          "aes.iv", "key",
          "aes.key.encoding", "utf8",
          "payload.encoding", "base64");

  private void aesPlatform(Function<FakePlatform.Received, Optional<String>> script)
      throws MqttException {
    platform(
        payload -> Sealing.openAes(AES, KEY, payload),
        reply -> Sealing.aes(AES, KEY, new String(reply, StandardCharsets.UTF_8)),
        script);
  }

  private void found(Map<String, String> truth, String answer) throws IOException {
    assertTrue(answer.contains("Written: " + config), answer);
    Map<String, String> written = ConfigFile.read(config).settings(Conversation::variable);
    truth.forEach((key, value) -> assertEquals(value, written.get(key), key));
    assertFalse(answer.contains(KEY) || answer.contains("geheim"), answer);
  }

  @Test
  void theOneAesCombinationThatThePlatformUnderstandsIsFound() throws Exception {
    aesPlatform(FakePlatform::accept);
    uplink("cipher", "aes", "aes.key", KEY);
    String answer = run(command());
    found(AES, answer);
    assertTrue(answer.contains("refused: 解密失败"), answer);
    long attempts = answer.lines().filter(line -> line.matches(" *[0-9]+/162 .*")).count();
    long asked = heard.stream().filter(topic -> topic.startsWith("/server/heart")).count();
    assertTrue(asked <= attempts + 2, "one heartbeat each, beside the uplink's own: " + heard);
    assertEquals(1, heard.stream().filter("/server/heart"::equals).count());
  }

  /** Its id could only be known by decrypting it: what is refused then is something else. */
  @Test
  void aRefusalThatNamesTheHeartbeatIsUnderstanding() throws Exception {
    aesPlatform(message -> Optional.of(FakePlatform.reply(message, "0", "设备指纹不存在")));
    uplink("cipher", "aes", "aes.key", KEY);
    String answer = run(command());
    found(AES, answer);
    assertTrue(answer.contains("understood, refused for another reason: 设备指纹不存在"), answer);
  }

  @Test
  void withAWrongKeyNothingIsUnderstoodAndNothingIsWritten() throws Exception {
    aesPlatform(FakePlatform::accept);
    uplink("cipher", "aes", "aes.key", "00112233445566778899aabbccddeeff");
    String before = Files.readString(config);
    ProbeCommand command = command();
    command.first = 6;
    String answer = run(command);
    assertTrue(answer.contains("None was understood"), answer);
    assertEquals(6, answer.lines().filter(line -> line.endsWith("refused: 解密失败")).count(), answer);
    assertEquals(before, Files.readString(config));
  }

  @Test
  void theOneRsaCombinationThatThePlatformUnderstandsIsFound() throws Exception {
    Map<String, String> truth =
        Map.of(
            "rsa.padding", "OAEP-SHA1",
            "rsa.handshake", "message",
            "rsa.key.encoding", "base64",
            "payload.encoding", "hex");
    Path own = folder.resolve("secure/uplink-ccer-national.key");
    platform(
        payload -> Sealing.openRsa(truth, pair, payload),
        reply -> Sealing.rsa(truth, own, new String(reply, StandardCharsets.UTF_8)),
        message ->
            message.json().path("value").path("key").asText().equals(Sealing.publicHalf(own))
                ? FakePlatform.accept(message)
                : Optional.of(FakePlatform.reply(message, "0", "密钥格式错误")));
    uplink("cipher", "rsa", "rsa.platform.key", Sealing.publicHalf(pair));
    String answer = run(command());
    found(truth, answer);
    assertFalse(answer.contains(Sealing.publicHalf(own)), answer);
  }
}
