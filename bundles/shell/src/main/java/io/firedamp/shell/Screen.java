package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One picture of {@code firedamp:watch}: the verdict and what is not normal, the points, and the
 * figures of every part. It takes no more lines than it is given; the points yield first, and say
 * how many are not shown.
 *
 * <p>A point with a plausible range has a bar that shows where in it the value lies; another one an
 * arrow that shows where it has gone since the picture before.
 */
final class Screen {
  private static final int BAR = 10;
  private static final int WIDEST_HEAD = 100;
  private static final int FEWEST_ROWS = 4;
  private static final int MOST_PROBLEMS = 4;
  private static final String GAP = "  ";
  private static final String BETWEEN = "   ";
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final Picture picture;
  private final Map<PointId, Double> before = new HashMap<>();
  private final Locale locale;
  private final Ink ink;
  private final int width;

  private Screen(Picture picture, Picture before, Locale locale, Ink ink, int width) {
    this.picture = picture;
    before.points().forEach(live -> this.before.put(live.point().id(), live.sample().value()));
    this.locale = locale;
    this.ink = ink;
    this.width = width;
  }

  /**
   * The lines, none wider than {@code width}, no more than {@code height}.
   *
   * @param before the picture a second ago; the same one if there is none
   */
  static List<String> lines(
      Picture picture, Picture before, Locale locale, Ink ink, int width, int height) {
    return new Screen(picture, before, locale, ink, width).lines(height);
  }

  private List<String> lines(int height) {
    List<String> head = head();
    List<String> figures = figures();
    int room =
        height - head.size() - 2; // a blank line before the points and one before the figures
    int wanted = Math.min(picture.points().size(), FEWEST_ROWS);
    int forFigures = Math.max(0, Math.min(figures.size(), room - wanted));
    List<String> points = points(Math.max(1, room - forFigures));
    List<String> lines = new ArrayList<>(head);
    lines.add("");
    lines.addAll(points);
    lines.add("");
    lines.addAll(figures.subList(0, forFigures));
    return lines.subList(0, Math.min(lines.size(), height));
  }

  private List<String> head() {
    List<String> lines = new ArrayList<>();
    String title = "Firedamp 瓦斯";
    String time = Wording.timeWithZone(picture.at());
    String verdict = picture.verdict().in(locale);
    int used = Cells.width(title) + Cells.width(time) + 2 * GAP.length();
    boolean together = used + Cells.width(verdict) <= width;
    int room = Math.min(width, WIDEST_HEAD) - (together ? used : used - Cells.width(time));
    lines.add(
        ink.paint(Tone.TITLE, title)
            + GAP
            + ink.paint(
                Tone.of(picture.level()), Cells.left(Cells.cut(verdict, room), together ? room : 0))
            + (together ? GAP + ink.paint(Tone.QUIET, time) : ""));
    if (!together) {
      lines.add(ink.paint(Tone.QUIET, Cells.cut(time, width)));
    }
    List<String> problems = problems();
    for (int i = 0; i < Math.min(problems.size(), MOST_PROBLEMS); i++) {
      lines.add(problems.get(i));
    }
    if (problems.size() > MOST_PROBLEMS) {
      int more = problems.size() - MOST_PROBLEMS;
      lines.add(
          GAP
              + word(
                  "… and " + more + " more: firedamp:status",
                  "… 另有 " + more + " 项: firedamp:status"));
    }
    return lines;
  }

  private List<String> problems() {
    List<String> lines = new ArrayList<>();
    Level[] levels = Level.values();
    for (int i = levels.length - 1; i > 0; i--) {
      Level level = levels[i];
      for (Trouble trouble : picture.troubles()) {
        if (trouble.level() == level) {
          Text what =
              trouble.complaints().isEmpty() ? trouble.cause() : trouble.complaints().get(0).text();
          lines.add(problem(level, trouble.subject(), what));
        }
      }
      for (Health health : picture.healths()) {
        if (health.level() == level) {
          lines.add(problem(level, health.subject(), health.cause()));
        }
      }
    }
    return lines;
  }

  private String problem(Level level, String subject, Text cause) {
    String line = level.text().in(locale) + GAP + subject + ": " + cause.in(locale);
    return ink.paint(Tone.of(level), Cells.cut(GAP + Cells.clean(line), width));
  }

  private List<String> points(int rows) {
    List<Live> points = picture.points();
    if (points.isEmpty()) {
      return List.of(GAP + word("no points", "无点位"));
    }
    if (points.size() < rows) {
      Grid table = table(points);
      if (table.lines(Ink.PLAIN, width).stream().allMatch(line -> Cells.width(line) <= width)) {
        return table.lines(ink, width);
      }
    }
    return blocks(points, rows);
  }

