package io.firedamp.shell;

import io.firedamp.point.TableDesk;
import io.firedamp.point.TableDesk.Form;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:table}: writes the point table in force, or a template, into a file. */
@Service
@Command(
    scope = "firedamp",
    name = "table",
    description = "Writes the point table in force into a new file. 导出点位表",
    detailedDescription =
        """
        The 20 columns of annex B, then those of the gateway; the name's end
        says the form, .csv or .xlsx. firedamp:import understands both.

        Examples:
          firedamp:table /home/li/points.xlsx
          firedamp:table --template /home/li/new.csv     only examples
          firedamp:table --zh /home/li/points.csv
        """)
public final class TableCommand extends SiteCommand {
  @Option(
      name = "--template",
      description = "No points, but an example for each data type. 空白模板，每种数据类型一行示例")
  boolean template;

  @Argument(name = "FILE", description = "The whole path of a new file. 新文件完整路径", required = true)
  String file = "";

  /** Called by the shell. */
  public TableCommand() {}

  /**
   * Writes the file.
   *
   * @throws CommandException if it is there already, or cannot be written
   */
  @Override
  public Object execute() throws CommandException {
    TableDesk desk = tableDesk();
    Form form = form();
    byte[] bytes = template ? desk.template(form) : desk.export(form);
    try {
      Files.write(Path.of(file), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException | InvalidPathException failed) {
      throw failure(
          new Text(
              Cells.clean(file) + " cannot be written, or is there already: " + failed,
              Cells.clean(file) + " 无法写入或已存在: " + failed));
    }
    print(List.of(new Text("Written: " + file, "已写入: " + file).in(locale())));
    return null;
  }

  private Form form() throws CommandException {
    String name = file.toLowerCase(Locale.ROOT);
    for (Form form : Form.values()) {
      if (file.startsWith("/") && name.endsWith("." + form.name().toLowerCase(Locale.ROOT))) {
        return form;
      }
    }
    throw failure(
        new Text(
            Cells.clean(file) + ": write the whole path of a .csv or .xlsx",
            Cells.clean(file) + ": 请填写 .csv 或 .xlsx 文件的完整路径"));
  }
}
