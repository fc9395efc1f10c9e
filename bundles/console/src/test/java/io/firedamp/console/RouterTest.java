package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.clock.ClockTrust;
import io.firedamp.console.door.Addresses;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions;
import io.firedamp.courier.Route;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.Bucket;
import io.firedamp.store.History;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-03: what pages may ask, and who may")
class RouterTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";
  private static final Set<String> OPEN = Set.of("/api/login");

  private final Site site = Sites.of(Sites.live("FONP001", new Text(EVIL, "流量"), 12.5));
  private final Sessions sessions =
      new Sessions(
          (user, password) ->
              password.equals("right") ? Optional.of(Set.of(user, "ssh")) : Optional.empty(),
          site,
          Duration.ofMinutes(10));
  private final List<io.firedamp.console.Route> routes =
      Console.routes(site, sessions, () -> Optional.of(Sites.NOW.plusSeconds(60)));
  private final Router router =
      new Router(Addresses.of("127.0.0.1"), sessions, new Files("browser"), routes);

  @Test
  void everyQuestionButTheLoginNeedsARight() {
    for (io.firedamp.console.Route route : routes) {
      assertEquals(OPEN.contains(route.path()), route.right() == Right.ENTER, route.path());
      int expected = OPEN.contains(route.path()) ? 400 : 401;
      assertEquals(expected, router.answer(ask(route.method(), route.path(), "")).status());
    }
  }

  @Test
  void whoHasNotTheRoleIsToldWhichOneIsMissing() throws IOException {
    String stranger = word("guest");
    for (io.firedamp.console.Route route : routes) {
      if (!OPEN.contains(route.path())) {
        Answer answer = router.answer(ask(route.method(), route.path(), stranger));
        assertEquals(403, answer.status(), route.path());
        String role = route.right().role().orElseThrow();
        assertTrue(json(answer).at("/error/en").asText().contains(role));
      }
    }
  }

  @Test
  void theLoginGivesACookieThatNoScriptAndNoOtherSiteSees() {
    Answer answer = login("viewer", "right");
    assertEquals(200, answer.status());
    String cookie = answer.headers().get("Set-Cookie");
    for (String rule : List.of("__Host-", "Secure", "HttpOnly", "SameSite=Strict", "Path=/")) {
      assertTrue(cookie.contains(rule), cookie);
    }
    assertEquals(401, login("viewer", "wrong").status());
  }

  @Test
  void afterTheLogOutTheWordOpensNothing() {
    String word = word("viewer");
    assertEquals(200, router.answer(ask("GET", "/api/me", word)).status());
    assertEquals(200, router.answer(ask("POST", "/api/logout", word)).status());
    assertEquals(401, router.answer(ask("GET", "/api/me", word)).status());
  }

  @Test
  void aPageOfAnotherSiteAsksInVain() {
    Ask theirs =
        new Ask(
            "POST",
            "/api/logout",
            Map.of(),
            "",
            word("viewer"),
            "127.0.0.1",
            "https://evil.example",
            "localhost:8443",
            "");
    assertEquals(403, router.answer(theirs).status());
  }

  @Test
  void anAddressThatIsNotAllowedGetsNotEvenAFile() {
    Ask afar = new Ask("GET", "/", Map.of(), "", "", "10.0.0.9", "", "gateway", "");
    assertEquals(403, router.answer(afar).status());
  }

  @Test
  void onlyNamedFilesAreThere() {
    assertEquals(200, router.answer(ask("GET", "/files/app.js", "")).status());
    for (String path :
        List.of("/files/../Files.class", "/files/page.html", "/META-INF/MANIFEST.MF", "/api", "")) {
      assertEquals(404, router.answer(ask("GET", path, "")).status(), path);
    }
    assertEquals(404, router.answer(ask("POST", "/", "")).status());
  }

  @Test
  void aFileThatTheBrowserHasIsNotSentAgain() {
    Answer first = router.answer(ask("GET", "/files/style.css", ""));
    Ask again =
        new Ask(
            "GET",
            "/files/style.css",
            Map.of(),
            "",
            "",
            "127.0.0.1",
            "",
            "h",
            first.headers().get("ETag"));
    assertEquals(304, router.answer(again).status());
  }

  @Test
  void noPageHasAnInlineScriptOrStyleOrAsksAnybodyElse() {
    for (String path :
        List.of(
            "/",
            "/login",
            "/files/app.js",
            "/files/kit.js",
            "/files/chart.js",
            "/files/uplink.js",
            "/files/compliance.js",
            "/files/gaps.js")) {
      String text = text(router.answer(ask("GET", path, "")));
      assertFalse(text.matches("(?s).*<script(?![^>]* src=)[^>]*>.*"), path);
      assertFalse(text.contains("innerHTML"), path);
      assertFalse(text.matches("(?s).*(src|href)=\"https?:.*"), path);
    }
  }

  @Test
  void aNameThatIsMarkupStaysText() throws IOException {
    Answer answer = router.answer(ask("GET", "/api/points", word("viewer")));
    assertEquals("application/json", answer.type());
    assertEquals(EVIL, json(answer).at("/points/0/name/en").asText());
    assertTrue(json(answer).at("/points/0/low").isNull(), "no limit is no number");
  }

  @Test
  void aPointShowsItsRowAndOneThatIsNoneIsNamed() throws IOException {
    String word = word("viewer");
    JsonNode row = json(router.answer(ask("GET", "/api/point", word, Map.of("id", "FONP001"))));
    assertEquals("3051-A", row.at("/columns/model").asText());
    Answer none = router.answer(ask("GET", "/api/point", word, Map.of("id", "FONP009")));
    assertEquals(404, none.status());
    Answer wrong = router.answer(ask("GET", "/api/point", word, Map.of("id", "a b")));
    assertEquals(400, wrong.status());
  }

  @Test
  void aSeriesIsWhatTheHistoryHasAndWrongBoundsAreRefused() throws IOException {
    site.addHistory(
        fake(
            History.class,
            new Object[] {
              List.of(
                  new Bucket(Sites.NOW, 2, 1, 1.5, 1.5, 1.5),
                  new Bucket(Sites.NOW, 0, 0, Double.NaN, Double.NaN, Double.NaN))
            }));
    String word = word("viewer");
    Map<String, String> query = Map.of("id", "FONP001", "from", "0", "to", "2000", "buckets", "2");
    JsonNode answer = json(router.answer(ask("GET", "/api/series", word, query)));
    assertEquals("[[2,1,1.5,1.5,1.5],[0,0,null,null,null]]", answer.get("buckets").toString());
    for (String buckets : List.of("0", "4001", "x", "")) {
      Map<String, String> wrong =
          Map.of("id", "FONP001", "from", "0", "to", "2000", "buckets", buckets);
      assertEquals(400, router.answer(ask("GET", "/api/series", word, wrong)).status(), buckets);
    }
  }

  @Test
  void withoutASiteNothingIsAnError() throws IOException {
    String word = word("viewer");
    JsonNode rates = json(router.answer(ask("GET", "/api/rates", word)));
    assertEquals(0, rates.get("uplinks").size());
    assertEquals(0, json(router.answer(ask("GET", "/api/sparks", word))).get("points").size());
    Map<String, String> query = Map.of("id", "FONP001", "from", "0", "to", "2000", "buckets", "2");
    assertEquals(503, router.answer(ask("GET", "/api/series", word, query)).status());
  }

  @Test
  void ratesAreCutAndNeverRoundedUp() throws IOException {
    Tally tally = new Tally(100_000, 100_000, 100_000, 99_999, 0, 0, 1, 0, 0, 1);
    Account account =
        new Account(
            "national", "", Sites.NOW, Sites.NOW, Sites.NOW, Map.of(new PointId("A"), tally));
    Account nothing = new Account("national", "", Sites.NOW, Sites.NOW, Sites.NOW, Map.of());
    Trial trial = none();
    Route route = new Route("national", "", "national-late", false, true, false);
    site.addAccounts(
        (Accounts)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Accounts.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "routes" -> List.of(route);
                      case "account" -> account;
                      case "accounts" -> List.of(nothing, nothing, account);
                      case "trial" -> trial;
                      default -> throw new UnsupportedOperationException(method.getName());
                    }));
    JsonNode rates = json(router.answer(ask("GET", "/api/rates", word("viewer")))).at("/uplinks/0");
    assertEquals("99.99", rates.at("/today/rate").asText());
    ZoneId china = ZoneId.of("Asia/Shanghai");
    Instant midnight = Sites.NOW.atZone(china).toLocalDate().atStartOfDay(china).toInstant();
    assertEquals(midnight.plusSeconds(7200).toEpochMilli(), rates.get("owedFrom").asLong());
    assertEquals("100.00", rates.at("/month/withBackfill").asText());
    assertEquals("NONE", rates.get("trialState").asText());
    assertFalse(rates.has("trialRate"));
  }

  @Test
  void aSparkHasAHoleWhereNothingUsableWasStored() throws Exception {
    MemoryFrameStore store = new MemoryFrameStore();
    PointId id = new PointId("FONP001");
    Instant begin = Sites.NOW.minusSeconds(3600);
    store.append(frame(begin.plusSeconds(1), new Sample(id, 2, Quality.GOOD)));
    store.append(frame(begin.plusSeconds(2), new Sample(id, 4, Quality.GOOD)));
    store.append(frame(begin.plusSeconds(61), Sample.missing(id, Quality.NO_ANSWER)));
    site.addStore(store);
    JsonNode spark =
        json(router.answer(ask("GET", "/api/sparks", word("viewer")))).at("/points/FONP001");
    assertEquals(60, spark.size());
    assertEquals(3, spark.get(0).asDouble());
    assertTrue(spark.get(1).isNull());
  }

  private static Frame frame(Instant time, Sample sample) {
    return new Frame(time, 1, ClockTrust.SYNCHRONISED, List.of(sample));
  }

  private static Trial none() {
    var nothing =
        new io.firedamp.account.Interruptions(
            Sites.NOW,
            Sites.NOW,
            Sites.NOW,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    return new Trial(
        Trial.State.NONE,
        Instant.EPOCH,
        List.of(),
        0,
        java.time.LocalDate.EPOCH,
        Tally.NONE,
        java.math.BigDecimal.ZERO,
        nothing);
  }

  /** A service that answers every question alike. */
  private static <T> T fake(Class<T> type, Object[] answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer[0]));
  }

  private Answer login(String user, String password) {
    String body = "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    return router.answer(
        new Ask("POST", "/api/login", Map.of(), body, "", "127.0.0.1", "", "h", ""));
  }

  /** The word of a session of somebody who has that role. */
  private String word(String role) {
    String cookie = login(role, "right").headers().get("Set-Cookie");
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  private static Ask ask(String method, String path, String word) {
    return ask(method, path, word, Map.of());
  }

  private static Ask ask(String method, String path, String word, Map<String, String> query) {
    return new Ask(method, path, query, "", word, "127.0.0.1", "", "localhost:8443", "");
  }

  private static JsonNode json(Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
