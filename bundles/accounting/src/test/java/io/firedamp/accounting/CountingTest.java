package io.firedamp.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.account.Account;
import io.firedamp.account.Gap;
import io.firedamp.account.Tally;
import io.firedamp.courier.Route;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Recall;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CCER-3-03, CCER-4.4-02, AMB-65, AMB-74: how many values were due, recorded and delivered. */
class CountingTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T02:00:00Z");
  private static final List<Integer> PERIODS = List.of(1, 1, 1, 2, 5, 7, 10, 60);
  private static final Set<Outcome> UNDELIVERED =
      Set.of(Outcome.REFUSED, Outcome.UNANSWERED, Outcome.EXPIRED);

  @TempDir Path state;

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= (Boolean.getBoolean("firedamp.long") ? 200 : 9); seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  /** A random history, and the same counted as a child would. */
  private final class Chance {
    private final Random random;
    private final Plant plant;
    private final Route route;
    private final Map<Long, StoredFrame> standing = new TreeMap<>();
    private final Map<Long, Map<Integer, Outcome>> fates = new HashMap<>();
    private final Map<Long, Map<Integer, Boolean>> late = new HashMap<>();
    private final List<Recall> recalls = new ArrayList<>();
    private boolean on = true;
    private boolean line = true;
    private boolean source = true;

    Chance(long seed) throws IOException {
      random = new Random(seed);
      plant = new Plant(state, BEGIN);
      route =
          new Route(
              "national",
              "",
              "national:late",
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean());
      plant.ledgers.add(route);
      table(BEGIN.minusMillis(random.nextInt(900_000)));
    }

    private void table(Instant since) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        int period = PERIODS.get(random.nextInt(PERIODS.size()));
        int upload = random.nextInt(3) == 0 ? period * (1 + random.nextInt(4)) : period;
        String project = random.nextInt(4) == 0 ? "north:" : "";
        points.add(
            Plant.point(
                project + "P" + i, random.nextInt(3) > 0, period, upload, "s" + random.nextInt(2)));
      }
      plant.table(since, points.toArray(Point[]::new));
    }

    private boolean flip(boolean state, int meanSeconds) {
      return random.nextInt(meanSeconds) == 0 ? !state : state;
    }

    void live(Instant from, Instant to) throws IOException {
      for (Instant tick = from; tick.isBefore(to); tick = tick.plusSeconds(1)) {
        plant.to(tick);
        on = flip(on, on ? 900 : 300);
        boolean was = line;
        line = flip(line, line ? 900 : 200);
        source = flip(source, source ? 600 : 100);
        if (random.nextInt(3000) == 0) {
          table(tick.minusMillis(random.nextInt(999)));
        }
        if (!was && line) {
          expire();
        }
        if (on) {
          frame(tick);
        }
        if (random.nextInt(2000) == 0) {
          plant.ledgers.count();
        }
        if (random.nextInt(4000) == 0) {
          plant.restart();
        }
      }
      expire();
    }

    private void expire() {
      plant.store.newest().ifPresent(newest -> expireThrough(newest.number()));
    }

    private void expireThrough(long frame) {
      plant.store.expireThrough("national", frame, plant.clock.instant(), "held");
    }

    private void frame(Instant tick) {
      StoredFrame stored = plant.frame(tick, this::quality);
      standing.put(tick.toEpochMilli(), stored);
      Map<Integer, Outcome> fate = new HashMap<>();
      Map<Integer, Boolean> again = new HashMap<>();
      for (int part = 0; line && part <= 1; part++) {
        if (somethingToSend(stored, part)) {
          Outcome outcome =
              random.nextInt(10) > 0
                  ? Outcome.ACKNOWLEDGED
                  : Outcome.of(random.nextInt(Outcome.values().length));
          plant.settle("national", stored.number(), part, outcome);
          fate.put(part, outcome);
        }
      }
      for (int part = 0; part <= 1; part++) {
        Outcome outcome = fate.getOrDefault(part, Outcome.EXPIRED);
        boolean delivered =
            somethingToSend(stored, part)
                && UNDELIVERED.contains(outcome)
                && random.nextInt(3) == 0;
        if (delivered) {
          plant.settle("national:late", stored.number(), part, Outcome.ACKNOWLEDGED);
        }
        again.put(part, delivered);
      }
      if (line) {
        expireThrough(stored.number()); // what had nothing to send counts as settled too
      }
      fates.put(stored.number(), fate);
      late.put(stored.number(), again);
    }

    private Quality quality(Point point) {
      if (!source && point.source().equals("s0")) {
        return Quality.NO_ANSWER;
      }
      return random.nextInt(8) > 0
          ? Quality.GOOD
          : Quality.of(random.nextInt(Quality.values().length));
    }

    private boolean sends(Point point, Sample sample, Instant tick) {
      return point.id().project().isEmpty()
          && point.uploadedAt(tick)
          && sample.quality().usable()
          && (route.outOfRange() || sample.quality() == Quality.GOOD);
    }

    private boolean somethingToSend(StoredFrame stored, int part) {
      Table table = plant.version(stored.frame().table()).orElseThrow();
      return stored.frame().samples().stream()
          .anyMatch(
              sample -> {
                Point point = table.point(sample.point()).orElseThrow();
                return point.inside() == (part == 1) && sends(point, sample, stored.frame().time());
              });
    }

    private boolean reached(StoredFrame stored) {
      return fates.get(stored.number()).values().stream()
          .anyMatch(o -> o == Outcome.ACKNOWLEDGED || o == Outcome.PUBLISHED);
    }

    private Table valid(Instant tick) {
      Table valid = Table.EMPTY;
      for (Table table : plant.tables) {
        valid = table.since().isAfter(tick) ? valid : table;
      }
      return valid;
    }

    /** Second by second, point by point. */
    Map<PointId, Tally> counted(Instant to) {
      Optional<Long> connected =
          standing.entrySet().stream()
              .filter(entry -> reached(entry.getValue()))
              .map(Map.Entry::getKey)
              .findFirst();
      Map<PointId, Tally> counted = new TreeMap<>();
      if (connected.isEmpty()) {
        return counted;
      }
      for (Instant tick = Instant.ofEpochMilli(connected.get());
          tick.isBefore(to);
          tick = tick.plusSeconds(1)) {
        StoredFrame stored = standing.get(tick.toEpochMilli());
        Table table =
            stored == null ? valid(tick) : plant.version(stored.frame().table()).orElseThrow();
        for (Point point : table.points()) {
          if (point.id().project().isEmpty() && point.sampledAt(tick)) {
            counted.merge(point.id(), one(point, tick, stored), Tally::plus);
          }
        }
      }
      return counted;
    }

    /** Values of a point that are missing one after the other; from inclusive, to exclusive. */
    private record Run(String kind, Instant from, Instant to) {}

    /** Instants without a frame have one kind here: why there was none, GapTest tells. */
    private static String kind(Gap gap) {
      return switch (gap.cause()) {
        case OFF, STORE, CLOCK -> "none";
        default -> gap.cause().code() + gap.source();
      };
    }

    private Optional<String> missing(Point point, Instant tick, StoredFrame stored, String before) {
      Sample sample =
          stored.frame().samples().stream()
              .filter(each -> each.point().equals(point.id()))
              .findFirst()
              .orElseThrow();
      Outcome outcome =
          fates.get(stored.number()).getOrDefault(point.inside() ? 1 : 0, Outcome.EXPIRED);
      return switch (sample.quality()) {
        case NO_ANSWER, STALE -> Optional.of("answer" + point.source());
        case NO_SOURCE, BAD_ADDRESS -> Optional.of("source" + point.source());
        case DEVICE_FAULT, NOT_COMPUTABLE -> Optional.of("fault" + point.source());
        default -> {
          if (!point.uploadedAt(tick)) {
            yield Optional.of(before).filter(Set.of("uplink", "refused", "range")::contains);
          }
          if (!sends(point, sample, tick)) {
            yield Optional.of("range");
          }
          yield UNDELIVERED.contains(outcome)
              ? Optional.of(outcome == Outcome.REFUSED ? "refused" : "uplink")
              : Optional.empty();
        }
      };
    }

    List<Run> runs(PointId id, Instant from, Instant to) {
      List<Run> runs = new ArrayList<>();
      String kind = "";
      Instant begun = from;
      for (Instant tick = from; tick.isBefore(to); tick = tick.plusSeconds(1)) {
        StoredFrame stored = standing.get(tick.toEpochMilli());
        Table table =
            stored == null ? valid(tick) : plant.version(stored.frame().table()).orElseThrow();
        Optional<Point> point = table.point(id);
        String now = stored != null && kind.equals("none") ? "" : kind;
        if (point.isEmpty()) {
          now = "";
        } else if (point.get().sampledAt(tick)) {
          now = stored == null ? "none" : missing(point.get(), tick, stored, now).orElse("");
        }
        if (!now.equals(kind)) {
          runs.add(new Run(kind, begun, tick));
          begun = tick;
          kind = now;
        }
      }
      runs.add(new Run(kind, begun, to));
      return runs.stream().filter(run -> !run.kind.isEmpty()).toList();
    }

    private void recall(Instant from, Instant to) {
      plant.store.recalled(new Recall("national", "4711", from, to, 1, plant.clock.instant()));
      recalls.add(new Recall("national", "4711", from, to, 1, plant.clock.instant()));
    }

    private boolean recalled(Point point, Instant tick, StoredFrame stored, Outcome outcome) {
      return UNDELIVERED.contains(outcome)
          && !late.get(stored.number()).get(point.inside() ? 1 : 0)
          && (point.inside() || route.recallsOutside())
          && recalls.stream().anyMatch(r -> !r.from().isAfter(tick) && r.to().isAfter(tick));
    }

    private Tally one(Point point, Instant tick, StoredFrame stored) {
      long owed = point.uploadedAt(tick) ? 1 : 0;
      if (stored == null) {
        return new Tally(1, 0, owed, 0, 0, 0, 0, 0, 0, 0);
      }
      Sample sample =
          stored.frame().samples().stream()
              .filter(each -> each.point().equals(point.id()))
              .findFirst()
              .orElseThrow();
      int part = point.inside() ? 1 : 0;
      Outcome outcome = fates.get(stored.number()).getOrDefault(part, Outcome.EXPIRED);
      boolean sent = sends(point, sample, tick);
      return new Tally(
          1,
          sample.quality().usable() ? 1 : 0,
          owed,
          sent && outcome == Outcome.ACKNOWLEDGED ? 1 : 0,
          sent && outcome == Outcome.REFUSED ? 1 : 0,
          sent && outcome == Outcome.UNANSWERED ? 1 : 0,
          sent && outcome == Outcome.EXPIRED ? 1 : 0,
          sent && outcome == Outcome.PUBLISHED ? 1 : 0,
          sent && late.get(stored.number()).get(part) ? 1 : 0,
          sent && recalled(point, tick, stored, outcome) ? 1 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("CCER-3-03: whatever happens, the figures are those of counting value by value")
  void figuresAreThoseOfCountingValueByValue(long seed) throws IOException {
    Chance chance = new Chance(seed);
    Instant middle = BEGIN.plusSeconds(5000 + chance.random.nextInt(2000));
    chance.live(BEGIN, middle);
    if (seed % 3 == 0) { // a wrong clock is set right by a restart: instants come twice
      chance.plant.to(middle.minusSeconds(2000));
      chance.plant.restart();
      chance.plant.ledgers.count(); // as the thread does when it starts
      chance.live(middle.minusSeconds(2000), middle.plusSeconds(1500));
    } else {
      chance.live(middle, middle.plusSeconds(1500));
    }
    Instant end = chance.plant.clock.instant();
    chance.plant.to(end.plusSeconds(1));

    Account now = chance.plant.ledgers.account("national", BEGIN, end.plusSeconds(86_400));
    assertEquals(chance.counted(now.through()), now.points(), "while the hour goes on");
    assertEquals(end.plusSeconds(1).minus(Ledger.FRESH), now.through());

    Instant whole = China.begin(China.hour(end) + 1);
    chance.plant.to(whole.plusSeconds(7200));
    chance.plant.ledgers.count();
    chance.plant.restart();
    Account later = chance.plant.ledgers.account("national", BEGIN, whole);
    assertEquals(chance.counted(whole), later.points(), "when it is over");
    assertEquals(whole, later.through());

    chance.recall(BEGIN.plusSeconds(1000), BEGIN.plusSeconds(4000)); // over two hours
    chance.recall(BEGIN.plusSeconds(3600), BEGIN.plusSeconds(5000)); // again in part
    chance.plant.ledgers.count();
    Account recalled = chance.plant.ledgers.account("national", BEGIN, whole);
    assertEquals(chance.counted(whole), recalled.points(), "when the platform has asked for it");
    assertEquals(0, chance.plant.ledgers.count(), "nothing is left to be counted");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("ISC-7.2.3-02: whatever is missing for more than 5 s is in a gap, and nothing else")
  void gapsAreWhatIsMissing(long seed) throws IOException {
    Chance chance = new Chance(seed);
    chance.live(BEGIN, BEGIN.plusSeconds(6000));
    Instant end = BEGIN.plusSeconds(7200);
    chance.plant.count(end.plusSeconds(7200));
    List<Gap> gaps = chance.plant.ledgers.gaps("national", BEGIN, end);
    Optional<Instant> connected =
        chance.standing.entrySet().stream()
            .filter(entry -> chance.reached(entry.getValue()))
            .map(entry -> Instant.ofEpochMilli(entry.getKey()))
            .findFirst();
    Map<PointId, List<Chance.Run>> runs = new HashMap<>();
    for (PointId id : chance.counted(end).keySet()) {
      runs.put(id, chance.runs(id, connected.orElseThrow(), end));
    }
    runs.forEach(
        (id, each) ->
            each.stream()
                .filter(run -> Duration.between(run.from(), run.to()).toSeconds() > 6)
                .forEach(
                    run ->
                        assertTrue(
                            gaps.stream().anyMatch(gap -> holds(gap, id, run)),
                            id + " " + run + " is in none of " + gaps)));
    for (Gap gap : gaps) {
      // to the second: a table may change in between
      for (Instant at = gap.from(); at.isBefore(gap.to().minusSeconds(1)); at = at.plusSeconds(1)) {
        Instant second = at;
        assertTrue(
            gap.points().stream()
                .flatMap(id -> runs.getOrDefault(id, List.of()).stream())
                .anyMatch(
                    run ->
                        run.kind().equals(Chance.kind(gap))
                            && !second.isBefore(run.from().minusSeconds(1))
                            && !second.isAfter(run.to())),
            "nothing is missing at " + second + " of " + gap);
      }
    }
  }

  private static boolean holds(Gap gap, PointId id, Chance.Run run) {
    return Chance.kind(gap).equals(run.kind())
        && gap.points().contains(id)
        && !gap.from().isAfter(run.from())
        && !gap.to().isBefore(run.to().minusSeconds(1));
  }

  @Test
  @DisplayName("AMB-65: while the gateway is off everything stays due")
  void everythingStaysDueWhileTheGatewayIsOff() throws IOException {
    Plant plant = new Plant(state, BEGIN);
    plant.table(
        BEGIN, Plant.point("FONP001", true, 1, 1, "a"), Plant.point("FOTM001", true, 60, 60, "a"));
    plant.good(BEGIN, BEGIN.plusSeconds(600), Duration.ofSeconds(1));
    plant.count(BEGIN.plus(Duration.ofHours(5)));
    Tally total = plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofHours(2))).total();
    assertEquals(7200 + 120, total.due());
    assertEquals(600 + 10, total.onTime());
    assertEquals("8.33", total.rate().toPlainString());
  }

  @Test
  @DisplayName(
      "AMB-20, AMB-74: late is never on time, and is shown apart; it is counted when it comes")
  void lateValuesAreCountedWhenTheyCome() throws IOException {
    Plant plant = new Plant(state, BEGIN);
    plant.table(BEGIN, Plant.point("FONP001", true, 1, 1, "a"));
    plant.ledgers.add(new Route("national", "", "national:late", true, true, true));
    plant.store.settled("national:late");
    plant.good(BEGIN, BEGIN.plusSeconds(1), Duration.ofSeconds(1));
    for (int i = 1; i < 11; i++) {
      plant.frame(BEGIN.plusSeconds(i), point -> Quality.GOOD);
    }
    plant.store.expireThrough("national", 11, BEGIN.plusSeconds(80), "held");
    Instant end = BEGIN.plus(Duration.ofHours(1));
    plant.count(end.plus(Duration.ofHours(2)));
    assertEquals(0, plant.ledgers.account("national", BEGIN, end).total().late());
    for (int frame = 1; frame <= 11; frame++) {
      plant.settle("national:late", frame, 1, Outcome.ACKNOWLEDGED);
    }
    assertTrue(plant.ledgers.count() > 0);
    Tally total = plant.ledgers.account("national", BEGIN, end).total();
    assertEquals(1, total.onTime());
    assertEquals(10, total.expired());
    assertEquals(10, total.late());
    assertEquals("0.02", total.rate().toPlainString());
    assertEquals("0.30", total.rateWithBackfill().toPlainString());
  }

  @Test
  void aDamagedOrMissingPageIsCountedAgain() throws IOException {
    Plant plant = new Plant(state, BEGIN);
    plant.table(BEGIN, Plant.point("FONP001", true, 1, 1, "a"));
    plant.good(BEGIN, BEGIN.plusSeconds(3 * 3600), Duration.ofSeconds(1));
    plant.count(BEGIN.plus(Duration.ofHours(6)));
    Account before = plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofHours(5)));
    Path file = state.resolve("accounts/national/2026-11.jsonl");
    String text = Files.readString(file);
    List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
    assertEquals(5, lines.size());
    String changed = lines.get(1).replace("3600", "3599");
    Files.writeString(
        file,
        lines.get(0) + "\n" + changed + "\n" + lines.get(3) + "\n" + lines.get(4).substring(9));
    plant.restart();
    plant.ledgers.count();
    assertEquals(before, plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofHours(5))));
    Files.delete(file);
    plant.restart();
    plant.ledgers.count();
    assertEquals(before, plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofHours(5))));
  }

  @Test
  void theLedgerOfAnUplinkThatIsNotThereAnyMoreRests() throws IOException {
    Plant plant = new Plant(state, BEGIN);
    plant.table(BEGIN, Plant.point("FONP001", true, 60, 60, "a"));
    plant.good(BEGIN, BEGIN.plusSeconds(3600), Duration.ofMinutes(1));
    plant.count(BEGIN.plus(Duration.ofHours(3)));
    plant.ledgers = new Ledgers(state, plant.store, plant, plant.clock); // its file was removed
    plant.count(BEGIN.plus(Duration.ofDays(30)));
    Account account = plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofDays(30)));
    assertEquals(60, account.total().onTime());
    assertEquals(120, account.total().due());
    assertEquals(BEGIN.plus(Duration.ofHours(2)), account.through());
    assertEquals(List.of(), plant.ledgers.health());
    plant.ledgers.add(Plant.NATIONAL);
    plant.ledgers.count();
    assertEquals(
        30 * 1440 - 1, // the last 90 s are not counted yet
        plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofDays(30))).total().due(),
        "it comes back");
  }

  @Test
  void whatAClockThatWasFastHasCountedDoesNotCount() throws IOException {
    Plant plant = new Plant(state, BEGIN);
    plant.table(BEGIN, Plant.point("FONP001", true, 60, 60, "a"));
    plant.good(BEGIN, BEGIN.plusSeconds(3600), Duration.ofMinutes(1));
    plant.count(BEGIN.plus(Duration.ofDays(3)));
    plant.to(BEGIN.plus(Duration.ofMinutes(150)));
    plant.restart();
    plant.ledgers.count();
    Account account = plant.ledgers.account("national", BEGIN, BEGIN.plus(Duration.ofDays(9)));
    assertEquals(149, account.total().due()); // up to 90 s ago
  }

  @Test
  @DisplayName("rates are cut, never rounded up: 100.00 means all")
  void ratesAreCut() {
    Tally almost = new Tally(100_000, 99_999, 100_000, 99_999, 0, 0, 0, 0, 0, 0);
    assertEquals("99.99", almost.rate().toPlainString());
    assertEquals("99.99", almost.recordedRate().toPlainString());
    assertEquals("100.00", almost.uploadedRate().toPlainString(), "of what could be sent");
  }
}
