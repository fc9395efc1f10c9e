package io.firedamp.pipeline;

import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Point;
import io.firedamp.point.Table;
import io.firedamp.register.Inspection;
import io.firedamp.register.Inspection.Kind;
import io.firedamp.register.Instrument;
import io.firedamp.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instruments of the table in force, and which of them has to be verified or calibrated
 * (CCER-6.3-01). Any thread.
 */
final class Inspections {
  private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
  private static final int AHEAD_DAYS = 30;
  private static final int MOST_SHOWN = 20;

  /** What the ledger says cannot be counted with. */
  private record Unclear(String code, Column column, String found) {}

  /** A table's instruments; worked out once for each table. */
  private record Known(Table table, List<Instrument> instruments, List<Unclear> unclear) {
    static Known of(Table table) {
      List<Unclear> unclear = new ArrayList<>();
      List<Instrument> instruments =
          table.points().stream()
              .filter(point -> point.formula().isEmpty())
              .map(point -> instrument(point, unclear))
              .toList();
      return new Known(table, instruments, List.copyOf(unclear));
    }
  }

  private final Since since = new Since();
  private volatile Known known = Known.of(Table.EMPTY);

  /** Those of that table, in its order. */
  List<Instrument> instruments(Table table) {
    return of(table).instruments();
  }

  private Known of(Table table) {
    Known present = known;
    if (present.table() != table) {
      present = Known.of(table);
      known = present;
    }
    return present;
  }

  private static Instrument instrument(Point point, List<Unclear> unclear) {
    return new Instrument(
        point,
        Stream.of(
                inspection(
                    point,
                    Kind.VERIFICATION,
                    Column.VERIFICATION_INTERVAL,
                    Column.VERIFIED,
                    Column.VERIFICATION_REPORT,
                    unclear),
                inspection(
                    point,
                    Kind.CALIBRATION,
                    Column.CALIBRATION_INTERVAL,
                    Column.CALIBRATED,
                    Column.CALIBRATION_REPORT,
                    unclear))
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<Inspection> inspection(
      Point point,
      Kind kind,
      Column every,
      Column done,
      Column certificate,
      List<Unclear> unclear) {
    String interval = point.columns().getOrDefault(every.heading(), "");
    String last = point.columns().getOrDefault(done.heading(), "");
    String report = point.columns().getOrDefault(certificate.heading(), "");
    if (Interval.isNone(interval) && Interval.isNone(last) && Interval.isNone(report)) {
      return Optional.empty();
    }
    Optional<LocalDate> due = Optional.empty();
    if (!Interval.isNone(interval) && !Interval.isNone(last)) {
      var period = Interval.of(interval);
      var day = Interval.day(last);
      String code = point.id().value();
      if (period.isEmpty()) {
        unclear.add(new Unclear(code, every, interval));
      }
      if (day.isEmpty()) {
        unclear.add(new Unclear(code, done, last));
      }
      due = day.flatMap(from -> period.map(from::plus));
    }
    return Optional.of(new Inspection(kind, interval, last, report, due));
  }

  /** Subject {@code instruments}; nothing as long as no ledger is filled in. */
  List<Health> health(Table table, Instant now) {
    Known of = of(table);
    boolean silent = of.instruments().stream().allMatch(i -> i.inspections().isEmpty());
    if (silent) {
      return List.of();
    }
    LocalDate today = LocalDate.ofInstant(now, SITE);
    LocalDate soon = today.plusDays(AHEAD_DAYS);
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("instruments", "instruments", "计量仪表", of.instruments().size(), ""));
    of.instruments().stream()
        .map(Instrument::due)
        .flatMap(Optional::stream)
        .min(LocalDate::compareTo)
        .ifPresent(
            next ->
                figures.add(
                    Figure.of(
                        "next",
                        "next inspection in",
                        "距下次检定校准",
                        ChronoUnit.DAYS.between(today, next),
                        "d")));
    List<Text> overdue = due(of, LocalDate.MIN, today);
    List<Text> ahead = due(of, today, soon.plusDays(1));
    Text remedy =
        new Text(
            "Have it done, and enter date and report in points.csv; firedamp:register shows the"
                + " ledger.",
            "请送检，并在 points.csv 中登记时间和报告；台账见 firedamp:register。");
    if (!overdue.isEmpty()) {
      Text cause =
          joined(
              new Text(
                  "Instruments are overdue; a verifier may not accept their values.",
                  "仪表检定或校准已过期，核查时其数据可能不被认可。"),
              overdue);
      return List.of(health("instruments.overdue", Level.MAJOR, now, cause, remedy, figures));
    }
    if (!ahead.isEmpty()) {
      Text cause = joined(new Text("Soon due:", "即将到期:"), ahead);
      return List.of(health("instruments.due", Level.NOTICE, now, cause, remedy, figures));
    }
    if (!of.unclear().isEmpty()) {
      Text cause =
          joined(
              new Text("It cannot be told when these are due:", "无法算出下列仪表的到期日:"),
              of.unclear().stream()
                  .map(u -> Text.same(u.code() + " " + u.column().heading() + " = " + u.found()))
                  .toList());
      Text correct =
          new Text(
              "Write dates as 2026-11-21, intervals as 1次/年, 6 months; none as a hyphen.",
              "日期请写作 2026-11-21，频次写作 1次/年、6个月；没有则写“-”。");
      return List.of(health("instruments.unclear", Level.NOTICE, now, cause, correct, figures));
    }
    return List.of(Health.ok("instruments", since.of(Health.OK, now), figures));
  }

  /** What is due from one day on, and before the other. */
  private static List<Text> due(Known known, LocalDate from, LocalDate before) {
    List<Text> list = new ArrayList<>();
    for (Instrument instrument : known.instruments()) {
      for (Inspection inspection : instrument.inspections()) {
        inspection
            .due()
            .filter(day -> !day.isBefore(from) && day.isBefore(before))
            .ifPresent(day -> list.add(line(instrument, inspection.kind(), day)));
      }
    }
    return list;
  }

  private static Text line(Instrument instrument, Kind kind, LocalDate day) {
    String code = instrument.point().id().value();
    return new Text(
        code + " " + kind.text().en() + " " + day, code + " " + kind.text().zh() + " " + day);
  }

  private static Text joined(Text head, List<Text> lines) {
    int more = Math.max(0, lines.size() - MOST_SHOWN);
    StringBuilder en = new StringBuilder(head.en());
    StringBuilder zh = new StringBuilder(head.zh());
    lines.stream()
        .limit(MOST_SHOWN)
        .forEach(
            line -> {
              en.append('\n').append(line.en());
              zh.append('\n').append(line.zh());
            });
    if (more > 0) {
      en.append("\n… and ").append(more).append(" more");
      zh.append("\n…… 另有 ").append(more).append(" 处");
    }
    return new Text(en.toString(), zh.toString());
  }

  private Health health(
      String code, Level level, Instant now, Text cause, Text remedy, List<Figure> figures) {
    return new Health("instruments", level, since.of(code, now), code, cause, remedy, figures);
  }
}
