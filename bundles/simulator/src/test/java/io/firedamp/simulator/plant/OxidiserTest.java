package io.firedamp.simulator.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OxidiserTest {
  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final List<String> COUNTERS = List.of("FOTM001", "EXEC001", "EXHE001", "CODE001");

  /** Two days in steps that meet every wave at every phase. */
  private static Stream<Map<String, Double>> days(long seed) {
    Oxidiser oxidiser = new Oxidiser(seed);
    return Stream.iterate(NOON, time -> time.plusMillis(7_300)).limit(24_000).map(oxidiser::at);
  }

  @Test
  @DisplayName("CCER-3-01: methane at the pump is below 8 % and everything is within its range")
  void everyValueIsPlausible() {
    Map<String, double[]> limits =
        Map.of(
            "PPCH001", new double[] {4, 8},
            "PLCH001", new double[] {4, 8},
            "FOCH001", new double[] {0.85, 1.2},
            "FONP001", new double[] {50_000, 150_000},
            "PPNP001", new double[] {8_000, 30_000},
            "PPPA001", new double[] {100, 115},
            "PLPA001", new double[] {100, 115},
            "PPTE001", new double[] {15, 35},
            "PLTE001", new double[] {10, 30});
    for (long seed : new long[] {1, 2, 3}) {
      days(seed)
          .forEach(
              values ->
                  limits.forEach(
                      (code, range) ->
                          assertTrue(
                              values.get(code) > range[0] && values.get(code) < range[1],
                              () -> code + " is " + values.get(code))));
    }
  }

  @Test
  void thePipelineCarriesNoMoreThanThePumpDrains() {
    days(1)
        .forEach(
            values -> {
              assertTrue(values.get("PLNP001") <= values.get("PPNP001"));
              assertTrue(values.get("PLCH001") <= values.get("PPCH001"));
            });
  }

  @Test
  void theMethaneThatArrivesIsTheMethaneThatWasSent() {
    days(1)
        .forEach(
            values -> {
              double air = values.get("FONP001") - values.get("PLNP001");
              double sent =
                  values.get("PLNP001") * values.get("PLCH001") + air * Oxidiser.AIR_METHANE;
              double arrived = values.get("FONP001") * values.get("FOCH001");
              assertEquals(sent, arrived, sent * 1e-9);
            });
  }

  @Test
  void theWorkingFlowIsTheNormalFlowAtItsPressureAndTemperature() {
    Map<String, Double> values = new Oxidiser(1).at(NOON);
    for (String place : List.of("PP", "PL")) {
      double normal =
          values.get(place + "FL001")
              * (values.get(place + "PA001") / 101.325)
              * (293.15 / (273.15 + values.get(place + "TE001")));
      assertEquals(values.get(place + "NP001"), normal, 1e-6);
    }
  }

  @Test
  void countersGrowAndNeverFall() {
    Oxidiser oxidiser = new Oxidiser(1);
    Map<String, Double> before = oxidiser.at(NOON);
    for (int i = 1; i < 20_000; i++) {
      Map<String, Double> after = oxidiser.at(NOON.plus(Duration.ofMillis(200L * i)));
      for (String counter : COUNTERS) {
        assertTrue(after.get(counter) > before.get(counter), counter);
      }
      before = after;
    }
  }

  @Test
  void aCounterGrowsByWhatItsRateSaysAndAnHourIsAnHour() {
    Oxidiser oxidiser = new Oxidiser(1);
    Map<String, Double> from = oxidiser.at(NOON);
    Map<String, Double> to = oxidiser.at(NOON.plus(Duration.ofHours(1)));
    assertEquals(1, to.get("FOTM001") - from.get("FOTM001"), 1e-9);
    double burnt = 0;
    for (int second = 0; second < 3600; second++) {
      Map<String, Double> values = oxidiser.at(NOON.plusSeconds(second).plusMillis(500));
      burnt += values.get("PLNP001") * values.get("PLCH001") / 100 / 3600;
    }
    double heat = burnt * 0.0334;
    assertEquals(heat * 0.45, to.get("EXHE001") - from.get("EXHE001"), heat * 1e-4);
    assertEquals(heat / 3.6 * 0.17, to.get("EXEC001") - from.get("EXEC001"), heat * 1e-4);
  }

  @Test
  void aPlantThatWasStartedAnewShowsWhatItWouldHaveShown() {
    assertEquals(new Oxidiser(7).at(NOON), new Oxidiser(7).at(NOON));
    assertNotEquals(new Oxidiser(7).at(NOON), new Oxidiser(8).at(NOON));
  }

  @Test
  void countersStandAtNothingBeforeTheStart() {
    Map<String, Double> values = new Oxidiser(1).at(Oxidiser.START.minusSeconds(1));
    COUNTERS.forEach(counter -> assertEquals(0, values.get(counter), counter));
  }
}
