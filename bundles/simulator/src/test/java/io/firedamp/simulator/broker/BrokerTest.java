package io.firedamp.simulator.broker;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.Ports;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
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
  private Broker broker;
  private MqttAsyncClient client;

  @BeforeEach
  void open() throws Exception {
    broker = new Broker(configuration(port));
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
        assertThrows(SettingsException.class, () -> new Broker(configuration(port)));
    assertTrue(taken.getMessage().contains("port = " + port), taken.getMessage());
    assertFalse(taken.getMessage().contains("瓦斯"));
    assertTrue(answers("127.0.0.1"));
  }

  @Test
  void thePortIsFreeAgainAfterwards() {
    broker.close();
    eventually("the port is closed", Duration.ofSeconds(10), () -> !answers("127.0.0.1"));
    broker = new Broker(configuration(port));
    assertTrue(answers("127.0.0.1"));
  }
}
