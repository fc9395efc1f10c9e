package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions;
import io.firedamp.console.door.Sessions.Entry;
import io.firedamp.console.door.Sessions.Refusal;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.explore.Live;
import io.firedamp.health.Level;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.Bucket;
import io.firedamp.store.FrameStore;
import io.firedamp.store.History;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What pages may ask, with the right that each question needs, and the answers. Any thread. */
final class Questions {
  /** The name of the cookie; the prefix makes browsers keep it to this host and to HTTPS. */
  static final String COOKIE = "__Host-firedamp";

  private static final String COOKIE_RULES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  /** Natural days, months and years are China's. */
  private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final Duration SPARKS_GOOD_FOR = Duration.ofSeconds(10);
  private static final int SPARKS = 60;
  private static final Duration SPARK = Duration.ofMinutes(1);
  private static final int MOST_BUCKETS = 4000;

  /** So many charts read the disk at the same time; the others wait. */
  private static final int READERS = 2;

  private final Site site;
  private final Sessions sessions;
  private final Supplier<Optional<Instant>> certificate;
  private final Cached rates;
  private final Cached sparks;
  private final Semaphore readers = new Semaphore(READERS, true);

  /**
   * @param certificate when the pages' own certificate ends
   */
  Questions(Site site, Sessions sessions, Supplier<Optional<Instant>> certificate) {
    this.site = site;
    this.sessions = sessions;
    this.certificate = certificate;
    rates = new Cached(site, GOOD_FOR, this::rates);
    sparks = new Cached(site, SPARKS_GOOD_FOR, this::sparks);
  }

  /** All there are. */
  List<Route> routes() {
    return List.of(
        new Route("POST", "/api/login", Right.ENTER, this::login),
        new Route("POST", "/api/logout", Right.LOOK, this::logout),
        new Route("GET", "/api/me", Right.LOOK, this::me),
        new Route("GET", "/api/live", Right.LOOK, (ask, who) -> Answer.LIVE),
        new Route("GET", "/api/rates", Right.LOOK, (ask, who) -> Answer.json(rates.answer())),
        new Route("GET", "/api/points", Right.LOOK, (ask, who) -> points()),
        new Route("GET", "/api/sparks", Right.LOOK, (ask, who) -> Answer.json(sparks.answer())),
        new Route("GET", "/api/point", Right.LOOK, (ask, who) -> point(ask)),
        new Route("GET", "/api/series", Right.LOOK, (ask, who) -> series(ask)));
  }

  private Answer login(Ask ask, Optional<Session> before) {
    Map<String, String> form = Json.texts(ask.body());
    String user = form.getOrDefault("user", "");
    Entry entry = sessions.enter(user, form.getOrDefault("password", ""), ask.address());
    if (entry.refusal().isPresent()) {
      return entry.refusal().get() == Refusal.WAIT
          ? Answer.refused(429, "too many attempts; wait a minute", "尝试次数过多，请一分钟后再试")
              .with("Retry-After", "60")
          : Answer.refused(401, "wrong name or password", "用户名或密码错误");
    }
    before.ifPresent(session -> sessions.leave(session.word()));
    return Answer.json("{}")
        .with("Set-Cookie", COOKIE + "=" + entry.session().orElseThrow().word() + COOKIE_RULES);
  }

  private Answer logout(Ask ask, Optional<Session> who) {
    sessions.leave(ask.word());
    return Answer.json("{}").with("Set-Cookie", COOKIE + "=; Max-Age=0" + COOKIE_RULES);
  }

  /** Who asks, at which site, and the words of the gateway for levels and qualities. */
  private Answer me(Ask ask, Optional<Session> who) {
    return Answer.json(
        Json.object(
            json -> {
              json.writeStringField("user", who.map(Session::user).orElse(""));
              json.writeStringField("project", site.project().map(p -> p.name()).orElse(""));
              Json.time(json, "certificate", certificate.get().orElse(Instant.EPOCH));
              json.writeObjectFieldStart("levels");
              for (Level level : Level.values()) {
                Json.text(json, level.name(), level.text());
              }
              json.writeEndObject();
              json.writeObjectFieldStart("qualities");
              for (Quality quality : Quality.values()) {
                Json.text(json, quality.name(), quality.text());
              }
              json.writeEndObject();
            }));
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
                          json.writeObjectFieldStart("columns");
                          for (Map.Entry<String, String> column : point.columns().entrySet()) {
                            json.writeStringField(column.getKey(), column.getValue());
                          }
                          json.writeEndObject();
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

  /** Transfer rates of each uplink: today, this month, the trial run if there is one. */
  private String rates() throws IOException {
    Optional<Accounts> accounts = site.accounts();
    Instant now = site.instant();
    LocalDate today = LocalDate.ofInstant(now, SITE);
    Instant tomorrow = midnight(today.plusDays(1));
    try {
      return Json.object(
          json -> {
            json.writeNumberField("required", Trial.LEAST_RATE);
            json.writeArrayFieldStart("uplinks");
            for (var route : accounts.map(Accounts::routes).orElse(List.of())) {
              Accounts kept = accounts.orElseThrow();
              String uplink = route.uplink();
              Account day = kept.account(uplink, midnight(today), tomorrow);
              Account month = kept.account(uplink, midnight(today.withDayOfMonth(1)), tomorrow);
              Trial trial = kept.trial(uplink);
              json.writeStartObject();
              json.writeStringField("uplink", uplink);
              rate(json, "today", day.total());
              rate(json, "month", month.total());
              Json.text(json, "trial", trial.state().text());
              json.writeStringField("trialState", trial.state().name());
              if (trial.state() != Trial.State.NONE) {
                rate(json, "trialRate", trial.tally());
                json.writeNumberField("trialDays", trial.days());
                json.writeNumberField("trialLength", Trial.DAYS);
                Json.time(json, "trialEnds", midnight(trial.ends()));
              }
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause(); // of the accounts: text is written to memory
    }
  }

  /** As text: a rate is cut to two decimals, and stays so. {@code null} if nothing was owed. */
  private static void rate(JsonGenerator json, String key, Tally tally) throws IOException {
    json.writeObjectFieldStart(key);
    boolean owed = tally.owed() > 0;
    json.writeStringField("rate", owed ? tally.rate().toPlainString() : null);
    json.writeStringField("withBackfill", owed ? tally.rateWithBackfill().toPlainString() : null);
    json.writeNumberField("owed", tally.owed());
    json.writeNumberField("onTime", tally.onTime());
    json.writeBooleanField("enough", tally.reaches(Trial.LEAST_RATE));
    json.writeEndObject();
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(SITE).toInstant();
  }
}
