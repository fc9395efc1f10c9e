package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.FakePlatform.Received;
import io.firedamp.testkit.RoughPlatform;
import io.firedamp.testkit.RoughPlatform.Order;
import io.firedamp.testkit.RoughPlatform.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day compressed: the uplink's times are shortened, and the platform and its broker are in all
 * the moods that they can be in. {@code -Dfiredamp.seed=N} repeats a day, as far as threads do.
 */
class RoughDayIT {
  private static final boolean LONG = Boolean.getBoolean("firedamp.long");
  private static final Duration DAY = Duration.ofMinutes(LONG ? 20 : 2);

  /** A short day is always the same, so that a change is judged by what it changes. */
  private static final long SHORT_DAY = 122_085;

  private static final long FRESH_S = 15;
  private static final Duration SETTLING = Duration.ofSeconds(90);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** What the way from the gateway to the platform may differ from packet to packet. */
  private static final Duration JITTER = Duration.ofMillis(300);

  @TempDir Path folder;

  /**
   * CCER-4.7-01, CCER-4.7-02, CCER-7.6-04, CCER-7.6-05, CCER-7.6-08, CCER-7.6-09, CCER-7.7-02,
   * CCER-7.7-04, CCER-7.7-05, CCER-7.7-06; AMB-19, AMB-20, AMB-21, AMB-22, AMB-24, AMB-30, AMB-32,
   * AMB-77.
   */
  @Test
  void theBooksOfBothSidesAgree() throws Exception {
    long seed = Long.getLong("firedamp.seed", LONG ? System.nanoTime() % 1_000_000 : SHORT_DAY);
    System.out.println("a rough day, -Dfiredamp.seed=" + seed);
    try (Mine mine = new Mine(folder)) {
      mine.uplink("fresh.s = " + FRESH_S, "reply.timeout.s = 2");
      mine.gateway.etc(
          "points.csv",
          "code,source,address,type,scale,flag",
          "FOCH001,first,holding:%d,uint16,0.01,1".formatted(Plc.CLOCK),
          "FOCH002,first,holding:%d,uint16,0.01,0".formatted(Plc.CLOCK + 1));
      try (RoughPlatform rough = new RoughPlatform(mine.platform, mine.broker, seed)) {
        mine.start();
        Instant begin = mine.newestFrame();
        rough.live(DAY);
        Instant end = mine.newestFrame();
        mine.awaitAcknowledged(mine.figure("uplink national", "acknowledged"));
        eventually("all settled", SETTLING, () -> mine.unsettled(end) == 0);
        // the last second may not be complete yet (AMB-29)
        Order whole = rough.command(begin, end.minusSeconds(1));
        eventually("the whole day comes", SETTLING, () -> !answers(mine, whole).isEmpty());
        eventually(
            "nothing is left", SETTLING, () -> mine.figure("uplink national", "backfills") == 0);
        assertEquals(1, answers(mine, whole).size());

        Map<Part, Outcome> here = outcomes(mine);
        assertBooksAgree(here, rough);
        Map<String, String> values = assertOneContentOfEachInstant(mine.platform.packets());
        assertBackfills(mine, rough, values);
        Map<Outcome, Long> sums =
            here.values().stream()
                .collect(Collectors.groupingBy(o -> o, TreeMap::new, Collectors.counting()));
        System.out.printf(
            "seed %d, %d s of %s: %d packets, %d commands, %d answers; %s%n",
            seed,
            DAY.toSeconds(),
            rough,
            mine.platform.packets().size(),
            rough.orders(),
            mine.platform.backfills().size(),
            sums);
      }
    }
  }

  /**
   * What became of each part, by the stock tool. A delivery stands before an outage that covers it
   * (it was settled alone); outages never overlap.
   */
  private static Map<Part, Outcome> outcomes(Mine mine) throws Exception { // as sql() does
    String rows =
        mine.sql(
            """
            SELECT f.time, p.flag, coalesce(d.outcome, 2), (d.outcome IS NOT NULL) + 0, count(e.first)
            FROM frame f JOIN (SELECT 0 AS flag UNION SELECT 1) p
            LEFT JOIN delivery d ON d.frame = f.number AND d.part = p.flag
            LEFT JOIN expired e ON f.number BETWEEN e.first AND e.last
            WHERE f.number >= (SELECT min(frame) FROM delivery)
              AND f.number <= (SELECT settled FROM uplink)
              AND length(f.data) = (SELECT max(length(data)) FROM frame)
            GROUP BY f.number, p.flag""");
    Map<Part, Outcome> outcomes = new HashMap<>();
    for (String row : rows.lines().toList()) {
      String[] fields = row.split("\\|");
      Part part = new Part(Instant.ofEpochMilli(Long.parseLong(fields[0])), fields[1]);
      boolean alone = fields[3].equals("1");
      int outages = Integer.parseInt(fields[4]);
      assertTrue(outages <= 1 && (alone || outages == 1), () -> "not one outcome: " + row);
      outcomes.put(part, Outcome.of(Integer.parseInt(fields[2])));
    }
    assertTrue(outcomes.size() >= DAY.toSeconds(), () -> "only " + outcomes.size());
    return outcomes;
  }

