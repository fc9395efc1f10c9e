package io.firedamp.accounting.report;

import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Explanation;
import io.firedamp.account.Gap;
import io.firedamp.account.Interruptions;
import io.firedamp.account.Papers;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.accounting.China;
import io.firedamp.accounting.report.Report.Column;
import io.firedamp.accounting.report.Report.Fact;
import io.firedamp.accounting.report.Report.Grid;
import io.firedamp.courier.Route;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the reports on an uplink say (CCER-4.4-02, CCER-4.5, CCER-4.6). */
public final class Reports {
  private static final List<Column> TALLY =
      List.of(
          column("due", "due", "应采"),
          column("recorded", "recorded", "已存储"),
          column("recorded_rate", "recorded %", "存储率 %"),
          column("owed", "to be uploaded", "应传"),
          column("on_time", "acknowledged in time", "按时确认"),
          column("rate", "transfer rate %", "数据传输率 %"),
          column("refused", "refused", "被拒绝"),
          column("unanswered", "unanswered", "无应答"),
          column("expired", "not sent in time", "超时未发"),
          column("published", "unconfirmed", "未要求应答"),
          column("missing", "not recorded", "缺失"),
          column("late", "delivered late", "迟到送达"),
          column("backfilled", "delivered on command", "按指令补传"),
          column("rate_with_backfill", "rate with these two %", "含迟到和补传传输率 %"));

  private static final Text TRIAL = new Text("Trial run", "联网试运行");

  private final Accounts accounts;
  private final PointTable tables;
  private final Route route;
  private final Instant now;

  /**
   * @param route of the uplink that is reported on
   */
  public Reports(Accounts accounts, PointTable tables, Route route, Instant now) {
    this.accounts = accounts;
    this.tables = tables;
    this.route = route;
    this.now = now;
  }

  private static Column column(String key, String en, String zh) {
    return new Column(key, new Text(en, zh));
  }

  /** The report of that kind on the span in which that day lies. */
  public Report of(Papers.Kind kind, LocalDate any) throws IOException {
    return switch (kind) {
      case DAY -> day(any);
      case MONTH -> month(any);
      case YEAR -> year(any);
      case TRIAL -> trial();
    };
  }

  /** 日报: a natural day by hours and points. */
  public Report day(LocalDate day) throws IOException {
    List<Instant> hours =
        Stream.iterate(China.begin(day), hour -> hour.plus(Duration.ofHours(1))).limit(25).toList();
    List<Fact> facts = head(hours);
    return new Report(
        "day",
        new Text("Daily report " + day, "日报 " + day),
        facts,
        List.of(
            spans("hours", new Text("By hour", "逐时"), column("hour", "hour", "小时"), hours),
            points(China.begin(day), China.begin(day.plusDays(1))),
            gaps(China.begin(day), China.begin(day.plusDays(1)))),
        false);
  }

  /** 月报: a natural month by days and points, to be signed. */
  public Report month(LocalDate any) throws IOException {
    LocalDate first = any.withDayOfMonth(1);
    LocalDate next = first.plusMonths(1);
    List<Instant> days = first.datesUntil(next.plusDays(1)).map(China::begin).toList();
    Interruptions interruptions =
        accounts.interruptions(route.uplink(), China.begin(first), China.begin(next));
    List<Fact> facts = head(days);
    facts.add(
        fact(
            "longest_h",
            "longest interruption, h (limit 72)",
            "最长连续中断（小时，限 72）",
            Cell.hours(interruptions.longest())));
    facts.add(
        fact("running_h", "running now, h", "当前中断已持续（小时）", Cell.hours(interruptions.running())));
    Duration left = Interruptions.LONGEST_OF_MONTH.minus(interruptions.running());
    facts.add(
        fact(
            "left_h",
            "left before it lasts 72 h",
            "距 72 小时剩余（小时）",
            Cell.hours(left.isNegative() ? Duration.ZERO : left)));
    facts.add(
        fact(
            "lost_h",
            "missing and interrupted, h",
            "缺失和中断合计（小时）",
            Cell.hours(interruptions.lost())));
    facts.add(fact("in_doubt", "in doubt (L60)", "数据存疑", yes(interruptions.monthInDoubt())));
    String month = first.toString().substring(0, 7);
    return new Report(
        "month",
        new Text("Monthly report " + month, "月报 " + month),
        facts,
        List.of(
            spans("days", new Text("By day", "逐日"), column("day", "day", "日期"), days),
            points(China.begin(first), China.begin(next)),
            gaps(China.begin(first), China.begin(next))),
        true);
  }

