package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import io.firedamp.point.Quality;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of {@code firedamp:points} for people: a row per point, below it a count by quality
 * and, once for all the points that share it, why something is missing.
 */
final class PointsPage {
  private static final int NAMED = 8;
  private static final int LONGEST_FORMULA = 40;

  private PointsPage() {}

  /**
   * The rows in the order given.
   *
   * @param width cells of a line; names give way to it
   */
  static List<String> lines(List<Live> points, Instant now, Locale locale, Ink ink, int width) {
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "code", "编号")),
                Column.elastic(word(locale, "name", "名称")),
                Column.number(word(locale, "value", "数值")),
                Column.text(word(locale, "unit", "单位")),
                Column.number(word(locale, "age s", "时效 s")),
                Column.text(word(locale, "quality", "质量")),
                Column.text(word(locale, "source", "数据源"))));
    for (Live live : points) {
      Quality quality = live.sample().quality();
      Tone tone = Tone.of(quality);
      grid.add(
          Cell.of(live.point().id().value()),
          Cell.of(live.point().name().in(locale)),
          new Cell(Wording.value(live.sample().value(), live.point().decimals()), tone),
          Cell.of(live.point().unit()),
          Cell.of(Wording.age(live.time(), now)),
          new Cell(quality.text().in(locale), tone),
          Cell.of(origin(live.point())));
    }
    List<String> lines = new ArrayList<>(grid.lines(ink, width));
    lines.add("");
    lines.add(count(points, locale) + "  " + ink.paint(Tone.QUIET, Wording.timeWithZone(now)));
    lines.addAll(reasons(points, locale, ink, width));
    return lines;
  }

  /** Who reads it, or what it is computed from. */
  private static String origin(Point point) {
    return point
        .formula()
        .map(formula -> Cells.cut("= " + Cells.clean(formula), LONGEST_FORMULA))
        .orElse(point.source());
  }

  private static String count(List<Live> points, Locale locale) {
    Map<Quality, Integer> counts = new TreeMap<>();
    points.forEach(live -> counts.merge(live.sample().quality(), 1, Integer::sum));
    StringBuilder line = new StringBuilder();
    line.append(points.size())
        .append(
            points.size() == 1 ? word(locale, " point", " 个点位") : word(locale, " points", " 个点位"));
    String joint = word(locale, ": ", "：");
    for (Map.Entry<Quality, Integer> entry : counts.entrySet()) {
      line.append(joint)
          .append(entry.getValue())
          .append(' ')
          .append(entry.getKey().text().in(locale));
      joint = word(locale, ", ", "，");
    }
    return line.toString();
  }

  private static List<String> reasons(List<Live> points, Locale locale, Ink ink, int width) {
    Map<String, List<Live>> byNote = new LinkedHashMap<>();
    for (Live live : points) {
      String note = live.note().in(locale).strip();
      if (!note.isEmpty()) {
        byNote.computeIfAbsent(note, n -> new ArrayList<>()).add(live);
      }
    }
    List<String> lines = new ArrayList<>();
    byNote.forEach(
        (note, lives) -> {
          Live first = lives.get(0);
          String head =
              String.join(
                      ", ", lives.stream().limit(NAMED).map(l -> l.point().id().value()).toList())
                  + (lives.size() > NAMED
                      ? word(locale, " and ", " 等，另 ")
                          + (lives.size() - NAMED)
                          + word(locale, " more", " 个")
                      : "");
          lines.add("");
          Cells.wrap(head, width)
              .forEach(line -> lines.add(ink.paint(Tone.of(first.sample().quality()), line)));
          Cells.wrap(note, width - 2).forEach(line -> lines.add("  " + line));
        });
    return lines;
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
