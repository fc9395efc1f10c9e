package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.console.door.Right;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.point.PointId;
import io.firedamp.source.Decoding;
import io.firedamp.source.Place;
import io.firedamp.source.Raw;
import io.firedamp.source.ValueType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What people ask of devices now (ISC-8.2-02): values, bytes and directories. Any thread.
 *
 * <p>An answer blocks for ten seconds at the most. Each source is asked by one person at a time,
 * and only a few are at once, so that the web server keeps its threads; who comes meanwhile is told
 * to wait.
 */
final class Sources implements Questions {
  /** As many bytes as the widest type takes. */
  private static final int WIDEST = Long.BYTES;

  /** So many devices are asked at the same time, each on a thread of the web server's. */
  private static final int MOST = 4;

  /** Asks a device. */
  @FunctionalInterface
  private interface Question {
    Answer ask(Instruments instruments) throws InterruptedException;
  }

  private final Site site;
  private final Set<String> asked = new HashSet<>(); // its own lock

  Sources(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/sources", Right.LOOK, (ask, who) -> explorable()),
        new Route("POST", "/api/read", Right.OPERATE, (ask, who) -> read(Json.texts(ask.body()))),
        new Route("POST", "/api/raw", Right.OPERATE, (ask, who) -> raw(Json.texts(ask.body()))),
        new Route(
            "POST", "/api/browse", Right.OPERATE, (ask, who) -> browse(Json.texts(ask.body()))));
  }

  /** The sources that have bytes to show and directories to look into. */
  private Answer explorable() {
    return Answer.json(
        Json.object(
            json ->
                names(
                    json,
                    "explorable",
                    site.instruments().map(Instruments::explorable).orElse(List.of()),
                    Function.identity())));
  }

  /** A {@code point} now, or all points of a {@code source}. Stores nothing. */
  private Answer read(Map<String, String> asking) {
    String source = asking.getOrDefault("source", "");
    if (!source.isEmpty()) {
      return alone(source, instruments -> values(System.nanoTime(), instruments.readAll(source)));
    }
    PointId id = new PointId(asking.getOrDefault("point", ""));
    return site.points().stream()
        .map(Live::point)
        .filter(point -> point.id().equals(id))
        .findFirst()
        .map(
            point ->
                alone(
                    point.source(),
                    instruments ->
                        values(System.nanoTime(), instruments.read(id).stream().toList())))
        .orElseGet(() -> Answer.refused(404, "the point table has no " + id, "点位表中没有 " + id));
  }

  /**
   * @param begin when the question went out, on the monotonic clock
   */
  private static Answer values(long begin, List<Live> lives) {
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return Answer.json(
        Json.object(
            json -> {
              json.writeNumberField("took", took.toMillis());
              values(json, "values", lives);
            }));
  }

  private static void values(JsonGenerator json, String key, List<Live> lives) throws IOException {
    json.writeArrayFieldStart(key);
    for (Live live : lives) {
      json.writeStartObject();
      json.writeStringField("id", live.point().id().value());
      Json.text(json, "name", live.point().name());
      json.writeStringField("unit", live.point().unit());
      json.writeNumberField("decimals", live.point().decimals());
      Json.number(json, "value", live.sample().value());
      json.writeStringField("quality", live.sample().quality().name());
      Json.time(json, "time", live.time());
      Json.text(json, "note", live.note());
      values(json, "inputs", live.inputs());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The bytes at an {@code address} of a {@code source}, and all that they may mean. */
  private Answer raw(Map<String, String> asking) {
    String source = asking.getOrDefault("source", "");
    String address = asking.getOrDefault("address", "").strip();
    return alone(
        source,
        instruments ->
            instruments
                .raw(source, address, WIDEST)
                .map(Sources::bytes)
                .orElseGet(() -> no(source)));
  }

  private static Answer bytes(Raw raw) {
    return Answer.json(
        Json.object(
            json -> {
              json.writeStringField("hex", raw.hex());
              Json.text(json, "said", raw.said());
              json.writeArrayFieldStart("decodings");
              for (Decoding one : Decoding.of(raw.bytes())) {
                json.writeStartObject();
                names(json, "types", one.types(), ValueType::word);
                names(json, "orders", one.orders(), Enum::name);
                json.writeBooleanField("bits", one.types().contains(ValueType.BOOL));
                json.writeStringField("value", one.value());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  /** What lies directly below a {@code place} of a {@code source}; empty is the top. */
  private Answer browse(Map<String, String> asking) {
    String source = asking.getOrDefault("source", "");
    String place = asking.getOrDefault("place", "");
    return alone(
        source,
        instruments ->
            instruments.browse(source, place).map(Sources::listing).orElseGet(() -> no(source)));
  }

  private static Answer listing(Listing listing) {
    return Answer.json(
        Json.object(
            json -> {
              Json.text(json, "note", listing.note());
              json.writeArrayFieldStart("places");
              for (Place place : listing.places()) {
                json.writeStartObject();
                json.writeStringField("address", place.address());
                json.writeStringField("name", place.name());
                json.writeStringField("type", place.type());
                json.writeStringField("value", place.value());
                json.writeBooleanField("branch", place.branch());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  /** Asks, unless somebody else does, or too many are being asked. */
  private Answer alone(String source, Question question) {
    Optional<Instruments> instruments = site.instruments();
    if (instruments.isEmpty()) {
      return Answer.refused(503, "no site is configured yet", "尚未配置站点");
    }
    if (!begin(source)) {
      return Answer.refused(
              429,
              source + " is being asked already, or too many others are; wait a few seconds",
              source + " 正在被询问，或询问过多；请稍候几秒")
          .with("Retry-After", "10");
    }
    try {
      return question.ask(instruments.get());
    } catch (InterruptedException ended) { // the web server goes down
      Thread.currentThread().interrupt();
      return Answer.refused(503, "given up", "已放弃");
    } finally {
      end(source);
    }
  }

  private boolean begin(String source) {
    synchronized (asked) {
      return asked.size() < MOST && asked.add(source);
    }
  }

  private void end(String source) {
    synchronized (asked) {
      asked.remove(source);
    }
  }

  private static Answer no(String source) {
    return Answer.refused(
        404,
        "there is no source " + source + ", or its driver cannot show more than its points",
        "没有数据源 " + source + "，或其驱动只能读取点位");
  }

  private static <T> void names(
      JsonGenerator json, String key, List<T> things, Function<T, String> name) throws IOException {
    json.writeArrayFieldStart(key);
    for (T thing : things) {
      json.writeString(name.apply(thing));
    }
    json.writeEndArray();
  }
}
