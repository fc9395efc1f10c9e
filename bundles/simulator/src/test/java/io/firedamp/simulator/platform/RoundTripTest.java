package io.firedamp.simulator.platform;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import io.firedamp.health.Vital;
import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.Ports;
import io.firedamp.simulator.broker.Broker;
import io.firedamp.simulator.broker.Exchanges;
import io.firedamp.testkit.ManualClock;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Broker, platform and a client that plays the gateway, over loopback. */
class RoundTripTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOPIC = "/FIREDAMPTEST";
  private static final String KEY = "000102030405060708090a0b0c0d0e0f";
  private static final String PASSWORD = "瓦斯-2026";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T04:00:00Z"));
  private final int port = Ports.free();
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final AtomicReference<Vital> vital = new AtomicReference<>();
  private final AtomicReference<Dictionary<?, ?>> published = new AtomicReference<>();
  private final Rehearsals rehearsals = new Rehearsals();
  private final Exchanges exchanges = new Exchanges();
  private Broker broker;
  private Platform platform;
  private MqttAsyncClient gateway;

  @BeforeEach
  void open() throws Exception {
    broker = broker();
    gateway =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, "GATEWAYTEST001", new MemoryPersistence());
  }

  @AfterEach
  void close() throws Exception {
    if (gateway.isConnected()) {
      gateway.disconnectForcibly(100, 100);
    }
    gateway.close();
    if (platform != null) {
      platform.close();
      assertEquals(null, vital.get());
      assertEquals(0, rehearsals.running().size());
    }
    broker.close();
  }

  private Broker broker() {
    return new Broker(
        exchanges,
        Map.of("port", Integer.toString(port), "username", "mine", "password", PASSWORD));
  }

  /** As a gateway does: a broker that has just begun may cut a connection, then it tries again. */
  private void connectGateway() {
    eventually("the gateway is connected", PATIENCE, this::gatewayConnects);
  }

  private boolean gatewayConnects() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("mine");
    options.setPassword(PASSWORD.toCharArray());
    try {
      gateway.connect(options).waitForCompletion(PATIENCE.toMillis());
      gateway
          .subscribe(
              TOPIC + "/client/#",
              1,
              (topic, message) ->
                  replies.add(
                      topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8)))
          .waitForCompletion(PATIENCE.toMillis());
      return true;
    } catch (MqttException cut) {
      return false;
    }
  }

  private void platform(Map<String, String> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.putIfAbsent("password", PASSWORD);
    all.put("broker", "tcp://127.0.0.1:" + port);
    all.put("client.id", "PLATFORMTEST01");
    all.put("username", "mine");
    all.put("topic", TOPIC);
    all.put("felix.fileinstall.filename", "file:/etc/io.firedamp.simulator.platform-demo.cfg");
    platform = new Platform(context(), clock, rehearsals, exchanges, all);
  }

  /** The two calls that the platform makes of the framework. */
  private BundleContext context() {
    ServiceRegistration<?> registration =
        (ServiceRegistration<?>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                  assertEquals("unregister", method.getName());
                  vital.set(null);
                  return null;
                });
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              assertEquals("registerService", method.getName());
              vital.set((Vital) arguments[1]);
              published.set((Dictionary<?, ?>) arguments[2]);
              return registration;
            });
  }

  private Health health() {
    return vital.get().health().get(0);
  }

  private void awaitPlatform(String code) {
    eventually("the platform is " + code, PATIENCE, () -> health().code().equals(code));
  }

  private void send(String subtopic, String message) throws Exception {
    gateway.publish(TOPIC + "/" + subtopic, message.getBytes(StandardCharsets.UTF_8), 1, false);
  }

  private String reply() throws InterruptedException {
    String reply = replies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertTrue(reply != null, "no reply");
    return reply;
  }

  @Test
  @DisplayName("CCER-7.6-08, CCER-7.6-12, CCER-7.8-04: acknowledged, refused with reason, heard")
  void whatTheGatewaySendsIsAnswered() throws Exception {
    platform(Map.of());
    awaitPlatform(Health.OK);
    connectGateway();

    send("server/heart", Messages.heartbeat(1, clock.instant()));
    String heard = reply();
    assertTrue(heard.startsWith(TOPIC + "/client/heart/reply {"), heard);
    assertTrue(heard.contains("\"response_id\":\"1742106155427680001\""), heard);

    send("server/data/upload", Messages.data(2, clock.instant()));
    String acknowledged = reply();
    assertTrue(acknowledged.startsWith(TOPIC + "/client/data/upload/reply {"), acknowledged);
    assertTrue(acknowledged.contains("\"response_id\":\"1742106155427680002\""), acknowledged);
    assertTrue(acknowledged.contains("\"success\":\"1\""), acknowledged);

    clock.advance(Duration.ofSeconds(1));
    send("server/data/upload", Messages.data(3, clock.instant()).replace("FOCH001", "GAS0001"));
    String refused = reply();
    assertTrue(refused.contains("\"response_id\":\"1742106155427680003\""), refused);
    assertTrue(refused.contains("\"success\":\"0\""), refused);
    assertTrue(refused.contains("GAS0001 不是附录C的点位编号"), refused);
  }

  @Test
  @DisplayName("CCER-7.7-01/-02: the platform asks, hears the answer and finds what is missing")
  void whatThePlatformAsksForIsJudged() throws Exception {
    platform(Map.of());
    Rehearsal rehearsal = rehearsals.of("").orElseThrow();
    assertEquals("demo", rehearsal.name());
    awaitPlatform(Health.OK);
    connectGateway();
    Instant measured = clock.instant();
    send("server/data/upload", Messages.data(2, measured));
    assertTrue(reply().contains("\"success\":\"1\""));
    clock.advance(Duration.ofSeconds(10));

    String id = rehearsal.command("1", measured, measured.plusSeconds(1), true);
    String command = reply();
    assertTrue(
        command.startsWith(TOPIC + "/client/cmd {")
            && command.contains("\"request_id\"：\"" + id + "\""),
        command);
    send("server/cmd/reply", Messages.answer(id, measured, clock.instant()));
    awaitFigure("answers", 1);
    assertEquals(Health.OK, health().code());

    clock.advance(Duration.ofSeconds(10));
    String other = rehearsal.command("1", measured, measured.plusSeconds(1), false);
    String strict = reply();
    assertTrue(strict.contains("\"request_id\":\"" + other + "\""), strict);
    assertTrue(other.compareTo(id) > 0);
    String wrong = Messages.answer(other, measured, clock.instant()).replace("1.00", "1.01");
    send("server/cmd/reply", wrong);
    awaitFigure("answers.wrong", 1);
    assertEquals("platform.refuses", health().code());
    assertTrue(health().cause().zh().contains("实时 FOCH001=1.00，补传 FOCH001=1.01"));
    assertEquals(0, replies.size());
  }

  private void awaitFigure(String key, double value) {
    eventually(
        key + " is " + value,
        PATIENCE,
        () ->
            health().figures().stream()
                .anyMatch(figure -> figure.key().equals(key) && figure.value() == value));
  }

  @Test
  void withoutItsBrokerThePlatformCannotAsk() {
    broker.close();
    platform(Map.of());
    Rehearsal rehearsal = rehearsals.of("demo").orElseThrow();
    Unable why =
        assertThrows(
            Unable.class, () -> rehearsal.command("1", clock.instant(), clock.instant(), false));
    assertEquals("未连接到代理", why.text().zh());
  }

  @Test
  void aWrongKeyIsReportedAndTheRightOneWorks() throws Exception {
    platform(Map.of("cipher", "aes", "aes.key", KEY));
    awaitPlatform(Health.OK);
    connectGateway();
    String other = "f00102030405060708090a0b0c0d0e0f";
    send("server/data/upload", sealed(other, Messages.data(1, clock.instant())));
    awaitPlatform("platform.cannot-read");
    send("server/data/upload", sealed(KEY, Messages.data(2, clock.instant())));
    String reply = reply();
    String payload = reply.substring(reply.indexOf(' ') + 1);
    String clear = envelope(KEY).open(payload.getBytes(StandardCharsets.US_ASCII));
    assertTrue(clear.contains("\"response_id\":\"1742106155427680002\""), clear);
    assertEquals(0, replies.size());
  }

  private static Envelope envelope(String key) {
    return Envelope.of(Settings.of(Map.of("cipher", "aes", "aes.key", key)));
  }

  private static String sealed(String key, String message) {
    return new String(envelope(key).seal(message), StandardCharsets.US_ASCII);
  }

  @Test
  void aWrongPasswordIsSaidAsSuch() {
    platform(Map.of("password", "wrong"));
    eventually(
        "the refusal is named",
        PATIENCE,
        () -> health().cause().en().equals("the broker refuses username or password"));
    assertEquals("platform.no-broker", health().code());
  }

  @Test
  void aBrokerThatComesBackIsFoundAgain() throws Exception {
    platform(Map.of());
    awaitPlatform(Health.OK);
    broker.close();
    awaitPlatform("platform.no-broker");
    broker = broker();
    awaitPlatform(Health.OK);
    connectGateway();
    send("server/data/upload", Messages.data(1, clock.instant()));
    assertTrue(reply().contains("\"success\":\"1\""));
  }

  @Test
  void aReplyMayBeHeldBack() throws Exception {
    platform(Map.of("script", "every packet: late reply 300 ms"));
    awaitPlatform(Health.OK);
    connectGateway();
    long sent = System.nanoTime();
    send("server/data/upload", Messages.data(1, clock.instant()));
    reply();
    assertTrue(System.nanoTime() - sent >= Duration.ofMillis(300).toNanos());
  }

  @Test
  void noSettingBecomesAServiceProperty() {
    platform(Map.of("cipher", "aes", "aes.key", KEY));
    assertTrue(published.get().isEmpty());
  }

  @Test
  void wrongSettingsAreNamedAllAtOnceAndNoSecretIsShown() {
    SettingsException wrong =
        assertThrows(
            SettingsException.class,
            () -> platform(Map.of("cipher", "aes", "aes.key", "abc", "status", "4", "rsp", "1")));
    String message = wrong.getMessage();
    String file = "io.firedamp.simulator.platform-demo.cfg: ";
    assertTrue(message.contains(file + "aes.key: must be 16, 24 or 32 bytes"), message);
    assertTrue(message.contains(file + "status = 4: a whole number from 0 to 3"), message);
    assertTrue(message.contains(file + "rsp: unknown setting"), message);
    assertTrue(!message.contains(PASSWORD) && !message.contains("abc"), message);
  }
}
