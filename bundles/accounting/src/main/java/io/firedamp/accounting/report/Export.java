package io.firedamp.accounting.report;

import io.firedamp.point.Frame;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.store.FrameStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Stored values as a table: a row for each instant, a column for each point, under its code, its
 * field name of 附录D and its unit. Values as they were stored, not rounded; empty where there is
 * none that may be reported. Frame after frame, so that a year needs no more memory than an hour.
 */
public final class Export {
  /** Where the rows go. */
  interface Sheet extends AutoCloseable {
    void words(List<String> words) throws IOException;

    void values(String time, List<Optional<BigDecimal>> values) throws IOException;

    @Override
    void close() throws IOException;
  }

  private final FrameStore store;
  private final PointTable tables;
  private final String project;

  /**
   * @param project whose points; empty for the site's own
   */
  public Export(FrameStore store, PointTable tables, String project) {
    this.store = store;
    this.tables = tables;
    this.project = project;
  }

  /**
   * Writes CSV.
   *
   * @param wanted which codes
   * @return how many instants
   */
  public long csv(Instant from, Instant to, Predicate<String> wanted, OutputStream out)
      throws IOException {
    try (Sheet sheet = new CsvSheet(out)) {
      return write(from, to, wanted, sheet);
    }
  }

  /**
   * Writes a workbook, with as many sheets as it takes.
   *
   * @param wanted which codes
   * @return how many instants
   */
  public long xlsx(Instant from, Instant to, Predicate<String> wanted, OutputStream out)
      throws IOException {
    try (Sheet sheet = new XlsxSheet(out)) {
      return write(from, to, wanted, sheet);
    }
  }

  private long write(Instant from, Instant to, Predicate<String> wanted, Sheet sheet)
      throws IOException {
    List<Point> points = points(from, to, wanted);
    sheet.words(heading("time 时间", points.stream().map(point -> point.id().code()).toList()));
    sheet.words(
        heading(
            "附录D 英文名称",
            points.stream().map(point -> tables.fieldName(point.id()).orElse("")).toList()));
    sheet.words(heading("unit 单位", points.stream().map(Point::unit).toList()));
    Map<PointId, Integer> columns = new HashMap<>();
    points.forEach(point -> columns.put(point.id(), columns.size()));
    long[] rows = {0};
    try {
      store.scan(
          from,
          to,
          stored -> {
            List<Optional<BigDecimal>> values = values(stored.frame(), columns);
            if (values.stream().anyMatch(Optional::isPresent)) {
              rows[0]++;
              try {
                sheet.values(new Cell.Time(stored.frame().time()).precise(), values);
              } catch (IOException full) {
                throw new UncheckedIOException(full);
              }
            }
          });
    } catch (UncheckedIOException full) {
      throw full.getCause();
    }
    return rows[0];
  }

  private static List<String> heading(String first, List<String> rest) {
    List<String> heading = new ArrayList<>(List.of(first));
    heading.addAll(rest);
    return heading;
  }

  private static List<Optional<BigDecimal>> values(Frame frame, Map<PointId, Integer> columns) {
    List<Optional<BigDecimal>> values =
        new ArrayList<>(Collections.nCopies(columns.size(), Optional.empty()));
    for (Sample sample : frame.samples()) {
      Integer column = columns.get(sample.point());
      if (column != null && sample.quality().usable()) {
        values.set(column, Optional.of(BigDecimal.valueOf(sample.value())));
      }
    }
    return values;
  }

  /** Every point that a table had in that span, by its last row. */
  private List<Point> points(Instant from, Instant to, Predicate<String> wanted)
      throws IOException {
    Map<PointId, Point> points = new LinkedHashMap<>();
    Instant ends = Instant.MAX;
    for (long number = tables.current().number(); number > 0 && ends.isAfter(from); number--) {
      Optional<Table> table = tables.version(number);
      if (table.isPresent()) {
        if (table.get().since().isBefore(to)) {
          table.get().points().stream()
              .filter(point -> point.id().project().equals(project))
              .filter(point -> wanted.test(point.id().code()))
              .forEach(point -> points.putIfAbsent(point.id(), point));
        }
        ends = table.get().since();
      }
    }
    return List.copyOf(points.values());
  }
}
