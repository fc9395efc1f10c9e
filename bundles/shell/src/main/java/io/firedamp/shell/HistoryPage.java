package io.firedamp.shell;

import io.firedamp.point.Point;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.store.Bucket;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of {@code firedamp:history} for people. */
final class HistoryPage {
  private HistoryPage() {}

  /** What to say where there is nothing. */
  static Text nothing(Point point, Instant from, Instant to) {
    String span = Wording.time(from) + " – " + Wording.timeWithZone(to);
    return new Text(
        "Nothing of " + point.id() + " is stored in " + span,
        point.id() + " 在 " + span + " 期间没有存储任何数据");
  }

  /** Point, unit and chart; as wide as it may be, and an empty line behind it. */
  static List<String> chart(
      Point point,
      Instant from,
      Instant to,
      List<Bucket> curve,
      Locale locale,
      Ink ink,
      int width) {
    List<String> lines = new ArrayList<>();
    String title =
        String.join(" ", point.id().value(), Cells.clean(point.name().in(locale)), point.unit());
    lines.add(ink.paint(Tone.TITLE, Cells.cut(title.strip(), width)));
    List<String> chart = Chart.lines(curve, point.decimals(), from, to, ink, width);
    if (chart.isEmpty()) {
      lines.add(word(locale, "no usable value", "没有可用数据"));
    } else {
      lines.addAll(chart);
      String legend =
          word(
              locale,
              "▀▄ mean  ░ lowest to highest  blank: no usable value  ╌ some missing",
              "▀▄ 平均值  ░ 最小值至最大值  空白: 无可用数据  ╌ 部分缺失");
      lines.add(ink.paint(Tone.QUIET, Cells.cut(legend, width)));
    }
    lines.add("");
    return lines;
  }

  /** A row for each part of the span. */
  static List<String> table(Point point, List<Bucket> rows, Locale locale, Ink ink, int width) {
    String unit = point.unit().isEmpty() ? "" : " " + point.unit();
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "begin", "开始")),
                Column.number(word(locale, "due", "应采")),
                Column.number(word(locale, "usable", "可用")),
                Column.number(word(locale, "lowest", "最小值") + unit),
                Column.number(word(locale, "mean", "平均值") + unit),
                Column.number(word(locale, "highest", "最大值") + unit)));
    for (Bucket row : rows) {
      grid.add(
          Cell.of(Wording.time(row.from())),
          Cell.of(Long.toString(row.due())),
          new Cell(
              Long.toString(row.usable()), row.usable() < row.due() ? Tone.WARNING : Tone.NORMAL),
          Cell.of(Wording.value(row.low(), point.decimals())),
          Cell.of(Wording.value(row.mean(), point.decimals())),
          Cell.of(Wording.value(row.high(), point.decimals())));
    }
    return grid.lines(ink, width);
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
