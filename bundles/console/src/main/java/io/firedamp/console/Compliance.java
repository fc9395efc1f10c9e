package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Explanation;
import io.firedamp.account.Gap;
import io.firedamp.account.Interruptions;
import io.firedamp.account.Papers;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.point.PointId;
import io.firedamp.point.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * What the platform will ask for: the trial run, the limits of the year and of the month, the
 * transfer rate of each day, what was missing and why (CCER-4.5, CCER-4.6); the papers on it. Any
 * thread.
 */
final class Compliance implements Questions {
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final int FIRST_YEAR = 2020; // before the first gateway
  private static final int MOST_GAPS = 500;
  private static final Duration LONGEST_LIST = Duration.ofDays(400);
  private static final Duration LONGEST_EXPORT = Duration.ofDays(31);

  /** So many exports of values read the disk at the same time. */
  private static final int MOST_EXPORTS = 2;

  private static final Map<Papers.Format, String> TYPES =
      Map.of(
          Papers.Format.CSV, "text/csv; charset=utf-8",
          Papers.Format.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          Papers.Format.HTML, "text/html; charset=utf-8");

  private static final Answer CLOSED =
      Answer.refused(503, "no accounts are kept just now", "统计暂不可用");
  private static final Answer BUSY =
      Answer.refused(503, "other exports are being written; try again later", "其他导出正在进行，请稍后再试");

  private final Site site;
  private final Map<String, Cached> years = new ConcurrentHashMap<>();
  private final Semaphore exports = new Semaphore(MOST_EXPORTS);

