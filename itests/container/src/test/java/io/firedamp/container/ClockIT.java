package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.clock.ClockTrust;
import io.firedamp.testkit.NtpResponder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped gateway follows four time servers, one of which lies, through an hour and back. */
class ClockIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SOME = 3;

  /** A frame of the store, and how far its time can be believed. */
  private record Row(long number, Instant time, ClockTrust clock) {}

  @TempDir Path folder;
  private final List<NtpResponder> honest = new ArrayList<>();
  private NtpResponder liar;

  @BeforeEach
  void begin() throws IOException {
    liar = new NtpResponder().offset(Duration.ofSeconds(30));
    for (int i = 0; i < 3; i++) {
      honest.add(new NtpResponder());
    }
  }

  @AfterEach
  void end() {
    honest.forEach(NtpResponder::close);
    liar.close();
  }

  @Test
  @DisplayName(
      "CCER-F-01, CCER-F-02: the liar is named; an hour forward is a declared step and a gap of cause clock, an hour back takes firedamp:clock --step")
  void theServersGoAnHourForwardAndBack() throws Exception {
    try (Mine mine = new Mine(folder)) {
      mine.gateway.etc(
          "io.firedamp.clock.sync.cfg",
          "servers = " + name(liar) + ", " + names(),
          "discipline = own",
          "poll.s = 8");
      mine.start();
      awaitAgreed(mine);
      awaitFrames(mine, ClockTrust.SYNCHRONISED, Instant.MIN);

      Instant first = newest(mine).time();
      honest.forEach(server -> server.offset(HOUR));
      awaitFrames(mine, ClockTrust.SYNCHRONISED, first.plus(HOUR));
      awaitAgreed(mine);
      Row before = lastBefore(mine, first.plus(HOUR));
      assertEquals(ClockTrust.UNSYNCHRONISED, before.clock(), "said so before it went on");
      JsonNode gap = gapAt(mine, before).orElseThrow();
      assertEquals("clock was set", gap.path("cause").path("en").asText(), gap::toString);
      assertEquals(HOUR.toMillis(), steps(mine).get(0), 5000);

      honest.forEach(server -> server.offset(Duration.ZERO));
      eventually(
          "the clock does not go back, and says so",
          SOON,
          () -> mine.health("clock").path("code").asText().equals("clock.stepped-back"));
      Row last = newest(mine);
      eventually(
          "time goes on", SOON, () -> newest(mine).time().isAfter(last.time().plusSeconds(SOME)));
      assertEquals(ClockTrust.UNSYNCHRONISED, newest(mine).clock());

      String said = mine.gateway.shell("firedamp:clock --step --en");
      assertTrue(said.startsWith("Set by -3600 s."), said);
      eventually(
          "frames of the right time are acknowledged",
          SOON,
          () -> acknowledgedBehind(mine, last) >= SOME);
      awaitAgreed(mine);
      assertEquals(-HOUR.toMillis(), steps(mine).get(1), 5000);
      assertNoneIsLostAndTheHourIsJumpedForthAndBack(rows(mine));
    }
  }

  private static String name(NtpResponder server) {
    return "127.0.0.1:" + server.port();
  }

  private String names() {
    return honest.stream().map(ClockIT::name).collect(Collectors.joining(", "));
  }

  /** The command and the status both say that the clock is right, and who lies. */
  private void awaitAgreed(Mine mine) throws Exception { // as shell() does
    eventually(
        "the liar is named",
        SOON,
        () -> mine.health("clock servers").path("code").asText().equals("clock.liar"));
    String cause = mine.health("clock servers").path("cause").path("en").asText();
    assertTrue(cause.endsWith(": " + name(liar) + "."), cause);
    assertEquals("ok", mine.health("clock").path("code").asText());
    JsonNode clock = clock(mine);
    assertEquals("synchronised", clock.path("state").asText(), clock::toString);
    List<String> remarks = clock.path("servers").findValuesAsText("remark");
    assertEquals(
        List.of("contradicts the majority", "believed", "agrees", "agrees"),
        remarks,
        clock::toString);
  }

  private static JsonNode clock(Mine mine) throws IOException, InterruptedException {
    return JSON.readTree(mine.gateway.shell("firedamp:clock --json"));
  }

  /** By how much the site's clock was set, ms, oldest first. */
  private static List<Double> steps(Mine mine) throws IOException, InterruptedException {
    List<Double> steps = new ArrayList<>();
    for (JsonNode entry : JSON.readTree(mine.gateway.shell("firedamp:clock --report --json"))) {
      if (entry.path("subject").asText().equals("site")) {
        steps.add(entry.path("ms").asDouble());
      }
    }
    return steps;
  }

  private static List<Row> rows(Mine mine) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String line :
        mine.sql("SELECT number, time, clock FROM frame ORDER BY number").lines().toList()) {
      String[] fields = line.split("\\|");
      rows.add(
          new Row(
              Long.parseLong(fields[0]),
              Instant.ofEpochMilli(Long.parseLong(fields[1])),
              ClockTrust.of(Integer.parseInt(fields[2]))));
    }
    return rows;
  }

  private static Row newest(Mine mine) throws IOException, InterruptedException {
    List<Row> rows = rows(mine);
    return rows.get(rows.size() - 1);
  }

  private static Row lastBefore(Mine mine, Instant instant)
      throws IOException, InterruptedException {
    return rows(mine).stream()
        .filter(row -> row.time().isBefore(instant))
        .reduce((one, later) -> later)
        .orElseThrow();
  }

  /** Some frames after that instant are so. */
  private static void awaitFrames(Mine mine, ClockTrust clock, Instant after) {
    eventually(
        clock + " after " + after,
        SOON,
        () ->
            rows(mine).stream()
                    .filter(row -> row.time().isAfter(after) && row.clock() == clock)
                    .count()
                >= SOME);
  }

  /** The gap that begins right behind a frame. */
  private static Optional<JsonNode> gapAt(Mine mine, Row frame)
      throws IOException, InterruptedException {
    JsonNode gaps = JSON.readTree(mine.gateway.shell("firedamp:gaps --json"));
    for (JsonNode gap : gaps.path("tables").path("gaps")) {
      if (Instant.parse(gap.path("from").asText()).equals(frame.time().plusSeconds(1))) {
        return Optional.of(gap);
      }
    }
    return Optional.empty();
  }

  /** How many later frames of earlier times the platform has accepted. */
  private static int acknowledgedBehind(Mine mine, Row row)
      throws IOException, InterruptedException {
    String count =
        mine.sql(
            """
            SELECT count(*) FROM delivery d JOIN frame f ON f.number = d.frame
            WHERE d.outcome = 0 AND f.clock = 1 AND f.number > %d AND f.time < %d"""
                .formatted(row.number(), row.time().toEpochMilli()));
    return Integer.parseInt(count.strip());
  }

  private static void assertNoneIsLostAndTheHourIsJumpedForthAndBack(List<Row> rows) {
    List<Duration> jumps = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      assertEquals(rows.get(i - 1).number() + 1, rows.get(i).number(), "none is lost");
      Duration step = Duration.between(rows.get(i - 1).time(), rows.get(i).time());
      if (step.abs().compareTo(SOON) > 0) {
        jumps.add(step);
      } else {
        assertTrue(step.toSeconds() >= 1, () -> "twice in one life of the clock: " + rows);
      }
    }
    assertEquals(2, jumps.size(), jumps::toString);
    assertEquals(HOUR.toSeconds(), jumps.get(0).toSeconds(), SOON.toSeconds());
    assertEquals(-HOUR.toSeconds(), jumps.get(1).toSeconds(), SOON.toSeconds());
  }
}
