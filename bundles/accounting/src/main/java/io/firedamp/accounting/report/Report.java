package io.firedamp.accounting.report;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * What a report says, without a form.
 *
 * @param name for scripts: {@code month}
 * @param title for people
 * @param facts single figures
 * @param tables the rest
 * @param signed whether people sign it
 */
public record Report(String name, Text title, List<Fact> facts, List<Grid> tables, boolean signed) {
  /**
   * A single figure.
   *
   * @param key for scripts
   * @param label for people, with its unit
   */
  public record Fact(String key, Text label, Cell cell) {
    public Fact {
      Objects.requireNonNull(key);
      Objects.requireNonNull(label);
      Objects.requireNonNull(cell);
    }
  }

  /**
   * A column of a table.
   *
   * @param key for scripts
   * @param label for people, with its unit
   */
  public record Column(String key, Text label) {
    public Column {
      Objects.requireNonNull(key);
      Objects.requireNonNull(label);
    }
  }

  /**
   * A table.
   *
   * @param key for scripts
   * @param rows a cell for each column
   */
  public record Grid(String key, Text title, List<Column> columns, List<List<Cell>> rows) {
    /**
     * @throws IllegalArgumentException if a row has not a cell for each column
     */
    public Grid {
      Objects.requireNonNull(key);
      Objects.requireNonNull(title);
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<Cell> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(key + ": a row of " + row.size() + " cells");
        }
      }
    }
  }

  public Report {
    Objects.requireNonNull(name);
    Objects.requireNonNull(title);
    facts = List.copyOf(facts);
    tables = List.copyOf(tables);
  }
}
