package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.health.Level;
import io.firedamp.store.Recall;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;

/** The platform's commands, against a real Mosquitto (7.7). */
class RecallTest extends UplinkHarness {
  private List<Recall> recalls(Instant from) {
    return store.recalls(UPLINK, from, from.plusSeconds(60));
  }

  private List<JsonNode> answers() {
    return platform.received().stream()
        .filter(m -> m.topic().equals("/server/cmd/reply"))
        .map(FakePlatform.Received::json)
        .toList();
  }

  private void command(String id, Instant from, Instant to) throws MqttException {
    platform.send(
        "/client/cmd",
        "{\"ts\":\"1\",\"cmd_type\":\"1\",\"request_id\"：\"%s\",\"value\":{\"ts_start\": \"%d \", \"ts_end\": \"%d\"} }"
            .formatted(id, from.getEpochSecond(), to.getEpochSecond()));
  }

  /**
   * CCER-7.7-01, CCER-7.7-02, CCER-7.7-05, CCER-7.7-06, CCER-7.7-08: what comes on command is what
   * was sent live, to the letter, and comes on command only. The command is written as the sample
   * is.
   */
  @Test
  void theSpanThatThePlatformAsksForComesAsItWasSentLive() throws IOException, MqttException {
    start();
    connected();
    Instant first = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 5 * 5 - 10);
    long number = 0;
    for (int i = 0; i < 10; i++) {
      number = frame(first.plusSeconds(i));
    }
    long last = number;
    eventually("live packets", SOON, () -> store.settled(UPLINK) == last);
    assertTrue(answers().isEmpty(), "nothing without a command");

    command("4711", first.plusSeconds(2), first.plusSeconds(8));
    eventually("the answer", SOON, () -> answers().size() == 1);
    JsonNode answer = answers().get(0);
    assertEquals("4711", answer.path("response_id").asText());
    assertEquals("1", answer.path("cmd_type").asText());
    assertEquals("1", answer.path("result").path("success").asText());
    JsonNode values = answer.path("result").path("value");
    assertEquals(7, values.size());
    eventually("on record", SOON, () -> !recalls(first).isEmpty());
    Recall recall = recalls(first).get(0);
    assertEquals(
        List.of("4711", first.plusSeconds(2), first.plusSeconds(9), 7L),
        List.of(recall.request(), recall.from(), recall.to(), recall.instants()));
    Map<String, String> live = new java.util.TreeMap<>();
    for (FakePlatform.Received packet : platform.packets()) {
      String data = packet.text().substring(packet.text().indexOf("\"data\":{") + 8);
      data = data.substring(0, data.length() - 3);
      live.merge(packet.json().path("value").path("ctime").asText(), data, (a, b) -> a + "," + b);
    }
    String text =
        platform.received().stream()
            .filter(m -> m.topic().equals("/server/cmd/reply"))
            .findFirst()
            .orElseThrow()
            .text();
    String before = "";
    for (JsonNode entry : values) {
      String ctime = entry.path("ctime").asText();
      assertTrue(ctime.compareTo(before) > 0, "ascending");
      before = ctime;
      assertTrue(
          text.contains("\"values\":{" + live.get(ctime) + "}}"), live.get(ctime) + " in " + text);
    }
  }

  /** CCER-7.7-09; AMB-34, AMB-42, AMB-81. */
  @Test
  void commandsWithoutDataOrSenseAreAnsweredOrIgnored() throws IOException, MqttException {
    start();
    connected();
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    platform.send("/client/cmd", "nonsense");
    platform.send("/client/cmd", "{\"cmd_type\":\"1\"}");
    command("1", longAgo, longAgo.plusSeconds(60));
    eventually("no data", SOON, () -> answers().size() == 1);
    platform.send("/client/cmd", "{\"cmd_type\":\"9\",\"request_id\":\"2\"}");
    eventually("unknown command", SOON, () -> answers().size() == 2);
    for (JsonNode answer : answers()) {
      assertEquals("0", answer.path("result").path("success").asText());
      assertEquals(0, answer.path("result").path("value").size());
      assertTrue(!answer.path("result").path("reason").asText().isEmpty());
    }
    assertEquals("9", answers().get(1).path("cmd_type").asText());
    assertEquals(Level.OK, health().level(), health().toString());
  }

  /** AMB-34: from 1970, and yet no packet without data. */
  @Test
  void aSpanThatBeginsLongBeforeTheFirstFrameComesWithoutEmptyHours()
      throws IOException, MqttException {
    Instant tick = Instant.ofEpochSecond(clock.instant().getEpochSecond() - 100);
    frame(tick);
    start();
    connected();
    command("4711", Instant.EPOCH, tick);
    eventually("the answer", SOON, () -> answers().size() == 1 && figure("backfills") == 0);
    assertEquals(1, times().size());
    assertEquals(1, answers().size());
  }

  /** The instants that came on command. */
  private Set<String> times() {
    Set<String> times = new HashSet<>();
    for (JsonNode answer : answers()) {
      answer.path("result").path("value").forEach(e -> times.add(e.path("ctime").asText()));
    }
    return times;
  }

  /** CCER-7.7-04: more than an hour is more than a packet; a restart goes on where it was. */
  @Test
  void aLongSpanGoesOnAfterARestart() throws IOException, MqttException {
    Instant first =
        clock
            .instant()
            .minus(Duration.ofHours(5))
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    for (int i = 0; i < 180; i++) {
      frame(first.plusSeconds(i * 60L));
    }
    start("backfill.interval.s", "1");
    connected();
    command("4711", first, first.plusSeconds(3 * 3600 - 1));
    eventually("the first hour", SOON, () -> answers().size() == 1);
    uplink.close();
    int before = answers().size();
    start("backfill.interval.s", "1");
    eventually("all of them", SOON, () -> figure("backfills") == 0 && times().size() == 180);
    int entries = 0;
    for (JsonNode answer : answers()) {
      int size = answer.path("result").path("value").size();
      assertTrue(size <= 60, "an hour at the most");
      entries += size;
    }
    assertTrue(
        entries <= 180 + 60,
        "a packet in flight may come twice, no other: " + entries + " after " + before);
  }

  /** AMB-04: the session is kept, and with it what the platform says meanwhile. */
  @Test
  void aCommandOfAShortOutageArrivesAfterIt() throws IOException, MqttException {
    TcpProxy line = opened(TcpProxy.to(broker.port()));
    start("broker", "tcp://127.0.0.1:" + line.port());
    connected();
    line.cut();
    eventually("the loss is noticed", SOON, () -> health().code().equals("uplink.disconnected"));
    command("4711", Instant.EPOCH, Instant.EPOCH);
    line.pass();
    eventually("the answer", SOON, () -> answers().size() == 1);
    assertEquals("4711", answers().get(0).path("response_id").asText());
  }
}
