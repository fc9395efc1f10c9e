package io.firedamp.shell;

import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.setup.Step.State;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of {@code firedamp:setup} for people. */
final class SetupPage {
  private SetupPage() {}

  /** Every step: what there is, and of those that are not done what to do. */
  static List<String> lines(List<Step> steps, Locale locale, Ink ink) {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      String title = step.name().ordinal() + 1 + ". " + step.name().text().in(locale);
      lines.add(
          ink.paint(Tone.TITLE, title)
              + ": "
              + ink.paint(tone(step.state()), step.state().text().in(locale)));
      indented(lines, "   ", step.found(), locale);
      if (step.state() != State.DONE) {
        indented(lines, "   → ", step.next(), locale);
      }
    }
    boolean all = steps.size() == Step.Name.values().length;
    if (all && steps.stream().allMatch(step -> step.state() == State.DONE)) {
      lines.add(new Text("All six are done.", "六步均已完成。").in(locale));
    }
    return lines;
  }

  /** What a step asks for: a line for each field, as it is answered on a command line. */
  static List<String> fields(Step step, Locale locale) {
    List<String> lines = new ArrayList<>();
    for (Field field : step.fields()) {
      String choices =
          field.choices().isEmpty() ? "" : " (" + String.join(" | ", field.choices()) + ")";
      lines.add(
          Cells.clean("   " + field.key() + "=" + field.value())
              + "   "
              + field.label().in(locale)
              + choices);
    }
    return lines;
  }

  private static void indented(List<String> lines, String begin, Text text, Locale locale) {
    text.in(locale)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> lines.add(begin + Cells.clean(line)));
  }

  private static Tone tone(State state) {
    return switch (state) {
      case OPEN -> Tone.NOTICE;
      case WRONG -> Tone.BAD;
      case DONE -> Tone.GOOD;
    };
  }
}
