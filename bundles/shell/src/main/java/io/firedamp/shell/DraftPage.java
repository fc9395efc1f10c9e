package io.firedamp.shell;

import io.firedamp.point.Draft;
import io.firedamp.point.Fit;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowChange.What;
import io.firedamp.point.RowError;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answer of {@code firedamp:import} for people. */
final class DraftPage {
  private static final int MOST_ERRORS = 100;
  private static final String NOTHING = "–";

  private DraftPage() {}

  /**
   * What is wrong, what changes, what it touches.
   *
   * @param done whether it was applied
   */
  static List<String> lines(Draft draft, boolean done, Locale locale, Ink ink, int width) {
    List<String> lines = new ArrayList<>();
    lines.add(summary(draft).in(locale));
    if (!draft.errors().isEmpty()) {
      lines.add("");
      lines.addAll(errors(draft.errors(), locale, ink, width));
    }
    if (!draft.changes().isEmpty()) {
      lines.add("");
      lines.addAll(changes(draft.changes(), locale, ink, width));
    }
    lines.add("");
    for (Fit fit : draft.fits()) {
      if (!fit.missing().isEmpty()) {
        Text missing = missing(fit);
        Cells.wrap(missing.in(locale), width).forEach(lines::add);
      }
    }
    for (Text effect : draft.effects()) {
      Cells.wrap(effect.in(locale), width).forEach(lines::add);
    }
    Tone tone = draft.ready() ? Tone.TITLE : Tone.BAD;
    lines.add(ink.paint(tone, verdict(draft, done).in(locale)));
    return lines;
  }

  private static Text summary(Draft draft) {
    String name = Cells.clean(draft.name());
    return new Text(
        name
            + ": "
            + draft.rows()
            + " rows can be read, "
            + draft.errors().size()
            + " errors; against table "
            + draft.against()
            + ": "
            + draft.unchanged()
            + " unchanged, "
            + count(draft, What.CHANGED)
            + " changed, "
            + count(draft, What.NEW)
            + " new, "
            + count(draft, What.GONE)
            + " gone",
        name
            + ": 可读取 "
            + draft.rows()
            + " 行，错误 "
            + draft.errors().size()
            + " 处；与第 "
            + draft.against()
            + " 版相比: 不变 "
            + draft.unchanged()
            + "，修改 "
            + count(draft, What.CHANGED)
            + "，新增 "
            + count(draft, What.NEW)
            + "，删除 "
            + count(draft, What.GONE));
  }

  private static long count(Draft draft, What what) {
    return draft.changes().stream().filter(change -> change.what() == what).count();
  }

  private static List<String> errors(List<RowError> errors, Locale locale, Ink ink, int width) {
    Grid grid =
        new Grid(
            List.of(
                Column.number(word(locale, "line", "行")),
                Column.text(word(locale, "column", "列")),
                Column.text(word(locale, "found", "文件中的值")),
                Column.text(word(locale, "allowed", "原因 / 允许"))));
    for (RowError error : errors.stream().limit(MOST_ERRORS).toList()) {
      grid.add(
          Cell.of(error.line() == 0 ? NOTHING : Integer.toString(error.line())),
          Cell.of(error.column()),
          new Cell(error.found(), Tone.WARNING),
          Cell.of(error.allowed().in(locale)));
    }
    List<String> lines = new ArrayList<>(grid.lines(ink, width));
    int more = errors.size() - MOST_ERRORS;
    if (more > 0) {
      lines.add(word(locale, "… and " + more + " more", "…… 另有 " + more + " 处"));
    }
    return lines;
  }

  private static List<String> changes(List<RowChange> changes, Locale locale, Ink ink, int width) {
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "change", "变化")),
                Column.text(word(locale, "point", "点位")),
                Column.text(word(locale, "column", "列")),
                Column.text(word(locale, "now", "现在")),
                Column.text(word(locale, "after", "应用后"))));
    for (RowChange change : changes) {
      for (RowChange.Cell cell : change.what() == What.CHANGED ? change.cells() : whole(change)) {
        grid.add(
            Cell.of(change.what().text().in(locale)),
            new Cell(change.point().value(), Tone.TITLE),
            Cell.of(cell.column().in(locale)),
            new Cell(cell.before(), Tone.QUIET),
            Cell.of(cell.after()));
      }
    }
    return grid.lines(ink, width);
  }

  /** One cell for all of a row that comes or goes: who reads it where. */
  private static List<RowChange.Cell> whole(RowChange change) {
    return List.of(
        new RowChange.Cell(
            new Text("the whole row", "整行"),
            place(change, RowChange.Cell::before),
            place(change, RowChange.Cell::after)));
  }

  private static String place(RowChange change, Function<RowChange.Cell, String> side) {
    return change.cells().stream()
        .filter(cell -> List.of("source", "address").contains(cell.column().en()))
        .map(side)
        .collect(Collectors.joining(" "))
        .strip();
  }

  private static Text missing(Fit fit) {
    String of = Cells.clean(fit.project().name());
    return new Text(
        "Annex D asks further of " + of + ": " + joined(fit.missing(), Text::en),
        "按附录D，" + of + " 还应有: " + joined(fit.missing(), Text::zh));
  }

  private static String joined(List<Text> texts, Function<Text, String> language) {
    return texts.stream().map(language).collect(Collectors.joining(", "));
  }

  private static Text verdict(Draft draft, boolean done) {
    if (!draft.ready()) {
      return new Text("Nothing was changed: correct the file.", "未作任何更改，请修改文件。");
    }
    return done
        ? new Text(
            "Applied; in force within two seconds. firedamp:import --undo brings the former back.",
            "已应用，两秒内生效。firedamp:import --undo 可恢复原表。")
        : new Text("Nothing is wrong. --apply applies it.", "没有错误。加 --apply 应用。");
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
