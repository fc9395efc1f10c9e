package io.firedamp.simulator.platform;

import io.firedamp.clock.SiteClock;
import io.firedamp.simulator.platform.Desk.Reply;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform's connection to the broker: keeps it, hears {@code <topic>/server/#}, hands each
 * message to the desk on Paho's one callback thread, answers to commands on another, and publishes
 * what the desk answers.
 */
final class BrokerLink implements MqttCallback, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
  private static final int QOS = 1;
  private static final int IN_FLIGHT = 10_000;
  private static final long STEP_MS = 250;
  private static final long PATIENCE_MS = 5_000;
  private static final int KEEP_ALIVE_S = 60;
  private static final long FAREWELL_MS = 200;

  private final Access access;
  private final Desk desk;
  private final BooleanSupplier tick;
  private final SiteClock clock;
  private final MqttAsyncClient client;
  private final ScheduledExecutorService worker;

  /** An hour of data takes its time to decipher; replies to live packets do not wait for it. */
  private final ExecutorService answers;

  /**
   * Connects in a thread of its own, as often as it takes.
   *
   * @param name names the thread
   * @param tick is run some times a second, and tells whether there is a broker to connect to
   * @throws MqttException if the uri is none
   */
  BrokerLink(String name, Access access, Desk desk, BooleanSupplier tick, SiteClock clock)
      throws MqttException {
    this.access = access;
    this.desk = desk;
    this.tick = tick;
    this.clock = clock;
    this.client = new MqttAsyncClient(access.uri(), access.clientId(), new MemoryPersistence());
    this.worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "simulator-platform-" + name));
    this.answers =
        Executors.newSingleThreadExecutor(
            task -> new Thread(task, "simulator-platform-answers-" + name));
  }

  /** Begins. */
  void open() {
    client.setCallback(this);
    worker.scheduleWithFixedDelay(this::tend, 0, STEP_MS, TimeUnit.MILLISECONDS);
  }

  private void tend() {
    if (!tick.getAsBoolean() || client.isConnected()) {
      return;
    }
    try {
      client.connect(options()).waitForCompletion(PATIENCE_MS);
      client.subscribe(access.topic() + "/server/#", QOS).waitForCompletion(PATIENCE_MS);
      desk.linked();
    } catch (MqttException failed) {
      desk.unlinked(cause(failed));
      drop();
    }
  }

  /** Half a connection is none: without the subscription it would stay deaf. */
  private void drop() {
    if (client.isConnected()) {
      try {
        client.disconnectForcibly(FAREWELL_MS, FAREWELL_MS, false);
      } catch (MqttException gone) {
        LOG.debug("the connection was gone already", gone);
      }
    }
  }

  private MqttConnectOptions options() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setUserName(access.username());
    options.setPassword(access.password().reveal().toCharArray());
    options.setCleanSession(true);
    options.setKeepAliveInterval(KEEP_ALIVE_S);
    options.setConnectionTimeout((int) TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MS));
    options.setMaxInflight(IN_FLIGHT);
    options.setSocketFactory(new PromptSockets());
    return options;
  }

  private static Text cause(Throwable failed) {
    if (failed instanceof MqttException mqtt
        && (mqtt.getReasonCode() == MqttException.REASON_CODE_FAILED_AUTHENTICATION
            || mqtt.getReasonCode() == MqttException.REASON_CODE_NOT_AUTHORIZED)) {
      return new Text("the broker refuses username or password", "代理拒绝用户名或密码");
    }
    String words = failed.getCause() == null ? failed.toString() : failed.getCause().toString();
    return new Text("the broker does not answer: " + words, "代理无应答: " + words);
  }

  @Override
  public void connectionLost(Throwable why) {
    desk.unlinked(cause(why));
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    Instant arrived = clock.instant();
    String below = topic.substring(access.topic().length() + 1);
    byte[] payload = message.getPayload();
    if (below.equals(Desk.ANSWER)) {
      answers.execute(() -> desk.take(below, payload, arrived));
    } else {
      desk.take(below, payload, arrived).ifPresent(this::answer);
    }
  }

  private void answer(Reply reply) {
    if (reply.delay().isZero()) {
      publish(reply);
    } else {
      worker.schedule(() -> publish(reply), reply.delay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Whether the broker is reached. */
  boolean connected() {
    return client.isConnected();
  }

  /** Sends what nobody asked for. Any thread; does not wait for the broker. */
  void send(Reply reply) throws MqttException {
    client.publish(access.topic() + "/" + reply.topic(), reply.payload(), QOS, false);
  }

  private void publish(Reply reply) {
    try {
      send(reply);
    } catch (MqttException lost) {
      // the gateway asks again; the loss of the connection is reported by connectionLost
      LOG.debug("a reply on {} is lost", reply.topic(), lost);
    }
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    // nobody waits for it
  }

  /** Ends the thread and the connection; takes a few seconds at most. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the thread of the simulated platform did not end in time");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    try {
      drop();
      client.close(true);
    } catch (MqttException gone) {
      LOG.debug("the connection was gone already", gone);
    }
    // last, as the callback thread hands over to it
    answers.shutdownNow();
    try {
      if (!answers.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the thread of the simulated platform's answers did not end in time");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
