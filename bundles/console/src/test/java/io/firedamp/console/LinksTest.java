package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.account.Accounts;
import io.firedamp.account.Cause;
import io.firedamp.account.Gap;
import io.firedamp.courier.Route;
import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-07: how reliable each link was")
class LinksTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Site site = Sites.of(Sites.live("FONP001", new Text("flow", "流量"), 12.5));

  @Test
  void nothingIsCountedBeforeAPlatformHasAcknowledged() throws IOException {
    assertEquals("[]", links().toString());
  }

  @Test
  void gapsOfASourceAreItsInterruptionsAndThoseThatOverlapAreOne() throws IOException {
    Instant noon = Sites.NOW.minus(Duration.ofHours(3));
    Instant lastWeek = Sites.NOW.minus(Duration.ofDays(7));
    accounts(
        Map.of(
            "national",
            List.of(
                gap(Cause.NO_ANSWER, "boiler1", lastWeek, MINUTE.multipliedBy(30)),
                gap(Cause.NO_ANSWER, "boiler1", noon, MINUTE),
                gap(Cause.FAULT, "boiler1", noon, MINUTE.multipliedBy(20)),
                gap(Cause.NO_ANSWER, "other", noon, MINUTE.multipliedBy(20)),
                gap(Cause.NO_UPLINK, "", noon, MINUTE.multipliedBy(2))),
            "county",
            List.of(
                gap(Cause.NO_ANSWER, "boiler1", noon.plusSeconds(30), MINUTE),
                gap(Cause.NO_SOURCE, "boiler1", Sites.NOW.minusSeconds(10), MINUTE))));
    JsonNode links = links();
    assertEquals("source boiler1", links.at("/0/subject").asText());
    assertEquals(2, links.at("/0/spans/0/count").asInt(), "90 s, and 10 s until now");
    assertEquals(100_000, links.at("/0/spans/0/lost").asLong());
    assertEquals(90_000, links.at("/0/spans/0/longest").asLong());
    assertEquals(3, links.at("/0/spans/1/count").asInt());
    assertEquals(1_900_000, links.at("/0/spans/1/lost").asLong());
    assertEquals("99.92", links.at("/0/spans/1/share").asText(), "of 99.9267: cut, not rounded");
    assertEquals("uplink county", links.at("/1/subject").asText());
    assertEquals("100.00", links.at("/1/spans/1/share").asText());
    assertEquals("uplink national", links.at("/2/subject").asText());
    assertEquals(120_000, links.at("/2/spans/0/lost").asLong());
  }

  @Test
  void whatReachesIntoASpanCountsFromItsBegin() throws IOException {
    Instant before = Sites.NOW.minus(Duration.ofHours(25));
    accounts(
        Map.of(
            "national", List.of(gap(Cause.NO_ANSWER, "boiler1", before, MINUTE.multipliedBy(90)))));
    assertEquals(1, links().at("/0/spans/0/count").asInt());
    assertEquals(30 * 60_000, links().at("/0/spans/0/lost").asLong());
    assertEquals(90 * 60_000, links().at("/0/spans/1/lost").asLong());
  }

  private static Gap gap(Cause cause, String source, Instant from, Duration length) {
    Set<PointId> points = Set.of(new PointId("FONP001"));
    Instant to = from.plus(length);
    return new Gap("id", cause, source, from, to, false, points, 1, Duration.ZERO, List.of());
  }

  private void accounts(Map<String, List<Gap>> gaps) {
    List<Route> routes =
        gaps.keySet().stream()
            .sorted()
            .map(uplink -> new Route(uplink, "", uplink + "-late", false, true, false))
            .toList();
    site.addAccounts(
        (Accounts)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Accounts.class},
                (proxy, method, arguments) ->
                    method.getName().equals("routes") ? routes : gaps.get(arguments[0])));
  }

  private JsonNode links() throws IOException {
    var route = new Links(site).routes().get(0);
    Ask ask = new Ask("GET", route.path(), Map.of(), "", "", "::1", "", "h", "");
    Answer answer = route.handler().answer(ask, Optional.empty());
    return new ObjectMapper().readTree(answer.body()).get("links");
  }
}
