package io.firedamp.simulator.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Delays over time as a small picture: the mean as a line, the longest as an area behind it. */
final class DelayPlot {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 200;
  private static final int LEFT = 56;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;

  /** 1 ms to 100 s. */
  private static final int DECADES = 5;

  private final List<Delays.Span> spans;
  private final DateTimeFormatter time;
  private final StringBuilder svg = new StringBuilder();

  private DelayPlot(List<Delays.Span> spans, ZoneId zone) {
    this.spans = spans;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  /**
   * @param spans at least one
   */
  static String svg(List<Delays.Span> spans, ZoneId zone) {
    DelayPlot plot = new DelayPlot(spans, zone);
    plot.draw();
    return plot.svg.toString();
  }

  private void draw() {
    svg.append("<svg class=\"plot\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" role=\"img\" aria-label=\"延迟 delay\">\n");
    String[] labels = {"1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s"};
    for (int decade = 0; decade <= DECADES; decade++) {
      double y = y(Math.pow(10, decade));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT,
              WIDTH - RIGHT,
              y,
              y,
              LEFT - 6,
              y + 4,
              labels[decade]));
    }
    label(LEFT, "start", spans.get(0).from());
    if (spans.size() > 1) {
      label(WIDTH - RIGHT, "end", spans.get(spans.size() - 1).from());
    }
    area();
    line();
    svg.append("</svg>\n");
  }

  private void label(int x, String anchor, Instant at) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
            x,
            HEIGHT - 8,
            anchor,
            time.format(at)));
  }

  private void area() {
    double floor = y(1);
    svg.append(String.format(Locale.ROOT, "<path class=\"most\" d=\"M%.1f %.1f", x(0), floor));
    for (int i = 0; i < spans.size(); i++) {
      svg.append(String.format(Locale.ROOT, "L%.1f %.1f", x(i), y(spans.get(i).mostMs())));
    }
    svg.append(String.format(Locale.ROOT, "L%.1f %.1fZ\"/>%n", x(spans.size() - 1), floor));
  }

  private void line() {
    svg.append("<polyline class=\"mean\" points=\"");
    for (int i = 0; i < spans.size(); i++) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(spans.get(i).meanMs())));
    }
    svg.append("\"/>\n");
  }

  private double x(int span) {
    Instant begin = spans.get(0).from();
    double whole = Duration.between(begin, spans.get(spans.size() - 1).from()).toMillis();
    double here = Duration.between(begin, spans.get(span).from()).toMillis();
    return LEFT + (whole == 0 ? 0 : here / whole) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double ms) {
    double height = Math.min(DECADES, Math.log10(Math.max(1, ms))) / DECADES;
    return HEIGHT - BOTTOM - height * (HEIGHT - TOP - BOTTOM);
  }
}
