package io.firedamp.pipeline;

import io.firedamp.pipeline.formula.Formula;
import io.firedamp.pipeline.formula.FormulaException;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.text.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a computed point comes from others of its project.
 *
 * @param inputs the points that the formula names
 */
record Calculation(Formula formula, List<PointId> inputs) {
  /**
   * What came of it.
   *
   * @param note why it is not good, for people; empty if it is, or its own range says so
   */
  record Outcome(Sample sample, Text note) {}

  static Calculation of(Formula formula, String project) {
    return new Calculation(
        formula, formula.codes().stream().map(code -> PointId.of(project, code)).toList());
  }

  /**
   * The value from the samples of one frame. Its quality is the worst of all inputs, also of those
   * in a branch that is not taken: which instruments a value rests on stands in the table and does
   * not change with the values. There is no value if one of them has none.
   *
   * @param row the computed point
   * @param samples of every input
   */
  Outcome outcome(Row row, Function<PointId, Sample> samples) {
    Map<String, Double> values = new HashMap<>();
    Quality worst = Quality.GOOD;
    Text note = Text.NONE;
    for (PointId input : inputs) {
      Sample sample = samples.apply(input);
      values.put(input.code(), sample.value());
      if (sample.quality().compareTo(worst) > 0) {
        worst = sample.quality();
        note = new Text(input + ": " + worst.text().en(), input + "：" + worst.text().zh());
      }
    }
    if (!worst.usable()) {
      return new Outcome(Sample.missing(row.id(), worst), note);
    }
    try {
      return new Outcome(row.judged(formula.value(values), worst), note);
    } catch (FormulaException none) {
      return new Outcome(Sample.missing(row.id(), Quality.NOT_COMPUTABLE), none.reason());
    }
  }
}
