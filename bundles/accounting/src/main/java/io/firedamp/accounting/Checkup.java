package io.firedamp.accounting;

import io.firedamp.account.Accounts;
import io.firedamp.account.Interruptions;
import io.firedamp.account.Trial;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Warns before a limit is passed, and says so when it was (CCER-4.5-03, CCER-4.5-04, CCER-4.6-02,
 * CCER-4.6-03). Written by the counting thread after each hour, read by any.
 */
final class Checkup {
  private static final Duration WARN_RUNNING = Duration.ofDays(2);
  private static final double DAY_MS = Duration.ofDays(1).toMillis();
  private static final double HOUR_MS = Duration.ofHours(1).toMillis();

  private record Finding(Level level, String code, Text cause, Text remedy) {}

  private final Optional<Health> unreadable;
  private final Map<String, Health> last = new ConcurrentSkipListMap<>();

  /**
   * @param lines of the facts that could not be read
   */
  Checkup(List<Integer> lines, Instant now) {
    unreadable =
        lines.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Health(
                    "accounts",
                    Level.MAJOR,
                    now,
                    "accounts.unreadable",
                    new Text(
                        "Lines "
                            + lines
                            + " of state/accounts.jsonl cannot be read: what people"
                            + " said there is missing.",
                        "state/accounts.jsonl 第 " + lines + " 行无法读取，其中的人工记录缺失。"),
                    new Text(
                        "Restore the file from the backup, or remove these lines and enter them"
                            + " again; then restart the gateway.",
                        "请从备份恢复该文件，或删除这些行并重新录入，然后重启网关。"),
                    List.of()));
  }

  boolean knows(String uplink) {
    Health known = last.get(uplink);
    return known != null && !known.code().equals("accounts.failing");
  }

  void failed(String uplink, Exception why, Instant now) {
    put(
        uplink,
        new Finding(
            Level.MAJOR,
            "accounts.failing",
            new Text("Hours cannot be counted: " + why, "无法统计: " + why),
            new Text(
                "Nothing is lost: they are counted as soon as store and disk allow it.",
                "数据未丢失；存储与磁盘恢复后将自动补算。")),
        List.of(),
        now);
  }

  /** Measures an uplink by the limits. */
  void examine(String uplink, Accounts accounts, Instant now) throws IOException {
    LocalDate today = China.day(now);
    LocalDate month = today.withDayOfMonth(1);
    LocalDate year = today.withDayOfYear(1);
    Interruptions ofMonth =
        accounts.interruptions(uplink, China.begin(month), China.begin(month.plusMonths(1)));
    Interruptions ofYear =
        accounts.interruptions(uplink, China.begin(year), China.begin(year.plusYears(1)));
    Trial trial = accounts.trial(uplink);
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of(
            "rate.month",
            "transfer rate of the month",
            "本月数据传输率",
            accounts
                .account(uplink, China.begin(month), China.begin(month.plusMonths(1)))
                .total()
                .rate()
                .doubleValue(),
            "%"));
    figures.add(
        Figure.of(
            "longest.month",
            "longest interruption of the month (limit 72 h)",
            "本月最长中断（限 72 小时）",
            ofMonth.longest().toMillis() / HOUR_MS,
            "h"));
    figures.add(
        Figure.of(
            "lost.year",
            "missing this year (limit 20 d)",
            "本年累计缺失和中断（限 20 天）",
            ofYear.lost().toMillis() / DAY_MS,
            "d"));
    if (trial.state() != Trial.State.NONE) {
      figures.add(Figure.of("trial.days", "days of trial run", "试运行天数", trial.days(), "d"));
      figures.add(
          Figure.of(
              "trial.rate",
              "transfer rate of the trial run",
              "试运行数据传输率",
              trial.tally().rate().doubleValue(),
              "%"));
    }
    put(uplink, finding(ofMonth, ofYear, trial), figures, now);
  }

  private static Finding finding(Interruptions ofMonth, Interruptions ofYear, Trial trial) {
    Text explain =
        new Text(
            "Repair it, explain the gaps (firedamp:gaps --explain) and hand the report in.",
            "请尽快修复，填写情况说明（firedamp:gaps --explain）并上报。");
    if (ofYear.yearInDoubt()) {
      return new Finding(
          Level.CRITICAL,
          "accounts.year",
          new Text(
              "Data of more than 20 days are missing this year: it is in doubt.",
              "本年度数据缺失和中断总时长超过 20 天，数据存疑。"),
          explain);
    }
    if (ofMonth.monthInDoubt()) {
      return new Finding(
          Level.CRITICAL,
          "accounts.month",
          new Text(
              "Data were missing for more than 3 days on end: the month is in doubt.",
              "自然月内数据缺失和中断持续超过 3 天，该月数据存疑。"),
          explain);
    }
    if (trial.state() == Trial.State.INTERRUPTED || trial.state() == Trial.State.FAILED) {
      return new Finding(
          Level.MAJOR,
          "accounts.trial",
          new Text(
              "The trial run: " + trial.state().text().en() + ".",
              "试运行：" + trial.state().text().zh() + "。"),
          new Text("firedamp:report trial says more.", "详情见 firedamp:report trial。"));
    }
    if (ofMonth.running().compareTo(WARN_RUNNING) > 0) {
      return new Finding(
          Level.MAJOR,
          "accounts.interruption",
          new Text(
              "Data are missing for more than 2 days; with 3 the month is in doubt.",
              "数据已连续缺失或中断超过 2 天；超过 3 天则该月数据存疑。"),
          explain);
    }
    if (ofYear.forecast().compareTo(Interruptions.MOST_OF_YEAR) > 0
        && ofYear.lost().compareTo(Duration.ofDays(1)) > 0) {
      return new Finding(
          Level.NOTICE,
          "accounts.forecast",
          new Text(
              "If it goes on like this, data of more than 20 days will be missing this year.",
              "照此趋势，本年度数据缺失和中断总时长将超过 20 天。"),
          new Text("firedamp:gaps shows the causes.", "原因见 firedamp:gaps。"));
    }
    if (trial.state() == Trial.State.RUNNING
        && trial.days() > 0
        && !trial.tally().reaches(Trial.LEAST_RATE)) {
      return new Finding(
          Level.MAJOR,
          "accounts.trial",
          new Text(
              "The trial run's transfer rate is " + trial.tally().rate() + " %, below 90 %.",
              "试运行数据传输率 " + trial.tally().rate() + "%，低于 90%。"),
          new Text("firedamp:report trial says more.", "详情见 firedamp:report trial。"));
    }
    return new Finding(Level.OK, Health.OK, Text.NONE, Text.NONE);
  }

  private void put(String uplink, Finding finding, List<Figure> figures, Instant now) {
    last.compute(
        uplink,
        (name, before) ->
            new Health(
                "accounts " + uplink,
                finding.level,
                before != null && before.code().equals(finding.code)
                    ? before.since()
                    : now.truncatedTo(ChronoUnit.SECONDS),
                finding.code,
                finding.cause,
                finding.remedy,
                figures));
  }

  List<Health> health() {
    List<Health> health = new ArrayList<>(unreadable.stream().toList());
    health.addAll(last.values());
    return health;
  }
}
