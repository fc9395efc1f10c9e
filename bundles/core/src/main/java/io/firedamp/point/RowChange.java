package io.firedamp.point;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of a row when another point table comes into force.
 *
 * @param point whose row it is
 * @param what whether it comes, goes, or says something else
 * @param cells the columns that say something else, in the order of the export; of a row that comes
 *     or goes all that say anything
 */
public record RowChange(PointId point, What what, List<Cell> cells) {
  /** What becomes of a row. */
  public enum What {
    NEW(new Text("new", "新增")),
    CHANGED(new Text("changed", "修改")),
    GONE(new Text("gone", "删除"));

    private final Text text;

    What(Text text) {
      this.text = text;
    }

    /** The word for people. */
    public Text text() {
      return text;
    }
  }

  /**
   * A cell before and after. Both are what the row means: a default that is written out is no
   * change.
   *
   * @param column its heading
   * @param before empty if it says nothing now
   * @param after empty if it will say nothing
   */
  public record Cell(Text column, String before, String after) {
    public Cell {
      Objects.requireNonNull(column);
      Objects.requireNonNull(before);
      Objects.requireNonNull(after);
    }
  }

  public RowChange {
    Objects.requireNonNull(point);
    Objects.requireNonNull(what);
    cells = List.copyOf(cells);
  }
}
