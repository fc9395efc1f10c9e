package io.firedamp.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Comma-separated text as spreadsheets write it (RFC 4180): quoted cells, doubled quotes in them,
 * line ends LF, CRLF or CR. Blanks around a cell are not part of it, nor is the apostrophe before a
 * cell that begins like a formula ({@code '=}, {@code '+}, {@code '-}, {@code '@}): spreadsheets
 * know it, and {@link #text} writes it. Empty lines and lines that start with {@code #} (or with
 * {@code "#}, as a spreadsheet may write it) are skipped.
 */
final class Csv {
  /**
   * A line that is not skipped.
   *
   * @param number its number in the file, from 1
   * @param cells never empty
   */
  record Line(int number, List<String> cells) {
    /** The cell of that column, empty where the line is shorter. */
    String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  private static final String END = "\r\n";
  private static final Pattern LIKE_A_FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

  private final String text;
  private final List<Line> lines = new ArrayList<>();
  private int position;
  private int lineNumber = 1;
  private int unclosedQuote;

  private Csv(String text) {
    this.text = text;
    while (position < text.length()) {
      int first = lineNumber;
      boolean comment = text.charAt(position) == '#';
      add(first, cells(comment), comment);
    }
  }

  static Csv of(String text) {
    return new Csv(text);
  }

  /** Lines that come from elsewhere, under the same rules. */
  static Csv of(Map<Integer, List<String>> cells) {
    Csv csv = new Csv("");
    cells.forEach(
        (number, line) -> csv.add(number, line.stream().map(Csv::trimmed).toList(), false));
    return csv;
  }

  /** Text of these lines: CRLF, quoted where it must be, nothing that runs as a formula. */
  static String text(List<List<String>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(Csv::written).collect(Collectors.joining(",")) + END)
        .collect(Collectors.joining());
  }

  private static String written(String cell) {
    boolean formula = LIKE_A_FORMULA.matcher(cell).matches() && !NUMBER.matcher(cell).matches();
    String plain = formula ? "'" + cell : cell;
    boolean quoted = plain.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }

  private void add(int number, List<String> cells, boolean comment) {
    boolean skipped = comment || cells.isEmpty() || cells.get(0).startsWith("#");
    if (!skipped && cells.stream().anyMatch(cell -> !cell.isEmpty())) {
      lines.add(new Line(number, List.copyOf(cells)));
    }
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The number of the line whose quote is never closed; 0 if there is none. */
  int unclosedQuote() {
    return unclosedQuote;
  }

  private List<String> cells(boolean comment) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"' && !comment && cell.toString().isBlank()) {
        cell.setLength(0);
        quoted(cell);
      } else if (c == ',') {
        cells.add(trimmed(cell));
        cell.setLength(0);
      } else if (c == '\n' || c == '\r') {
        if (c == '\r' && position < text.length() && text.charAt(position) == '\n') {
          position++;
        }
        lineNumber++;
        break;
      } else {
        cell.append(c);
      }
    }
    cells.add(trimmed(cell));
    return cells;
  }

  /** Reads on to the closing quote; line ends inside belong to the cell. */
  private void quoted(StringBuilder cell) {
    int opened = lineNumber;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c != '"') {
        lineNumber += c == '\n' ? 1 : 0;
        cell.append(c);
      } else if (position < text.length() && text.charAt(position) == '"') {
        cell.append('"');
        position++;
      } else {
        return;
      }
    }
    unclosedQuote = opened;
  }

  private static String trimmed(CharSequence cell) {
    String plain = cell.toString().replace('\u00a0', ' ').strip();
    boolean guarded = plain.length() > 1 && plain.charAt(0) == '\'';
    return guarded && LIKE_A_FORMULA.matcher(plain.substring(1)).matches()
        ? plain.substring(1)
        : plain;
  }
}
