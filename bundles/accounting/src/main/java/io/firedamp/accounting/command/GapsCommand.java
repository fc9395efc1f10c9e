package io.firedamp.accounting.command;

import io.firedamp.account.Accounts;
import io.firedamp.accounting.China;
import io.firedamp.accounting.report.Reports;
import io.firedamp.courier.Route;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:gaps}: what is missing and why, and what people say of it. */
@Service
@Command(
    scope = "firedamp",
    name = "gaps",
    description = "Shows what is missing, from when to when and why; explains it. 缺失和中断",
    detailedDescription =
        """
        Everything that was due and did not reach the platform in time,
        if it lasted longer than 5 s. Explanations are added, never
        changed, and stand in the reports.

        Examples:
          firedamp:gaps                       of this month
          firedamp:gaps --from 2026-11-01 --to 2026-12-01
          firedamp:gaps --from 2026-01-01 --csv /tmp/gaps.csv
          firedamp:gaps --explain 20261121T101000-answer-boiler1 "电缆松动，已更换"
        """)
public final class GapsCommand extends PaperCommand {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
  private static final int STAMP_LENGTH = 15;

  @Option(name = "--uplink", description = "Name of the uplink, if a project has several. 上传实例")
  String uplink = "";

  @Option(name = "--from", description = "Beijing time; else the first of this month. 起")
  String from = "";

  @Option(name = "--to", description = "Beijing time, exclusive; else now. 止（不含）")
  String to = "";

  @Option(name = "--explain", description = "Id of the gap that TEXT explains. 要说明的中断编号")
  String explain = "";

  @Option(name = "--by", description = "Who explains it; else the login's name. 填写人")
  String by = "";

  @Argument(name = "TEXT", description = "With --explain: what happened, what was done. 情况说明")
  String text = "";

  /** Called by the shell. */
  public GapsCommand() {}

  @Override
  void answer() throws CommandException, Office.Closed, IOException {
    Accounts accounts = office.accounts();
    Route route = route(accounts, uplink);
    if (!explain.isEmpty()) {
      explain(accounts, route);
      return;
    }
    Instant now = office.clock().instant();
    Instant begin =
        from.isEmpty() ? China.begin(China.day(now).withDayOfMonth(1)) : instant("--from", from);
    Instant end = to.isEmpty() ? now : instant("--to", to);
    if (!begin.isBefore(end)) {
      throw failure(new Text("--from lies not before --to", "--from 必须早于 --to"));
    }
    Reports reports = new Reports(accounts, office.tables(), route, now);
    hand(reports.gaps(begin, end, new Text("Missing and interrupted", "缺失和中断")));
  }

  private void explain(Accounts accounts, Route route) throws CommandException, IOException {
    if (text.isBlank()) {
      throw failure(new Text("TEXT says what happened", "请填写情况说明"));
    }
    if (!known(accounts, route)) {
      throw failure(
          new Text("There is no gap " + explain + "; firedamp:gaps lists them", "没有中断 " + explain));
    }
    accounts.explain(explain, text.strip(), user(by));
    print(new Text("Recorded.", "已记录。"));
  }

  private boolean known(Accounts accounts, Route route) throws IOException {
    try {
      String stamp = explain.substring(0, Math.min(STAMP_LENGTH, explain.length()));
      Instant begin = LocalDateTime.parse(stamp, STAMP).toInstant(China.ZONE);
      return accounts.gaps(route.uplink(), begin, begin.plusSeconds(1)).stream()
          .anyMatch(gap -> gap.id().equals(explain));
    } catch (DateTimeException noId) {
      return false;
    }
  }
}
