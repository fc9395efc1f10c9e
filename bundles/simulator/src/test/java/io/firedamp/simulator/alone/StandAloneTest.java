package io.firedamp.simulator.alone;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.Ports;
import io.firedamp.simulator.platform.Rehearsal.Summary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal as a vendor has it: a configuration, a gateway over real sockets, a report. */
class StandAloneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CLIENT = "GATEWAYTEST001";
  private static final String PASSWORD = "瓦斯-2026";
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  @TempDir Path folder;

  private final int port = Ports.free();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private int number;
  private StandAlone platform;

  @AfterEach
  void close() {
    if (platform != null) {
      platform.close();
    }
  }

  private Path report() {
    return folder.resolve("report.html");
  }

  private void open(String... more) {
    Map<String, String> all = new HashMap<>();
    all.put("service.pid", "my.conf");
    all.put("port", Integer.toString(port));
    all.put("client.id", CLIENT);
    all.put("username", "mine");
    all.put("password", PASSWORD);
    all.put("topic", "/FIREDAMPTEST");
    all.put("report", report().toString());
    all.put("language", "en");
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    platform = new StandAlone(all, new PrintStream(screen, true, StandardCharsets.UTF_8));
  }

  private String screen() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private void awaitOnScreen(String words) {
    eventually(words, PATIENCE, () -> screen().contains(words));
  }

  private MqttClient gateway() throws Exception {
    MqttClient gateway = new MqttClient("tcp://127.0.0.1:" + port, CLIENT, new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("mine");
    options.setPassword(PASSWORD.toCharArray());
    awaitOnScreen("connected to the broker");
    gateway.connect(options);
    gateway.subscribe(
        "/FIREDAMPTEST/client/#",
        1,
        (topic, message) ->
            replies.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8)));
    return gateway;
  }

  private String reply() throws InterruptedException {
    String reply = replies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertTrue(reply != null, "no reply");
    return reply;
  }

  private void send(MqttClient gateway, String below, String message) throws Exception {
    gateway.publish(
        "/FIREDAMPTEST/server/" + below, message.getBytes(StandardCharsets.UTF_8), 1, false);
  }

  private String head() {
    number++;
    return "{\"ts\":\""
        + Instant.now().toEpochMilli()
        + "\",\"request_id\":\""
        + (1742106155427680000L + number)
        + "\",";
  }

  private String heartbeat() {
    return head()
        + "\"value\":{\"cpu_usage\":7.25,\"up_time\":1800,\"mem_usage\":60.00,"
        + "\"sn\":\"D9034ACFED5F407195226B903FCA8DBC911101126996050290\","
        + "\"os\":\"Linux\",\"supplier_name\":\"佳华智联\"}}";
  }

  private String data(Instant measured) {
    String time = BEIJING.format(measured);
    return head()
        + "\"flag\":\"1\",\"value\":{\"rsp\":\"1\",\"utime\":\""
        + BEIJING.format(Instant.now())
        + "\",\"ctime\":\""
        + time
        + "\",\"data\":{\"FOCH001\":{\"val\":1.00}}}}";
  }

  @Test
  @DisplayName("CCER-7.2-03: a gateway by the book passes, and its report says so")
  void aGatewayByTheBookPasses() throws Exception {
    open();
    try (MqttClient gateway = gateway()) {
      send(gateway, "heart", heartbeat());
      assertTrue(reply().contains("\"success\":\"1\""));
      send(gateway, "data/upload", data(Instant.now()));
      assertTrue(reply().contains("\"success\":\"1\""));
      gateway.disconnect();
    }
    platform.end();
    platform.run();
    Summary summary = platform.finish();
    assertTrue(summary.passed(), () -> summary.total().en() + screen());
    assertTrue(Files.readString(report()).contains("class=\"verdict passed\""));
    String text = Files.readString(folder.resolve("report.txt"));
    assertTrue(text.startsWith("PASSED. ") && text.contains("\n通过。"), text);
    assertFalse(text.contains(PASSWORD) || screen().contains(PASSWORD));
    assertTrue(screen().contains("client " + CLIENT + " has logged in"));
  }

  @Test
  void whatIsTypedIsPlayedAndAMistakeIsTold() throws Exception {
    open();
    try (MqttClient gateway = gateway()) {
      platform.typed("refuse 1 packet because 人工拒收");
      send(gateway, "data/upload", data(Instant.now()));
      assertTrue(reply().contains("人工拒收"));
      platform.typed("refuse everything");
      awaitOnScreen("line 1: refuse everything: ");
      platform.typed("command last 1 min sample-like");
      String command = reply();
      assertTrue(
          command.startsWith("/FIREDAMPTEST/client/cmd {") && command.contains("：\""), command);
      platform.typed("report");
      awaitOnScreen("report: " + report());
      platform.typed("drop connections");
      eventually("the gateway is cut off", PATIENCE, () -> !gateway.isConnected());
    }
    assertFalse(platform.finish().passed());
    assertTrue(Files.readString(report()).contains("refuse 1 packet because 人工拒收"));
  }

  @Test
  void theBrokerGoesAwayAndComesBackByScript() throws Exception {
    open("script", "packet 1: away for 300 ms; packet 2: refuse logins for 1 h");
    try (MqttClient gateway = gateway()) {
      send(gateway, "data/upload", data(Instant.now()));
      eventually("the gateway is cut off", PATIENCE, () -> !gateway.isConnected());
      awaitOnScreen("the broker is back");
    }
    try (MqttClient gateway = gateway()) {
      send(gateway, "data/upload", data(Instant.now().minusSeconds(1)));
      awaitOnScreen("logins are refused");
      gateway.disconnect();
    }
    assertThrows(Exception.class, this::gateway);
  }

  @Test
  void theDurationEndsIt() throws Exception {
    open("duration.s", "1");
    platform.run();
    assertFalse(platform.finish().passed());
    assertTrue(screen().contains("INCOMPLETE: did not come: data packet, heartbeat"), this::screen);
  }

  @Test
  void everyMistakeOfTheFileIsToldAtOnce() {
    SettingsException wrong =
        assertThrows(
            SettingsException.class,
            () ->
                open(
                    "port", "0", "topic", "/X/", "cipher", "aes", "script", "now: go", "user",
                    "x"));
    for (String line :
        List.of(
            "my.conf: port = 0: a whole number from 1 to 65535",
            "my.conf: topic = /X/: a main topic",
            "my.conf: aes.key: ",
            "my.conf: script: line 1: now: go: at start, after 30 s",
            "my.conf: user: unknown setting")) {
      assertTrue(wrong.getMessage().contains(line), wrong.getMessage());
    }
  }

  @Test
  void aPortThatIsTakenIsTold() {
    open();
    SettingsException taken = assertThrows(SettingsException.class, this::open);
    assertTrue(taken.getMessage().contains("port = " + port), taken.getMessage());
  }

  @Test
  @DisplayName("CCER-7.6-08, CCER-7.6-11: what Debian's own MQTT clients send and hear")
  void mosquittosClientsAreServed() throws Exception {
    Path publish = Path.of("/usr/bin/mosquitto_pub");
    assumeTrue(Files.isExecutable(publish));
    open("status", "2");
    awaitOnScreen("connected to the broker");
    assertEquals(0, publish(publish, PASSWORD, data(Instant.now())));
    platform.typed("report");
    eventually(
        "the packet is in the report",
        PATIENCE,
        () -> {
          platform.typed("report");
          return Files.readString(folder.resolve("report.txt")).contains("data packet: 1");
        });
    assertTrue(publish(publish, "wrong", data(Instant.now())) != 0);
    awaitOnScreen(CLIENT + ": wrong user name or password");
  }

  private int publish(Path client, String password, String message) throws Exception {
    Process process =
        new ProcessBuilder(
                client.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-i",
                CLIENT,
                "-u",
                "mine",
                "-P",
                password,
                "-q",
                "1",
                "-t",
                "/FIREDAMPTEST/server/data/upload",
                "-m",
                message)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    return process.exitValue();
  }

  @Test
  void theShippedExampleIsAConfigurationThatWorks() throws Exception {
    Path examples = Path.of("../../karaf-assembly/src/main/resources/etc/examples");
    Map<String, String> example = StandAlone.read(examples.resolve("rehearsal.conf"));
    example.put("port", Integer.toString(port));
    example.put("script", "file:" + examples.resolve("rehearsal.script"));
    example.put("report", report().toString());
    platform = new StandAlone(example, new PrintStream(screen, true, StandardCharsets.UTF_8));
    assertFalse(platform.finish().passed());
  }
}
