package io.firedamp.benchmarks;

import java.util.List;

/** A picture on the page. */
public sealed interface Plot {
  /** What it shows. */
  String title();

  /**
   * Dots over time, on a logarithmic scale.
   *
   * @param unit of the values
   * @param series drawn one above the other
   * @param spans of time, in seconds, that are marked
   * @param mark what the marked spans are
   */
  record Dots(String title, String unit, List<Series> series, List<Span> spans, String mark)
      implements Plot {}

  /**
   * Dots of one colour.
   *
   * @param seconds since the begin
   * @param values above 0, one for each of them
   */
  record Series(String name, List<Double> seconds, List<Double> values) {}

  /**
   * A span of time.
   *
   * @param from seconds since the begin
   * @param to the same
   */
  record Span(double from, double to) {}

  /** Bars with a name each. */
  record Bars(String title, String unit, List<Bar> bars) implements Plot {}

  /** One of them. */
  record Bar(String name, double value) {}
}
