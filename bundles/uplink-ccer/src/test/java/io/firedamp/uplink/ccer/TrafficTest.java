package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.courier.Balance;
import io.firedamp.courier.Exchange;
import io.firedamp.courier.Link;
import io.firedamp.courier.Packet;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.testkit.FakePlatform;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;

/** What people see of an uplink at work, against a real Mosquitto. */
class TrafficTest extends UplinkHarness {
  private static final String KEY = "dcea8dae99826aead01f0bb9582fec35";

  private Packet packet(int part) {
    return uplink.packets().stream().filter(each -> each.part() == part).findFirst().orElseThrow();
  }

  /**
   * CCER-7.6-09, CCER-7.6-12, CCER-4.3-03: to the letter what the platform got, and what it said.
   */
  @Test
  void aPacketIsShownAsThePlatformGotIt() throws IOException {
    AtomicInteger refusals = new AtomicInteger();
    platform.script(
        message -> {
          boolean first =
              message.topic().equals("/server/data/upload")
                  && message.json().path("flag").asText().equals("1")
                  && refusals.getAndIncrement() == 0;
          return first
              ? Optional.of(FakePlatform.reply(message, "0", "数据格式错误"))
              : FakePlatform.accept(message);
        });
    start();
    connected();
    Instant tick = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    long number = frame(tick);
    eventually("settled", SOON, () -> store.settled(UPLINK) == number);

    Packet inside = packet(1);
    assertEquals(2, inside.attempts());
    assertEquals(Optional.of(Outcome.ACKNOWLEDGED), inside.outcome());
    assertEquals("数据格式错误", inside.reason());
    assertEquals(tick, inside.time());
    assertEquals(1, packet(0).values());
    List<String> got =
        platform.packets().stream()
            .filter(each -> each.json().path("flag").asText().equals("1"))
            .map(FakePlatform.Received::text)
            .toList();
    List<Exchange> exchanges = uplink.exchanges(inside.number());
    assertEquals(got, exchanges.stream().map(Exchange::sent).toList());
    assertTrue(exchanges.get(0).reply().contains("\"success\":\"0\""), exchanges.toString());
    assertTrue(exchanges.get(1).reply().contains("\"success\":\"1\""), exchanges.toString());
    assertTrue(uplink.exchanges(99).isEmpty());

    Balance today = uplink.today();
    assertEquals(2, today.due());
    assertEquals(2, today.acknowledged());
    assertEquals(2, uplink.delays().packets());
    assertTrue(uplink.delays().max().compareTo(Duration.ofSeconds(1)) >= 0, "it was refused first");
  }

  /**
   * AMB-05: where it goes and how it is encrypted; neither password nor key, wherever one looks.
   */
  @Test
  void theConnectionIsShownWithoutASecret() throws MqttException {
    platform.script(message -> Optional.empty()); // it has another key
    start("cipher", "aes", "aes.key", KEY, "aes.mode", "CBC");
    eventually("connected", SOON, () -> uplink.link().up());
    Link link = uplink.link();
    assertEquals(broker.address(), link.broker());
    assertEquals(ROOT + "/server/data/upload", link.topic());
    assertEquals("AES CBC · BASE64", link.cipher().en());
    assertEquals(Duration.ofSeconds(60), link.fresh());
    assertFalse(link.toString().contains("geheim") || link.toString().contains(KEY));
    Instant since = link.since();
    broker.stop();
    eventually("the loss is seen", SOON, () -> !uplink.link().up());
    assertTrue(uplink.link().since().isAfter(since));
  }

  /** CCER-7.7-02, CCER-7.7-04: the platform's request moves, and its end can be foreseen. */
  @Test
  void aRequestForStoredDataIsSeenMoving() throws IOException, MqttException {
    Instant begin = Instant.ofEpochSecond(clock.instant().getEpochSecond()).minusSeconds(7200);
    frame(begin);
    frame(begin.plusSeconds(3600));
    start();
    connected();
    assertTrue(Double.isNaN(uplink.recallPace()));
    platform.command("4711", begin, begin.plusSeconds(5399));
    eventually(
        "one of two packets is sent",
        SOON,
        () -> uplink.errands().stream().anyMatch(errand -> errand.packets() == 1));
    assertEquals(begin.plusSeconds(3600), uplink.errands().get(0).next());
    double pace = uplink.recallPace();
    assertTrue(
        pace > 3600.0 / 10 && pace < 3600.0 / 5, "an hour in five seconds and a bit: " + pace);
    eventually("all of it", SOON, () -> uplink.errands().isEmpty());
    assertEquals(2, platform.backfills().size());
  }
}
