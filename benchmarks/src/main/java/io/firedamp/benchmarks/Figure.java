package io.firedamp.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Something that was measured.
 *
 * @param key a name for programs
 * @param name a name for people
 * @param how what was measured, and how often
 * @param unit of the values
 * @param values one for each round, at least one; the figure is their median
 * @param raw the raw limit, taken in the same rounds; empty if there is none
 * @param bar the most that the ratio to the raw limit may be, or the figure itself if there is no
 *     raw limit; {@link #NO_BAR} if nothing is asked of it
 */
public record Figure(
    String key,
    String name,
    String how,
    String unit,
    List<Double> values,
    List<Double> raw,
    double bar) {
  /** Nothing is asked of it. */
  public static final double NO_BAR = Double.POSITIVE_INFINITY;

  /**
   * @throws IllegalArgumentException if rounds are missing
   */
  public Figure {
    values = List.copyOf(values);
    raw = List.copyOf(raw);
    if (values.isEmpty() || !raw.isEmpty() && raw.size() != values.size()) {
      throw new IllegalArgumentException(key + ": " + values.size() + " and " + raw.size());
    }
  }

  /** A figure that has no raw limit. */
  public static Figure of(
      String key, String name, String how, String unit, List<Double> values, double bar) {
    return new Figure(key, name, how, unit, values, List.of(), bar);
  }

  /** The median of the rounds. */
  public double median() {
    return quantile(values, 0.5);
  }

  /** For each round the ratio to the raw limit; empty if there is none. */
  public List<Double> ratios() {
    return IntStream.range(0, raw.size())
        .mapToObj(round -> values.get(round) / raw.get(round))
        .toList();
  }

  /** What the bar is about. */
  public double judged() {
    return raw.isEmpty() ? median() : quantile(ratios(), 0.5);
  }

  /** Whether it is not above its bar. */
  public boolean met() {
    return judged() <= bar;
  }

  /**
   * The value below which a part of them lies.
   *
   * @param values at least one
   * @param part 0 for the lowest, 0.5 for the median, 1 for the highest
   */
  public static double quantile(List<Double> values, double part) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The same of an array. */
  public static double quantile(double[] values, double part) {
    return quantile(Arrays.stream(values).boxed().toList(), part);
  }
}
