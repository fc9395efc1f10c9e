package io.firedamp.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.account.Interruptions;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.point.Quality;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of L60, L62 and L89 at their edges. A value every ten minutes, to reach far. */
class LimitsTest {
  private static final Duration STEP = Duration.ofMinutes(10);

  @TempDir Path state;

  private static Instant china(String local) {
    return Instant.parse(local + "+08:00");
  }

  private Plant plant(Instant begin) throws IOException {
    Plant plant = new Plant(state, begin);
    plant.table(begin, Plant.point("FONP001", true, 600, 600, "a"));
    return plant;
  }

  private Interruptions month(Plant plant, String first) throws IOException {
    LocalDate month = LocalDate.parse(first);
    return plant.ledgers.interruptions(
        "national", China.begin(month), China.begin(month.plusMonths(1)));
  }

  private Interruptions year(Plant plant, int year) throws IOException {
    return plant.ledgers.interruptions(
        "national",
        China.begin(LocalDate.of(year, 1, 1)),
        China.begin(LocalDate.of(year + 1, 1, 1)));
  }

  @Test
  @DisplayName("CCER-4.5-04: exactly 72 h are within the limit, one value more is not")
  void exactly72HoursAreWithinTheLimit() throws IOException {
    Plant plant = plant(china("2026-11-01T00:00:00"));
    plant.good(china("2026-11-01T00:00:00"), china("2026-11-05T00:00:00"), STEP);
    plant.good(china("2026-11-08T00:00:00"), china("2026-11-12T00:00:00"), STEP);
    plant.good(china("2026-11-15T00:10:00"), china("2026-11-16T00:00:00"), STEP);
    plant.count(china("2026-11-11T00:00:00"));
    assertEquals(Duration.ofHours(72), month(plant, "2026-11-01").longest());
    assertFalse(month(plant, "2026-11-01").monthInDoubt());
    plant.count(china("2026-11-16T00:00:00"));
    assertTrue(month(plant, "2026-11-01").monthInDoubt());
    assertEquals("accounts.month", plant.ledgers.health().get(0).code());
  }

  @Test
  @DisplayName("CCER-4.5-04: a natural month ends an interruption; it is clipped to each")
  void anInterruptionIsClippedToNaturalMonths() throws IOException {
    Plant plant = plant(china("2026-10-01T00:00:00"));
    plant.good(china("2026-10-01T00:00:00"), china("2026-10-30T00:00:00"), STEP);
    plant.good(china("2026-11-03T06:00:00"), china("2026-11-10T00:00:00"), STEP);
    plant.count(china("2026-11-10T00:00:00"));
    assertEquals(Duration.ofDays(2), month(plant, "2026-10-01").longest());
    assertEquals(Duration.ofHours(54), month(plant, "2026-11-01").longest());
    assertEquals(Duration.ofHours(102), year(plant, 2026).longest(), "no month ends a year's sum");
  }

  @Test
  @DisplayName("CCER-4.5-03: exactly 20 days are within the limit; a leap year has 366")
  void exactly20DaysOfALeapYearAreWithinTheLimit() throws IOException {
    Plant plant = plant(china("2028-01-01T00:00:00"));
    plant.good(china("2028-01-01T00:00:00"), china("2028-02-19T00:00:00"), STEP);
    plant.good(china("2028-03-10T00:00:00"), china("2028-03-11T00:00:00"), STEP);
    plant.count(china("2028-03-11T00:00:00").plus(Ledger.FRESH));
    Interruptions year = year(plant, 2028);
    assertEquals(Duration.ofDays(20), year.lost()); // 11 days to the end of a long February
    assertFalse(year.yearInDoubt());
    double gone = 31 + 29 + 10;
    assertEquals(20 / gone * 366, year.forecast().toMinutes() / 1440.0, 0.001);
    plant.count(china("2028-03-11T00:10:00").plus(Ledger.FRESH));
    assertTrue(year(plant, 2028).yearInDoubt());
  }

  @Test
  @DisplayName("days, months and years are those of China")
  void daysAreThoseOfChina() throws IOException {
    Plant plant = plant(china("2026-12-31T00:00:00"));
    plant.good(china("2026-12-31T00:00:00"), china("2027-01-02T00:00:00"), STEP);
    plant.count(china("2027-01-02T06:00:00"));
    assertEquals(
        144,
        plant
            .ledgers
            .account("national", china("2026-12-31T00:00:00"), china("2027-01-01T00:00:00"))
            .total()
            .due());
    assertEquals(LocalDate.of(2027, 1, 1), China.day(Instant.parse("2026-12-31T16:00:00Z")));
    assertEquals(LocalDate.of(2026, 12, 31), China.day(Instant.parse("2026-12-31T15:59:59Z")));
  }

  // ---- trial run

  private Plant trial(String begin) throws IOException {
    Plant plant = plant(china(begin));
    plant.phase = "1";
    return plant;
  }

