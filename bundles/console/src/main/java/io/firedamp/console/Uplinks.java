package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
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
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes over the uplinks, and what is in a packet. Any thread. */
final class Uplinks implements Questions {
  private static final Logger LOG = LoggerFactory.getLogger(Uplinks.class);
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);
  private static final Duration RECALLS_GOOD_FOR = Duration.ofSeconds(10);

  /** Data that are older are asked for again seldom. */
  private static final Duration RECALLED_DATA = Duration.ofDays(400);

  /** Of each uplink, the ones that were served last. */
  private static final int MOST_RECALLS = 20;

  private final Site site;
  private final Cached uplinks;
  private final Cached recalls;

  Uplinks(Site site) {
    this.site = site;
    uplinks = new Cached(site, GOOD_FOR, this::uplinks);
    recalls = new Cached(site, RECALLS_GOOD_FOR, this::recalls);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/uplinks", Right.LOOK, (ask, who) -> Answer.json(uplinks.answer())),
        new Route("GET", "/api/recalls", Right.LOOK, (ask, who) -> Answer.json(recalls.answer())),
        new Route("POST", "/api/recalls/cancel", Right.OPERATE, this::cancel),
        new Route("GET", "/api/packet", Right.ADMINISTER, this::packet));
  }

  private String uplinks() {
    Map<String, Text> states = new LinkedHashMap<>();
    return Json.object(
        json -> {
          json.writeArrayFieldStart("bounds");
          for (Duration bound : Delays.BOUNDS) {
            json.writeNumber(bound.toMillis());
          }
          json.writeEndArray();
          json.writeArrayFieldStart("uplinks");
          for (Traffic traffic : site.traffic()) {
            json.writeStartObject();
            json.writeStringField("uplink", traffic.route().uplink());
            json.writeStringField("project", traffic.route().project());
            link(json, traffic.link());
            today(json, traffic.today());
            delays(json, traffic.delays());
            errands(json, traffic);
            json.writeArrayFieldStart("packets");
            for (Packet packet : traffic.packets()) {
              states.put(state(packet), packet.state());
              packet(json, packet);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeObjectFieldStart("states");
          for (Map.Entry<String, Text> state : states.entrySet()) {
            Json.text(json, state.getKey(), state.getValue());
          }
          json.writeEndObject();
        });
  }

  private static void link(JsonGenerator json, Link link) throws IOException {
    json.writeObjectFieldStart("link");
    json.writeBooleanField("up", link.up());
    Json.time(json, "since", link.since());
    json.writeStringField("broker", link.broker());
    json.writeStringField("localEnd", link.localEnd());
    json.writeStringField("clientId", link.clientId());
    json.writeStringField("topic", link.topic());
    Json.text(json, "cipher", link.cipher());
    json.writeNumberField("window", link.window());
    json.writeNumberField("fresh", link.fresh().toMillis());
    json.writeEndObject();
  }

  private static void today(JsonGenerator json, Balance today) throws IOException {
    json.writeObjectFieldStart("today");
    Json.time(json, "since", today.since());
    json.writeNumberField("due", today.due());
    json.writeNumberField("found", today.found());
    json.writeNumberField("acknowledged", today.acknowledged());
    json.writeNumberField("published", today.published());
    json.writeNumberField("refused", today.refused());
    json.writeNumberField("unanswered", today.unanswered());
    json.writeNumberField("expired", today.expired());
    json.writeNumberField("inFlight", today.inFlight());
    json.writeNumberField("waiting", today.waiting());
    json.writeEndObject();
  }

  private static void delays(JsonGenerator json, Delays delays) throws IOException {
    json.writeObjectFieldStart("delays");
    json.writeNumberField("packets", delays.packets());
    json.writeArrayFieldStart("counts");
    for (long count : delays.counts()) {
      json.writeNumber(count);
    }
    json.writeEndArray();
    json.writeNumberField("p50", delays.p50().toMillis());
    json.writeNumberField("p99", delays.p99().toMillis());
    json.writeNumberField("max", delays.max().toMillis());
    json.writeEndObject();
  }

  /** Each with the time until it is done, those before it included; {@code null} if unknown. */
  private static void errands(JsonGenerator json, Traffic traffic) throws IOException {
    double left = 0;
    json.writeArrayFieldStart("errands");
    for (Errand errand : traffic.errands()) {
      left += Duration.between(errand.next(), errand.to()).toMillis() / traffic.recallPace();
      json.writeStartObject();
      json.writeStringField("id", errand.id());
      Json.time(json, "from", errand.from());
      Json.time(json, "to", errand.to());
      Json.time(json, "next", errand.next());
      json.writeNumberField("packets", errand.packets());
      Json.number(json, "left", left);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** number, id, part, ctime, utime, values, attempts, state, answered, reason. */
  private static void packet(JsonGenerator json, Packet packet) throws IOException {
    json.writeStartArray();
    json.writeNumber(packet.number());
    json.writeString(packet.id());
    json.writeNumber(packet.part());
    Json.time(json, packet.time());
    Json.time(json, packet.sent());
    json.writeNumber(packet.values());
    json.writeNumber(packet.attempts());
    json.writeString(state(packet));
    Json.time(json, packet.answered());
    json.writeString(packet.reason());
    json.writeEndArray();
  }

  private static String state(Packet packet) {
    return packet.outcome().map(Outcome::name).orElse(packet.refused() ? "AGAIN" : "AWAITING");
  }

  /** Requests for stored data of each uplink that were served, the last ones first. */
  private String recalls() throws IOException {
    Map<String, Deque<Served>> served = new LinkedHashMap<>();
    Optional<FrameStore> store = site.store();
    Instant now = site.instant();
    for (Traffic traffic : store.isEmpty() ? List.<Traffic>of() : site.traffic()) {
      String uplink = traffic.route().uplink();
      List<Recall> facts = store.get().recalls(uplink, now.minus(RECALLED_DATA), now);
      served.put(uplink, served(facts, traffic));
    }
    return Json.object(
        json -> {
          for (Map.Entry<String, Deque<Served>> uplink : served.entrySet()) {
            json.writeArrayFieldStart(uplink.getKey());
            for (Served one : uplink.getValue()) {
              json.writeStartObject();
              json.writeStringField("id", one.request());
              Json.time(json, "from", one.from());
              Json.time(json, "to", one.to());
              json.writeNumberField("packets", one.packets());
              json.writeNumberField("instants", one.instants());
              Json.time(json, "at", one.at());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }

  /** All packets of a request. */
  private record Served(
      String request, Instant from, Instant to, long packets, long instants, Instant at) {
    static Served of(Recall fact) {
      return new Served(fact.request(), fact.from(), fact.to(), 1, fact.instants(), fact.at());
    }

    Served and(Served later) {
      return new Served(
          request,
          from.isBefore(later.from) ? from : later.from,
          to.isAfter(later.to) ? to : later.to,
          packets + later.packets,
          instants + later.instants,
          later.at);
    }
  }

  /** Without those that are under way. */
  private static Deque<Served> served(List<Recall> facts, Traffic traffic) {
    Map<String, Served> byRequest = new LinkedHashMap<>();
    for (Recall fact : facts) {
      Served before = byRequest.remove(fact.request());
      Served with = Served.of(fact);
      byRequest.put(fact.request(), before == null ? with : before.and(with));
    }
    traffic.errands().forEach(errand -> byRequest.remove(errand.id()));
    Deque<Served> newest = new ArrayDeque<>();
    for (Served one : byRequest.values()) {
      newest.addFirst(one);
      if (newest.size() > MOST_RECALLS) {
        newest.removeLast();
      }
    }
    return newest;
  }

  /** Gives a request up; whoever does is written down. */
  private Answer cancel(Ask ask, Optional<Session> who) {
    Map<String, String> form = Json.texts(ask.body());
    Optional<Errand> given =
        named(form.getOrDefault("uplink", ""))
            .flatMap(
                traffic ->
                    traffic.errands().stream()
                        .filter(errand -> errand.id().equals(form.get("id")))
                        .filter(errand -> traffic.cancel(errand.id()))
                        .findFirst());
    if (given.isEmpty()) {
      return Answer.refused(404, "there is no such request any more", "已没有该请求");
    }
    LOG.info(
        "{} gives up request {} of uplink {} | 取消平台补传请求",
        who.map(Session::user).orElse(""),
        given.get().id(),
        given.get().uplink());
    return Answer.json("{}");
  }

  private Optional<Traffic> named(String uplink) {
    return site.traffic().stream().filter(t -> t.route().uplink().equals(uplink)).findFirst();
  }

  /** What was sent in clear, and what came back: whoever looks is written down. */
  private Answer packet(Ask ask, Optional<Session> who) {
    long number = Long.parseLong(ask.value("number"));
    String uplink = ask.value("uplink");
    List<Exchange> exchanges =
        named(uplink).map(traffic -> traffic.exchanges(number)).orElse(List.of());
    if (exchanges.isEmpty()) {
      return Answer.refused(
          404,
          "this packet is not kept any more: memory holds the last ones only; what was measured is"
              + " in the store",
          "该数据包内容已不再保留：内存中只有最近的数据包；测量值仍在存储中");
    }
    LOG.info(
        "{} looks at packet {} of uplink {} in clear | 查看已发送数据包的明文",
        who.map(Session::user).orElse(""),
        exchanges.get(exchanges.size() - 1).id(),
        uplink);
    return Answer.json(
        Json.object(
            json -> {
              json.writeArrayFieldStart("exchanges");
              for (Exchange exchange : exchanges) {
                json.writeStartObject();
                json.writeStringField("id", exchange.id());
                Json.time(json, "at", exchange.at());
                json.writeStringField("sent", exchange.sent());
                json.writeStringField("reply", exchange.reply());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }
}
