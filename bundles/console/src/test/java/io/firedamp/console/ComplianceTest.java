package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Cause;
import io.firedamp.account.Check;
import io.firedamp.account.Explanation;
import io.firedamp.account.Gap;
import io.firedamp.account.Interruptions;
import io.firedamp.account.Papers;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.4-02, CCER-4.5, CCER-4.6: what the page Compliance may ask")
class ComplianceTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";
  private static final Instant TODAY = Instant.parse("2026-11-20T16:00:00Z"); // 00:00 in China
  private static final int DAY_OF_YEAR = 325; // 2026-11-21
  private static final long DAY_VALUES = 86_400;
  private static final long SOON_S = 30;

  private final Site site = Sites.of();
  private final List<Route> routes = new Compliance(site).routes();
  private final Optional<Session> li =
      Optional.of(new Session("word", "li", Set.of("viewer", "manager"), Sites.NOW));

  /** Every day lost as many values as it has days gone by since the first of its month. */
  private static final class Kept implements Accounts {
    private final List<Explanation> said = new ArrayList<>();
    private Trial trial = none();

    @Override
    public List<io.firedamp.courier.Route> routes() {
      return List.of(route("national", ""), route("north \"x\"\r\n", "north"));
    }

    private static io.firedamp.courier.Route route(String uplink, String project) {
      return new io.firedamp.courier.Route(uplink, project, uplink + ":late", false, true, true);
    }

    @Override
    public Account account(String uplink, Instant from, Instant to) {
      return accounts(uplink, List.of(from, to)).get(0);
    }

    @Override
    public List<Account> accounts(String uplink, List<Instant> bounds) {
      List<Account> accounts = new ArrayList<>();
      for (int i = 0; i + 1 < bounds.size(); i++) {
        long lost = LocalDate.ofInstant(bounds.get(i), Rates.SITE).getDayOfMonth() - 1L;
        Tally tally =
            new Tally(
                DAY_VALUES, DAY_VALUES, DAY_VALUES, DAY_VALUES - lost, 0, 0, lost, 0, 0, lost);
        accounts.add(
            new Account(
                uplink,
                "",
                bounds.get(i),
                bounds.get(i + 1),
                Sites.NOW,
                Map.of(new PointId("FONP001"), tally)));
      }
      return accounts;
    }

    @Override
    public List<Gap> gaps(String uplink, Instant from, Instant to) {
      return List.of(
          gap("20261121T010000-answer-" + EVIL, Cause.NO_ANSWER, 3600, Set.of("FONP001")),
          gap("20261121T020000-uplink", Cause.NO_UPLINK, 7200, Set.of("FONP001", "FOCH001")));
    }

    private static Gap gap(String id, Cause cause, long second, Set<String> points) {
      Instant from = TODAY.plusSeconds(second);
      return new Gap(
          id,
          cause,
          cause == Cause.NO_ANSWER ? EVIL : "",
          from,
          from.plusSeconds(60),
          false,
          Set.copyOf(points.stream().map(PointId::new).toList()),
          60,
          cause.stored() ? Duration.ofSeconds(30) : Duration.ZERO,
          List.of(new Explanation(id, EVIL, "wang", Sites.NOW)));
    }

    @Override
    public Interruptions interruptions(String uplink, Instant from, Instant to) {
      Duration lost = Duration.ofDays(LocalDate.ofInstant(to, Rates.SITE).getMonthValue());
      return new Interruptions(from, to, Sites.NOW, lost, lost, Duration.ZERO, lost);
    }

    @Override
    public Trial trial(String uplink) {
      return trial;
    }

    @Override
    public void beginTrial(String uplink, Instant begin, String by) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void explain(String gap, String text, String by) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no text");
      }
      said.add(new Explanation(gap, text, by, Sites.NOW));
    }

    @Override
    public void keep(Check check) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Check> checks() {
      return List.of();
    }
  }

  private static Trial none() {
    return new Trial(
        Trial.State.NONE,
        Instant.EPOCH,
        List.of(),
        0,
        LocalDate.EPOCH,
        Tally.NONE,
        BigDecimal.ZERO,
        interruptions());
  }

  private static Interruptions interruptions() {
    Duration hour = Duration.ofHours(1);
    return new Interruptions(TODAY, TODAY, TODAY, hour, hour, Duration.ZERO, hour);
  }

  private Kept kept() {
    Kept kept = new Kept();
    site.addAccounts(kept);
    return kept;
  }

  private Route route(String path) {
    return routes.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
  }

  private Answer ask(String path, Map<String, String> query, String body) throws IOException {
    Route route = route(path);
    Ask ask = new Ask(route.method(), path, query, body, "word", "127.0.0.1", "", "h", "");
    return route.handler().answer(ask, li);
  }

  private JsonNode json(String path, Map<String, String> query) throws IOException {
    return new ObjectMapper().readTree(ask(path, query, "").body());
  }

  private static Map<String, String> span(long from, long to) {
    return Map.of("from", Long.toString(from), "to", Long.toString(to));
  }

  private static Map<String, String> with(Map<String, String> query, String name, String value) {
    Map<String, String> more = new HashMap<>(query);
    more.put(name, value);
    return more;
  }

  @Test
  void theYearHasEachDayUpToTodayAndMonthsThatAreTheirSum() throws IOException {
    kept();
    JsonNode year = json("/api/compliance", Map.of());
    assertEquals("national", year.get("uplink").asText());
    assertEquals(DAY_OF_YEAR, year.get("days").size());
    assertEquals("100.00", year.at("/days/0/rate").asText());
    assertEquals("99.99", year.at("/days/1/rate").asText(), "cut, one value is lost");
    assertEquals("100.00", year.at("/days/1/withBackfill").asText());
    assertEquals(11, year.get("months").size());
    assertEquals(28 * DAY_VALUES, year.at("/months/1/owed").asLong());
    assertEquals(28 * DAY_VALUES - 27 * 28 / 2, year.at("/months/1/onTime").asLong());
    assertEquals(21 * DAY_VALUES, year.at("/months/10/owed").asLong());
  }

  @Test
  @DisplayName("CCER-4.5-03, CCER-4.5-04: the limits of 20 days and 72 h, and what is above them")
  void theLimitsAreToldWithWhatIsAboveThem() throws IOException {
    kept();
    JsonNode year = json("/api/compliance", Map.of("year", "2025"));
    assertEquals(365, year.get("days").size());
    assertEquals(Duration.ofDays(20).toMillis(), year.get("lostLimit").asLong());
    assertFalse(year.get("doubt").asBoolean());
    assertEquals(Duration.ofHours(72).toMillis(), year.get("longestLimit").asLong());
    assertFalse(year.at("/months/1/doubt").asBoolean(), "three days are not above three days");
    assertTrue(year.at("/months/2/doubt").asBoolean());
    for (String wrong : List.of("2019", "2027", "x")) {
      assertThrows(
          IllegalArgumentException.class, () -> json("/api/compliance", Map.of("year", wrong)));
    }
  }

  @Test
  @DisplayName("CCER-4.6-01, CCER-4.6-03: the trial run with its rules and its days")
  void theTrialRunIsShownWithItsDays() throws IOException {
    Kept kept = kept();
    assertEquals("NONE", json("/api/compliance", Map.of()).at("/trial/state").asText());
    kept.trial =
        new Trial(
            Trial.State.RUNNING,
            TODAY.minus(Duration.ofHours(60)),
            List.of(new Trial.Restart(TODAY.minus(Duration.ofHours(60)), new Text("a", "b"))),
            2,
            LocalDate.of(2026, 12, 19),
            new Tally(100, 100, 100, 95, 0, 0, 5, 0, 0, 0),
            new BigDecimal("89.70"),
            interruptions());
    JsonNode trial =
        json("/api/compliance", Map.of("uplink", "national", "year", "2025")).at("/trial");
    assertEquals("95.00", trial.get("rate").asText());
    assertEquals("89.70", trial.get("needed").asText());
    assertEquals(2, trial.get("done").asInt());
    assertEquals(TODAY.minus(Duration.ofDays(2)).toEpochMilli(), trial.get("first").asLong());
    assertEquals(3, trial.get("days").size(), "two that are over, and today");
    assertEquals("b", trial.at("/restarts/0/why/zh").asText());
  }

  @Test
  @DisplayName("CCER-4.5-01: what was missing, the newest first, with what people say of it")
  void gapsAreListedAndWhatPeopleTypedStaysText() throws IOException {
    kept();
    JsonNode answer = json("/api/gaps", span(TODAY.toEpochMilli(), Sites.NOW.toEpochMilli()));
    assertEquals(2, answer.get("all").asInt());
    JsonNode newest = answer.at("/gaps/0");
    assertEquals("20261121T020000-uplink", newest.get("id").asText());
    assertTrue(newest.get("stored").asBoolean());
    assertEquals(30_000, newest.get("recalled").asLong());
    assertEquals(2, newest.get("points").asInt());
    JsonNode older = answer.at("/gaps/1");
    assertEquals(EVIL, older.get("source").asText());
    assertEquals(EVIL, older.at("/explanations/0/text").asText());
    assertEquals("设备无应答", older.at("/cause/zh").asText());
  }

  @Test
  void ofAPointOnlyItsOwnGapsAreListed() throws IOException {
    kept();
    Map<String, String> day = span(TODAY.toEpochMilli(), Sites.NOW.toEpochMilli());
    assertEquals(2, json("/api/gaps", with(day, "point", "FONP001")).get("all").asInt());
    assertEquals(1, json("/api/gaps", with(day, "point", "FOCH001")).get("all").asInt());
    assertEquals(0, json("/api/gaps", with(day, "point", "south:FOCH001")).get("all").asInt());
  }

  @Test
  void aSpanThatIsNoneOrTooLongIsRefused() {
    kept();
    long now = Sites.NOW.toEpochMilli();
    for (Map<String, String> wrong :
        List.of(span(now, now), span(now - 401L * 86_400_000, now), Map.<String, String>of())) {
      assertThrows(IllegalArgumentException.class, () -> json("/api/gaps", wrong));
    }
    Map<String, String> month = with(span(now - 32L * 86_400_000, now), "format", "csv");
    assertThrows(IllegalArgumentException.class, () -> json("/api/values", month));
    Map<String, String> page = with(span(now - 1000, now), "format", "html");
    assertThrows(IllegalArgumentException.class, () -> json("/api/values", page));
  }

  @Test
  @DisplayName("CCER-4.5-01: an explanation is recorded under the name of who is in")
  void anExplanationIsRecordedUnderTheNameOfWhoIsIn() throws IOException {
    Kept kept = kept();
    assertEquals(Right.OPERATE, route("/api/explain").right());
    assertEquals("POST", route("/api/explain").method());
    String body = "{\"gap\":\"20261121T020000-uplink\",\"text\":\" 断缆 \",\"by\":\"wang\"}";
    assertEquals(200, ask("/api/explain", Map.of(), body).status());
    assertEquals(
        List.of(new Explanation("20261121T020000-uplink", "断缆", "li", Sites.NOW)), kept.said);
  }

  @Test
  void whatCannotBeRecordedIsSaid() throws IOException {
    Kept kept = kept();
    Answer refused = ask("/api/explain", Map.of(), "{\"gap\":\"x\",\"text\":\"  \"}");
    assertEquals(400, refused.status());
    assertTrue(
        new String(refused.body(), StandardCharsets.UTF_8).contains("not recorded: no text"));
    assertThrows(IllegalArgumentException.class, () -> ask("/api/explain", Map.of(), ""));
    assertEquals(List.of(), kept.said);
  }

  @Test
  void withoutAccountsThePageIsToldSo() throws IOException {
    assertEquals(0, json("/api/compliance", Map.of()).get("uplinks").size());
    assertEquals(503, ask("/api/gaps", span(1, 2), "").status());
    assertEquals(503, ask("/api/explain", Map.of(), "{}").status());
    Map<String, String> month = Map.of("kind", "month", "format", "csv");
    assertEquals(503, ask("/api/report", month, "").status());
    assertEquals(503, ask("/api/values", with(span(1, 2), "format", "csv"), "").status());
  }

  // ---- papers

  /** Writes what it was asked for; values not before it is told to. */
  private static final class Written implements Papers {
    private final CountDownLatch begun = new CountDownLatch(2);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void report(
        String uplink, Kind kind, LocalDate any, Format format, Locale locale, OutputStream out)
        throws IOException {
      String asked =
          String.join(" ", kind.name(), any.toString(), format.name(), locale.toString());
      out.write(asked.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long values(String project, Instant from, Instant to, Format format, OutputStream out)
        throws IOException {
      begun.countDown();
      try {
        assertTrue(go.await(SOON_S, TimeUnit.SECONDS));
      } catch (InterruptedException stopped) {
        throw new IOException(stopped);
      }
      out.write((project + " " + from + " " + to).getBytes(StandardCharsets.UTF_8));
      return 1;
    }
  }

  private static String file(Answer answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    answer.file().orElseThrow().to(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("CCER-4.4-02: reports are files to save, in every format")
  void reportsAreFilesToSave() throws IOException {
    kept();
    site.addPapers(new Written());
    for (String format : List.of("csv", "xlsx", "html")) {
      Map<String, String> query =
          Map.of("kind", "month", "at", "2026-10-01", "format", format, "lang", "zh");
      Answer report = ask("/api/report", query, "");
      assertEquals("MONTH 2026-10-01 " + format.toUpperCase(Locale.ROOT) + " zh", file(report));
      assertEquals(
          "attachment; filename=\"firedamp-national-month-2026-10-01." + format + '"',
          report.headers().get("Content-Disposition"));
    }
    Map<String, String> today = Map.of("kind", "day", "format", "csv");
    assertEquals("DAY 2026-11-21 CSV en", file(ask("/api/report", today, "")));
    for (Map<String, String> wrong :
        List.of(
            with(today, "kind", "week"),
            with(today, "format", "pdf"),
            with(today, "at", "21.11."),
            with(today, "uplink", "south"))) {
      assertThrows(IllegalArgumentException.class, () -> ask("/api/report", wrong, ""));
    }
  }

  @Test
  void aNameCannotGetOutOfItsHeader() throws IOException {
    kept();
    site.addPapers(new Written());
    Map<String, String> query = Map.of("kind", "day", "format", "csv", "uplink", "north \"x\"\r\n");
    assertEquals(
        "attachment; filename=\"firedamp-north__x___-day-2026-11-21.csv\"",
        ask("/api/report", query, "").headers().get("Content-Disposition"));
  }

  @Test
  @DisplayName("ISC-7.2.3-10: stored values are written while they are taken, two at a time")
  void aThirdExportIsAskedToWait() throws Exception {
    kept();
    Written papers = new Written();
    site.addPapers(papers);
    Map<String, String> query = with(span(1000, 2000), "format", "csv");
    List<Thread> threads = new ArrayList<>();
    List<String> files = Collections.synchronizedList(new ArrayList<>());
    for (String uplink : List.of("national", "north \"x\"\r\n")) {
      Answer answer = ask("/api/values", with(query, "uplink", uplink), "");
      Thread thread =
          new Thread(
              () -> {
                try {
                  files.add(file(answer));
                } catch (IOException failed) {
                  files.add(failed.toString());
                }
              });
      thread.start();
      threads.add(thread);
    }
    assertTrue(papers.begun.await(SOON_S, TimeUnit.SECONDS));
    assertEquals(503, ask("/api/values", query, "").status());
    papers.go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(
        Set.of(
            " 1970-01-01T00:00:01Z 1970-01-01T00:00:02Z",
            "north 1970-01-01T00:00:01Z 1970-01-01T00:00:02Z"),
        Set.copyOf(files));
    assertEquals(200, ask("/api/values", query, "").status());
  }
}
