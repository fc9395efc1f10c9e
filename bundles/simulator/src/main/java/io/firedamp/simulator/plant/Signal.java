package io.firedamp.simulator.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A quantity that moves around its mean as a sum of sines, so that what it sums up to is known
 * without adding anything up: a counter read twice at one instant says the same, and one that was
 * started anew goes on where it was.
 */
final class Signal {
  private static final double SECONDS_PER_HOUR = 3600;

  private record Wave(double amplitude, double periodS, double phase) {}

  private final double mean;
  private final List<Wave> waves = new ArrayList<>();

  Signal(double mean) {
    this.mean = mean;
  }

  /** Adds a movement; where it begins is drawn from {@code dice}. */
  Signal wave(double amplitude, double periodS, Random dice) {
    waves.add(new Wave(amplitude, periodS, dice.nextDouble() * 2 * Math.PI));
    return this;
  }

  /** The value at that second. */
  double at(double second) {
    double value = mean;
    for (Wave wave : waves) {
      value += wave.amplitude * Math.sin(angle(wave, second));
    }
    return value;
  }

  /** What the signal, taken per hour, has summed up to since second 0. */
  double sum(double second) {
    double area = mean * second;
    for (Wave wave : waves) {
      double swing = Math.cos(wave.phase) - Math.cos(angle(wave, second));
      area += wave.amplitude * wave.periodS / (2 * Math.PI) * swing;
    }
    return area / SECONDS_PER_HOUR;
  }

  private static double angle(Wave wave, double second) {
    return 2 * Math.PI * second / wave.periodS + wave.phase;
  }
}
