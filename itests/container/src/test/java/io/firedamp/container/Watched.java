package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A source of a gateway, as its figures show it. */
final class Watched {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Gateway gateway;
  private final String source;

  Watched(Gateway gateway, String source) {
    this.gateway = gateway;
    this.source = source;
  }

  /** The files of a site with one project, whose points these lines are. */
  static void site(Gateway gateway, List<String> table) throws IOException {
    gateway.etc(
        "io.firedamp.site.cfg",
        "project.name = 某煤矿",
        "project.registration = CCER-1",
        "project.type = power",
        "flow.monitoring = direct");
    gateway.etc("points.csv", table.toArray(String[]::new));
  }

  /** Until those points have good values. */
  void awaitGood(String... codes) {
    for (String code : codes) {
      eventually(
          "a good value of " + code,
          PATIENCE,
          () -> gateway.ask("firedamp:points --json " + code).text().contains("\"GOOD\""));
    }
  }

  /** Until it has been read so many times more; fails if any of them was not as it should be. */
  void awaitReads(int rounds) throws Exception {
    long trouble = trouble();
    long reads = figure("reads");
    eventually(
        rounds + " reads", PATIENCE.plusSeconds(rounds), () -> figure("reads") >= reads + rounds);
    long more = trouble() - trouble;
    if (more != 0) {
      throw new AssertionError(more + " errors, late, missing or stale values, ticks overrun");
    }
  }

  private long trouble() throws Exception {
    long sum = 0;
    for (String key : List.of("errors", "late", "overrun", "missing", "stale")) {
      sum += figure(key);
    }
    return sum;
  }

  long figure(String key) throws Exception {
    for (JsonNode part :
        JSON.readTree(gateway.ask("firedamp:status --json").text()).path("health")) {
      for (JsonNode figure : part.path("figures")) {
        if (part.path("subject").asText().equals("source " + source)
            && figure.path("key").asText().equals(key)) {
          return figure.path("value").asLong();
        }
      }
    }
    throw new AssertionError("no figure " + key);
  }
}
