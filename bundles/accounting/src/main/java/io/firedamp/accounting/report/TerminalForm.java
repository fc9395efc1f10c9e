package io.firedamp.accounting.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A report for a terminal: columns stand in line, also with Chinese in them. */
public final class TerminalForm {
  private static final String GAP = "  ";

  private TerminalForm() {}

  /** The lines. */
  public static List<String> lines(Report report, Locale locale) {
    List<String> lines = new ArrayList<>();
    lines.add(clean(report.title().in(locale)));
    List<List<String>> facts =
        report.facts().stream()
            .map(fact -> List.of(clean(fact.label().in(locale)), clean(fact.cell().text(locale))))
            .toList();
    lines.addAll(aligned(facts, List.of(false, false)));
    for (Report.Grid grid : report.tables()) {
      lines.add("");
      lines.add(clean(grid.title().in(locale)) + (grid.rows().isEmpty() ? ": –" : ""));
      if (!grid.rows().isEmpty()) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(grid.columns().stream().map(column -> clean(column.label().in(locale))).toList());
        grid.rows()
            .forEach(row -> rows.add(row.stream().map(cell -> clean(cell.text(locale))).toList()));
        List<Boolean> right =
            grid.rows().get(0).stream().map(Cell.Number.class::isInstance).toList();
        lines.addAll(aligned(rows, right));
      }
    }
    return lines;
  }

  private static List<String> aligned(List<List<String>> rows, List<Boolean> right) {
    int[] widths =
        IntStream.range(0, right.size())
            .map(c -> rows.stream().mapToInt(row -> width(row.get(c))).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String blanks = " ".repeat(widths[c] - width(row.get(c)));
        line.append(right.get(c) ? blanks + row.get(c) : row.get(c) + blanks).append(GAP);
      }
      lines.add(GAP + line.toString().stripTrailing());
    }
    return lines;
  }

  /** Nothing that came from elsewhere shall steer the terminal. */
  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
  }

  /** Chinese characters and their punctuation are two cells wide. */
  private static int width(String text) {
    return text.codePoints()
        .map(
            c ->
                Character.isIdeographic(c)
                        || c >= 0x3000 && c <= 0x30ff
                        || c >= 0xff00 && c <= 0xff60
                    ? 2
                    : 1)
        .sum();
  }
}
