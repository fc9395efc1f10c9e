package io.firedamp.accounting.command;

import io.firedamp.accounting.report.Form;
import io.firedamp.accounting.report.JsonForm;
import io.firedamp.accounting.report.Report;
import io.firedamp.accounting.report.TerminalForm;
import io.firedamp.text.Text;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;

/** What the commands have in common whose answer is a report. */
abstract class PaperCommand extends OfficeCommand {
  @Option(name = "--csv", description = "Writes a CSV file. 写入 CSV 文件")
  String csv = "";

  @Option(name = "--xlsx", description = "Writes a workbook. 写入 XLSX 文件")
  String xlsx = "";

  @Option(name = "--html", description = "Writes a page to print. 写入可打印网页")
  String html = "";

  /** Prints it, or writes the files that were asked for. */
  final void hand(Report report) throws CommandException, IOException {
    Map<String, Form> files = new LinkedHashMap<>();
    files.put(csv, Form.CSV);
    files.put(xlsx, Form.XLSX);
    files.put(html, Form.HTML);
    files.remove("");
    for (Map.Entry<String, Form> file : files.entrySet()) {
      write(file.getKey(), out -> file.getValue().write(report, locale(), out));
    }
    if (json) {
      print(List.of(JsonForm.line(report)));
    } else if (files.isEmpty()) {
      print(TerminalForm.lines(report, locale()));
    } else {
      String names = String.join(", ", files.keySet());
      print(new Text("Written: " + names, "已写入: " + names));
    }
  }
}