  /** 年报: a natural year by months. */
  public Report year(LocalDate any) throws IOException {
    LocalDate first = any.withDayOfYear(1);
    List<Instant> months =
        Stream.iterate(first, month -> month.plusMonths(1)).limit(13).map(China::begin).toList();
    Interruptions interruptions =
        accounts.interruptions(route.uplink(), months.get(0), months.get(12));
    Duration left = Interruptions.MOST_OF_YEAR.minus(interruptions.lost());
    List<Fact> facts = head(months);
    facts.add(
        fact(
            "lost_d",
            "missing and interrupted, d (limit 20)",
            "缺失和中断总时长（天，限 20）",
            Cell.days(interruptions.lost())));
    facts.add(
        fact("left_d", "left, d", "剩余（天）", Cell.days(left.isNegative() ? Duration.ZERO : left)));
    facts.add(
        fact(
            "forecast_d",
            "forecast for the whole year, d",
            "全年预测（天）",
            Cell.days(interruptions.forecast())));
    facts.add(fact("in_doubt", "in doubt (L60)", "数据存疑", yes(interruptions.yearInDoubt())));
    return new Report(
        "year",
        new Text("Annual report " + first.getYear(), "年报 " + first.getYear()),
        facts,
        List.of(
            spans(
                "months", new Text("By month", "逐月"), column("month", "month from", "月份起"), months),
            gaps(months.get(0), months.get(12))),
        true);
  }

  /** 试运行: how far it is, and what is left. */
  public Report trial() throws IOException {
    Trial trial = accounts.trial(route.uplink());
    Interruptions interruptions = trial.interruptions();
    List<Fact> facts = whose();
    facts.add(fact("state", "state", "状态", Cell.of(trial.state().text())));
    if (trial.state() == Trial.State.NONE) {
      return new Report("trial", TRIAL, facts, List.of(), false);
    }
    facts.add(fact("begun", "counted since", "计时起点", Cell.of(trial.begun())));
    facts.add(fact("days", "whole natural days (30 needed)", "已满自然日（需 30）", Cell.of(trial.days())));
    facts.add(
        fact("days_left", "days left", "剩余天数", Cell.of(Math.max(0, Trial.DAYS - trial.days()))));
    facts.add(fact("ends", "ends at the begin of", "到期日", Cell.of(trial.ends())));
    facts.add(fact("owed", "to be uploaded so far", "应传数据", Cell.of(trial.tally().owed())));
    facts.add(fact("on_time", "acknowledged in time", "按时确认", Cell.of(trial.tally().onTime())));
    facts.add(
        fact(
            "rate",
            "transfer rate % (90 needed)",
            "累计数据传输率 %（需 90）",
            Cell.of(trial.tally().rate())));
    facts.add(fact("needed", "rate that the rest needs %", "剩余时段所需传输率 %", Cell.of(trial.needed())));
    facts.add(
        fact(
            "longest_h",
            "longest interruption, h (limit 72)",
            "最长连续中断（小时，限 72）",
            Cell.hours(interruptions.longest())));
    facts.add(
        fact("running_h", "running now, h", "当前中断已持续（小时）", Cell.hours(interruptions.running())));
    List<List<Cell>> restarts =
        trial.restarts().stream()
            .map(restart -> List.of(Cell.of(restart.at()), Cell.of(restart.why())))
            .toList();
    Grid again =
        new Grid(
            "restarts",
            new Text("Begun anew", "重新计时"),
            List.of(column("at", "at", "时间"), column("why", "why", "原因")),
            restarts);
    return new Report("trial", TRIAL, facts, List.of(again, gaps(trial.begun(), now)), true);
  }

  /** 缺失和中断: what was missing. */
  public Report gaps(Instant from, Instant to, Text title) throws IOException {
    List<Fact> facts = whose();
    facts.add(fact("from", "from", "起", Cell.of(from)));
    facts.add(fact("to", "to", "止", Cell.of(to)));
    return new Report("gaps", title, facts, List.of(gaps(from, to)), true);
  }

  // ---- pieces

  private static Fact fact(String key, String en, String zh, Cell cell) {
    return new Fact(key, new Text(en, zh), cell);
  }

  private static Cell yes(boolean is) {
    return Cell.of(is ? new Text("YES", "是") : new Text("no", "否"));
  }

  private List<Fact> whose() {
    List<Fact> facts = new ArrayList<>();
    tables
        .project(route.project())
        .ifPresent(
            project -> {
              facts.add(fact("project", "project", "项目名称", Cell.of(project.name())));
              facts.add(
                  fact("registration", "registration", "项目登记号", Cell.of(project.registration())));
            });
    facts.add(fact("uplink", "uplink", "上传实例", Cell.of(route.uplink())));
    facts.add(fact("made", "made at", "生成时间", Cell.of(now)));
    return facts;
  }

