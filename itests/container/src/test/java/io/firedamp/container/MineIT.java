package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.container.Mine.Row;
import io.firedamp.testkit.FakePlatform.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped gateway at work between parts that are none of ours: pymodbus as the PLC, Debian's
 * Mosquitto as the broker.
 */
class MineIT {
  private static final boolean LONG = Boolean.getBoolean("firedamp.long");
  private static final Duration OUTAGE = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static List<Row> between(List<Row> rows, Instant from, Instant to) {
    return rows.stream().filter(r -> !r.time().isBefore(from) && r.time().isBefore(to)).toList();
  }

  /** Every second from the first frame to the last, each once. */
  private static void assertNoneMissingNoneTwice(List<Row> rows) {
    Instant first = rows.get(0).time();
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(first.plusSeconds(i), rows.get(i).time(), "frame " + rows.get(i).number());
    }
  }

  /**
   * 1 Hz, 60 points: 600 s in full, 60 s in the short form. CCER-4.2-01, CCER-4.2.1-03,
   * CCER-4.3-01, CCER-4.3-05, CCER-4.7-01, CCER-7.2-01, CCER-7.2-02, CCER-7.6-01, CCER-7.6-02,
   * CCER-7.6-08.
   */
  @Test
  void everyTickIsStoredAndAcknowledgedWithinItsSecond() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.points(60);
      mine.start();
      eventually("all points", SOON, () -> Mine.value(last(mine), "FOCH060").equals("0.60"));
      Instant from = Instant.now().plusSeconds(1);
      int seconds = LONG ? 600 : 60;
      mine.pass(Duration.ofSeconds(seconds + 1));
      Instant to = from.plusSeconds(seconds);
      eventually("the last one is acknowledged", SOON, () -> mine.unsettled(to) == 0);

      List<Row> rows = between(mine.frames(), from, to);
      assertEquals(seconds, rows.size(), 1);
      assertNoneMissingNoneTwice(rows);
      assertEquals(
          Integer.toString(rows.size()),
          mine.sql(
                  "SELECT count(*) FROM delivery WHERE outcome = 0 AND part = 1 AND frame BETWEEN "
                      + rows.get(0).number()
                      + " AND "
                      + rows.get(rows.size() - 1).number())
              .strip());

      List<Received> packets =
          mine.platform.packets().stream()
              .filter(p -> !p.time("ctime").isBefore(from) && p.time("ctime").isBefore(to))
              .toList();
      assertEquals(rows.size(), packets.size(), "each sent once");
      for (Received packet : packets) {
        assertEquals(60, packet.json().path("value").path("data").size());
        assertEquals("0.01", Mine.value(packet, "FOCH001"));
        assertEquals("0.60", Mine.value(packet, "FOCH060"));
      }
      List<Long> delays =
          packets.stream()
              .map(p -> Duration.between(p.time("ctime"), p.time("utime")).toSeconds())
              .sorted()
              .toList();
      assertTrue(delays.get((int) (delays.size() * 0.99)) <= 1, delays::toString);

      JsonNode beat = mine.platform.heartbeats().get(0).json().path("value");
      assertEquals(Mine.SUPPLIER, beat.path("supplier_name").asText());
      assertEquals("D9034ACFED5F407195226B903FCA8DBC911101126996050290", beat.path("sn").asText());
      assertEquals(0, mine.figure("pipeline", "missed"));
      assertEquals(0, mine.gateway.script("status").code());
      System.out.printf(
          "60 points, %d s: %d frames, all acknowledged, tick to sending p50 %.0f ms p99 %.0f ms, %d MB%n",
          seconds,
          rows.size(),
          mine.figure("uplink national", "sending.p50"),
          mine.figure("uplink national", "sending.p99"),
          mine.gateway.residentBytes() >> 20);
    }
  }

  private static Received last(Mine mine) {
    List<Received> packets = mine.platform.packets();
    return packets.get(packets.size() - 1);
  }

  /**
   * CCER-4.3-02, CCER-4.5-02, CCER-7.6-02: the broker is gone for 15 s, and for a simulated week.
   */
  @Test
  void anOutageOfTheBrokerCostsNoFrameAndDelaysNoLivePacket() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.start();
      Instant gone = Instant.now();
      mine.broker.stop();
      mine.pass(OUTAGE);
      Instant back = Instant.now();
      mine.broker.start();
      eventually("a live packet arrives", SOON, () -> arrivedSince(mine, back));
      Duration wait = Duration.between(back, firstSince(mine, back).at());
      assertTrue(wait.toMillis() <= 2000, "first live packet after " + wait);
      eventually("all settled", SOON, () -> mine.unsettled(back) == 0);

      assertNoneMissingNoneTwice(mine.frames());
      assertEquals("", mine.sql("SELECT frame FROM delivery WHERE outcome <> 0"), "all delivered");
      Set<Instant> sent =
          mine.platform.packets().stream().map(p -> p.time("ctime")).collect(Collectors.toSet());
      for (Row row : between(mine.frames(), gone, back)) {
        assertTrue(sent.contains(row.time()), "not delivered: " + row.time());
      }

      mine.gateway.stop();
      mine.broker.stop();
      // a week of frames that nobody fetched, behind the cursor
      mine.fill(Duration.ofDays(7));
      int before = mine.platform.packets().size();
      Duration start = mine.gateway.start();
      mine.pass(Duration.ofSeconds(3));
      Instant again = Instant.now();
      mine.broker.start();
      eventually("a live packet arrives", SOON, () -> arrivedSince(mine, again));
      Duration week = Duration.between(again, firstSince(mine, again).at());
      assertTrue(week.toMillis() <= 2000, "first live packet after a week: " + week);
      for (Received packet :
          mine.platform.packets().subList(before, mine.platform.packets().size())) {
        Duration age = Duration.between(packet.time("ctime"), packet.time("utime"));
        assertTrue(age.toSeconds() < 60, "sent unasked: " + packet.text());
      }
      System.out.printf(
          "first live packet after 15 s: %d ms, after a week: %d ms; start with a week of backlog %.1f s%n",
          wait.toMillis(), week.toMillis(), start.toMillis() / 1e3);
    }
  }

  /** A packet of a tick after that instant. */
  private static boolean arrivedSince(Mine mine, Instant instant) {
    return mine.platform.packets().stream().anyMatch(p -> p.time("ctime").isAfter(instant));
  }

  private static Received firstSince(Mine mine, Instant instant) {
    return mine.platform.packets().stream()
        .filter(p -> p.at().isAfter(instant))
        .findFirst()
        .orElseThrow();
  }

  /** CCER-4.2-01; AMB-26: what was not read is missing, neither zero nor the old value. */
  @Test
  void aPlcThatIsGoneOrMuteCostsTheOthersNothing() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.start();
      for (String fault : List.of("gone", "mute")) {
        Instant from = Instant.now();
        if (fault.equals("gone")) {
          mine.secondLink.cut();
        } else {
          mine.secondLink.mute();
        }
        eventually(
            "the source is said to be down",
            SOON,
            () -> mine.health("source second").path("code").asText().equals("source.no-answer"));
        mine.pass(OUTAGE);
        mine.secondLink.pass();
        Instant back = Instant.now();
        eventually(
            fault + ": the point is back",
            SOON,
            () -> Mine.value(last(mine), "FOCH002").equals("0.02"));
        Instant seen = last(mine).time("ctime");
        // two ticks, and a back-off of ten seconds and its jitter at the most
        assertTrue(
            Duration.between(back, seen).toSeconds() <= 13,
            fault + ": back after " + Duration.between(back, seen));

        List<Received> during =
            mine.platform.packets().stream()
                .filter(p -> p.time("ctime").isAfter(from.plusSeconds(2)))
                .filter(p -> p.time("ctime").isBefore(back.minusSeconds(1)))
                .toList();
        assertTrue(during.size() >= OUTAGE.toSeconds() - 3, fault + ": " + during.size());
        for (Received packet : during) {
          assertEquals("0.01", Mine.value(packet, "FOCH001"), fault);
          assertEquals("", Mine.value(packet, "FOCH002"), fault + ": " + packet.text());
          Duration delay = Duration.between(packet.time("ctime"), packet.at());
          assertTrue(delay.toMillis() < 1000, fault + ": a frame was late by " + delay);
        }
      }
      assertNoneMissingNoneTwice(mine.frames());
      assertEquals(0, mine.figure("source first", "errors"));
      assertEquals(0, mine.figure("pipeline", "missed"));
    }
  }

  /** kill -9: twenty times in full, three in the short form. CCER-4.3-02. */
  @Test
  void theGatewayMayBeKilledAtAnyTime() throws Exception {
    try (Mine mine = new Mine(folder)) {
      Map<Instant, String> contents = new HashMap<>();
      Set<Row> known = new HashSet<>();
      long slowest = 0;
      for (int round = 0; round < (LONG ? 20 : 3); round++) {
        long began = System.nanoTime();
        mine.gateway.start();
        int before = mine.platform.packets().size();
        eventually("packets", SOON, () -> mine.platform.packets().size() > before);
        slowest = Math.max(slowest, Duration.ofNanos(System.nanoTime() - began).toMillis());
        Set<Row> stored = new HashSet<>(mine.frames());
        assertTrue(stored.containsAll(known), "a stored frame was lost");
        known = stored;
        mine.gateway.kill();
        known = new HashSet<>(mine.frames());
        assertTrue(known.containsAll(stored), "a stored frame was lost by the kill");
      }
      for (Received packet : mine.platform.packets()) {
        String data = packet.json().path("value").path("data").toString();
        String former = contents.putIfAbsent(packet.time("ctime"), data);
        assertTrue(former == null || former.equals(data), "two contents for " + packet.text());
      }
      List<Row> rows = mine.frames();
      assertEquals(rows.size(), new TreeSet<>(rows.stream().map(Row::time).toList()).size());
      Set<Instant> times = rows.stream().map(Row::time).collect(Collectors.toSet());
      assertTrue(times.containsAll(contents.keySet()), "sent, but not stored");
      assertEquals("ok\n", mine.sql("PRAGMA integrity_check"));
      System.out.printf("killed; slowest start to the first packet %.1f s%n", slowest / 1e3);
    }
  }

  /**
   * CCER-7.7-01, CCER-7.7-02, CCER-7.7-03, CCER-7.7-08: what comes on command is what was sent
   * live, out of the real store.
   */
  @Test
  void storedDataComeOnCommandAsTheyWereSentLive() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.start();
      Instant from = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1);
      mine.pass(Duration.ofSeconds(12));
      Instant to = from.plusSeconds(9);
      eventually("sent live", SOON, () -> mine.unsettled(to.plusSeconds(1)) == 0);
      mine.platform.command("4711", from, to);
      eventually("the answer", SOON, () -> !mine.platform.backfills().isEmpty());
      JsonNode entries = mine.platform.backfills().get(0).json().path("result").path("value");
      assertEquals(10, entries.size());
      Map<String, JsonNode> live = new HashMap<>();
      for (Received packet : mine.platform.packets()) {
        JsonNode value = packet.json().path("value");
        live.put(value.path("ctime").asText(), value.path("data"));
      }
      for (JsonNode entry : entries) {
        assertEquals(live.get(entry.path("ctime").asText()), entry.path("values"));
      }
      assertTrue(mine.gateway.shell("firedamp:backfill").contains("No platform waits"));
    }
  }

  @Test
  void mistakesAreNamedAndTheRestRuns() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.start();
      String good = mine.gateway.script("status").text();
      assertFalse(good.contains("config."), good);

      // a file nobody knows, an unknown setting, a value out of range, a missing one
      mine.gateway.etc("io.firedamp.driver.modbuss-x.cfg", "host = 127.0.0.1");
      mine.gateway.etc(
          "io.firedamp.driver.modbus-bad.cfg", "port = 70000", "timeout = 5", "unit = eins");
      String bad = "io.firedamp.driver.modbus-bad.cfg";
      awaitStatus(mine, "io.firedamp.driver.modbuss");
      awaitStatus(mine, bad, "port", "70000", "1 to 65535");
      awaitStatus(mine, bad, "unknown setting");
      awaitStatus(mine, bad, "host", "missing");
      awaitStatus(mine, bad, "eins");
      mine.gateway.awaitLog(bad + ".*70000", SOON);

      // an unknown code, a duplicate one, a bad type: the file is refused as a whole, row by row
      List<String> table = mine.table(2);
      table.add("FOXX001,first,holding:1,uint16,1");
      table.add("FOCH001,first,holding:1,uint16,1");
      table.add("FOCH003,first,holding:1,int17,1");
      mine.gateway.etc("points.csv", table.toArray(String[]::new));
      awaitStatus(mine, "points.csv", "4", "FOXX001");
      awaitStatus(mine, "5", "FOCH001");
      awaitStatus(mine, "6", "int17");
      assertEquals("1", mine.sql("SELECT max(number) FROM point_table").strip());

      // a bad address only costs its row
      table = mine.table(2);
      table.add("FOCH003,first,holding:99999,uint16,1");
      mine.gateway.etc("points.csv", table.toArray(String[]::new));
      awaitStatus(mine, "FOCH003", "99999");
      String read = mine.gateway.shell("firedamp:read FOCH003");
      assertTrue(read.contains("99999"), read);

      // no file at all: the last good table stays in force
      java.nio.file.Files.delete(mine.gateway.path("etc/points.csv"));
      awaitStatus(mine, "points.csv");

      // a key of the wrong length, and one that is not the platform's
      mine.uplink("aes.key = c0ffee");
      awaitStatus(mine, Mine.UPLINK, "aes.key", "3 bytes");
      double sent = mine.figure("pipeline", "frames");
      mine.uplink("aes.key = 00000000000000000000000000000000");
      eventually(
          "nobody understands us",
          Duration.ofSeconds(60),
          () -> mine.health("uplink national").path("level").asText().equals("CRITICAL"));
      assertTrue(mine.health("uplink national").path("remedy").path("en").asText().contains("key"));
      assertTrue(mine.figure("pipeline", "frames") > sent, "the rest runs");
      assertEquals(1, mine.gateway.script("status").code());
      assertNoneMissingNoneTwice(mine.frames());
      assertFalse(mine.gateway.logSinceStart().contains("c0ffee"), "a key in the log");
    }
  }

  /** One line of the status, or lines next to each other, has all of these words. */
  private static void awaitStatus(Mine mine, String... words) {
    eventually(
        "status says " + List.of(words),
        SOON,
        () -> {
          String text = mine.gateway.ask("firedamp:status --en").text();
          return List.of(words).stream().allMatch(text::contains);
        });
  }

  @Test
  void noSecretIsAServicePropertyAndNothingListensBeyondLoopback() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.start();
      String services = mine.gateway.shell("service:list");
      assertTrue(services.contains("source.name = first"), "the list shows properties");
      for (String secret : List.of(Mine.PASSWORD, Mine.KEY)) {
        assertFalse(services.contains(secret));
        assertFalse(mine.gateway.logSinceStart().contains(secret));
        assertFalse(mine.gateway.script("status").text().contains(secret));
      }
      assertTrue(
          mine.gateway.endpoints().stream().allMatch(e -> e.address().isLoopbackAddress()),
          () -> "listens beyond loopback");
    }
  }
}
