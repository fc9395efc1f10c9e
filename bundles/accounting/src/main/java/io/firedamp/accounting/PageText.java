package io.firedamp.accounting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firedamp.account.Cause;
import io.firedamp.account.Tally;
import io.firedamp.point.PointId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * Pages as lines of text.
 *
 * <pre>
 * line      checksum hour settled last recalls TALLIES json
 *           CRC-32 of what follows it, in hex; hour since 1970; 1 or 0; frame number; a count
 * TALLIES   [TALLY,…]                                         without a blank
 * TALLY     [[due,recorded,owed,on time,refused,unanswered,expired,published,late,backfilled],"FONP001",…]
 * json      {"connected":b,"phase":"1","since":"2026-…","gaps":[GAP]}
 * GAP       [cause,source,since,from,to,lost,"FONP001",…]     times in ms since 1970
 * </pre>
 *
 * <p>Points with the same numbers share them: in a good hour all of them do. Hours after each other
 * that have the same tallies share them in memory. Any thread.
 */
final class PageText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHECKSUM = 9;
  private static final int WORDS = 7;
  private static final int MOST_SHARED = 256;

  private final Map<String, Map<PointId, Tally>> shared = new ConcurrentHashMap<>();

  /** What a line says of itself. */
  record Head(long hour, boolean settled, long last, int recalls) {}

  static String line(Page page) {
    String rest =
        String.join(
            " ",
            Long.toString(page.hour()),
            page.settled() ? "1" : "0",
            Long.toString(page.last()),
            Integer.toString(page.recalls()),
            tallies(page.tallies()),
            json(page));
    return checksum(rest) + " " + rest;
  }

  private static String tallies(Map<PointId, Tally> byPoint) {
    Map<Tally, List<PointId>> alike = new LinkedHashMap<>();
    new TreeMap<>(byPoint)
        .forEach((id, tally) -> alike.computeIfAbsent(tally, t -> new ArrayList<>()).add(id));
    ArrayNode tallies = JSON.createArrayNode();
    alike.forEach(
        (tally, points) -> {
          ArrayNode entry = tallies.addArray();
          ArrayNode numbers = entry.addArray();
          numbers.add(tally.due()).add(tally.recorded()).add(tally.owed()).add(tally.onTime());
          numbers.add(tally.refused()).add(tally.unanswered()).add(tally.expired());
          numbers.add(tally.published()).add(tally.late()).add(tally.backfilled());
          points.forEach(id -> entry.add(id.value()));
        });
    return tallies.toString();
  }

  private static String json(Page page) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("connected", page.connected())
            .put("phase", page.phase())
            .put("since", page.phaseSince().toString());
    ArrayNode gaps = json.putArray("gaps");
    for (Stretch stretch : page.stretches()) {
      ArrayNode entry = gaps.addArray();
      entry.add(stretch.cause().code()).add(stretch.source()).add(stretch.since());
      entry.add(stretch.from()).add(stretch.to()).add(stretch.lost());
      stretch.points().stream().sorted().forEach(id -> entry.add(id.value()));
    }
    return json.toString();
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  /** Which page a line is; empty if it is damaged. */
  static Optional<Head> head(String line) {
    if (line.length() < CHECKSUM
        || !checksum(line.substring(CHECKSUM)).equals(line.substring(0, CHECKSUM - 1))) {
      return Optional.empty();
    }
    String[] words = line.split(" ", WORDS);
    return Optional.of(
        new Head(
            Long.parseLong(words[1]),
            words[2].equals("1"),
            Long.parseLong(words[3]),
            Integer.parseInt(words[4])));
  }

  /** The page of a line whose head was good; empty if it is of another version. */
  Optional<Page> page(String line) {
    String[] words = line.split(" ", WORDS);
    try {
      JsonNode json = JSON.readTree(words[WORDS - 1]);
      List<Stretch> stretches = new ArrayList<>();
      for (JsonNode entry : json.path("gaps")) {
        stretches.add(
            new Stretch(
                Cause.of(entry.path(0).asText()),
                entry.path(1).asText(),
                entry.path(2).asLong(),
                entry.path(3).asLong(),
                entry.path(4).asLong(),
                Set.copyOf(points(entry, 6)),
                entry.path(5).asLong()));
      }
      return Optional.of(
          new Page(
              Long.parseLong(words[1]),
              Long.parseLong(words[3]),
              words[2].equals("1"),
              json.path("connected").asBoolean(),
              json.path("phase").asText(),
              Instant.parse(json.path("since").asText()),
              Integer.parseInt(words[4]),
              byPoint(words[5]),
              stretches));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private Map<PointId, Tally> byPoint(String tallies) throws JsonProcessingException {
    Map<PointId, Tally> known = shared.get(tallies);
    if (known != null) {
      return known;
    }
    Map<PointId, Tally> byPoint = new HashMap<>();
    for (JsonNode entry : JSON.readTree(tallies)) {
      JsonNode n = entry.path(0);
      Tally tally =
          new Tally(
              n.path(0).asLong(),
              n.path(1).asLong(),
              n.path(2).asLong(),
              n.path(3).asLong(),
              n.path(4).asLong(),
              n.path(5).asLong(),
              n.path(6).asLong(),
              n.path(7).asLong(),
              n.path(8).asLong(),
              n.path(9).asLong());
      points(entry, 1).forEach(id -> byPoint.put(id, tally));
    }
    if (shared.size() >= MOST_SHARED) {
      shared.clear();
    }
    Map<PointId, Tally> parsed = Map.copyOf(byPoint);
    shared.put(tallies, parsed);
    return parsed;
  }

  private static List<PointId> points(JsonNode entry, int first) {
    List<PointId> points = new ArrayList<>();
    for (int i = first; i < entry.size(); i++) {
      points.add(new PointId(entry.path(i).asText()));
    }
    return points;
  }
}
