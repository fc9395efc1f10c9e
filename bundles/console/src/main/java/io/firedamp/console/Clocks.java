package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.TimeSource;
import io.firedamp.clock.Timekeeping;
import io.firedamp.console.door.Right;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The site's clock, its servers, and what is on record of them (CCER 附录F). Any thread. */
final class Clocks implements Questions {
  private static final double NANOS_PER_MS = 1e6;

  /** So many of the last events are shown: a check each day, and the steps. */
  private static final int MOST_EVENTS = 400;

  private final Site site;

  Clocks(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route("GET", "/api/clock", Right.LOOK, (ask, who) -> clock()));
  }

  private Answer clock() {
    return site.timekeeper()
        .map(keeper -> Answer.json(clock(keeper.timekeeping(), keeper.events())))
        .orElseGet(() -> Answer.refused(503, "nobody keeps the clock just now", "暂无时钟服务"));
  }

  /** Times of the clock's are in milliseconds. */
  private static String clock(Timekeeping kept, List<ClockEvent> events) {
    return Json.object(
        json -> {
          Json.time(json, "time", kept.time());
          json.writeStringField("trust", kept.state().trust().name());
          Json.text(json, "state", kept.state().trust().text());
          Json.time(json, "since", kept.state().since());
          Json.text(json, "explanation", kept.state().explanation());
          json.writeBooleanField("own", kept.own());
          ms(json, "ahead", kept.ahead());
          if (kept.comparison().isPresent()) {
            Timekeeping.Comparison truth = kept.comparison().get();
            json.writeObjectFieldStart("comparison");
            json.writeStringField("server", truth.server());
            ms(json, "offset", truth.offset());
            ms(json, "estimate", truth.estimate());
            ms(json, "age", truth.age());
            json.writeBooleanField("heldOver", truth.heldOver());
            ms(json, "left", truth.left());
            json.writeEndObject();
          }
          if (kept.serving().isPresent()) {
            json.writeObjectFieldStart("serving");
            json.writeNumberField("port", kept.serving().get().port());
            json.writeNumberField("answered", kept.serving().get().answered());
            json.writeNumberField("ignored", kept.serving().get().ignored());
            json.writeEndObject();
          }
          json.writeArrayFieldStart("servers");
          for (TimeSource server : kept.servers()) {
            server(json, server);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("events"); // the newest comes first
          for (int i = events.size() - 1; i >= Math.max(0, events.size() - MOST_EVENTS); i--) {
            event(json, events.get(i));
          }
          json.writeEndArray();
        });
  }

  private static void server(JsonGenerator json, TimeSource server) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", server.address());
    json.writeStringField("verdict", server.verdict().name());
    Json.text(json, "judged", server.verdict().text());
    Json.text(json, "why", server.why());
    json.writeNumberField("reach", server.reach());
    ms(json, "interval", server.interval());
    json.writeNumberField("ignored", server.ignored());
    if (server.measure().isPresent()) {
      TimeSource.Measure measure = server.measure().get();
      ms(json, "offset", measure.offset());
      ms(json, "delay", measure.delay());
      ms(json, "jitter", measure.jitter());
      json.writeNumberField("stratum", measure.stratum());
    }
    json.writeEndObject();
  }

  private static void event(JsonGenerator json, ClockEvent event) throws IOException {
    json.writeStartObject();
    Json.time(json, "time", event.time());
    json.writeStringField("kind", event.kind().name());
    Json.text(json, "happened", event.kind().text());
    json.writeStringField("subject", event.subject());
    json.writeStringField("against", event.against());
    if (event.difference().isPresent()) {
      ms(json, "difference", event.difference().get());
    }
    if (event.limit().isPresent()) {
      ms(json, "limit", event.limit().get());
    }
    json.writeStringField("result", event.result().name());
    Json.text(json, "ended", event.result().text());
    json.writeEndObject();
  }

  private static void ms(JsonGenerator json, String key, Duration time) throws IOException {
    Json.number(json, key, time.toNanos() / NANOS_PER_MS);
  }
}
