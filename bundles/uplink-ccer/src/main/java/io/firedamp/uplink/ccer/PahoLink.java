package io.firedamp.uplink.ccer;

import io.firedamp.text.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * One MQTT connection, from the attempt to its end; the next one is a new object. The only class
 * that knows Paho.
 *
 * <p>Nothing of Paho's own recovery is used: it would publish stored messages again with their old
 * utime (AMB-77). Its events come on Paho's threads.
 */
final class PahoLink {
  /** What happens to the connection. Every method returns at once. */
  interface Events {
    /**
     * Connected and subscribed.
     *
     * @param denied topics that the broker does not let us listen to
     */
    void up(PahoLink link, List<String> denied);

    /** Could not connect, or lost the connection; comes once. */
    void down(PahoLink link, Failure failure);

    /** A message came. */
    void message(PahoLink link, String topic, byte[] payload);

    /** The broker has the message that was published with this tag. */
    void receipt(PahoLink link, String tag);
  }

  /**
   * Why there is no connection.
   *
   * @param reason what kind of failure it is
   */
  record Failure(Reason reason, Text cause) {
    /** The interface that the connection is to begin at cannot be used. */
    static Failure localEnd(Access access) {
      String name = access.localEnd().name();
      return new Failure(
          Reason.LOCAL_END,
          new Text(
              "the interface " + name + " is not there, or down: nothing is sent past it",
              "网卡 " + name + " 不存在或未启用：不经其他网卡上传"));
    }

    /** Whether the broker is there and refuses us: only a person can help. */
    boolean refused() {
      return reason == Reason.LOGIN || reason == Reason.CLIENT_ID;
    }
  }

  /** The kinds of failures. */
  enum Reason {
    /** The network, or the broker's end. */
    LINK,
    /** The interface that the connection is to begin at is not there, or down. */
    LOCAL_END,
    /** We do not trust the broker's certificate. */
    CERTIFICATE,
    /** User name or password. */
    LOGIN,
    /** The client id. */
    CLIENT_ID
  }

  /** Paho's own limit lies above our window, so that it is never the one that refuses. */
  private static final int SPARE = 50;

  private static final int CONNECT_TIMEOUT_S = 5;
  private static final int SUBSCRIPTION_REFUSED = 0x80;
  private static final long FAREWELL_MS = 1000;

  private final Access access;
  private final Events events;
  private final Optional<InetAddress> local;
  private final MqttAsyncClient client;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean ended;

  private PahoLink(Access access, Optional<InetAddress> local, Events events) throws MqttException {
    this.access = access;
    this.local = local;
    this.events = events;
    this.client = new MqttAsyncClient(access.broker(), access.clientId(), new MemoryPersistence());
  }

  /**
   * Begins to connect, and returns.
   *
   * @param local where the connection begins; empty for anywhere
   */
  static PahoLink open(Access access, Optional<InetAddress> local, Events events) {
    try {
      PahoLink link = new PahoLink(access, local, events);
      link.connect();
      return link;
    } catch (MqttException
        | IllegalArgumentException wrong) { // Paho checks the address by the latter
      throw new IllegalStateException(
          "broker " + access.broker() + ": " + wrong.getMessage(), wrong);
    }
  }

  private void connect() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setServerURIs(new String[] {access.broker()});
    options.setAutomaticReconnect(false);
    options.setCleanSession(access.cleanSession());
    options.setConnectionTimeout(CONNECT_TIMEOUT_S);
    options.setKeepAliveInterval((int) access.keepAlive().toSeconds());
    options.setMaxInflight(access.window() + SPARE);
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    try {
      boolean secure = access.broker().startsWith("ssl:");
      options.setSocketFactory(
          secure ? new PromptTls(access.tls().sockets(), local) : new PromptSockets(local));
    } catch (IOException unusable) {
      fail(unusable);
      return;
    }
    if (!access.username().isEmpty()) {
      options.setUserName(access.username());
      options.setPassword(access.password().reveal().toCharArray());
    }
    client.setCallback(
        new MqttCallback() {
          @Override
          public void connectionLost(Throwable cause) {
            fail(cause);
          }

          @Override
          public void messageArrived(String topic, MqttMessage message) {
            events.message(PahoLink.this, topic, message.getPayload());
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {
            if (token.getUserContext() instanceof String tag) {
              events.receipt(PahoLink.this, tag);
            }
          }
        });
    try {
      client.connect(options, null, then(token -> subscribe()));
    } catch (MqttException refused) {
      fail(refused);
    }
  }

