package io.firedamp.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A report as a page that needs nothing else: the table, and pictures in SVG. */
final class Page {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#222}
      table{border-collapse:collapse;width:100%}
      th,td{padding:.3em .6em;border-bottom:1px solid #ddd;text-align:right;vertical-align:top}
      th:first-child,td:first-child{text-align:left}
      td small{display:block;color:#666;max-width:34em}
      .missed{color:#b00020;font-weight:bold}
      svg{width:100%;height:auto;font:12px system-ui,sans-serif}
      dl{display:grid;grid-template-columns:max-content auto;gap:.2em 1em}dd{margin:0}
      """;
  private static final String[] COLOURS = {"#9a9a9a", "#1565c0", "#c62828"};
  private static final int WIDTH = 900;
  private static final int HEIGHT = 340;
  private static final int LEFT = 64;
  private static final int RIGHT = 12;
  private static final int TOP = 26;
  private static final int BOTTOM = 34;
  private static final int ROW = 26;
  private static final int NAME = 240;

  private final StringBuilder html = new StringBuilder();

  private Page() {}

  static void write(Report report, Path file) throws IOException {
    Page page = new Page();
    page.put(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Firedamp bench</title><style>");
    page.put(STYLE).put("</style><h1>Firedamp, measured</h1><dl>");
    report.machine().forEach((key, value) -> page.put("<dt>" + text(key) + "<dd>" + text(value)));
    page.put("</dl><table><tr>");
    Report.HEADINGS.forEach(heading -> page.put("<th>" + text(heading)));
    report.figures().forEach(page::row);
    page.put("</table>");
    report.plots().forEach(page::plot);
    Files.writeString(file, page.put("</html>\n").html);
  }

  private Page put(String more) {
    html.append(more);
    return this;
  }

  private void row(Figure figure) {
    put("<tr>");
    List<String> cells = Report.cells(figure);
    for (int i = 0; i < cells.size(); i++) {
      put(figure.met() ? "<td>" : "<td class=missed>").put(text(cells.get(i)));
      if (i == 0) {
        put("<small>" + text(figure.how()) + "</small>");
      }
    }
    put("\n");
  }

  private void plot(Plot plot) {
    put("<h2>" + text(plot.title()) + "</h2>\n");
    if (plot instanceof Plot.Dots dots) {
      dots(dots);
    } else if (plot instanceof Plot.Bars bars) {
      bars(bars);
    }
  }

  private void dots(Plot.Dots dots) {
    double end = most(dots.series(), Plot.Series::seconds, 1);
    int high = (int) Math.ceil(Math.log10(most(dots.series(), Plot.Series::values, 1)));
    int low = (int) Math.floor(Math.log10(most(dots.series(), Plot.Series::values, 0)));
    int top = Math.max(high, low + 1);
    ToDoubleFunction<Double> x = seconds -> LEFT + seconds / end * (WIDTH - LEFT - RIGHT);
    ToDoubleFunction<Double> y =
        value -> TOP + (top - Math.log10(value)) / (top - low) * (HEIGHT - TOP - BOTTOM);
    svg(HEIGHT);
    for (Plot.Span span : dots.spans()) {
      double from = x.applyAsDouble(span.from());
      put(
          format(
              "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='#ffe9c7'/>",
              from, TOP, x.applyAsDouble(span.to()) - from, HEIGHT - TOP - BOTTOM));
    }
    for (int power = low; power <= top; power++) {
      double at = y.applyAsDouble(Math.pow(10, power));
      put(format("<path d='M%d %.1fH%d' stroke='#ddd'/>", LEFT, at, WIDTH - RIGHT));
      label(LEFT - 6, at + 4, "end", Report.number(Math.pow(10, power)) + " " + dots.unit());
    }
    for (int part = 0; part <= 4; part++) {
      double seconds = end * part / 4;
      label(x.applyAsDouble(seconds), HEIGHT - 12, "middle", Report.number(seconds) + " s");
    }
    for (int i = 0; i < dots.series().size(); i++) {
      Plot.Series series = dots.series().get(i);
      put("<path stroke-linecap='round' stroke-width='3' stroke='" + COLOURS[i] + "' d='");
      for (int j = 0; j < series.seconds().size(); j++) {
        put(
            format(
                "M%.1f %.1fh0",
                x.applyAsDouble(series.seconds().get(j)), y.applyAsDouble(series.values().get(j))));
      }
      put("'/>");
      legend(i, COLOURS[i], series.name());
    }
    legend(dots.series().size(), "#ffc66b", dots.mark());
    put("</svg>\n");
  }

  private static double most(
      List<Plot.Series> series,
      java.util.function.Function<Plot.Series, List<Double>> values,
      double part) {
    return Figure.quantile(series.stream().flatMap(s -> values.apply(s).stream()).toList(), part);
  }

  private void legend(int place, String colour, String name) {
    int x = LEFT + place * 250;
    put(format("<circle cx='%d' cy='10' r='5' fill='%s'/>", x + 5, colour));
    label(x + 15, 14, "start", name);
  }

  private void bars(Plot.Bars bars) {
    double most = bars.bars().stream().mapToDouble(Plot.Bar::value).max().orElse(1);
    svg(bars.bars().size() * ROW + 8);
    for (int i = 0; i < bars.bars().size(); i++) {
      Plot.Bar bar = bars.bars().get(i);
      double length = bar.value() / most * (WIDTH - NAME - 120);
      label(NAME - 8, i * ROW + 18, "end", bar.name());
      put(
          format(
              "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
              NAME, i * ROW + 4, length, ROW - 8, COLOURS[1]));
      label(
          NAME + length + 6, i * ROW + 18, "start", Report.number(bar.value()) + " " + bars.unit());
    }
    put("</svg>\n");
  }

  private void svg(int height) {
    put(format("<svg viewBox='0 0 %d %d' role='img'>", WIDTH, height));
  }

  private void label(double x, double y, String anchor, String words) {
    put(
        format("<text x='%.1f' y='%.1f' text-anchor='%s'>", x, y, anchor)
            + text(words)
            + "</text>");
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  private static String text(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }
}
