package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.testkit.Browser;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.FakePlatform.Received;
import io.firedamp.testkit.Tab;
import io.firedamp.testkit.TcpProxy;
import io.firedamp.testkit.Visitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a backfill of full hours, at 1 Hz with 100 points, costs the live packets; all of it with no
 * more memory than 64 MB above what the gateway holds at rest.
 */
class BackfillIT {
  private static final int POINTS = 100;

  /** Two a second. */
  private static final int PACKETS = Boolean.getBoolean("firedamp.long") ? 300 : 60;

  /** More than are sent meanwhile. */
  private static final Duration PAST =
      Duration.ofHours(Boolean.getBoolean("firedamp.long") ? 40 : 12);

  private static final int HOUR_S = 3600;
  private static final long ALLOWANCE = 64 << 20;
  private static final long MOST_DELAY_MS = 50;

  /** 5 Mbit/s. */
  private static final long SLOW = 5_000_000 / 8;

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir static Path folder;
  private static Mine mine;
  private static Instant past;
  private static long idle;

  @BeforeAll
  static void start() throws Exception { // as the mine does
    mine = new Mine(folder);
    // half of them inside the project boundary: two packets for each tick
    List<String> table = mine.table(POINTS);
    mine.gateway.etc(
        "points.csv",
        IntStream.range(0, table.size())
            .mapToObj(i -> table.get(i) + "," + (i == 0 ? "flag" : i * 2 / (POINTS + 1)))
            .toArray(String[]::new));
    mine.start();
    awaitWhole();
    idle = mine.gateway.liveBytes();
    mine.gateway.stop();
    past = mine.fill(PAST);
    mine.gateway.limitHeap(idle + ALLOWANCE);
    mine.start();
    awaitWhole();
  }

  /** Waits for a packet with all points of its side. */
  private static void awaitWhole() {
    Instant now = Instant.now();
    eventually(
        "a whole packet",
        SOON,
        () ->
            mine.platform.packets().stream()
                .filter(p -> p.at().isAfter(now))
                .anyMatch(p -> p.json().path("value").path("data").size() == POINTS / 2));
  }

  @AfterAll
  static void close() {
    mine.close();
  }

  @AfterEach
  void memorySufficed() throws Exception { // as the log is read
    assertTrue(mine.gateway.isRunning());
    assertFalse(mine.gateway.logSinceStart().contains("OutOfMemory"), "out of memory");
    assertFalse(mine.gateway.logSinceStart().contains("a defect"), "began anew");
  }

  /** From tick to arrival in ms, of so many packets from now on; ascending. */
  private static List<Long> delays(int count) {
    int seen = mine.platform.packets().size();
    eventually("packets", PATIENCE, () -> mine.platform.packets().size() >= seen + count);
    return mine.platform.packets().subList(seen, seen + count).stream()
        .map(p -> Duration.between(p.time("ctime"), p.at()).toMillis())
        .sorted()
        .toList();
  }

