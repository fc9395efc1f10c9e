package io.firedamp.accounting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firedamp.account.Check;
import io.firedamp.account.Explanation;
import io.firedamp.file.LineFile;
import io.firedamp.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What nobody can derive: what people have said, and when the gateway was started.
 *
 * <pre>
 * state/accounts.jsonl   a line for each, the oldest first, UTF-8
 * {"fact":"start","at":"2026-11-21T02:10:00Z"}
 * {"fact":"explanation","gap":"20261121T021000-off","text":"…","by":"li","at":"…"}
 * {"fact":"trial","uplink":"national","begin":"…","by":"li","at":"…"}
 * {"fact":"check","project":"","by":"li","at":"…","points":[{"point":"FONP001","stored":1.5,"read":1.5}]}
 * </pre>
 *
 * <p>Each is on the disk before it counts. Any thread.
 */
final class Facts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SAME_START = Duration.ofMinutes(1);

  /** The trial run of an uplink began, as a person says. */
  record Begin(String uplink, Instant begin) {}

  private final LineFile file;
  private final ConcurrentSkipListSet<Instant> starts = new ConcurrentSkipListSet<>();
  private final List<Explanation> explanations = new CopyOnWriteArrayList<>();
  private final List<Begin> begins = new CopyOnWriteArrayList<>();
  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private final List<Integer> unreadable = new ArrayList<>();

  /**
   * Reads what is there.
   *
   * @throws IOException if there is something that cannot be read at all
   */
  Facts(Path path) throws IOException {
    file = new LineFile(path);
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (!understood(lines.get(i))) {
        unreadable.add(i + 1);
      }
    }
  }

  private boolean understood(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      switch (json.path("fact").asText()) {
        case "start" -> starts.add(Instant.parse(json.path("at").asText()));
        case "explanation" -> explanations.add(explanation(json));
        case "trial" ->
            begins.add(
                new Begin(
                    json.path("uplink").asText(), Instant.parse(json.path("begin").asText())));
        case "check" -> checks.add(check(json));
        default -> {
          return line.isBlank();
        }
      }
      return true;
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException damaged) {
      return false; // PointId's is an IllegalArgumentException
    }
  }

  private static Check check(JsonNode json) {
    List<Check.Line> lines = new ArrayList<>();
    for (JsonNode line : json.path("points")) {
      lines.add(
          new Check.Line(
              new PointId(line.path("point").asText()),
              line.path("stored").asDouble(Double.NaN),
              line.path("read").asDouble(Double.NaN)));
    }
    return new Check(
        Instant.parse(json.path("at").asText()),
        json.path("project").asText(),
        json.path("by").asText(),
        lines);
  }

  private static Explanation explanation(JsonNode json) {
    return new Explanation(
        json.path("gap").asText(),
        json.path("text").asText(),
        json.path("by").asText(),
        Instant.parse(json.path("at").asText()));
  }

  /** Numbers of the lines that were not understood when the file was read. */
  List<Integer> unreadable() {
    return List.copyOf(unreadable);
  }

  /** When the gateway was started, as far as it is known. */
  NavigableSet<Instant> starts() {
    return new TreeSet<>(starts);
  }

  /** Writes down a start, unless it is known already. */
  void started(Instant at) throws IOException {
    Optional<Instant> known = Optional.ofNullable(starts.floor(at.plus(SAME_START)));
    if (known.filter(start -> start.isAfter(at.minus(SAME_START))).isEmpty()) {
      add(JSON.createObjectNode().put("fact", "start").put("at", at.toString()));
      starts.add(at);
    }
  }

  /** What people have said of a gap, in that order. */
  List<Explanation> explanations(String gap) {
    return explanations.stream().filter(each -> each.gap().equals(gap)).toList();
  }

  void explain(Explanation explanation) throws IOException {
    add(
        JSON.createObjectNode()
            .put("fact", "explanation")
            .put("gap", explanation.gap())
            .put("text", explanation.text())
            .put("by", explanation.by())
            .put("at", explanation.at().toString()));
    explanations.add(explanation);
  }

  /** When people say that a trial run of an uplink began; the newest statement. */
  Optional<Instant> trial(String uplink) {
    return begins.stream()
        .filter(each -> each.uplink.equals(uplink))
        .reduce((former, later) -> later)
        .map(Begin::begin);
  }

  void beginTrial(String uplink, Instant begin, String by, Instant at) throws IOException {
    add(
        JSON.createObjectNode()
            .put("fact", "trial")
            .put("uplink", uplink)
            .put("begin", begin.toString())
            .put("by", by)
            .put("at", at.toString()));
    begins.add(new Begin(uplink, begin));
  }

  /** Every check, the oldest first. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  void keep(Check check) throws IOException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("fact", "check")
            .put("project", check.project())
            .put("by", check.by())
            .put("at", check.at().toString());
    ArrayNode points = json.putArray("points");
    for (Check.Line line : check.lines()) {
      ObjectNode point = points.addObject().put("point", line.point().value());
      put(point, "stored", line.stored());
      put(point, "read", line.read());
    }
    add(json);
    checks.add(check);
  }

  private static void put(ObjectNode point, String key, double value) {
    if (!Double.isNaN(value)) {
      point.put(key, value);
    }
  }

  private void add(ObjectNode fact) throws IOException {
    file.add(fact.toString());
  }
}
