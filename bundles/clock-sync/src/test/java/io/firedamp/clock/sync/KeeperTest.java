package io.firedamp.clock.sync;

import static io.firedamp.clock.sync.World.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.ClockEvent.Kind;
import io.firedamp.clock.ClockEvent.Result;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.TimeSource;
import io.firedamp.clock.TimeSource.Verdict;
import io.firedamp.clock.Timekeeping;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock and its servers, whose time passes as the test wants. */
class KeeperTest {
  private static final Duration TURN = Duration.ofMillis(500);

  @TempDir private Path folder;
  private final World world = new World();
  private Keeper keeper;

  private void keep(String... pairs) {
    Map<String, String> configuration = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      configuration.put(pairs[i], pairs[i + 1]);
    }
    keeper =
        new Keeper(
            ClockSettings.of(configuration),
            world.machine(),
            world,
            new ClockLog(folder.resolve("clock.csv")));
  }

  private void pass(Duration time) {
    for (long turn = 0; turn < time.dividedBy(TURN); turn++) {
      world.pass(TURN);
      keeper.turn();
    }
  }

  private void passSeconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** With a turn an hour. */
  private void passHours(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      world.pass(Duration.ofHours(1));
      keeper.turn();
    }
  }

  private ClockTrust trust() {
    return keeper.time().state().trust();
  }

  private Health health(String subject) {
    return keeper.health().stream()
        .filter(health -> health.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private String code() {
    return health("clock").code();
  }

  private List<ClockEvent> log(Kind kind) {
    return new ClockLog(folder.resolve("clock.csv"))
        .events().stream().filter(event -> event.kind() == kind).toList();
  }

  @Test
  @DisplayName("CCER-F-04: the state says that nobody checks the clock")
  void withoutServersItSaysThatItIsNotChecked() {
    keep();
    passSeconds(10);
    assertEquals(ClockTrust.NOT_CHECKED, trust());
    assertEquals(NOON, keeper.time().state().since());
    assertEquals("clock.not-checked", code());
    assertEquals(Level.NOTICE, health("clock").level());
    assertFalse(health("clock").remedy().zh().isEmpty());
  }

  @Test
  @DisplayName("CCER-F-02: of the servers that agree the first is believed, the official one")
  void theFirstServerIsBelieved() {
    keep("servers", "official, b, c");
    world.server("official", Duration.ofMillis(1));
    world.server("b", Duration.ZERO);
    world.server("c", Duration.ZERO);
    assertEquals(ClockTrust.UNSYNCHRONISED, trust(), "until the first answer");
    passSeconds(10);
    assertEquals(ClockTrust.SYNCHRONISED, trust());
    assertEquals("official", keeper.fix().orElseThrow().server());
    assertEquals(
        1, Math.round(Lasting.millis(keeper.fix().orElseThrow().error(keeper.time().tell()))));
    assertEquals(Health.OK, health("clock servers").code());
    world.server("official", new Answer.Unsynchronised());
    for (int second = 0; second < 9 * 64; second++) {
      passSeconds(1);
      assertEquals(ClockTrust.SYNCHRONISED, trust(), "others answer");
    }
    assertEquals("b", keeper.fix().orElseThrow().server());
    assertEquals("clock.silent", health("clock servers").code());
    assertTrue(health("clock servers").cause().en().contains("official"));
  }

  @Test
  @DisplayName("Issue 6: the liar among four is named")
  void theLiarAmongFourIsNamed() {
    keep("servers", "a, b, c, d");
    for (String name : List.of("b", "c", "d")) {
      world.server(name, Duration.ZERO);
    }
    world.server("a", Duration.ofSeconds(2));
    passSeconds(10);
    assertEquals("b", keeper.fix().orElseThrow().server());
    Health servers = health("clock servers");
    assertEquals("clock.liar", servers.code());
    assertTrue(servers.cause().en().endsWith(": a."), servers.cause().en());
    assertEquals(ClockTrust.SYNCHRONISED, trust());
    TimeSource liar = kept().servers().get(0);
    assertEquals(Verdict.LIAR, liar.verdict());
    assertEquals("It is 2.000 s ahead of b, which the majority bears out.", liar.why().en());
    String page = String.join("\n", ClockPage.lines(kept(), Locale.ENGLISH));
    assertTrue(page.contains("contradicts the majority"), page);
  }

  private Timekeeping kept() {
    return Testimony.of(keeper, Optional.empty());
  }

  @Test
  @DisplayName("CCER-F-04: without servers it is told how long the clock may still be trusted")
  void holdingOverTellsHowLongItLasts() {
    keep("servers", "a, b");
    assertEquals(Optional.empty(), kept().comparison());
    world.server("a", Duration.ZERO);
    world.server("b", new Answer.Kiss("DENY"));
    passSeconds(20);
    Timekeeping good = kept();
    assertFalse(good.comparison().orElseThrow().heldOver());
    TimeSource refusing = good.servers().get(1);
    assertEquals(Verdict.REFUSES, refusing.verdict());
    assertEquals("It answered DENY.", refusing.why().en());
    world.server("a", new Answer.Silence());
    passHours(2);
    Timekeeping.Comparison held = kept().comparison().orElseThrow();
    assertTrue(held.heldOver());
    assertEquals("a", held.server());
    assertEquals(Verdict.SILENT, kept().servers().get(0).verdict());
    assertEquals(3, held.left().toHours(), "of 5 h 33 min two have gone by");
    passHours(4);
    assertEquals(Duration.ZERO, kept().comparison().orElseThrow().left());
    assertEquals("clock.no-server", code());
  }

  @Test
  @DisplayName("Issue 6: of two that contradict each other the first is believed, with an alarm")
  void theDifferenceOfTwoIsAlarmed() {
    keep("servers", "a, b");
    world.server("a", Duration.ZERO);
    world.server("b", Duration.ofMillis(80));
    passSeconds(10);
    assertEquals("a", keeper.fix().orElseThrow().server());
    Health servers = health("clock servers");
    assertEquals("clock.servers-differ", servers.code());
    assertEquals(Level.MAJOR, servers.level());
    assertTrue(servers.cause().en().contains("80.000 ms"), servers.cause().en());
  }

  @Test
  void threeThatContradictEachOtherAreNotBelieved() {
    keep("servers", "a, b, c");
    world.server("a", Duration.ZERO);
    world.server("b", Duration.ofSeconds(1));
    world.server("c", Duration.ofSeconds(2));
    passSeconds(70);
    assertEquals("clock.no-majority", health("clock servers").code());
    assertEquals(ClockTrust.UNSYNCHRONISED, trust());
    assertEquals("clock.no-server", code());
  }

  @Test
  @DisplayName("Issue 6: a kiss-o'-death is obeyed")
  void kissesAreObeyed() {
    keep("servers", "rate, deny, rstr", "poll.s", "8");
    world.server("rate", new Answer.Kiss("RATE"));
    world.server("deny", new Answer.Kiss("DENY"));
    world.server("rstr", new Answer.Kiss("RSTR"));
    passSeconds(1000);
    long asked = world.asked.stream().filter("rate"::equals).count();
    assertEquals(6, asked, "at 0, 16, 48, 112, 240, 496 s");
    assertEquals(1, world.asked.stream().filter("deny"::equals).count());
    assertEquals(1, world.asked.stream().filter("rstr"::equals).count());
    assertEquals("clock.denied", health("clock servers").code());
    assertTrue(health("clock servers").cause().en().contains("deny, rstr"));
  }

  @Test
  @DisplayName(
      "AMB-68: told from 100 ms on, an alarm from 1 s on; the gateway never sets the machine's clock")
  void errorsAreToldByTheirSize() {
    keep("servers", "a");
    world.server("a", Duration.ofMillis(96));
    passSeconds(64);
    assertEquals(Health.OK, code());
    world.server("a", Duration.ofMillis(101));
    passSeconds(64);
    assertEquals("clock.inaccurate", code());
    assertEquals(ClockTrust.SYNCHRONISED, trust());
    world.server("a", Duration.ofMillis(1001));
    passSeconds(64);
    assertEquals("clock.off", code());
    assertEquals(Level.MAJOR, health("clock").level());
    assertEquals(ClockTrust.UNSYNCHRONISED, trust());
    assertEquals(world.system(), keeper.time().instant());
  }

  @Test
  @DisplayName(
      "Issue 6: a day without a server: drifting, unsynchronised after 5 h 33 min, and well again")
  void aDayWithoutAServer() {
    keep("servers", "a");
    world.server("a", Duration.ZERO);
    passSeconds(600);
    assertEquals(ClockTrust.SYNCHRONISED, trust());
    world.server("a", new Answer.Silence());
    Map<ClockTrust, Long> since = new HashMap<>();
    double estimate = 0;
    long begin = keeper.fix().orElseThrow().heard();
    for (int minute = 0; minute < 24 * 60; minute++) {
      world.pass(Duration.ofMinutes(1));
      keeper.turn();
      long age = keeper.time().tell().nanos() - begin;
      since.putIfAbsent(trust(), age / 1_000_000_000);
      double next = keeper.fix().orElseThrow().estimate(keeper.time().tell());
      assertTrue(next > estimate, "grows");
      assertEquals(Sample.DRIFT * age, next, 1e6);
      estimate = next;
      boolean lost = trust() == ClockTrust.UNSYNCHRONISED;
      assertEquals(
          lost ? Level.MAJOR : trust() == ClockTrust.DRIFTING ? Level.NOTICE : Level.OK,
          health("clock").level());
    }
    assertEquals(300, since.get(ClockTrust.DRIFTING), 61, "after four intervals");
    assertEquals(20_000, since.get(ClockTrust.UNSYNCHRONISED), 61, "1 s at 50 ppm");
    assertEquals("clock.no-server", code());
    assertTrue(health("clock").cause().en().contains("24 h"), health("clock").cause().en());
    assertEquals(4.32e9, estimate, 1e7, "a day at 50 ppm");
    world.drift(Duration.ofMillis(700));
    world.server("a", Duration.ZERO);
    passSeconds(65);
    assertEquals("clock.inaccurate", code(), "off by 700 ms, as was estimated at the worst");
    assertEquals(ClockTrust.SYNCHRONISED, trust());
  }

  @Test
  @DisplayName(
      "Issue 6: a step of the system's clock is seen at once, on record, and judged by the servers")
  void aStepOfTheSystemIsOnRecord() {
    keep("servers", "a");
    world.server("a", Duration.ZERO);
    passSeconds(20);
    world.step(Duration.ofHours(1));
    assertEquals(ClockTrust.UNSYNCHRONISED, trust(), "before the servers are asked again");
    passSeconds(10);
    assertEquals("clock.off", code());
    ClockEvent step = log(Kind.STEP).get(0);
    assertEquals("system", step.subject());
    assertEquals(Duration.ofHours(1), step.difference().orElseThrow());
    world.step(Duration.ofHours(-1));
    Instant before = keeper.time().instant();
    passSeconds(10);
    assertEquals(before.plusSeconds(10), keeper.time().instant(), "not back");
    assertEquals("clock.stepped-back", code());
    assertEquals(2, log(Kind.STEP).size());
  }

  @Test
  void withoutServersAStepIsDoubtedForAMinute() {
    keep();
    passSeconds(5);
    world.step(Duration.ofHours(1));
    assertEquals(ClockTrust.UNSYNCHRONISED, trust());
    assertEquals("clock.stepped", code());
    passSeconds(61);
    assertEquals(ClockTrust.NOT_CHECKED, trust());
  }

  @Test
  @DisplayName(
      "Issue 6: own: a larger error forward is one declared step, after frames that say unsynchronised")
  void ownStepsForwardOnce() {
    keep("servers", "a", "discipline", "own");
    world.server("a", Duration.ofMinutes(10));
    world.pass(TURN);
    keeper.turn();
    assertEquals(NOON.plus(TURN), keeper.time().instant(), "one answer is not enough");
    assertEquals(ClockTrust.UNSYNCHRONISED, trust());
    passSeconds(10);
    assertEquals(ClockTrust.SYNCHRONISED, trust());
    assertEquals(world.truth().plus(Duration.ofMinutes(10)), keeper.time().instant());
    assertEquals(1, log(Kind.STEP).size());
    assertEquals("site", log(Kind.STEP).get(0).subject());
    assertEquals(Duration.ofMinutes(10), log(Kind.STEP).get(0).difference().orElseThrow());
  }

  @Test
  @DisplayName("Issue 6: own: a larger error back is alarmed, and made good by --step only")
  void ownGoesBackByHandOnly() {
    keep("servers", "a", "discipline", "own");
    world.server("a", Duration.ofMinutes(-10));
    passSeconds(60);
    SiteTime former = keeper.time();
    assertEquals(NOON.plusSeconds(60), former.instant());
    assertEquals("clock.stepped-back", code());
    assertEquals(ClockTrust.UNSYNCHRONISED, trust());
    assertFalse(health("clock").remedy().en().contains("machine"), "it is not followed");
    assertEquals(Duration.ofMinutes(-10), keeper.restart());
    assertEquals(ClockTrust.SYNCHRONISED, trust());
    assertEquals(NOON.plusSeconds(60 - 600), keeper.time().instant());
    assertEquals(NOON.plusSeconds(60), former.instant(), "the former life does not go back");
    assertFalse(keeper.time().state().since().isAfter(keeper.time().instant()));
    assertFalse(health("clock servers").since().isAfter(keeper.time().instant()));
    assertEquals(Duration.ofMinutes(-10), log(Kind.STEP).get(0).difference().orElseThrow());
  }

  @Test
  @DisplayName("Issue 6: own: small errors are made good without a step")
  void ownFollowsTheServers() {
    keep("servers", "a", "discipline", "own");
    world.server("a", Duration.ofSeconds(3));
    Instant last = keeper.time().instant();
    for (int turn = 0; turn < 200; turn++) {
      pass(TURN);
      Duration elapsed = Duration.between(last, keeper.time().instant());
      assertTrue(elapsed.toMillis() >= 475 && elapsed.toMillis() <= 525, elapsed.toString());
      last = last.plus(elapsed);
    }
    assertEquals(world.truth().plusSeconds(3), last);
    assertEquals(List.of(), log(Kind.STEP));
  }

  @Test
  @DisplayName(
      "CCER-F-03: the secondary server is compared every day, logged for a year, alarmed over 10 ms")
  void theSecondaryIsCheckedEveryDay() {
    keep("servers", "official", "secondary", "local", "poll.s", "3600");
    world.server("official", Duration.ZERO);
    world.server("local", Duration.ofMillis(10));
    for (int day = 0; day < 370; day++) {
      if (day == 369) {
        world.server("local", Duration.ofMillis(11));
      }
      passHours(24);
      if (day == 0) {
        keep("servers", "official", "secondary", "local", "poll.s", "3600"); // a restart
      }
    }
    List<ClockEvent> checks = log(Kind.CHECK);
    Set<String> days = new TreeSet<>();
    checks.forEach(
        check -> days.add(check.time().plus(Duration.ofHours(8)).toString().substring(0, 10)));
    assertEquals(checks.size(), days.size(), "one a day");
    assertTrue(checks.size() >= 369, checks.size() + " checks");
    assertEquals(10, Lasting.millis(checks.get(100).difference().orElseThrow()), 0.001);
    assertEquals(Result.OK, checks.get(100).result());
    assertEquals("official", checks.get(100).against());
    assertTrue(
        ClockPage.report(keeper.events(), keeper.time().instant(), Locale.CHINESE)
            .get(1)
            .contains("每日核查"));
    passHours(24);
    assertEquals(Result.OFF, log(Kind.CHECK).get(log(Kind.CHECK).size() - 1).result());
    assertEquals("clock.secondary-off", health("clock secondary").code());
    assertEquals(Level.MAJOR, health("clock secondary").level());
  }

  @Test
  void aDayThatComesAgainBecauseTheClockWasSetBackIsNotCheckedAgain() {
    keep("servers", "official", "secondary", "local", "poll.s", "3600", "discipline", "own");
    world.server("official", Duration.ZERO);
    world.server("local", Duration.ZERO);
    passSeconds(20);
    passHours(5);
    world.server("official", Duration.ofHours(-3));
    world.server("local", Duration.ofHours(-3));
    passHours(1);
    assertEquals("2026-03-01T18:00:20Z", keeper.time().instant().toString());
    keeper.restart();
    assertEquals("2026-03-01T15:00:20Z", keeper.time().instant().toString(), "before midnight");
    keeper.turn();
    passHours(3);
    List<String> days =
        log(Kind.CHECK).stream()
            .map(check -> check.time().plus(Duration.ofHours(8)).toString().substring(0, 10))
            .toList();
    assertEquals(List.of("2026-03-01", "2026-03-02"), days);
  }

  @Test
  void aSecondaryThatDoesNotAnswerFailsTheDay() {
    keep("servers", "official", "secondary", "local");
    world.server("official", Duration.ZERO);
    passSeconds(1790);
    assertEquals(Health.OK, health("clock secondary").code());
    passSeconds(20);
    assertEquals("clock.secondary-silent", health("clock secondary").code());
    assertEquals(1, log(Kind.CHECK).size());
  }

  @Test
  @DisplayName(
      "Issue 6: a leap second is made good slowly, and what was measured before it is forgotten")
  void aLeapSecondIsMadeGoodSlowly() {
    keep("servers", "a", "discipline", "own");
    world.server("a", Duration.ZERO);
    world.leap = 1;
    Duration toMonthsEnd = Duration.between(world.system(), Instant.parse("2026-03-31T23:59:58Z"));
    world.pass(toMonthsEnd);
    passSeconds(2);
    world.drift(Duration.ofSeconds(1)); // UTC has counted one more
    world.leap = 0;
    passSeconds(3);
    assertTrue(keeper.time().tell().ahead() > 800_000_000, "is being made good");
    Instant last = keeper.time().instant();
    for (int turn = 0; turn < 60; turn++) {
      pass(TURN);
      assertTrue(keeper.time().instant().isAfter(last));
      last = keeper.time().instant();
    }
    assertEquals(world.truth(), keeper.time().instant());
    assertEquals(List.of(), log(Kind.STEP));
  }

  @Test
  void pageAndJsonShowEveryServer() {
    keep("servers", "a, b, [::1]:1123");
    world.server("a", Duration.ZERO);
    world.server("b", new Answer.Kiss("RATE"));
    passSeconds(20);
    List<String> lines = ClockPage.lines(kept(), Locale.CHINESE);
    List<String> all = new ArrayList<>(lines);
    assertTrue(lines.get(0).contains("已同步"), all::toString);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("a ") && line.contains("采用")));
    assertTrue(lines.stream().anyMatch(line -> line.contains("RATE")));
    assertTrue(lines.stream().anyMatch(line -> line.contains("[::1]:1123")));
    String json = ClockPage.json(kept());
    assertTrue(json.contains("\"state\":\"synchronised\""), json);
    assertTrue(json.contains("\"kiss\":\"RATE\""), json);
    assertEquals(3, Arrays.stream(json.split("\"server\"")).skip(1).count());
  }
}
