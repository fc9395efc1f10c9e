package io.firedamp.accounting.command;

import io.firedamp.account.Accounts;
import io.firedamp.account.Papers;
import io.firedamp.accounting.report.Reports;
import io.firedamp.courier.Route;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code firedamp:report}: what was due, recorded and delivered (CCER-4.4-02, CCER-4.6). */
@Service
@Command(
    scope = "firedamp",
    name = "report",
    description = "Reports on a day, month or year, or on the trial run. 日报、月报、年报、试运行",
    detailedDescription =
        """
        Natural days, months and years of China. A rate counts what the
        platform acknowledged in time, by values. Files are written on
        the gateway's machine; one that exists is not overwritten.

        Examples:
          firedamp:report day
          firedamp:report --at 2026-11 month
          firedamp:report --at 2026-11 --html /tmp/2026-11.html month
          firedamp:report trial
          firedamp:report --begin 2026-11-21T10:00 trial
              says when it began, where the platform does not
        """)
public final class ReportCommand extends PaperCommand {
  @Option(name = "--uplink", description = "Name of the uplink, if a project has several. 上传实例")
  String uplink = "";

  @Option(name = "--at", description = "A day, month or year; else the present one. 日期")
  String at = "";

  @Option(name = "--begin", description = "With trial: when it began, Beijing time. 试运行起始时间")
  String begin = "";

  @Option(name = "--by", description = "With --begin: who says so; else the login's name. 记录人")
  String by = "";

  @Argument(name = "KIND", description = "day, month, year or trial. 日、月、年、试运行", required = true)
  @Completion(
      value = StringsCompleter.class,
      values = {"day", "month", "year", "trial"})
  String kind = "";

  /** Called by the shell. */
  public ReportCommand() {}

  @Override
  void answer() throws CommandException, Office.Closed, IOException {
    Accounts accounts = office.accounts();
    Route route = route(accounts, uplink);
    Instant now = office.clock().instant();
    LocalDate date = date("--at", at, now);
    if (!begin.isEmpty()) {
      begin(accounts, route, now);
    }
    Reports reports = new Reports(accounts, office.tables(), route, now);
    hand(reports.of(kind(), date));
  }

  private Papers.Kind kind() throws CommandException {
    return Stream.of(Papers.Kind.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                failure(
                    new Text(
                        kind + ": day, month, year or trial", kind + ": 可用 day month year trial")));
  }

  private void begin(Accounts accounts, Route route, Instant now)
      throws CommandException, IOException {
    Instant said = instant("--begin", begin);
    if (!kind.equals("trial") || said.isAfter(now)) {
      throw failure(
          new Text("--begin: a time that has passed, with trial", "--begin: 须为已过去的时间，且用于 trial"));
    }
    accounts.beginTrial(route.uplink(), said, user(by));
  }
}
