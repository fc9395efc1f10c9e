package io.firedamp.simulator.broker;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.Ports;
import io.firedamp.text.Text;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BrokerTest {
  private static final long PATIENCE_MS = 10_000;

  private final int port = Ports.free();
  private final Exchanges exchanges = new Exchanges();
  private Broker broker;
  private MqttAsyncClient client;

  @BeforeEach
  void open() throws Exception {
    broker = new Broker(exchanges, configuration(port));
    client =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, "GATEWAYTEST001", new MemoryPersistence());
  }

  @AfterEach
  void close() throws Exception {
    if (client.isConnected()) {
      client.disconnectForcibly(100, 100);
    }
    client.close();
    broker.close();
  }

  private static Map<String, Object> configuration(int port) {
    return Map.of("port", Integer.toString(port), "username", "mine", "password", "瓦斯");
  }

  private void connect(MqttConnectOptions options) throws MqttException {
    client.connect(options).waitForCompletion(PATIENCE_MS);
  }

  private static MqttConnectOptions login(String username, String password) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName(username);
    options.setPassword(password.toCharArray());
    return options;
  }

  @Test
  @DisplayName("CCER-7.4-05: username and password, or nothing")
  void onlyTheLoginOpensTheDoor() throws Exception {
    assertEquals(4, refused(login("mine", "wrong")));
    assertEquals(4, refused(login("yours", "瓦斯")));
    assertEquals(4, refused(new MqttConnectOptions()));
    connect(login("mine", "瓦斯"));
    assertTrue(client.isConnected());
  }

  private int refused(MqttConnectOptions options) {
    int code = assertThrows(MqttException.class, () -> connect(options)).getReasonCode();
    // 5, not authorised, is as good an answer
    return code == MqttException.REASON_CODE_NOT_AUTHORIZED ? 4 : code;
  }

  @Test
  void anHourOfALargeSitePassesInOneMessage() throws Exception {
    connect(login("mine", "瓦斯"));
    CompletableFuture<Integer> length = new CompletableFuture<>();
    client
        .subscribe("/X/#", 1, (topic, message) -> length.complete(message.getPayload().length))
        .waitForCompletion(PATIENCE_MS);
    client.publish("/X/server/cmd/reply", new byte[9_000_000], 1, false);
    assertEquals(9_000_000, length.get(30, TimeUnit.SECONDS));
  }

  @Test
  void itListensOnLoopbackOnly() throws Exception {
    List<Inet4Address> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .map(Inet4Address.class::cast)
            .toList();
    assertTrue(answers("127.0.0.1"));
    // another loopback address stands for the other interfaces where there are none
    assertFalse(answers("127.0.0.2"));
    for (Inet4Address other : others) {
      assertFalse(answers(other.getHostAddress()), other.getHostAddress());
    }
  }

  private boolean answers(String host) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 1_000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void aPortThatIsTakenIsAConfigurationErrorAndThePasswordIsNotShown() {
    SettingsException taken =
        assertThrows(SettingsException.class, () -> new Broker(exchanges, configuration(port)));
    assertTrue(taken.getMessage().contains("port = " + port), taken.getMessage());
    assertFalse(taken.getMessage().contains("瓦斯"));
    assertTrue(answers("127.0.0.1"));
  }

  @Test
  void thePortIsFreeAgainAfterwards() {
    broker.close();
    eventually("the port is closed", Duration.ofSeconds(10), () -> !answers("127.0.0.1"));
    broker = new Broker(exchanges, configuration(port));
    assertTrue(answers("127.0.0.1"));
  }

  /** What happens at the door, a word each. */
  private static final class Watch implements Guests {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void entered(String clientId) {
      events.add("entered " + clientId);
    }

    @Override
    public void left(String clientId) {
      events.add("left " + clientId);
    }

    @Override
    public void turnedAway(String clientId, Text why) {
      events.add("turned away " + clientId + ": " + why.en());
    }

    @Override
    public void denied(String clientId, String topic, boolean publishing) {
      events.add((publishing ? "may not publish " : "may not subscribe ") + topic);
    }

    private void await(String event) {
      eventually(event, Duration.ofSeconds(10), () -> events.contains(event));
    }
  }

  private Watch project() {
    broker.close();
    Watch watch = new Watch();
    exchanges.watch(port, watch);
    Map<String, Object> more = new HashMap<>(configuration(port));
    more.put("client.id", "GATEWAYTEST001");
    more.put("topic", "/MINE");
    more.put("platform.username", "platform");
    more.put("platform.password", "other");
    broker = new Broker(exchanges, more);
    return watch;
  }

  @Test
  @DisplayName("CCER-7.4-05, AMB-03: another client id is turned away, and told apart")
  void onlyTheClientIdAgreedOnComesIn() throws Exception {
    Watch watch = project();
    try (MqttClient other =
        new MqttClient("tcp://127.0.0.1:" + port, "ANOTHERCLIENT1", new MemoryPersistence())) {
      assertThrows(MqttException.class, () -> other.connect(login("mine", "瓦斯")));
    }
    watch.await("turned away ANOTHERCLIENT1: client id ANOTHERCLIENT1 is not the one agreed on");
    assertEquals(4, refused(login("mine", "wrong")));
    watch.await("turned away GATEWAYTEST001: wrong user name or password");
    connect(login("mine", "瓦斯"));
    watch.await("entered GATEWAYTEST001");
  }

  @Test
  @DisplayName("CCER-7.4-03: a gateway publishes below server and listens below client, no more")
  void aProjectHasTheRightsOfAProject() throws Exception {
    Watch watch = project();
    connect(login("mine", "瓦斯"));
    IMqttToken foreign = client.subscribe("/OTHER/client/#", 1);
    foreign.waitForCompletion(PATIENCE_MS);
    assertArrayEquals(new int[] {0x80}, foreign.getGrantedQos()); // MQTT 3.1.1, 3.9.3: failure
    watch.await("may not subscribe /OTHER/client/#");
    client.publish("/MINE/client/cmd", new byte[1], 0, false);
    watch.await("may not publish /MINE/client/cmd");
    IMqttToken own = client.subscribe("/MINE/client/#", 1);
    own.waitForCompletion(PATIENCE_MS);
    assertArrayEquals(new int[] {1}, own.getGrantedQos());
  }

  @Test
  void aDroppedClientIsGoneAndThePlatformStays() throws Exception {
    Watch watch = project();
    connect(login("mine", "瓦斯"));
    try (MqttClient platform =
        new MqttClient("tcp://127.0.0.1:" + port, "PLATFORM", new MemoryPersistence())) {
      platform.connect(login("platform", "other"));
      exchanges.on(port).orElseThrow().drop("PLATFORM");
      watch.await("left GATEWAYTEST001");
      eventually("the gateway sees it", Duration.ofSeconds(10), () -> !client.isConnected());
      assertTrue(platform.isConnected());
      platform.disconnect();
    }
  }

  @Test
  void loginsAreRefusedAsLongAsTheyAreToBe() throws Exception {
    project();
    Exchange exchange = exchanges.on(port).orElseThrow();
    exchange.refuseLogins(true);
    assertEquals(4, refused(login("mine", "瓦斯")));
    exchange.refuseLogins(false);
    connect(login("mine", "瓦斯"));
    assertTrue(client.isConnected());
  }

  @Test
  void aBrokerThatIsDeafTakesConnectionsAndSaysNothing() throws Exception {
    project();
    Exchange exchange = exchanges.on(port).orElseThrow();
    exchange.goAway(false);
    assertFalse(answers("127.0.0.1"));
    exchange.comeBack();
    exchange.goAway(true);
    assertTrue(answers("127.0.0.1"));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(300);
      socket.getOutputStream().write(0x10); // CONNECT
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
    exchange.comeBack();
    connect(login("mine", "瓦斯"));
    assertTrue(client.isConnected());
  }
}