  private static long median(List<Long> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static long longest(List<Long> sorted) {
    return sorted.get(sorted.size() - 1);
  }

  /** CCER-7.7-02, CCER-7.7-03, CCER-7.7-05, CCER-7.7-07. */
  @Test
  void fullHoursArriveWholeAndLivePacketsDoNotWaitForThem() throws Exception {
    List<Long> without = delays(PACKETS / 2);
    int before = mine.platform.backfills().size();
    mine.platform.command("hours", past, past.plus(PAST).minusSeconds(1));
    eventually("the first hour", SOON, () -> mine.platform.backfills().size() > before);
    List<Long> with = delays(PACKETS);
    List<Received> hours = mine.platform.backfills();
    hours = hours.subList(before, hours.size());
    assertEquals(1, mine.figure("uplink national", "backfills"), "it runs all the time");
    mine.gateway.shell("firedamp:backfill --cancel hours");

    System.out.printf(
        "tick to arrival: median %d ms, longest %d ms; of %d packets with a backfill of %d full hours of"
            + " %d points (%.1f MB each): median %d ms, longest %d ms; heap: %d MB at rest, %d MB at"
            + " most%n",
        median(without),
        longest(without),
        PACKETS,
        hours.size(),
        POINTS,
        hours.get(0).payload().length / 1e6,
        median(with),
        longest(with),
        idle >> 20,
        idle + ALLOWANCE >> 20);
    assertTrue(hours.size() > 1, "only " + hours.size());
    assertTrue(median(with) <= median(without) + MOST_DELAY_MS, with::toString);
    assertWhole(hours.get(0), past);
    assertWhole(hours.get(1), past.plusSeconds(HOUR_S));
  }

  /** CCER-7.7-03: who looks at the page sees it go on, hour by hour. */
  @Test
  void thePageShowsHowFarItIs() throws Exception {
    Visitor owner = mine.gateway.owner();
    try (Browser browser = new Browser(Files.createDirectory(folder.resolve("browser")));
        Tab tab = browser.tab()) {
      tab.cookie(owner.site(), Visitor.COOKIE, owner.session());
      tab.look(1440, 1000, false);
      mine.platform.command("seen", past, past.plus(PAST).minusSeconds(1));
      tab.go(owner.site() + "/uplink?lang=en");
      String percent = "Number(document.querySelector('.job .meter')?.ariaValueNow)";
      tab.await(percent + " > 0", PATIENCE);
      int first = tab.value(percent).asInt();
      tab.await(percent + " > " + first, PATIENCE);
      tab.picture(Path.of("target", "pages", "backfill.png"));
      mine.gateway.shell("firedamp:backfill --cancel seen");
      tab.await("!document.querySelector('.job .meter')", SOON);
    }
  }

  private static void assertWhole(Received packet, Instant from) {
    JsonNode entries = packet.json().path("result").path("value");
    assertEquals(HOUR_S, entries.size());
    for (int i = 0; i < HOUR_S; i++) {
      JsonNode entry = entries.get(i);
      assertEquals(from.plusSeconds(i), FakePlatform.instant(entry.path("ctime").asText()));
      assertEquals(POINTS, entry.path("values").size());
    }
  }

  /** CCER-7.7-07, CCER-4.7-02: at 5 Mbit/s a full hour takes up the line for some 20 s. */
  @Test
  void onASlowLineNoLivePacketExpires() throws Exception {
    try (TcpProxy line = TcpProxy.to(mine.broker.port())) {
      line.throttle(SLOW);
      mine.uplink("broker = tcp://127.0.0.1:" + line.port());
      int accepted = line.accepted();
      eventually("connected anew", SOON, () -> line.accepted() > accepted);
      awaitWhole();
      int before = mine.platform.backfills().size();
      int seen = mine.platform.packets().size();
      Instant from = Instant.now();
      mine.platform.command("slow", past, past.plusSeconds(HOUR_S - 1));
      eventually("the hour", PATIENCE, () -> mine.platform.backfills().size() > before);
      Received hour = mine.platform.backfills().get(before);
      Instant to = Instant.now();
      eventually("all settled", PATIENCE, () -> mine.unsettled(to) == 0);

      List<Received> live = mine.platform.packets();
      long longest =
          live.subList(seen, live.size()).stream()
              .mapToLong(p -> Duration.between(p.time("ctime"), p.at()).toMillis())
              .max()
              .orElseThrow();
      System.out.printf(
          "at 5 Mbit/s: a full hour of %d points (%.1f MB) arrived %.1f s after the command; longest"
              + " wait of a live packet %.1f s%n",
          POINTS,
          hour.payload().length / 1e6,
          Duration.between(from, hour.at()).toMillis() / 1e3,
          longest / 1e3);
      assertWhole(hour, past);
      String since = " FROM frame WHERE time >= " + from.toEpochMilli();
      assertEquals(
          "",
          mine.sql(
              "SELECT d.frame, d.outcome FROM delivery d WHERE d.outcome <> 0 AND d.frame IN"
                  + " (SELECT number"
                  + since
                  + ")"));
      assertEquals(
          "", mine.sql("SELECT * FROM expired WHERE last >= (SELECT min(number)" + since + ")"));
      mine.uplink();
    }
  }
}
