package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.courier.Balance;
import io.firedamp.courier.Delays;
import io.firedamp.courier.Errand;
import io.firedamp.courier.Exchange;
import io.firedamp.courier.Link;
import io.firedamp.courier.Packet;
import io.firedamp.courier.Traffic;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Recall;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-03, CCER-7.6-09, CCER-7.7-02: what goes over the uplinks")
class UplinksTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";
  private static final Instant HOUR = Sites.NOW.minus(Duration.ofDays(1));

  private final Site site = Sites.of();
  private final Uplinks uplinks = new Uplinks(site);

  /** An uplink with a packet that was refused once, and one on its way. */
  private record Known(String name, double recallPace) implements Traffic {
    @Override
    public io.firedamp.courier.Route route() {
      return new io.firedamp.courier.Route(name, "", name + ":late", false, true, false);
    }

    @Override
    public List<Errand> errands() {
      return List.of(
          new Errand(name, "8", HOUR, HOUR.plusSeconds(7200), HOUR.plusSeconds(3600), 1),
          new Errand(name, "9", HOUR, HOUR.plusSeconds(3600), HOUR, 0));
    }

    @Override
    public boolean cancel(String id) {
      return id.equals("8");
    }

    @Override
    public Link link() {
      return new Link(
          true,
          HOUR,
          "ssl://10.0.0.8:8883",
          "tun0",
          "GW1",
          "/mine/server/data/upload",
          Text.same("AES CBC · BASE64"),
          120,
          Duration.ofSeconds(60));
    }

    @Override
    public Balance today() {
      return new Balance(HOUR, 10, 3, 0, 1, 1, 2, 1, 2);
    }

    @Override
    public Delays delays() {
      return new Delays(
          Collections.nCopies(9, 1L),
          Duration.ofMillis(370),
          Duration.ofMillis(2610),
          Duration.ofSeconds(61));
    }

    @Override
    public List<Packet> packets() {
      Optional<Outcome> acknowledged = Optional.of(Outcome.ACKNOWLEDGED);
      Instant tick = Sites.NOW;
      return List.of(
          new Packet(2, "72", 0, tick, tick, 1, 1, Optional.empty(), Instant.EPOCH, false, ""),
          new Packet(1, "71", 1, tick, tick, 15, 2, acknowledged, tick, false, EVIL));
    }

    @Override
    public List<Exchange> exchanges(long packet) {
      return packet == 1
          ? List.of(
              new Exchange("70", HOUR, "{\"val\":1.000}", EVIL),
              new Exchange("71", HOUR, "{\"val\":1.000}", ""))
          : List.of();
    }
  }

  private Route route(String path) {
    return uplinks.routes().stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  private Answer answer(String path, Map<String, String> query) throws IOException {
    return answer(new Ask("GET", path, query, "", "word", "127.0.0.1", "", "h", ""));
  }

  private Answer cancel(String id) throws IOException {
    String path = "/api/recalls/cancel";
    String body = "{\"uplink\":\"national\",\"id\":\"" + id + "\"}";
    return answer(new Ask("POST", path, Map.of(), body, "word", "127.0.0.1", "", "h", ""));
  }

  private Answer answer(Ask ask) throws IOException {
    Session li = new Session("word", "li", Set.of("admin"), Sites.NOW);
    return route(ask.path()).handler().answer(ask, Optional.of(li));
  }

  /** What a question logs; the binding writes to the standard error of the moment. */
  private static List<String> logged(Callable<?> question) throws Exception {
    PrintStream console = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      question.call();
    } finally {
      System.setErr(console);
    }
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static JsonNode json(Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private JsonNode uplink(int index) throws IOException {
    return json(answer("/api/uplinks", Map.of())).get("uplinks").get(index);
  }

  @Test
  void everyUplinkIsShownByNameWithBothSidesOfTheSum() throws IOException {
    site.addTraffic(new Known("regional", Double.NaN));
    site.addTraffic(new Known("national", 400));
    JsonNode first = uplink(0);
    assertEquals("national", first.get("uplink").asText());
    assertEquals("regional", uplink(1).get("uplink").asText());
    assertEquals(10, first.at("/today/due").asInt());
    assertEquals(10, first.at("/today/found").asInt());
    assertEquals(60_000, first.at("/link/fresh").asInt());
    assertEquals(2610, first.at("/delays/p99").asInt());
    assertEquals(9, first.at("/delays/counts").size());
  }

  @Test
  void aPacketShowsHowItIsAndThePlatformsWordsAsText() throws IOException {
    site.addTraffic(new Known("national", 400));
    JsonNode all = json(answer("/api/uplinks", Map.of()));
    JsonNode waiting = all.at("/uplinks/0/packets/0");
    assertEquals("AWAITING", waiting.get(7).asText());
    assertTrue(waiting.get(8).isNull(), "nobody has answered");
    JsonNode done = all.at("/uplinks/0/packets/1");
    assertEquals("ACKNOWLEDGED", done.get(7).asText());
    assertEquals(EVIL, done.get(9).asText());
    assertEquals("待应答", all.at("/states/AWAITING/zh").asText());
    assertEquals("已确认", all.at("/states/ACKNOWLEDGED/zh").asText());
  }

  @Test
  void theTimeLeftOfARequestIncludesThoseBeforeIt() throws IOException {
    site.addTraffic(new Known("national", 400));
    assertEquals(9000, uplink(0).at("/errands/0/left").asInt());
    assertEquals(18_000, uplink(0).at("/errands/1/left").asInt());
  }

  @Test
  void beforeTheFirstPacketTheTimeLeftIsUnknown() throws IOException {
    site.addTraffic(new Known("national", Double.NaN));
    assertTrue(uplink(0).at("/errands/0/left").isNull());
  }

  @Test
  void aRequestThatWasServedIsOneRowHoweverManyPacketsItTook() throws IOException {
    MemoryFrameStore store = new MemoryFrameStore();
    store.recalled(recall("7", 0, 3600));
    store.recalled(recall("6", 0, 60));
    store.recalled(recall("7", 3600, 1800));
    store.recalled(recall("8", 0, 3600)); // the rest of it is on its way
    site.addStore(store);
    site.addTraffic(new Known("national", 400));
    JsonNode served = json(answer("/api/recalls", Map.of())).get("national");
    assertEquals(List.of("7", "6"), served.findValuesAsText("id"));
    assertEquals(5400, served.at("/0/instants").asInt());
    assertEquals(2, served.at("/0/packets").asInt());
    assertEquals(5400_000, served.at("/0/to").asLong() - served.at("/0/from").asLong());
  }

  private static Recall recall(String request, long begin, long seconds) {
    Instant from = HOUR.plusSeconds(begin);
    return new Recall("national", request, from, from.plusSeconds(seconds), seconds, Sites.NOW);
  }

  @Test
  void whoLooksIntoAPacketIsInTheLogByName() throws Exception {
    site.addTraffic(new Known("national", 400));
    assertEquals(Right.ADMINISTER, route("/api/packet").right());
    Map<String, String> query = Map.of("uplink", "national", "number", "1");
    JsonNode packet = json(answer("/api/packet", query));
    assertEquals("{\"val\":1.000}", packet.at("/exchanges/1/sent").asText());
    assertEquals(EVIL, packet.at("/exchanges/0/reply").asText());
    List<String> lines = logged(() -> answer("/api/packet", query));
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("li looks at packet 71 of uplink national"), lines.get(0));
    assertFalse(lines.get(0).contains("1.000"), "the content itself is not for the log");
  }

  /** CCER-7.7-06: the platform commands; a person of the site may only give up. */
  @Test
  void aRequestIsGivenUpByAManagerAndWrittenDown() throws Exception {
    site.addTraffic(new Known("national", 400));
    assertEquals(Right.OPERATE, route("/api/recalls/cancel").right());
    List<String> lines = logged(() -> cancel("8"));
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("li gives up request 8 of uplink national"), lines.get(0));
    assertEquals(200, cancel("8").status());
    assertEquals(404, cancel("9").status(), "it has just been sent");
    assertEquals(404, cancel("7").status());
  }

  @Test
  void aPacketThatIsNotKeptAnyMoreIsSaidSo() throws IOException {
    site.addTraffic(new Known("national", 400));
    assertEquals(404, answer("/api/packet", Map.of("uplink", "national", "number", "2")).status());
    assertEquals(404, answer("/api/packet", Map.of("uplink", EVIL, "number", "1")).status());
    assertThrows(IllegalArgumentException.class, () -> answer("/api/packet", Map.of()));
  }

  @Test
  void withoutAnUplinkOrAStoreNothingIsAnError() throws IOException {
    assertEquals(0, json(answer("/api/uplinks", Map.of())).get("uplinks").size());
    assertEquals(0, json(answer("/api/recalls", Map.of())).size());
  }
}
