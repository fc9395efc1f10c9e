package io.firedamp.accounting.command;

import io.firedamp.account.Accounts;
import io.firedamp.account.Explanation;
import io.firedamp.accounting.China;
import io.firedamp.accounting.report.Reports;
import io.firedamp.courier.Route;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Instant;
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
    if (!explain.isEmpty()) {
      explain(accounts);
      return;
    }
    Route route = route(accounts, uplink);
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

  private void explain(Accounts accounts) throws CommandException, IOException {
    if (text.isBlank()) {
      throw failure(new Text("TEXT says what happened", "请填写情况说明"));
    }
    try {
      accounts.explain(explain, text.strip(), user(by));
    } catch (IllegalArgumentException wrong) {
      throw failure(
          new Text(
              "Not recorded: " + wrong.getMessage() + ". firedamp:gaps lists the gaps",
              "未记录: 没有中断 " + explain + "，或说明超过 " + Explanation.LONGEST + " 字"));
    }
    print(new Text("Recorded.", "已记录。"));
  }
}
