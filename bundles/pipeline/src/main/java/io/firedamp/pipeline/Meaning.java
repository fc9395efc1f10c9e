package io.firedamp.pipeline;

import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a row means in every column, whether it was written or is a default, in one spelling: what
 * is exported, and what rows are compared by. An exported table that comes back changes nothing.
 */
final class Meaning {
  private Meaning() {}

  /** A text for every column; empty where the row says nothing. */
  static Map<Column, String> of(Row row) {
    Point point = row.point();
    Map<Column, String> means = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      means.put(column, written(point, column));
    }
    means.put(Column.NAME, point.name().zh());
    means.put(Column.TYPE, row.binding().type().word());
    means.put(Column.ORDER, row.computed() ? "" : row.binding().order().name());
    means.put(Column.SCALE, row.computed() ? "" : decimal(written(point, Column.SCALE), "1"));
    means.put(Column.OFFSET, row.computed() ? "" : decimal(written(point, Column.OFFSET), "0"));
    means.put(Column.LOW, decimal(written(point, Column.LOW), ""));
    means.put(Column.HIGH, decimal(written(point, Column.HIGH), ""));
    means.put(Column.PERIOD, PointFile.words(point.period()));
    means.put(Column.UPLOAD, PointFile.words(point.upload()));
    means.put(Column.FLAG, point.inside() ? "1" : "0");
    means.put(Column.DECIMALS, Integer.toString(point.decimals()));
    means.put(Column.UNIT, point.unit());
    means.put(Column.KIND, point.kind() == Kind.CUMULATIVE ? "累计值" : "监测数据");
    means.put(Column.ACCESS, "只读");
    return means;
  }

  /** The cells of a line of the export. */
  static List<String> line(Row row) {
    Map<Column, String> means = of(row);
    return Column.EXPORTED.stream().map(means::get).toList();
  }

  private static String written(Point point, Column column) {
    return point.columns().getOrDefault(column.heading(), "");
  }

  private static String decimal(String written, String preset) {
    return written.isEmpty()
        ? preset
        : new BigDecimal(written).stripTrailingZeros().toPlainString();
  }
}
