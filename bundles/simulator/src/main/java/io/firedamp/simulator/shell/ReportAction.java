package io.firedamp.simulator.shell;

import io.firedamp.simulator.platform.Rehearsal;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:platform-report}: what the simulated platform thinks of the gateway. */
@Service
@Command(
    scope = "firedamp",
    name = "platform-report",
    description = "What the simulated platform thinks of the gateway. 模拟平台检查报告",
    detailedDescription =
        """
        A verdict for each check since the simulated platform was
        started, with the first message that failed it.

        Examples:
          firedamp:platform-report
          firedamp:platform-report --zh
          firedamp:platform-report --json   for scripts
          firedamp:platform-report --file report.html   a page, to be printed
        """)
public final class ReportAction extends PlatformAction {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  @Option(
      name = "--file",
      description = "Writes it to a file, a page if it ends with .html. 写入文件，.html 为网页")
  String file = "";

  /** Called by the shell. */
  public ReportAction() {}

  /**
   * Prints the report.
   *
   * @throws CommandException if there is no platform, or the file cannot be written
   */
  @Override
  public Object execute() throws CommandException {
    Rehearsal platform = platform();
    if (!file.isEmpty()) {
      write(platform);
      return null;
    }
    if (json) {
      print(List.of(platform.json()));
      return null;
    }
    String title = platform.name() + ", " + TIME.format(platform.now());
    List<String> lines = new ArrayList<>();
    lines.add(new Text("Simulated platform " + title, "模拟平台 " + title).in(locale()));
    lines.addAll(platform.report(locale()));
    print(lines);
    return null;
  }

  private void write(Rehearsal platform) throws CommandException {
    try {
      Path path = Path.of(file).toAbsolutePath();
      platform.write(path);
      print(List.of(path.toString()));
    } catch (IOException | InvalidPathException full) {
      throw failure(new Text("cannot write " + file + ": " + full, "无法写入 " + file + ": " + full));
    }
  }
}