  private static void assertBooksAgree(Map<Part, Outcome> here, RoughPlatform rough) {
    Set<Part> accepted = rough.accepted();
    Set<Part> seen = rough.seen();
    Map<Outcome, Long> sums = new TreeMap<>();
    here.forEach(
        (part, outcome) -> {
          sums.merge(outcome, 1L, Long::sum);
          switch (outcome) {
            case ACKNOWLEDGED ->
                assertTrue(accepted.contains(part), () -> part + " was never accepted");
            case UNANSWERED -> {
              // published; it may have been accepted or not
            }
            case REFUSED ->
                assertTrue(!accepted.contains(part), () -> part + " was accepted, not refused");
            case EXPIRED -> assertTrue(!seen.contains(part), () -> part + " was published");
            default -> throw new AssertionError(part + ": " + outcome);
          }
        });
    assertTrue(sums.getOrDefault(Outcome.ACKNOWLEDGED, 0L) > here.size() / 3, sums::toString);
    assertTrue(sums.size() > 1, "the day was not rough: " + sums);
  }

  /**
   * An instant has the same content whenever it is sent, and is sent while it is fresh only.
   *
   * @return the value of each point at each instant, as it was written
   */
  private static Map<String, String> assertOneContentOfEachInstant(List<Received> packets) {
    Map<String, String> values = new HashMap<>();
    for (Received packet : packets) {
      Duration age = Duration.between(packet.time("ctime"), packet.time("utime"));
      assertTrue(!age.isNegative() && age.toSeconds() < FRESH_S, packet::text);
      JsonNode data = packet.json().path("value").path("data");
      assertEquals(1, data.size(), packet::text);
      assertSame(values, packet.time("ctime"), data);
    }
    return values;
  }

  private static void assertSame(Map<String, String> known, Instant ctime, JsonNode data) {
    data.properties()
        .forEach(
            point -> {
              String where = ctime + " " + point.getKey();
              String value = point.getValue().toString();
              String former = known.putIfAbsent(where, value);
              assertTrue(former == null || former.equals(value), where + former + value);
            });
  }

  /**
   * What comes was asked for, and is all that was stored then, in order; the packets keep their
   * distance.
   */
  private static void assertBackfills(Mine mine, RoughPlatform rough, Map<String, String> values)
      throws Exception { // as sql() does
    NavigableSet<Instant> stored = new TreeSet<>();
    mine.sql("SELECT time FROM frame WHERE length(data) = (SELECT max(length(data)) FROM frame)")
        .lines()
        .forEach(time -> stored.add(Instant.ofEpochMilli(Long.parseLong(time))));
    Optional<Instant> last = Optional.empty();
    for (Received packet : mine.platform.backfills()) {
      String id = id(packet);
      Order order = rough.order(id).orElseThrow(() -> new AssertionError("no command " + id));
      List<Instant> times = new ArrayList<>();
      for (JsonNode entry : packet.json().path("result").path("value")) {
        Instant ctime = FakePlatform.instant(entry.path("ctime").asText());
        times.add(ctime);
        assertEquals(2, entry.path("values").size(), entry::toString);
        assertSame(values, ctime, entry.path("values"));
      }
      assertEquals(
          List.copyOf(stored.subSet(second(order.from()), true, second(order.to()), true)), times);
      if (last.isPresent()) {
        Duration distance = Duration.between(last.get(), packet.at());
        assertTrue(
            distance.compareTo(INTERVAL.minus(JITTER)) >= 0, () -> id + " after " + distance);
      }
      last = Optional.of(packet.at());
    }
  }

  private static List<Received> answers(Mine mine, Order order) {
    return mine.platform.backfills().stream().filter(p -> id(p).equals(order.id())).toList();
  }

  private static String id(Received backfill) {
    return backfill.json().path("response_id").asText();
  }

  /** What a command says of an instant. */
  private static Instant second(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond());
  }
}
