package io.firedamp.accounting.command;

import io.firedamp.accounting.report.Checks;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:check}: the daily check of stored values (CCER-4.4-01). */
@Service
@Command(
    scope = "firedamp",
    name = "check",
    description = "Compares what is stored with a fresh read of every instrument. 每日数据校对",
    detailedDescription =
        """
        The printed page has room for what the meters display, and for
        signatures. With --by the comparison is kept for good.

        Examples:
          firedamp:check
          firedamp:check --by 李工 --html /tmp/check.html
        """)
public final class CheckCommand extends PaperCommand {
  @Option(name = "--by", description = "Who compares; the check is kept then. 校对人（填写则存档）")
  String by = "";

  /** Called by the shell. */
  public CheckCommand() {}

  @Override
  void answer() throws CommandException, Office.Closed, IOException, InterruptedException {
    Instruments instruments = office.instruments();
    List<Point> points =
        instruments.live().stream()
            .map(Live::point)
            .filter(point -> point.id().project().equals(project))
            .toList();
    Checks.Sheet sheet =
        new Checks(office.store(), instruments, points, office.clock().instant())
            .sheet(project, by);
    if (!by.isBlank()) {
      office.accounts().keep(sheet.check());
    }
    hand(sheet.report());
  }
}
