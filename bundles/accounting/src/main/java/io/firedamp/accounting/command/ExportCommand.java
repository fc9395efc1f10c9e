package io.firedamp.accounting.command;

import io.firedamp.accounting.report.Export;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:export}: stored values into a file (ISC-7.2.3-10). */
@Service
@Command(
    scope = "firedamp",
    name = "export",
    description = "Writes stored values into a CSV or XLSX file. 导出历史数据",
    detailedDescription =
        """
        A row for each instant, a column for each point under its code,
        its field name of annex D and its unit. Values as stored, not
        rounded; empty where there is none that may be reported.

        Examples:
          firedamp:export --from 2026-11-21 --to 2026-11-22 --csv /tmp/day.csv
          firedamp:export --from 2026-11-21T10:00 --codes FONP001,FOCH001 --xlsx /tmp/two.xlsx
        """)
public final class ExportCommand extends OfficeCommand {
  @Option(name = "--from", description = "Beijing time, inclusive. 起（含）", required = true)
  String from = "";

  @Option(name = "--to", description = "Beijing time, exclusive; else now. 止（不含）")
  String to = "";

  @Option(name = "--codes", description = "Only these, with commas between. 点位编号，逗号分隔")
  String codes = "";

  @Option(name = "--csv", description = "Writes a CSV file. 写入 CSV 文件")
  String csv = "";

  @Option(name = "--xlsx", description = "Writes a workbook. 写入 XLSX 文件")
  String xlsx = "";

  /** Called by the shell. */
  public ExportCommand() {}

  @Override
  void answer() throws CommandException, Office.Closed, IOException {
    Instant begin = instant("--from", from);
    Instant end = to.isEmpty() ? office.clock().instant() : instant("--to", to);
    if (csv.isEmpty() == xlsx.isEmpty() || !begin.isBefore(end)) {
      throw failure(
          new Text(
              "--csv FILE or --xlsx FILE, and --from before --to",
              "须指定 --csv 或 --xlsx 之一，且 --from 早于 --to"));
    }
    Export export = new Export(office.store(), office.tables(), project);
    List<String> only = List.of(codes.split("[,\\s]+"));
    Predicate<String> wanted = code -> codes.isBlank() || only.contains(code);
    long[] rows = {0};
    if (csv.isEmpty()) {
      write(xlsx, out -> rows[0] = export.xlsx(begin, end, wanted, out));
    } else {
      write(csv, out -> rows[0] = export.csv(begin, end, wanted, out));
    }
    if (json) {
      print(List.of("{\"rows\":" + rows[0] + "}"));
    } else {
      print(new Text(rows[0] + " instants written", "已写入 " + rows[0] + " 个时刻"));
    }
  }
}