  /** A row for each point, with its name and bar. */
  private Grid table(List<Live> points) {
    Grid grid =
        new Grid(
            List.of(
                Grid.Column.text(word("code", "编号")),
                Grid.Column.elastic(word("name", "名称")),
                Grid.Column.number(word("value", "数值")),
                Grid.Column.text(word("unit", "单位")),
                Grid.Column.number(word("age s", "时效 s")),
                Grid.Column.text("")));
    for (Live live : points) {
      Tone tone = tone(live);
      grid.add(
          new Grid.Cell(live.point().id().value(), Tone.TITLE),
          Grid.Cell.of(live.point().name().in(locale)),
          new Grid.Cell(value(live), tone),
          new Grid.Cell(live.point().unit(), Tone.QUIET),
          new Grid.Cell(Wording.age(live.time(), picture.at()), Tone.QUIET),
          new Grid.Cell(gauge(live), tone));
    }
    return grid;
  }

  /** Several points side by side, without names, column by column. */
  private List<String> blocks(List<Live> points, int rows) {
    int code = widest(points.stream().map(live -> live.point().id().value()).toList());
    int value = widest(points.stream().map(this::value).toList());
    int unit = widest(points.stream().map(live -> Cells.clean(live.point().unit())).toList());
    int age = widest(points.stream().map(l -> Wording.age(l.time(), picture.at())).toList());
    int block = code + 1 + value + 1 + unit + 1 + age + 2;
    int columns = Math.max(1, (width + BETWEEN.length()) / (block + BETWEEN.length()));
    int shown = Math.min(points.size(), columns * rows);
    if (shown < points.size()) {
      shown = Math.min(points.size(), columns * Math.max(1, rows - 1));
    }
    int height = (shown + columns - 1) / columns;
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder();
      for (int i = row; i < shown; i += height) {
        Live live = points.get(i);
        line.append(i == row ? "" : BETWEEN)
            .append(ink.paint(Tone.TITLE, Cells.left(live.point().id().value(), code)))
            .append(' ')
            .append(ink.paint(tone(live), Cells.right(value(live), value)))
            .append(' ')
            .append(ink.paint(Tone.QUIET, Cells.left(Cells.clean(live.point().unit()), unit)))
            .append(' ')
            .append(ink.paint(Tone.QUIET, Cells.right(Wording.age(live.time(), picture.at()), age)))
            .append(' ')
            .append(arrow(live));
      }
      lines.add(line.toString());
    }
    if (shown < points.size()) {
      int more = points.size() - shown;
      lines.add(
          word("… and " + more + " more: firedamp:points", "… 另有 " + more + " 个: firedamp:points"));
    }
    return lines;
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(Cells::width).max().orElse(0);
  }

  /** The value, or in its place what it is missing for. */
  private String value(Live live) {
    return Double.isNaN(live.sample().value())
        ? live.sample().quality().text().in(locale)
        : Wording.value(live.sample().value(), live.point().decimals());
  }

  private Tone tone(Live live) {
    Quality quality = live.sample().quality();
    return quality == Quality.GOOD ? Tone.GOOD : Tone.of(quality);
  }

  private String gauge(Live live) {
    Point point = live.point();
    double span = point.high() - point.low();
    if (!Double.isFinite(span) || span <= 0 || Double.isNaN(live.sample().value())) {
      return arrow(live);
    }
    double share = (live.sample().value() - point.low()) / span;
    int eighths = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR * 8);
    String part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
    return "▕" + Cells.left("█".repeat(eighths / 8) + part, BAR) + "▏" + arrow(live);
  }

  private String arrow(Live live) {
    double now = live.sample().value();
    double then = before.getOrDefault(live.point().id(), Double.NaN);
    if (Double.isNaN(now) || Double.isNaN(then)) {
      return " ";
    }
    int decimals = live.point().decimals();
    if (Wording.value(now, decimals).equals(Wording.value(then, decimals))) {
      return "·";
    }
    return now > then ? "↑" : "↓";
  }

  private List<String> figures() {
    List<Health> healths =
        picture.healths().stream().filter(health -> !health.figures().isEmpty()).toList();
    int subject =
        Math.min(
            width / 3,
            widest(healths.stream().map(health -> Cells.clean(health.subject())).toList()));
    List<String> lines = new ArrayList<>();
    for (Health health : healths) {
      String head = Cells.left(Cells.cut(Cells.clean(health.subject()), subject), subject);
      List<String> pieces =
          health.figures().stream().map(figure -> Wording.figure(figure, locale)).toList();
      Tone tone = Tone.of(health.level());
      for (String line : StatusPage.flow(pieces, width - subject - GAP.length())) {
        lines.add(ink.paint(tone, head) + GAP + line);
        head = " ".repeat(subject);
      }
    }
    return lines;
  }

  private String word(String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
