package io.firedamp.accounting.report;

import io.firedamp.account.Check;
import io.firedamp.accounting.report.Report.Column;
import io.firedamp.accounting.report.Report.Fact;
import io.firedamp.accounting.report.Report.Grid;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Sample;
import io.firedamp.store.FrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** 数据校对表: what is stored beside what the instruments say (CCER-4.4-01). */
public final class Checks {
  private static final Duration LEAST_LOOK = Duration.ofMinutes(2);

  private final FrameStore store;
  private final Instruments instruments;
  private final List<Point> points;
  private final Instant now;

  /** A stored value and when it was. */
  private record Stored(Instant time, Sample sample) {}

  /** What was found, and what is kept of it. */
  public record Sheet(Report report, Check check) {}

  /**
   * @param points which to compare
   */
  public Checks(FrameStore store, Instruments instruments, List<Point> points, Instant now) {
    this.store = store;
    this.instruments = instruments;
    this.points = List.copyOf(points);
    this.now = now;
  }

  /**
   * Asks every instrument; ten seconds each at the most.
   *
   * @param project whose points they are
   * @param by who compares; may be empty
   */
  public Sheet sheet(String project, String by) throws IOException, InterruptedException {
    Map<PointId, Stored> stored = newest();
    List<List<Cell>> rows = new ArrayList<>();
    List<Check.Line> lines = new ArrayList<>();
    for (Point point : points) {
      Optional<Stored> kept = Optional.ofNullable(stored.get(point.id()));
      Optional<Live> live = instruments.read(point.id());
      double before = kept.map(Stored::sample).map(Checks::value).orElse(Double.NaN);
      double read = live.map(Live::sample).map(Checks::value).orElse(Double.NaN);
      lines.add(new Check.Line(point.id(), before, read));
      rows.add(
          List.of(
              Cell.of(point.id().code()),
              Cell.of(point.name()),
              number(before, point.decimals()),
              Cell.of(kept.map(Stored::time).orElse(Instant.EPOCH)),
              Cell.of(kept.map(each -> each.sample().quality().text()).orElse(Text.NONE)),
              seconds(kept.map(Stored::time)),
              number(read, point.decimals()),
              Cell.of(live.map(each -> each.sample().quality().text()).orElse(Text.NONE)),
              number(exact(read).subtract(exact(before)), before, read, point.decimals()),
              Cell.of(point.unit()),
              Cell.of(""),
              Cell.of("")));
    }
    List<Fact> facts =
        List.of(
            new Fact("project", new Text("project", "项目"), Cell.of(project)),
            new Fact("made", new Text("made at", "校对时间"), Cell.of(now)),
            new Fact("by", new Text("by", "校对人"), Cell.of(by)));
    Report report =
        new Report(
            "check",
            new Text("Daily check of recorded values", "数据校对表"),
            facts,
            List.of(new Grid("points", new Text("Points", "点位"), COLUMNS, rows)),
            true);
    return new Sheet(report, new Check(now.truncatedTo(ChronoUnit.SECONDS), project, by, lines));
  }

  private static final List<Column> COLUMNS =
      List.of(
          column("code", "point", "点位编号"),
          column("name", "name", "描述"),
          column("stored", "stored", "存储值"),
          column("stored_at", "at", "存储时间"),
          column("stored_quality", "quality", "存储质量"),
          column("delay_s", "delay, s", "延迟（秒）"),
          column("read", "read now", "仪表当前值"),
          column("read_quality", "quality", "读取质量"),
          column("difference", "difference", "偏差"),
          column("unit", "unit", "单位"),
          column("display", "meter's display", "仪表显示值"),
          column("remark", "remark", "备注"));

  private static Column column(String key, String en, String zh) {
    return new Column(key, new Text(en, zh));
  }

  /** The newest stored sample of each point, of the last two periods. */
  private Map<PointId, Stored> newest() throws IOException {
    Duration look =
        points.stream()
            .map(point -> point.period().multipliedBy(2))
            .reduce(LEAST_LOOK, (a, b) -> a.compareTo(b) > 0 ? a : b);
    Map<PointId, Stored> newest = new HashMap<>();
    store.scan(
        now.minus(look),
        now.plus(look),
        stored ->
            stored
                .frame()
                .samples()
                .forEach(
                    sample ->
                        newest.put(sample.point(), new Stored(stored.frame().time(), sample))));
    return newest;
  }

  private static double value(Sample sample) {
    return sample.quality().usable() ? sample.value() : Double.NaN;
  }

  private static BigDecimal exact(double value) {
    return Double.isNaN(value) ? BigDecimal.ZERO : BigDecimal.valueOf(value);
  }

  private static Cell number(double value, int decimals) {
    return number(exact(value), value, value, decimals);
  }

  /** A number, if what it is made of is one. */
  private static Cell number(BigDecimal number, double one, double other, int decimals) {
    return Double.isNaN(one) || Double.isNaN(other)
        ? Cell.of("")
        : Cell.of(number.setScale(decimals, RoundingMode.HALF_UP));
  }

  private Cell seconds(Optional<Instant> time) {
    return time.map(at -> Cell.of(Math.max(0, Duration.between(at, now).toSeconds())))
        .orElse(Cell.of(""));
  }
}
