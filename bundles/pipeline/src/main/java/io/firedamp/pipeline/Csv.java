package io.firedamp.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated text as spreadsheets write it (RFC 4180): quoted cells, doubled quotes in them,
 * line ends LF, CRLF or CR. Blanks around a cell are not part of it. Empty lines and lines that
 * start with {@code #} (or with {@code "#}, as a spreadsheet may write it) are skipped.
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
      List<String> cells = cells(comment);
      comment |= cells.get(0).startsWith("#");
      if (!comment && cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        lines.add(new Line(first, List.copyOf(cells)));
      }
    }
  }

  static Csv of(String text) {
    return new Csv(text);
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
    return cell.toString().replace('\u00a0', ' ').strip();
  }
}
