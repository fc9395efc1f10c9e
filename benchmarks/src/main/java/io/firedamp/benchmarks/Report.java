package io.firedamp.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run has found.
 *
 * @param machine where it ran, word by word
 * @param figures in the order in which they are shown
 * @param plots for the page
 */
record Report(Map<String, String> machine, List<Figure> figures, List<Plot> plots) {
  static final List<String> HEADINGS =
      List.of("figure", "median", "spread", "rounds", "raw limit", "ratio", "bar", "");

  boolean met() {
    return figures.stream().allMatch(Figure::met);
  }

  /** The cells of a figure, under {@link #HEADINGS}. */
  static List<String> cells(Figure figure) {
    boolean asked = figure.bar() != Figure.NO_BAR;
    boolean limited = !figure.raw().isEmpty();
    return List.of(
        figure.name(),
        number(figure.median()) + " " + figure.unit(),
        number(Figure.quantile(figure.values(), 0))
            + "–"
            + number(Figure.quantile(figure.values(), 1)),
        Integer.toString(figure.values().size()),
        limited ? number(Figure.quantile(figure.raw(), 0.5)) + " " + figure.unit() : "",
        limited ? number(figure.judged()) : "",
        asked ? "≤ " + number(figure.bar()) + (limited ? " ×" : " " + figure.unit()) : "",
        asked ? figure.met() ? "met" : "MISSED" : "");
  }

  /** Three digits that count. */
  static String number(double value) {
    if (Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    int decimals = Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  /** For a terminal. */
  String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    figures.forEach(figure -> rows.add(cells(figure)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  void writeJson(Path file) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("key", figure.key());
      each.put("name", figure.name());
      each.put("how", figure.how());
      each.put("unit", figure.unit());
      each.put("median", figure.median());
      each.put("values", figure.values());
      if (!figure.raw().isEmpty()) {
        each.put("raw", figure.raw());
        each.put("ratio", figure.judged());
      }
      if (figure.bar() != Figure.NO_BAR) {
        each.put("bar", figure.bar());
        each.put("met", figure.met());
      }
      all.add(each);
    }
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), Map.of("machine", machine, "met", met(), "figures", all));
  }
}
