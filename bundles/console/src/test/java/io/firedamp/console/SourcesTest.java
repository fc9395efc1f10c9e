package io.firedamp.console;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.console.door.Right;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.point.PointId;
import io.firedamp.source.Place;
import io.firedamp.source.Raw;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("ISC-8.2-02, CCER-4.4-01: what people ask of devices")
class SourcesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";

  private final Live live = Sites.live("FONP001", new Text(EVIL, "流量"), 12.5);
  private final Device device = new Device();
  private final Site site = new Site();
  private final List<Route> routes;

  SourcesTest() {
    site.addInstruments(device);
    routes = new Sources(site).routes();
  }

  @AfterEach
  void answer() {
    device.answers.countDown();
  }

  @Test
  void whoeverTroublesADeviceMustBeAllowedToOperate() {
    for (Route route : routes) {
      Right expected = route.method().equals("POST") ? Right.OPERATE : Right.LOOK;
      assertEquals(expected, route.right(), route.path());
    }
    assertEquals(3, routes.stream().filter(route -> route.method().equals("POST")).count());
  }

  @Test
  void aPointIsReadNowAndSoIsAWholeSource() throws IOException {
    device.answers.countDown();
    JsonNode one = json(ask("/api/read", Map.of("point", "FONP001")));
    assertEquals(12.5, one.at("/values/0/value").asDouble());
    assertEquals("GOOD", one.at("/values/0/quality").asText());
    assertEquals(Sites.NOW.toEpochMilli(), one.at("/values/0/time").asLong());
    assertEquals(EVIL, one.at("/values/0/name/en").asText(), "a name stays text");
    assertTrue(one.get("took").isNumber());
    JsonNode all = json(ask("/api/read", Map.of("source", "boiler1")));
    assertEquals(2, all.get("values").size());
    assertEquals(404, ask("/api/read", Map.of("point", "FONP009")).status());
  }

  @Test
  void bytesAreShownWithAllThatTheyMayMean() throws IOException {
    JsonNode raw = json(ask("/api/raw", Map.of("source", "plc", "address", " holding:0 ")));
    assertEquals("0000411200000000", raw.get("hex").asText());
    List<String> ways = new ArrayList<>();
    raw.get("decodings")
        .forEach(one -> ways.add(one.get("types") + " " + one.get("orders") + one.get("value")));
    assertTrue(ways.contains("[\"float32\"] [\"CDAB\"]\"9.125\""), ways::toString);
    assertEquals(404, ask("/api/raw", Map.of("source", "boiler1", "address", "7")).status());
  }

  @Test
  void aDirectoryIsAskedForOnePlaceAtATime() throws IOException {
    JsonNode top = json(ask("/api/browse", Map.of("source", "plc")));
    assertEquals(EVIL, top.at("/places/0/name").asText());
    assertTrue(top.at("/places/0/branch").asBoolean());
    JsonNode below = json(ask("/api/browse", Map.of("source", "plc", "place", "ns=2;s=Plant")));
    assertEquals(0, below.get("places").size());
    assertEquals("设备已关闭", below.at("/note/zh").asText());
    assertEquals("[\"plc\"]", json(ask("/api/sources", Map.of())).get("explorable").toString());
  }

  @Test
  @DisplayName("lesson 54: no crowd of questions stops the web server or the plant")
  void aSecondAskerIsToldToWaitAndManyAreRefused() throws IOException {
    List<CompletableFuture<Answer>> first = new ArrayList<>();
    for (String source : List.of("a", "b", "c", "d")) {
      first.add(
          CompletableFuture.supplyAsync(
              () -> ask("/api/read", Map.of("source", source)),
              question -> new Thread(question).start()));
    }
    eventually("four wait for their devices", SOON, () -> device.waiting.get() == 4);
    for (String source : List.of("a", "e")) {
      Answer refused = ask("/api/read", Map.of("source", source));
      assertEquals(429, refused.status(), source);
      assertTrue(json(refused).at("/error/en").asText().startsWith(source + " is being asked"));
    }
    device.answers.countDown();
    first.forEach(answer -> assertEquals(200, answer.join().status()));
    assertEquals(200, ask("/api/read", Map.of("source", "a")).status());
  }

  @Test
  void withoutASiteThereIsNobodyToAsk() throws IOException {
    site.removeInstruments(device);
    assertEquals(503, ask("/api/read", Map.of("source", "boiler1")).status());
    assertEquals(0, json(ask("/api/sources", Map.of())).get("explorable").size());
  }

  private Answer ask(String path, Map<String, String> body) {
    Route route = routes.stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
    try {
      String text = new ObjectMapper().writeValueAsString(body);
      Ask ask = new Ask(route.method(), path, Map.of(), text, "", "127.0.0.1", "", "h", "");
      return route.handler().answer(ask, Optional.empty());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JsonNode json(Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  /** Answers when the test says so; one of its sources has bytes and a directory. */
  private final class Device implements Instruments {
    final CountDownLatch answers = new CountDownLatch(1);
    final AtomicInteger waiting = new AtomicInteger();

    @Override
    public List<Live> live() {
      return List.of(live);
    }

    @Override
    public Optional<Live> read(PointId id) {
      return Optional.of(live).filter(one -> one.point().id().equals(id));
    }

    @Override
    public List<Live> readAll(String source) throws InterruptedException {
      waiting.incrementAndGet();
      answers.await();
      return List.of(live, live);
    }

    @Override
    public List<String> explorable() {
      return List.of("plc");
    }

    @Override
    public Optional<Listing> browse(String source, String place) {
      return Optional.of(
          place.isEmpty()
              ? new Listing(List.of(new Place("ns=2;s=Plant", EVIL, "", "", true)), Text.NONE)
              : new Listing(List.of(), new Text("the device is off", "设备已关闭")));
    }

    @Override
    public Optional<Raw> raw(String source, String address, int bytes) {
      return Optional.of(Raw.of(HexFormat.of().parseHex("0000411200000000"), Text.NONE))
          .filter(raw -> source.equals("plc") && address.equals("holding:0"));
    }
  }
}