  private void subscribe() {
    String[] topics = access.listened().toArray(String[]::new);
    int[] qos = new int[topics.length];
    Arrays.fill(qos, access.qos());
    try {
      client.subscribe(topics, qos, null, then(token -> events.up(this, denied(topics, token))));
    } catch (MqttException refused) {
      fail(refused);
    }
  }

  /**
   * A broker may refuse a subscription without ending the connection (MQTT 3.1.1 section 3.9.3).
   */
  private static List<String> denied(String[] topics, IMqttToken token) {
    int[] granted = token.getGrantedQos();
    return IntStream.range(0, topics.length)
        .filter(i -> i < granted.length && granted[i] == SUBSCRIPTION_REFUSED)
        .mapToObj(i -> topics[i])
        .toList();
  }

  private IMqttActionListener then(Consumer<IMqttToken> next) {
    return new IMqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        next.accept(token);
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        fail(cause);
      }
    };
  }

  /**
   * Publishes, and returns. What the connection cannot take any more is lost with it: its end is
   * reported anyway.
   *
   * @param tag comes back with the receipt
   */
  void publish(String topic, byte[] payload, String tag) {
    try {
      client.publish(topic, payload, access.qos(), false, tag, null);
    } catch (MqttException gone) {
      fail(gone);
    }
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    events.down(this, failure(cause));
  }

  private Failure failure(Throwable thrown) {
    int code = thrown instanceof MqttException mqtt ? mqtt.getReasonCode() : -1;
    return switch (code) {
      case MqttException.REASON_CODE_FAILED_AUTHENTICATION,
          MqttException.REASON_CODE_NOT_AUTHORIZED ->
          new Failure(
              Reason.LOGIN,
              new Text(
                  "the broker " + access.broker() + " refuses user name or password",
                  "服务器 " + access.broker() + " 拒绝用户名或密码"));
      case MqttException.REASON_CODE_INVALID_CLIENT_ID ->
          new Failure(
              Reason.CLIENT_ID,
              new Text(
                  "the broker refuses the client id " + access.clientId(),
                  "服务器拒绝客户端标识 " + access.clientId()));
      default -> unreachable(thrown);
    };
  }

  private Failure unreachable(Throwable thrown) {
    Throwable root = thrown;
    boolean untrusted = false;
    while (root.getCause() != null) {
      root = root.getCause();
      untrusted |= root instanceof CertificateException;
    }
    String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (untrusted) {
      return new Failure(
          Reason.CERTIFICATE,
          new Text(
              "the certificate of " + access.broker() + " is not trusted (" + said + ")",
              "不信任 " + access.broker() + " 的证书（" + said + "）"));
    }
    return new Failure(
        Reason.LINK,
        new Text(
            "no connection to " + access.broker() + " (" + said + ")",
            "无法连接 " + access.broker() + "（" + said + "）"));
  }

  /**
   * Gives the connection up, without a word to the broker; no event comes after it. Blocks for a
   * moment at the most.
   */
  void abandon() {
    end();
    if (closed.getAndSet(true)) {
      return; // Paho does not bear to be closed twice
    }
    try {
      client.disconnectForcibly(0, 1, false);
    } catch (MqttException alreadyGone) {
      // that is what was wanted
    }
    try {
      client.close(true);
    } catch (MqttException alreadyGone) {
      // that is what was wanted
    }
  }

  /** Says good-bye to the broker. Blocks for a second at the most. */
  void leave() {
    end();
    try {
      client.disconnect(0).waitForCompletion(FAREWELL_MS);
    } catch (MqttException alreadyGone) {
      // that is what was wanted
    }
    abandon();
  }

  private synchronized void end() {
    ended = true;
  }
}
