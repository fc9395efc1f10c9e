package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import io.firedamp.point.Quality;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of {@code firedamp:read} for people: the value first, then how it came to be. */
final class ReadingPage {
  /** The columns of the row that say how the raw value becomes this one. */
  private static final List<String> MAKING =
      List.of("address", "type", "order", "scale", "offset", "low", "high");

  private ReadingPage() {}

  /**
   * The lines.
   *
   * @param took from the question to the answer
   */
  static List<String> lines(Live live, Duration took, Locale locale, Ink ink) {
    Point point = live.point();
    List<String> lines = new ArrayList<>();
    String value = Wording.value(live.sample().value(), point.decimals());
    String name = point.name().in(locale);
    lines.add(
        ink.paint(Tone.TITLE, Cells.clean(point.id().value() + (name.isEmpty() ? "" : " " + name)))
            + "  "
            + ink.paint(Tone.of(live.sample().quality()), Cells.clean(value + " " + point.unit())));
    if (!live.note().in(locale).isBlank()) {
      add(lines, new Text("why", "原因"), live.note().in(locale), locale);
    }
    add(lines, new Text("quality", "质量"), live.sample().quality().text().in(locale), locale);
    add(lines, new Text("exact", "未舍入"), exact(live.sample().value()), locale);
    add(lines, new Text("time", "时间"), Wording.timeWithZone(live.time()), locale);
    add(lines, new Text("took", "耗时"), took.toMillis() + " ms", locale);
    add(lines, new Text("source", "数据源"), point.source(), locale);
    for (String column : MAKING) {
      String written = point.columns().getOrDefault(column, "");
      boolean formula = column.equals("address") && point.formula().isPresent();
      if (!written.isBlank()) {
        add(lines, formula ? new Text("formula", "公式") : Text.same(column), written, locale);
      }
    }
    for (Live input : live.inputs()) {
      Quality quality = input.sample().quality();
      String read = exact(input.sample().value()) + " " + input.point().unit();
      add(
          lines,
          Text.same(input.point().id().value()),
          read + "  " + quality.text().in(locale),
          locale);
    }
    return lines;
  }

  private static String exact(double value) {
    return Double.isNaN(value) ? Wording.NOTHING : Double.toString(value);
  }

  private static void add(List<String> lines, Text label, String value, Locale locale) {
    lines.add("  " + Cells.left(label.in(locale), 8) + " " + Cells.clean(value));
  }
}
