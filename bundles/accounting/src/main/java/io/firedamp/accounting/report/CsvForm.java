package io.firedamp.accounting.report;

import io.firedamp.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** RFC 4180: the facts, then each table under its title, with an empty line between them. */
final class CsvForm implements Form {
  static final String BYTE_ORDER_MARK = "\uFEFF";
  static final String END = "\r\n";

  @Override
  public void write(Report report, Locale locale, OutputStream out) throws IOException {
    StringBuilder csv = new StringBuilder(BYTE_ORDER_MARK);
    csv.append(words(report.title().in(locale))).append(END);
    for (Report.Fact fact : report.facts()) {
      csv.append(words(fact.label().in(locale))).append(',');
      csv.append(cell(fact.cell(), locale)).append(END);
    }
    for (Report.Grid grid : report.tables()) {
      csv.append(END).append(words(grid.title().in(locale))).append(END);
      List<Text> labels = grid.columns().stream().map(Report.Column::label).toList();
      csv.append(
          labels.stream().map(label -> words(label.in(locale))).collect(Collectors.joining(",")));
      csv.append(END);
      for (List<Cell> row : grid.rows()) {
        csv.append(row.stream().map(cell -> cell(cell, locale)).collect(Collectors.joining(",")));
        csv.append(END);
      }
    }
    out.write(csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String cell(Cell cell, Locale locale) {
    return cell instanceof Cell.Words
        ? words(cell.text(locale))
        : cell.text(locale); // a number or a time has nothing to be quoted
  }

  /** Words that begin like a formula are not to be one in a spreadsheet. */
  static String words(String words) {
    String plain =
        !words.isEmpty() && "=+-@\t\r".indexOf(words.charAt(0)) >= 0 ? "'" + words : words;
    boolean quoted = plain.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }
}
