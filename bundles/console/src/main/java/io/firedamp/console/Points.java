package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.console.door.Right;
import io.firedamp.explore.Live;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Sample;
import io.firedamp.store.Bucket;
import io.firedamp.store.FrameStore;
import io.firedamp.store.History;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The points of the table, their history, their last hour. Any thread. */
final class Points implements Questions {
  private static final Duration SPARKS_GOOD_FOR = Duration.ofSeconds(10);
  private static final int SPARKS = 60;
  private static final Duration SPARK = Duration.ofMinutes(1);
  private static final int MOST_BUCKETS = 4000;

  /** So many charts read the disk at the same time; the others wait. */
  private static final int READERS = 2;

  private final Site site;
  private final Cached sparks;
  private final Semaphore readers = new Semaphore(READERS, true);

  Points(Site site) {
    this.site = site;
    sparks = new Cached(site, SPARKS_GOOD_FOR, this::sparks);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/points", Right.LOOK, (ask, who) -> points()),
        new Route("GET", "/api/sparks", Right.LOOK, (ask, who) -> Answer.json(sparks.answer())),
        new Route("GET", "/api/point", Right.LOOK, (ask, who) -> point(ask)),
        new Route("GET", "/api/series", Right.LOOK, (ask, who) -> series(ask)));
  }

  private Answer points() {
    return Answer.json(
        Json.object(
            json -> {
              json.writeArrayFieldStart("points");
              for (Live live : site.points()) {
                json.writeStartObject();
                row(json, live.point());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private Answer point(Ask ask) {
    PointId id = new PointId(ask.value("id"));
    Optional<Point> found =
        site.points().stream().map(Live::point).filter(p -> p.id().equals(id)).findFirst();
    return found
        .map(
            point ->
                Answer.json(
                    Json.object(
                        json -> {
                          row(json, point);
                          json.writeNumberField("period", point.period().toMillis());
                          json.writeNumberField("upload", point.upload().toMillis());
                          json.writeBooleanField("inside", point.inside());
                          Json.texts(json, "columns", point.columns());
                          Registers.inspections(json, site.instrument(point.id()));
                        })))
        .orElseGet(() -> Answer.refused(404, "the point table has no " + id, "点位表中没有 " + id));
  }

  private static void row(JsonGenerator json, Point point) throws IOException {
    json.writeStringField("id", point.id().value());
    json.writeStringField("code", point.id().code());
    json.writeStringField("project", point.id().project());
    Json.text(json, "name", point.name());
    json.writeStringField("unit", point.unit());
    json.writeNumberField("decimals", point.decimals());
    json.writeBooleanField("counter", point.kind() == Kind.CUMULATIVE);
    Json.number(json, "low", point.low());
    Json.number(json, "high", point.high());
    json.writeStringField("source", point.source());
    json.writeStringField("address", point.columns().getOrDefault("address", ""));
  }

  /** {@code buckets}: due, usable, low, high, mean of each; equal parts of the span. */
  private Answer series(Ask ask) throws IOException {
    PointId id = new PointId(ask.value("id"));
    Instant from = Instant.ofEpochMilli(Long.parseLong(ask.value("from")));
    Instant to = Instant.ofEpochMilli(Long.parseLong(ask.value("to")));
    int buckets = Integer.parseInt(ask.value("buckets"));
    if (buckets < 1 || buckets > MOST_BUCKETS) {
      throw new IllegalArgumentException("buckets are 1 to " + MOST_BUCKETS);
    }
    Optional<History> history = site.history();
    if (history.isEmpty()) {
      return Answer.refused(503, "no history is kept just now", "历史数据暂不可用");
    }
    List<Bucket> series;
    readers.acquireUninterruptibly();
    try {
      series = history.get().series(id, from, to, buckets);
    } finally {
      readers.release();
    }
    return Answer.json(
        Json.object(
            json -> {
              Json.time(json, "from", from);
              Json.time(json, "to", to);
              json.writeArrayFieldStart("buckets");
              for (Bucket bucket : series) {
                json.writeStartArray();
                json.writeNumber(bucket.due());
                json.writeNumber(bucket.usable());
                Json.number(json, bucket.low());
                Json.number(json, bucket.high());
                Json.number(json, bucket.mean());
                json.writeEndArray();
              }
              json.writeEndArray();
            }));
  }

  /** The last hour of every point: the mean of each minute, {@code null} where there was none. */
  private String sparks() throws IOException {
    Instant to = site.instant();
    Instant from = to.minus(SPARK.multipliedBy(SPARKS));
    Map<PointId, double[][]> sums = new HashMap<>();
    Optional<FrameStore> store = site.store();
    if (store.isPresent()) {
      store.get().scan(from, to, stored -> add(sums, stored, from));
    }
    return Json.object(
        json -> {
          Json.time(json, "from", from);
          json.writeNumberField("step", SPARK.toMillis());
          json.writeObjectFieldStart("points");
          for (Map.Entry<PointId, double[][]> point : sums.entrySet()) {
            json.writeArrayFieldStart(point.getKey().value());
            for (double[] sum : point.getValue()) {
              Json.number(json, sum[0] / sum[1]); // no number if there is none: 0 / 0
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  private static void add(Map<PointId, double[][]> sums, StoredFrame stored, Instant from) {
    long passed = Duration.between(from, stored.frame().time()).toMillis();
    int part = (int) (passed / SPARK.toMillis());
    for (Sample sample : stored.frame().samples()) {
      double[][] parts = sums.computeIfAbsent(sample.point(), p -> new double[SPARKS][2]);
      if (part < SPARKS && sample.quality().usable()) {
        parts[part][0] += sample.value();
        parts[part][1]++;
      }
    }
  }
}
