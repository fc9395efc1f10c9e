package io.firedamp.shell;

import io.firedamp.shell.Ink.Tone;
import java.util.ArrayList;
import java.util.List;

/** A table whose columns stand in line, also with Chinese in them. */
final class Grid {
  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  /**
   * @param heading above the column
   * @param numeric whether it is aligned to the right
   * @param yields whether it gives way where the terminal is too narrow; one column at the most
   */
  record Column(String heading, boolean numeric, boolean yields) {
    static Column text(String heading) {
      return new Column(heading, false, false);
    }

    static Column number(String heading) {
      return new Column(heading, true, false);
    }

    static Column elastic(String heading) {
      return new Column(heading, false, true);
    }
  }

  /** A piece of a row. */
  record Cell(String text, Tone tone) {
    Cell {
      text = Cells.clean(text);
    }

    static Cell of(String text) {
      return new Cell(text, Tone.NORMAL);
    }
  }

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  Grid(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row: a cell for each column. */
  void add(Cell... cells) {
    rows.add(List.of(cells));
  }

  /**
   * The heading and the rows.
   *
   * @param width cells of the terminal; the yielding column shrinks to it as far as it can
   */
  List<String> lines(Ink ink, int width) {
    int[] widths = widths(width);
    List<String> lines = new ArrayList<>();
    lines.add(
        line(columns.stream().map(c -> new Cell(c.heading(), Tone.TITLE)).toList(), widths, ink));
    rows.forEach(row -> lines.add(line(row, widths, ink)));
    return lines;
  }

  private int[] widths(int width) {
    int[] widths = new int[columns.size()];
    int total = GAP.length() * (columns.size() - 1);
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              Cells.width(columns.get(i).heading()),
              rows.stream().mapToInt(row -> Cells.width(row.get(column).text())).max().orElse(0));
      total += widths[i];
    }
    for (int i = 0; i < widths.length && total > width; i++) {
      if (columns.get(i).yields()) {
        widths[i] = Math.min(widths[i], Math.max(NARROWEST, widths[i] - (total - width)));
      }
    }
    return widths;
  }

  private String line(List<Cell> cells, int[] widths, Ink ink) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Cell cell = cells.get(i);
      String text = Cells.cut(cell.text(), widths[i]);
      boolean last = i == widths.length - 1;
      String padded;
      if (columns.get(i).numeric()) {
        padded = Cells.right(text, widths[i]);
      } else {
        padded = last ? text : Cells.left(text, widths[i]);
      }
      line.append(i == 0 ? "" : GAP).append(ink.paint(cell.tone(), padded));
    }
    return line.toString().stripTrailing();
  }
}