  @Test
  @DisplayName("CCER-4.6-01: thirty whole natural days, the first after the phase became 1")
  void aTrialRunTakesThirtyNaturalDays() throws IOException {
    Plant plant = plant(china("2026-11-01T00:00:00"));
    plant.phase = "0";
    plant.good(china("2026-11-01T00:00:00"), china("2026-11-01T10:00:00"), STEP);
    plant.count(china("2026-11-01T10:00:00"));
    assertEquals(Trial.State.NONE, plant.ledgers.trial("national").state());
    plant.phase = "1";
    plant.good(china("2026-11-01T10:00:00"), china("2026-12-02T00:10:00"), STEP);
    plant.count(china("2026-12-01T23:59:00"));
    Trial trial = plant.ledgers.trial("national");
    assertEquals(Trial.State.RUNNING, trial.state());
    assertEquals(29, trial.days());
    assertEquals(LocalDate.of(2026, 12, 2), trial.ends());
    assertEquals(china("2026-11-01T10:00:00"), trial.begun());
    plant.count(china("2026-12-02T00:02:00"));
    assertEquals(30, plant.ledgers.trial("national").days());
    assertEquals(Trial.State.PASSED, plant.ledgers.trial("national").state());
  }

  @Test
  @DisplayName("CCER-4.6-03: 90.00 % passes, a value less fails")
  void ninetyPercentPasses() throws IOException {
    Plant plant = trial("2026-11-01T00:00:00");
    Instant end = china("2026-12-01T00:00:00");
    int i = 0;
    for (Instant tick = china("2026-11-01T00:00:00"); tick.isBefore(end); tick = tick.plus(STEP)) {
      StoredFrame stored = plant.frame(tick, point -> Quality.GOOD);
      boolean lost = i++ % 10 == 9;
      plant.settle("national", stored.number(), 1, lost ? Outcome.REFUSED : Outcome.ACKNOWLEDGED);
    }
    plant.count(end.plus(Ledger.FRESH));
    Trial trial = plant.ledgers.trial("national");
    assertEquals(4320, trial.tally().owed());
    assertEquals("90.00", trial.tally().rate().toPlainString());
    assertEquals(Trial.State.PASSED, trial.state());
    assertEquals("0", trial.needed().toPlainString());
    plant.count(end.plusSeconds(600).plus(Ledger.FRESH)); // one more is missing
    assertEquals("89.97", plant.ledgers.trial("national").tally().rate().toPlainString());
    assertEquals(Trial.State.FAILED, plant.ledgers.trial("national").state());
    assertFalse(new Tally(10, 10, 10_000, 8_999, 0, 0, 0, 0, 0, 0).reaches(90));
  }

  @Test
  @DisplayName("CCER-4.6-02: 72 h do not begin the trial run anew, more do")
  void moreThan72HoursBeginTheTrialRunAnew() throws IOException {
    Plant plant = trial("2026-11-01T00:00:00");
    plant.good(china("2026-11-01T00:00:00"), china("2026-11-05T00:00:00"), STEP);
    plant.good(china("2026-11-08T00:00:00"), china("2026-11-09T00:00:00"), STEP);
    plant.count(china("2026-11-09T00:00:00"));
    assertEquals(List.of(), plant.ledgers.trial("national").restarts());
    plant.count(china("2026-11-12T00:10:00").plus(Ledger.FRESH).plusSeconds(1));
    assertEquals(Trial.State.INTERRUPTED, plant.ledgers.trial("national").state());
    plant.good(china("2026-11-12T00:10:00"), china("2026-11-14T00:00:00"), STEP);
    plant.count(china("2026-11-14T00:00:00"));
    Trial trial = plant.ledgers.trial("national");
    assertEquals(china("2026-11-12T00:10:00"), trial.begun());
    assertEquals(1, trial.restarts().size());
    assertEquals(LocalDate.of(2026, 12, 13), trial.ends());
    assertEquals("100.00", trial.tally().rate().toPlainString());
    assertEquals(0, trial.days());
  }

  @Test
  @DisplayName("CCER-7.1-02: other instruments begin the trial run anew, another address does not")
  void otherInstrumentsBeginTheTrialRunAnew() throws IOException {
    Plant plant = plant(china("2026-11-01T00:00:00"));
    plant.phase = "1";
    Instant first = china("2026-11-02T00:00:00");
    Instant second = china("2026-11-03T00:00:00");
    plant.good(china("2026-11-01T00:00:00"), first, STEP);
    plant.table(first, Plant.point("FONP001", true, 600, 600, "other", Map.of("address", "40002")));
    plant.good(first, second, STEP);
    plant.count(second);
    assertEquals(List.of(), plant.ledgers.trial("national").restarts());
    plant.table(second, Plant.point("FONP001", true, 600, 600, "other", Map.of("model", "X2")));
    plant.good(second, china("2026-11-04T00:00:00"), STEP);
    plant.count(china("2026-11-04T00:00:00"));
    Trial trial = plant.ledgers.trial("national");
    assertEquals(second, trial.begun());
    assertTrue(trial.restarts().get(0).why().en().contains("point table 3"));
  }

  @Test
  @DisplayName("CCER-4.6-01: a person may say when it began, and that survives a restart")
  void aPersonMaySayWhenItBegan() throws IOException {
    Plant plant = plant(china("2026-11-01T00:00:00"));
    plant.good(china("2026-11-01T00:00:00"), china("2026-11-04T00:00:00"), STEP);
    plant.count(china("2026-11-04T00:00:00"));
    plant.ledgers.beginTrial("national", china("2026-11-02T00:00:00"), "li");
    plant.restart();
    assertEquals(china("2026-11-02T00:00:00"), plant.ledgers.trial("national").begun());
    assertEquals(1, plant.ledgers.trial("national").days());
  }
}