  Compliance(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/compliance", Right.LOOK, (ask, who) -> year(ask)),
        new Route("GET", "/api/gaps", Right.LOOK, (ask, who) -> gaps(ask)),
        new Route("POST", "/api/explain", Right.OPERATE, this::explain),
        new Route("GET", "/api/report", Right.LOOK, (ask, who) -> report(ask)),
        new Route("GET", "/api/values", Right.LOOK, (ask, who) -> values(ask)));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(site.instant(), Rates.SITE);
  }

  /** The uplink that was asked for, else the first one. */
  private static String uplink(Accounts accounts, Ask ask) {
    String name = ask.value("uplink");
    return uplinks(accounts).stream()
        .filter(uplink -> name.isEmpty() || name.equals(uplink))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no accounts of an uplink " + name));
  }

  private static List<String> uplinks(Accounts accounts) {
    return accounts.routes().stream().map(route -> route.uplink()).toList();
  }

  /** The project that an uplink serves. */
  private static String project(Accounts accounts, String uplink) {
    return accounts.routes().stream()
        .filter(route -> route.uplink().equals(uplink))
        .map(route -> route.project())
        .findFirst()
        .orElse("");
  }

  // ---- the year

  private Answer year(Ask ask) throws IOException {
    Optional<Accounts> accounts = site.accounts();
    if (accounts.map(Compliance::uplinks).orElse(List.of()).isEmpty()) {
      return Answer.json(Json.object(json -> Json.array(json, "uplinks", List.of())));
    }
    String uplink = uplink(accounts.get(), ask);
    int year =
        ask.value("year").isEmpty() ? today().getYear() : Integer.parseInt(ask.value("year"));
    if (year < FIRST_YEAR || year > today().getYear()) {
      throw new IllegalArgumentException("years are " + FIRST_YEAR + " to this one");
    }
    return Answer.json(
        years
            .computeIfAbsent(
                year + " " + uplink, key -> new Cached(site, GOOD_FOR, () -> year(uplink, year)))
            .answer());
  }

  private String year(String uplink, int year) throws IOException {
    Accounts accounts =
        site.accounts().orElseThrow(() -> new IOException("no accounts are kept just now"));
    LocalDate first = LocalDate.of(year, 1, 1);
    LocalDate end = earlier(first.plusYears(1), today().plusDays(1));
    List<Account> days = days(accounts, uplink, first, end);
    List<Interruptions> months = new ArrayList<>();
    for (LocalDate month = first; month.isBefore(end); month = month.plusMonths(1)) {
      months.add(interruptions(accounts, uplink, month, month.plusMonths(1)));
    }
    Interruptions whole = interruptions(accounts, uplink, first, first.plusYears(1));
    Trial trial = accounts.trial(uplink);
    LocalDate begun = trial.ends().minusDays(Trial.DAYS);
    List<Account> ofTrial =
        trial.state() == Trial.State.NONE
            ? List.of()
            : days(accounts, uplink, begun, earlier(trial.ends(), today().plusDays(1)));
    Optional<Project> project = site.project(project(accounts, uplink));
    return Json.object(
        json -> {
          Json.array(json, "uplinks", uplinks(accounts));
          json.writeStringField("uplink", uplink);
          json.writeStringField("project", project.map(Project::name).orElse(""));
          json.writeStringField("registration", project.map(Project::registration).orElse(""));
          json.writeNumberField("year", year);
          json.writeNumberField("required", Trial.LEAST_RATE);
          Json.time(json, "at", site.instant());
          Json.time(json, "through", days.get(days.size() - 1).through());
          json.writeArrayFieldStart("days");
          for (Account day : days) {
            json.writeStartObject();
            Rates.members(json, day.total());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("months");
          for (int i = 0; i < months.size(); i++) {
            json.writeStartObject();
            Rates.members(json, ofMonth(days, i + 1));
            json.writeNumberField("longest", months.get(i).longest().toMillis());
            json.writeNumberField("running", months.get(i).running().toMillis());
            json.writeBooleanField("doubt", months.get(i).monthInDoubt());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberField("longestLimit", Interruptions.LONGEST_OF_MONTH.toMillis());
          json.writeNumberField("lost", whole.lost().toMillis());
          json.writeNumberField("lostLimit", Interruptions.MOST_OF_YEAR.toMillis());
          json.writeNumberField("forecast", whole.forecast().toMillis());
          json.writeBooleanField("doubt", whole.yearInDoubt());
          json.writeObjectFieldStart("trial");
          trial(json, trial, ofTrial);
          json.writeEndObject();
        });
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static List<Account> days(
      Accounts accounts, String uplink, LocalDate first, LocalDate end) throws IOException {
    return first.isBefore(end)
        ? accounts.accounts(uplink, first.datesUntil(end.plusDays(1)).map(Rates::midnight).toList())
        : List.of();
  }

  private static Tally ofMonth(List<Account> days, int month) {
    return days.stream()
        .filter(day -> LocalDate.ofInstant(day.from(), Rates.SITE).getMonthValue() == month)
        .map(Account::total)
        .reduce(Tally.NONE, Tally::plus);
  }

  private static Interruptions interruptions(
      Accounts accounts, String uplink, LocalDate from, LocalDate to) throws IOException {
    return accounts.interruptions(uplink, Rates.midnight(from), Rates.midnight(to));
  }

  private static void trial(JsonGenerator json, Trial trial, List<Account> days)
      throws IOException {
    json.writeStringField("state", trial.state().name());
    Json.text(json, "words", trial.state().text());
    json.writeNumberField("length", Trial.DAYS);
    if (trial.state() == Trial.State.NONE) {
      return;
    }
    Rates.members(json, trial.tally());
    json.writeStringField("needed", trial.needed().toPlainString());
    json.writeNumberField("done", trial.days());
    Json.time(json, "begun", trial.begun());
    Json.time(json, "first", Rates.midnight(trial.ends().minusDays(Trial.DAYS)));
    Json.time(json, "ends", Rates.midnight(trial.ends()));
    json.writeNumberField("longest", trial.interruptions().longest().toMillis());
    json.writeNumberField("running", trial.interruptions().running().toMillis());
    json.writeArrayFieldStart("days");
    for (Account day : days) {
      json.writeStartObject();
      Rates.members(json, day.total());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("restarts");
    for (Trial.Restart restart : trial.restarts()) {
      json.writeStartObject();
      Json.time(json, "at", restart.at());
      Json.text(json, "why", restart.why());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // ---- what was missing

  /** Of an uplink, or of a point alone at the first uplink of its project; the newest first. */
  private Answer gaps(Ask ask) throws IOException {
    Instant from = Instant.ofEpochMilli(Long.parseLong(ask.value("from")));
    Instant to = Instant.ofEpochMilli(Long.parseLong(ask.value("to")));
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_LIST) > 0) {
      throw new IllegalArgumentException("from lies before to, 400 days at the most");
    }
    Optional<Accounts> accounts = site.accounts();
    if (accounts.isEmpty()) {
      return CLOSED;
    }
    Optional<PointId> point =
        Optional.of(ask.value("point")).filter(id -> !id.isEmpty()).map(PointId::new);
    Optional<String> uplink =
        point.isEmpty()
            ? Optional.of(uplink(accounts.get(), ask))
            : uplinks(accounts.get()).stream()
                .filter(each -> project(accounts.get(), each).equals(point.get().project()))
                .findFirst();
    List<Gap> gaps = new ArrayList<>();
    if (uplink.isPresent()) { // else nobody is owed the point's values
      accounts.get().gaps(uplink.get(), from, to).stream()
          .filter(gap -> point.isEmpty() || gap.points().contains(point.get()))
          .forEach(gaps::add);
    }
    Collections.reverse(gaps);
    return Answer.json(gaps(gaps));
  }

  private static String gaps(List<Gap> gaps) {
    return Json.object(
        json -> {
          json.writeNumberField("all", gaps.size());
          json.writeArrayFieldStart("gaps");
          for (Gap gap : gaps.subList(0, Math.min(MOST_GAPS, gaps.size()))) {
            json.writeStartObject();
            gap(json, gap);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void gap(JsonGenerator json, Gap gap) throws IOException {
    json.writeStringField("id", gap.id());
    Json.text(json, "cause", gap.cause().text());
    json.writeBooleanField("stored", gap.cause().stored());
    json.writeStringField("source", gap.source());
    Json.time(json, "from", gap.from());
    Json.time(json, "to", gap.to());
    json.writeBooleanField("open", gap.open());
    json.writeNumberField("points", gap.points().size());
    json.writeNumberField("lost", gap.lost());
    json.writeNumberField("recalled", gap.recalled().toMillis());
    json.writeArrayFieldStart("explanations");
    for (Explanation explanation : gap.explanations()) {
      json.writeStartObject();
      json.writeStringField("text", explanation.text());
      json.writeStringField("by", explanation.by());
      Json.time(json, "at", explanation.at());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private Answer explain(Ask ask, Optional<Session> who) throws IOException {
    Map<String, String> form = Json.texts(ask.body());
    Optional<Accounts> accounts = site.accounts();
    if (accounts.isEmpty()) {
      return CLOSED;
    }
    try {
      accounts
          .get()
          .explain(
              form.getOrDefault("gap", ""),
              form.getOrDefault("text", "").strip(),
              who.orElseThrow().user());
    } catch (IllegalArgumentException wrong) {
      return Answer.refused(
          400,
          "not recorded: " + wrong.getMessage(),
          "未记录：没有此中断，或说明为空、超过 " + Explanation.LONGEST + " 字");
    }
    return Answer.json("{}");
  }

  // ---- papers

  private Answer report(Ask ask) throws IOException {
    Papers.Kind kind = Papers.Kind.valueOf(ask.value("kind").toUpperCase(Locale.ROOT));
    Papers.Format format = format(ask);
    LocalDate at = ask.value("at").isEmpty() ? today() : date(ask.value("at"));
    Locale locale = ask.value("lang").equals("zh") ? Locale.CHINESE : Locale.ENGLISH;
    Optional<Accounts> accounts = site.accounts();
    Optional<Papers> papers = site.papers();
    if (accounts.isEmpty() || papers.isEmpty()) {
      return CLOSED;
    }
    String uplink = uplink(accounts.get(), ask);
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    papers.get().report(uplink, kind, at, format, locale, report);
    return download(format, report::writeTo, "firedamp", uplink, ask.value("kind"), at.toString());
  }

  private Answer values(Ask ask) {
    Papers.Format format = format(ask);
    Instant from = Instant.ofEpochMilli(Long.parseLong(ask.value("from")));
    Instant to = Instant.ofEpochMilli(Long.parseLong(ask.value("to")));
    if (format == Papers.Format.HTML
        || !from.isBefore(to)
        || Duration.between(from, to).compareTo(LONGEST_EXPORT) > 0) {
      throw new IllegalArgumentException("CSV or XLSX, from before to, 31 days at the most");
    }
    Optional<Accounts> accounts = site.accounts();
    Optional<Papers> papers = site.papers();
    if (accounts.isEmpty() || papers.isEmpty()) {
      return CLOSED;
    }
    if (exports.availablePermits() == 0) {
      return BUSY;
    }
    String project = project(accounts.get(), uplink(accounts.get(), ask));
    return download(
        format,
        out -> {
          exports.acquireUninterruptibly();
          try {
            papers.get().values(project, from, to, format, out);
          } finally {
            exports.release();
          }
        },
        "firedamp",
        project,
        LocalDate.ofInstant(from, Rates.SITE).toString());
  }

  private static Papers.Format format(Ask ask) {
    return Papers.Format.valueOf(ask.value("format").toUpperCase(Locale.ROOT));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException("a day as 2026-11-21", wrong);
    }
  }

  private static Answer download(Papers.Format format, Answer.Writing file, String... words) {
    String name = String.join("-", Stream.of(words).filter(word -> !word.isEmpty()).toList());
    return Answer.download(
        name + '.' + format.name().toLowerCase(Locale.ROOT), TYPES.get(format), file);
  }
}
