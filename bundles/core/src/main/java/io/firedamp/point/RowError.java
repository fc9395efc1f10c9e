package io.firedamp.point;

import io.firedamp.text.Text;
import java.util.Objects;

/**
 * What is wrong with a cell of the point table.
 *
 * @param file the name of the file
 * @param line its line, from 1; 0 if it is about the file as a whole
 * @param column the heading; empty if it is about the line as a whole
 * @param found what stands there; empty if nothing does
 * @param allowed what is wrong, or what is allowed
 */
public record RowError(String file, int line, String column, String found, Text allowed) {
  public RowError {
    Objects.requireNonNull(file);
    Objects.requireNonNull(column);
    Objects.requireNonNull(found);
    Objects.requireNonNull(allowed);
  }

  /** What is wrong with the file as a whole. */
  public static RowError ofFile(String file, Text allowed) {
    return new RowError(file, 0, "", "", allowed);
  }

  /** A line for people: {@code points.csv, line 7, code = FON001: ...}. */
  public Text text() {
    String what = found.isEmpty() ? column : column + " = " + found;
    String separator = what.isEmpty() ? "" : ", ";
    return new Text(
        file + (line > 0 ? ", line " + line : "") + separator + what + ": " + allowed.en(),
        file + (line > 0 ? ", 第 " + line + " 行" : "") + separator + what + ": " + allowed.zh());
  }
}
