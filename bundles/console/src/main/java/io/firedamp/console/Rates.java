package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.console.door.Right;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Transfer rates of each uplink: today, this month, the trial run. Any thread. */
final class Rates implements Questions {
  /** Natural days, months and years are China's. */
  static final ZoneId SITE = ZoneId.of("Asia/Shanghai");

  private static final int HOURS = 24; // without summer time

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private final Site site;
  private final Cached rates;

  Rates(Site site) {
    this.site = site;
    rates = new Cached(site, GOOD_FOR, this::rates);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/rates", Right.LOOK, (ask, who) -> Answer.json(rates.answer())));
  }

  /** The first hour of a day of which anything is owed; the epoch if there is none. */
  private static Instant owedFrom(Accounts accounts, String uplink, Instant day)
      throws IOException {
    List<Instant> hours =
        IntStream.rangeClosed(0, HOURS).mapToObj(hour -> day.plus(Duration.ofHours(hour))).toList();
    List<Account> each = accounts.accounts(uplink, hours);
    return IntStream.range(0, each.size())
        .filter(hour -> each.get(hour).total().owed() > 0)
        .mapToObj(hours::get)
        .findFirst()
        .orElse(Instant.EPOCH);
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
            Json.time(json, "at", now);
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
              Json.time(json, "through", day.through());
              Json.time(json, "owedFrom", owedFrom(kept, uplink, midnight(today)));
              rate(json, "today", day.total());
              json.writeStringField("collected", day.total().recordedRate().toPlainString());
              json.writeStringField("uploaded", day.total().uploadedRate().toPlainString());
              json.writeNumberField("points", day.points().size());
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

  private static void rate(JsonGenerator json, String key, Tally tally) throws IOException {
    json.writeObjectFieldStart(key);
    members(json, tally);
    json.writeEndObject();
  }

  /** As text: a rate is cut to two decimals, and stays so. {@code null} if nothing was owed. */
  static void members(JsonGenerator json, Tally tally) throws IOException {
    boolean owed = tally.owed() > 0;
    json.writeStringField("rate", owed ? tally.rate().toPlainString() : null);
    json.writeStringField("withBackfill", owed ? tally.rateWithBackfill().toPlainString() : null);
    json.writeNumberField("owed", tally.owed());
    json.writeNumberField("onTime", tally.onTime());
    json.writeNumberField("refused", tally.refused());
    json.writeNumberField("unanswered", tally.unanswered());
    json.writeNumberField("expired", tally.expired());
    json.writeNumberField("published", tally.published());
    json.writeNumberField("missing", tally.missing());
    json.writeNumberField("late", tally.late());
    json.writeNumberField("backfilled", tally.backfilled());
    json.writeBooleanField("enough", tally.reaches(Trial.LEAST_RATE));
  }

  static Instant midnight(LocalDate day) {
    return day.atStartOfDay(SITE).toInstant();
  }
}
