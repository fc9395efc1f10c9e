package io.firedamp.testkit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * A platform that keeps all it receives and answers as a test tells it to. It judges nothing: tests
 * do. Comes back by itself when its broker does. Its script runs on Paho's thread.
 */
public final class FakePlatform implements AutoCloseable {
  /**
   * What came.
   *
   * @param topic behind the main topic: {@code /server/heart}
   * @param payload as it came over the wire
   * @param text decrypted
   * @param at when
   */
  public record Received(String topic, byte[] payload, String text, Instant at) {
    /** The message as a tree. */
    public JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (IOException notJson) {
        throw new UncheckedIOException(notJson);
      }
    }

    /** The time of that name in {@code value}: {@code ctime} or {@code utime}. */
    public Instant time(String name) {
      return instant(json().path("value").path(name).asText());
    }
  }

  /** Numbers are kept as they were written, digit by digit. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  private static final long PATIENCE_MS = 10_000;

  private final String root;
  private final UnaryOperator<byte[]> open;
  private final UnaryOperator<byte[]> seal;
  private final MqttConnectOptions options = new MqttConnectOptions();
  private final MqttAsyncClient client;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Optional<String>> script = FakePlatform::accept;

  /**
   * Connects and listens.
   *
   * @param root the main topic, with its leading slash
   * @param open decrypts a payload
   * @param seal encrypts a reply
   */
  public FakePlatform(
      String broker,
      String user,
      String password,
      String root,
      UnaryOperator<byte[]> open,
      UnaryOperator<byte[]> seal)
      throws MqttException {
    this.root = root;
    this.open = open;
    this.seal = seal;
    client = new MqttAsyncClient(broker, "platform" + root, new MemoryPersistence());
    client.setCallback(
        new MqttCallbackExtended() {
          @Override
          public void connectComplete(boolean again, String address) {
            if (again) {
              listen();
            }
          }

          @Override
          public void connectionLost(Throwable cause) {
            // it reconnects by itself
          }

          @Override
          public void messageArrived(String topic, MqttMessage message) throws MqttException {
            take(topic, message.getPayload());
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {
            // nothing waits for it
          }
        });
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(200);
    options.setMaxInflight(1000);
    options.setCleanSession(true);
    come();
  }

  /** Comes back after {@link #leave}. */
  public void come() throws MqttException {
    client.connect(options).waitForCompletion(PATIENCE_MS);
    client.subscribe(root + "/server/#", 1).waitForCompletion(PATIENCE_MS);
  }

  /** Whether it is there, and its broker too. */
  public boolean isConnected() {
    return client.isConnected();
  }

  /**
   * Ends its connection; what is sent until it comes back, it never gets.
   *
   * @throws MqttException if there is none: its end would not keep Paho from coming back by itself
   */
  public void leave() throws MqttException {
    if (!client.isConnected()) {
      throw new MqttException(MqttException.REASON_CODE_CLIENT_NOT_CONNECTED);
    }
    client.disconnect(0).waitForCompletion(PATIENCE_MS);
  }

  /** A platform without encryption. */
  public static FakePlatform plain(String broker, String user, String password, String root)
      throws MqttException {
    return new FakePlatform(
        broker, user, password, root, UnaryOperator.identity(), UnaryOperator.identity());
  }

  private void listen() {
    try {
      client.subscribe(root + "/server/#", 1);
    } catch (MqttException gone) {
      // the next connection subscribes again
    }
  }

  private void take(String topic, byte[] payload) throws MqttException {
    String text = new String(open.apply(payload), StandardCharsets.UTF_8);
    Received message = new Received(topic.substring(root.length()), payload, text, Instant.now());
    received.add(message);
    Optional<String> reply = script.apply(message);
    if (reply.isPresent()) {
      answer(message, reply.get());
    }
  }

  /** Answers a message, on the topic of the replies to it. */
  public void answer(Received message, String reply) throws MqttException {
    send(message.topic().replace("/server/", "/client/") + "/reply", reply);
  }

  /** The platform's command for all data from that second to that one, both inclusive (M5). */
  public void command(String id, Instant from, Instant to) throws MqttException {
    send(
        "/client/cmd",
        "{\"ts\":\"%d\",\"cmd_type\":\"1\",\"request_id\":\"%s\",\"value\":{\"ts_start\":\"%d\",\"ts_end\":\"%d\"}}"
            .formatted(
                Instant.now().toEpochMilli(), id, from.getEpochSecond(), to.getEpochSecond()));
  }

  /** A time as messages have it: of Beijing, to the second. */
  public static Instant instant(String text) {
    return LocalDateTime.parse(text, TIME).atZone(BEIJING).toInstant();
  }

  /**
   * Sends a message to the gateway.
   *
   * @param topic behind the main topic
   */
  public void send(String topic, String text) throws MqttException {
    byte[] payload = seal.apply(text.getBytes(StandardCharsets.UTF_8));
    client.publish(root + topic, payload, 1, false);
  }

  /** From now on it answers so; empty is silence. */
  public void script(Function<Received, Optional<String>> newScript) {
    script = newScript;
  }

  /** The answer of a content platform: success 1, status 1. */
  public static Optional<String> accept(Received message) {
    return Optional.of(reply(message, "1", ""));
  }

  /** An answer with that success and reason. */
  public static String reply(Received message, String success, String reason) {
    return reply(message.json().path("request_id").asText(), success, reason);
  }

  /** An answer to whatever had that id. */
  public static String reply(String id, String success, String reason) {
    return "{\"ts\":\"1757667682934\",\"response_id\":\""
        + id
        + "\",\"result\":{\"success\":\""
        + success
        + "\",\"status\":\"1\",\"reason\":\""
        + reason
        + "\"}}";
  }

  /** All that came, in the order of arrival. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Forgets what came so far; a script that judges by itself may call it. */
  public void forget() {
    received.clear();
  }

  /** The data packets (M3) that came. */
  public List<Received> packets() {
    return received.stream().filter(m -> m.topic().equals("/server/data/upload")).toList();
  }

  /** The answers to commands (M6) that came. */
  public List<Received> backfills() {
    return received.stream().filter(m -> m.topic().equals("/server/cmd/reply")).toList();
  }

  /** The heartbeats (M7) that came. */
  public List<Received> heartbeats() {
    return received.stream().filter(m -> m.topic().equals("/server/heart")).toList();
  }

  @Override
  public void close() throws MqttException {
    if (!closed.getAndSet(true)) { // Paho does not bear to be closed twice
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    }
  }
}
