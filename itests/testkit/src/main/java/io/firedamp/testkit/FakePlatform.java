package io.firedamp.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_MS = 10_000;

  private final String root;
  private final UnaryOperator<byte[]> open;
  private final UnaryOperator<byte[]> seal;
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
    client = new MqttAsyncClient(broker, "platform", new MemoryPersistence());
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
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(200);
    options.setMaxInflight(1000);
    options.setCleanSession(true);
    client.connect(options).waitForCompletion(PATIENCE_MS);
    client.subscribe(root + "/server/#", 1).waitForCompletion(PATIENCE_MS);
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
      send(replyTopic(message.topic()), reply.get());
    }
  }

  private static String replyTopic(String topic) {
    return topic.replace("/server/", "/client/") + "/reply";
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
    String id = message.json().path("request_id").asText();
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

  /** The data packets (M3) that came. */
  public List<Received> packets() {
    return received.stream().filter(m -> m.topic().equals("/server/data/upload")).toList();
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