  private List<Fact> head(List<Instant> bounds) throws IOException {
    Account account =
        accounts.account(route.uplink(), bounds.get(0), bounds.get(bounds.size() - 1));
    List<Fact> facts = whose();
    facts.add(fact("from", "from", "起", Cell.of(account.from())));
    facts.add(fact("to", "to", "止", Cell.of(account.to())));
    facts.add(fact("through", "counted through", "统计截至", Cell.of(account.through())));
    List<Cell> cells = cells(account.total());
    for (int i = 0; i < cells.size(); i++) {
      facts.add(new Fact(TALLY.get(i).key(), TALLY.get(i).label(), cells.get(i)));
    }
    return facts;
  }

  private static List<Cell> cells(Tally tally) {
    return List.of(
        Cell.of(tally.due()),
        Cell.of(tally.recorded()),
        Cell.of(tally.recordedRate()),
        Cell.of(tally.owed()),
        Cell.of(tally.onTime()),
        Cell.of(tally.rate()),
        Cell.of(tally.refused()),
        Cell.of(tally.unanswered()),
        Cell.of(tally.expired()),
        Cell.of(tally.published()),
        Cell.of(tally.missing()),
        Cell.of(tally.late()),
        Cell.of(tally.backfilled()),
        Cell.of(tally.rateWithBackfill()));
  }

  private static <T> List<T> behind(List<T> first, List<T> rest) {
    return Stream.concat(first.stream(), rest.stream()).toList();
  }

  private Grid spans(String key, Text title, Column first, List<Instant> bounds)
      throws IOException {
    List<List<Cell>> rows =
        accounts.accounts(route.uplink(), bounds).stream()
            .filter(account -> account.total().due() > 0)
            .map(account -> behind(List.of(Cell.of(account.from())), cells(account.total())))
            .toList();
    return new Grid(key, title, behind(List.of(first), TALLY), rows);
  }

  private Grid points(Instant from, Instant to) throws IOException {
    Map<PointId, Text> names =
        tables.current().points().stream().collect(Collectors.toMap(Point::id, Point::name));
    List<List<Cell>> rows =
        accounts.account(route.uplink(), from, to).points().entrySet().stream()
            .map(
                entry ->
                    behind(
                        List.of(
                            Cell.of(entry.getKey().code()),
                            Cell.of(tables.fieldName(entry.getKey()).orElse("")),
                            Cell.of(names.getOrDefault(entry.getKey(), Text.NONE))),
                        cells(entry.getValue())))
            .toList();
    List<Column> columns =
        List.of(
            column("code", "point", "点位编号"),
            column("field", "field of annex D", "附录D 英文名称"),
            column("name", "name", "描述"));
    return new Grid("points", new Text("By point", "逐点"), behind(columns, TALLY), rows);
  }

  private Grid gaps(Instant from, Instant to) throws IOException {
    List<List<Cell>> rows = new ArrayList<>();
    for (Gap gap : accounts.gaps(route.uplink(), from, to)) {
      String points =
          gap.points().stream().sorted().map(PointId::code).collect(Collectors.joining(" "));
      Text goesOn = gap.open() ? new Text("goes on", "未结束") : Text.NONE;
      rows.add(
          List.of(
              Cell.of(gap.id()),
              Cell.of(gap.from()),
              Cell.of(gap.to()),
              Cell.of(goesOn),
              Cell.hours(gap.length()),
              Cell.of(gap.cause().text()),
              Cell.of(gap.source()),
              Cell.of(gap.lost()),
              Cell.of(points),
              Cell.of(
                  gap.explanations().stream()
                      .map(Reports::said)
                      .collect(Collectors.joining("; ")))));
    }
    return new Grid(
        "gaps",
        new Text("Missing and interrupted, longer than 5 s", "缺失和中断（超过 5 秒）"),
        List.of(
            column("id", "id", "编号"),
            column("from", "from", "起"),
            column("to", "to", "止"),
            column("open", "", ""),
            column("hours", "h", "时长（小时）"),
            column("cause", "cause", "原因"),
            column("source", "source", "数据源"),
            column("lost", "values lost", "缺失数据"),
            column("points", "points", "点位"),
            column("explanation", "explanation", "情况说明")),
        rows);
  }

  private static String said(Explanation explanation) {
    return explanation.text() + (explanation.by().isEmpty() ? "" : " (" + explanation.by() + ")");
  }
}
