package io.firedamp.simulator.plant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What the instruments of a flameless oxidiser with a steam turbine show, as a function of time.
 *
 * <p>One pump drains gas; most of it enters the pipeline; ventilation air thins it for the
 * oxidiser, so that the methane that arrives is the methane that was sent. Its heat makes
 * electricity and heat for others. Counters count from the start of 2026 in Beijing time. Units are
 * those of 附录C. Pure, any thread.
 */
final class Oxidiser {
  /** The plant started here; before it, every counter stands at 0. */
  static final Instant START = Instant.parse("2025-12-31T16:00:00Z");

  /** 常温常压, 20 °C and one atmosphere. */
  private static final double NORMAL_KELVIN = 293.15;

  private static final double NORMAL_KPA = 101.325;
  private static final double ZERO_CELSIUS = 273.15;

  /** Methane in the ventilation air, % VOL. */
  static final double AIR_METHANE = 0.10;

  /** Heat of a cubic metre of methane at 20 °C, GJ. */
  private static final double GJ_PER_M3 = 0.0334;

  private static final double MWH_PER_GJ = 1 / 3.6;
  private static final double POWER_SHARE = 0.17;
  private static final double HEAT_SHARE = 0.45;

  private final Signal methane;
  private final Signal drained;
  private final Signal leak;
  private final Signal share;
  private final Signal mixture;
  private final Signal draw;
  private final Signal pumpPressure;
  private final Signal pumpTemperature;
  private final Signal pipePressure;
  private final Signal pipeTemperature;

  /**
   * @param seed the same seed is the same plant
   */
  Oxidiser(long seed) {
    Random dice = new Random(seed);
    methane = new Signal(840).wave(60, 5400, dice).wave(25, 613, dice).wave(8, 47, dice);
    drained = new Signal(6.3).wave(0.5, 7200, dice).wave(0.2, 911, dice).wave(0.05, 67, dice);
    leak = new Signal(0.08).wave(0.03, 1741, dice);
    share = new Signal(0.91).wave(0.04, 2700, dice).wave(0.005, 31, dice);
    mixture = new Signal(1.0).wave(0.05, 1200, dice).wave(0.03, 137, dice).wave(0.01, 19, dice);
    draw = new Signal(0.32).wave(0.03, 3600, dice).wave(0.01, 83, dice);
    pumpPressure = new Signal(107.5).wave(1.2, 1500, dice).wave(0.15, 23, dice);
    pumpTemperature = new Signal(24).wave(5, 86400, dice).wave(0.4, 1900, dice);
    pipePressure = new Signal(105.2).wave(0.9, 1500, dice).wave(0.12, 29, dice);
    pipeTemperature = new Signal(19).wave(6, 86400, dice).wave(0.3, 1300, dice);
  }

  /** Every point by its code. */
  Map<String, Double> at(Instant time) {
    double second = Math.max(0, (time.toEpochMilli() - START.toEpochMilli()) / 1000.0);
    double burnt = methane.sum(second);
    double ppch = drained.at(second);
    double plch = ppch - leak.at(second);
    double plnp = methane.at(second) / plch * 100;
    double ppnp = plnp / share.at(second);
    double foch = mixture.at(second);
    double fonp = plnp * (plch - AIR_METHANE) / (foch - AIR_METHANE);
    double pppa = pumpPressure.at(second);
    double ppte = pumpTemperature.at(second);
    double plpa = pipePressure.at(second);
    double plte = pipeTemperature.at(second);

    Map<String, Double> values = new LinkedHashMap<>();
    values.put("FONP001", fonp);
    values.put("FOCH001", foch);
    values.put("FOTM001", second / 3600);
    values.put("EXEC001", burnt * GJ_PER_M3 * MWH_PER_GJ * POWER_SHARE);
    values.put("EXHE001", burnt * GJ_PER_M3 * HEAT_SHARE);
    values.put("CODE001", draw.sum(second));
    values.put("PPNP001", ppnp);
    values.put("PPFL001", working(ppnp, pppa, ppte));
    values.put("PPPA001", pppa);
    values.put("PPTE001", ppte);
    values.put("PPCH001", ppch);
    values.put("PLNP001", plnp);
    values.put("PLFL001", working(plnp, plpa, plte));
    values.put("PLPA001", plpa);
    values.put("PLTE001", plte);
    values.put("PLCH001", plch);
    return values;
  }

  /** 工况流量 of a normal flow. */
  private static double working(double normal, double kpa, double celsius) {
    return normal * NORMAL_KPA / kpa * (ZERO_CELSIUS + celsius) / NORMAL_KELVIN;
  }
}
