package io.firedamp.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.account.Cause;
import io.firedamp.account.Explanation;
import io.firedamp.account.Gap;
import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Recall;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ISC-7.2.3-02, CCER-4.5-01: what is missing, from when to when, and why. */
class GapTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T02:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path state;
  private Plant plant;

  @BeforeEach
  void aSiteOfTwoSources() throws IOException {
    plant = new Plant(state, BEGIN);
    plant.table(
        BEGIN,
        Plant.point("FONP001", true, 1, 1, "a"),
        Plant.point("FOCH001", true, 1, 1, "b"),
        Plant.point("FOTM001", true, 60, 60, "a"));
  }

  private static Instant at(long seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  private List<Gap> gaps() throws IOException {
    return plant.ledgers.gaps("national", BEGIN, BEGIN.plus(Duration.ofDays(30)));
  }

  private void frames(long from, long to, Function<Point, Quality> quality) {
    for (long second = from; second < to; second++) {
      StoredFrame stored = plant.frame(at(second), quality);
      plant.settle("national", stored.number(), 1, Outcome.ACKNOWLEDGED);
    }
  }

  private static Function<Point, Quality> without(String source, Quality why) {
    return point -> point.source().equals(source) ? why : Quality.GOOD;
  }

  @Test
  @DisplayName("ISC-7.2.3-02: a source without answer is a gap of its points, the others go on")
  void aSourceWithoutAnswerIsAGapOfItsPoints() throws IOException {
    plant.good(BEGIN, at(600), SECOND);
    frames(600, 700, without("b", Quality.NO_ANSWER));
    frames(700, 800, without("b", Quality.NO_SOURCE));
    plant.good(at(800), at(3600), SECOND);
    plant.count(at(7000));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(3600));
    assertEquals(List.of(Cause.NO_ANSWER, Cause.NO_SOURCE), gaps.stream().map(Gap::cause).toList());
    Gap gap = gaps.get(0);
    assertEquals("b", gap.source());
    assertEquals(Set.of(new PointId("FOCH001")), gap.points());
    assertEquals(at(600), gap.from());
    assertEquals(at(700), gap.to());
    assertEquals(100, gap.lost());
    assertFalse(gap.open());
    assertEquals("20261121T101000-answer-b", gap.id());
  }

  @Test
  @DisplayName("longer than 5 s counts as an interruption, 5 s does not")
  void fiveSecondsAreNoInterruption() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    frames(100, 105, without("b", Quality.NO_ANSWER));
    plant.good(at(105), at(200), SECOND);
    frames(200, 206, without("b", Quality.NO_ANSWER));
    plant.good(at(206), at(3600), SECOND);
    plant.count(at(7000));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(3600));
    assertEquals(List.of(at(200)), gaps.stream().map(Gap::from).toList());
    assertEquals(
        Duration.ofSeconds(6), plant.ledgers.interruptions("national", BEGIN, at(3600)).lost());
  }

  @Test
  @DisplayName("a gap over hours is one gap, with one id, also while it goes on")
  void aGapOverHoursIsOne() throws IOException {
    plant.good(BEGIN, at(3598), SECOND);
    frames(3598, 7300, without("b", Quality.DEVICE_FAULT));
    plant.count(at(7300));
    Gap open = gaps().get(0);
    assertTrue(open.open());
    assertEquals(at(3598), open.from());
    frames(7300, 10_000, without("b", Quality.DEVICE_FAULT));
    plant.good(at(10_000), at(14_400), SECOND);
    plant.count(at(14_600));
    plant.restart();
    Gap gap = plant.ledgers.gaps("national", at(9000), at(14_400)).get(0);
    assertEquals(open.id(), gap.id());
    assertEquals(at(3598), gap.from());
    assertEquals(at(10_000), gap.to());
    assertEquals(10_000 - 3598, gap.lost());
    assertFalse(gap.open());
  }

  @Test
  void aGatewayThatWasOffIsToldFromOneThatDidNotStore() throws IOException {
    plant.good(BEGIN, at(1000), SECOND);
    plant.ledgers.started(at(1500)); // a power cut, and the start after it
    plant.good(at(1502), at(2000), SECOND);
    plant.good(at(2100), at(14_400), SECOND); // no start in between
    plant.count(at(14_600));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(14_400));
    assertEquals(List.of(Cause.OFF, Cause.STORE), gaps.stream().map(Gap::cause).toList());
    assertEquals(at(1000), gaps.get(0).from());
    assertEquals(at(1502), gaps.get(0).to());
    assertEquals(3, gaps.get(0).points().size());
    assertEquals(502 * 2 + 9, gaps.get(0).lost()); // and 9 of the point of every minute
  }

  @Test
  void aLongTimeOffHasItsCauseInEveryHour() throws IOException {
    plant.good(BEGIN, at(1000), SECOND);
    plant.ledgers.started(at(40_000));
    plant.good(at(40_001), at(43_200), SECOND);
    plant.count(at(43_400));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(43_200));
    assertEquals(1, gaps.size());
    assertEquals(Cause.OFF, gaps.get(0).cause());
    assertEquals(at(40_001), gaps.get(0).to());
  }

  @Test
  void aClockThatWasSetRightJumpsOverInstants() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    StoredFrame wrong = plant.frame(at(100), ClockTrust.UNSYNCHRONISED, point -> Quality.GOOD);
    plant.settle("national", wrong.number(), 1, Outcome.ACKNOWLEDGED);
    plant.good(at(300), at(3600), SECOND);
    plant.count(at(7000));
    Gap gap = plant.ledgers.gaps("national", BEGIN, at(3600)).get(0);
    assertEquals(Cause.CLOCK, gap.cause());
    assertEquals(at(101), gap.from());
  }

  @Test
  @DisplayName(
      "Issue 6: a clock that was set wrong by an hour leaves a gap of cause clock in both hours")
  void aClockThatWasSetWrongJumpsOverInstants() throws IOException {
    plant.good(BEGIN, at(1000), SECOND);
    StoredFrame wrong = plant.frame(at(4600), ClockTrust.UNSYNCHRONISED, point -> Quality.GOOD);
    plant.settle("national", wrong.number(), 1, Outcome.ACKNOWLEDGED);
    for (int second = 4601; second < 7200; second++) {
      StoredFrame next = plant.frame(at(second), ClockTrust.UNSYNCHRONISED, point -> Quality.GOOD);
      plant.settle("national", next.number(), 1, Outcome.ACKNOWLEDGED);
    }
    plant.count(at(7400));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(7200));
    assertEquals(List.of(Cause.CLOCK), gaps.stream().map(Gap::cause).toList());
    assertEquals(at(1000), gaps.get(0).from());
    assertEquals(at(4600), gaps.get(0).to());
  }

  @Test
  @DisplayName("CCER-4.5-02: what was recorded but not delivered in time is missing too")
  void whatWasNotDeliveredInTimeIsMissing() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    for (int second = 100; second < 200; second++) {
      plant.frame(at(second), point -> Quality.GOOD);
    }
    plant.store.expireThrough("national", 200, at(270), "held");
    for (int second = 200; second < 300; second++) {
      StoredFrame stored = plant.frame(at(second), point -> Quality.GOOD);
      plant.settle("national", stored.number(), 1, Outcome.REFUSED);
    }
    plant.good(at(300), at(3600), SECOND);
    plant.count(at(7000));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(3600));
    assertEquals(List.of(Cause.NO_UPLINK, Cause.REFUSED), gaps.stream().map(Gap::cause).toList());
    assertEquals(200 + 2, gaps.get(0).lost()); // two points, and two instants of the third
  }

  @Test
  void aPointThatTheTableLosesIsNotMissingAnyMore() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    frames(100, 200, without("b", Quality.NO_ANSWER));
    plant.table(at(200), Plant.point("FONP001", true, 1, 1, "a"));
    plant.good(at(200), at(3600), SECOND);
    plant.count(at(7000));
    assertEquals(
        List.of(at(200)),
        plant.ledgers.gaps("national", BEGIN, at(3600)).stream().map(Gap::to).toList());
  }

  @Test
  @DisplayName("CCER-4.5-01, AMB-67: explanations are added, never changed, and survive a restart")
  void explanationsSurviveARestart() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    frames(100, 200, without("b", Quality.NO_ANSWER));
    plant.good(at(200), at(3600), SECOND);
    plant.count(at(7000));
    String id = plant.ledgers.gaps("national", BEGIN, at(3600)).get(0).id();
    plant.ledgers.explain(id, "电缆松动 \"loose\"\ncable", "li");
    plant.ledgers.explain(id, "replaced", "");
    Files.writeString(
        state.resolve("accounts.jsonl"), "{\"fact\":\"expl", StandardOpenOption.APPEND); // torn
    plant.restart();
    plant.ledgers.explain(id, "third", "wang");
    plant.restart();
    Gap gap = plant.ledgers.gaps("national", BEGIN, at(3600)).get(0);
    assertEquals(
        List.of("电缆松动 \"loose\"\ncable", "replaced", "third"),
        gap.explanations().stream().map(each -> each.text()).toList());
    assertEquals("li", gap.explanations().get(0).by());
    assertEquals(
        "accounts.unreadable", plant.ledgers.health().get(0).code(), "the torn line is told");
  }

  @Test
  @DisplayName("CCER-4.5-01: what explains nothing is not recorded")
  void onlyAGapThatThereIsCanBeExplained() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    frames(100, 200, without("b", Quality.NO_ANSWER));
    plant.good(at(200), at(3600), SECOND);
    plant.count(at(7000));
    String id = "20261121T100140-answer-b";
    for (String other : List.of("yesterday", "", "20261121T100141-answer-b", id + "2")) {
      assertThrows(
          IllegalArgumentException.class, () -> plant.ledgers.explain(other, "x", "li"), other);
    }
    String longest = "长".repeat(Explanation.LONGEST);
    for (String text : List.of("", " \n", longest + "长")) {
      assertThrows(IllegalArgumentException.class, () -> plant.ledgers.explain(id, text, "li"));
    }
    plant.ledgers.explain(id, longest, "li");
    Gap gap = plant.ledgers.gaps("national", BEGIN, at(3600)).get(0);
    assertEquals(List.of(longest), gap.explanations().stream().map(Explanation::text).toList());
  }

  @Test
  @DisplayName("CCER-4.5-02: a gap says for how much of it the platform has asked and got the data")
  void whatThePlatformHasGotOnItsCommandIsToldWithTheGap() throws IOException {
    plant.good(BEGIN, at(100), SECOND);
    for (long second = 100; second < 300; second++) {
      plant.frame(at(second), second < 200 ? without("b", Quality.NO_ANSWER) : p -> Quality.GOOD);
    }
    long newest = plant.store.newest().orElseThrow().number();
    plant.store.expireThrough("national", newest, at(310), "held");
    plant.good(at(300), at(3600), SECOND);
    plant.store.recalled(new Recall("national", "7", at(90), at(150), 60, at(4000)));
    plant.store.recalled(new Recall("national", "7", at(140), at(160), 20, at(4000)));
    plant.store.recalled(new Recall("national", "7", at(290), at(400), 110, at(4000)));
    plant.count(at(7000));
    List<Gap> gaps = plant.ledgers.gaps("national", BEGIN, at(3600));
    assertEquals(
        Map.of(Cause.NO_UPLINK, Duration.ofSeconds(60 + 10), Cause.NO_ANSWER, Duration.ZERO),
        gaps.stream().collect(Collectors.toMap(Gap::cause, Gap::recalled)));
  }
}
