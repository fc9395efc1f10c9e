package io.firedamp.shell;

import io.firedamp.point.Draft;
import io.firedamp.point.TableDesk;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:import}: checks a point table, applies it, undoes that. Needs the role admin. */
@Service
@Command(
    scope = "firedamp",
    name = "import",
    description = "Checks a point table, and applies it with --apply. 导入点位表",
    detailedDescription =
        """
        Without --apply nothing changes: it shows every wrong row, what the
        table would change, and what applying it touches. CSV in UTF-8 or
        GBK, or .xlsx. Applied is all or nothing, in force within seconds;
        --undo brings the former table back, and once more the last one.
        Needs the role admin.

        Examples:
          firedamp:import /home/li/points.xlsx           a dry run
          firedamp:import --apply /home/li/points.xlsx
          firedamp:import --undo
          firedamp:import --json /home/li/points.csv     for scripts
        """)
public final class ImportCommand extends SiteCommand {
  @Option(name = "--apply", description = "Applies it if nothing is wrong. 无错误则应用")
  boolean apply;

  @Option(name = "--undo", description = "Brings the former table back. 恢复上一份点位表")
  boolean undo;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(name = "FILE", description = "The whole path of the file. 文件完整路径")
  String file = "";

  /** Called by the shell. */
  public ImportCommand() {}

  /**
   * Prints what is wrong with the table and what it changes.
   *
   * @throws CommandException if there is no such file, or, after the answer, if the table is wrong
   */
  @Override
  public Object execute() throws CommandException {
    if (undo == !file.isEmpty() || undo && apply) {
      throw failure(new Text("Name a file, or say --undo alone.", "请指定一个文件，或单独使用 --undo。"));
    }
    Draft draft = draft(tableDesk());
    boolean done = (apply || undo) && draft.ready();
    print(
        json
            ? List.of(Json.draft(draft, done, desk.now()))
            : DraftPage.lines(draft, done, locale(), ink(), width()));
    if (!draft.ready()) {
      throw new CommandException("", "the point table is wrong");
    }
    return null;
  }

  private Draft draft(TableDesk tables) throws CommandException {
    Path path = path();
    String name = String.valueOf(path.getFileName());
    String by = session.get("USER") instanceof String user ? user : "";
    try {
      if (undo) {
        return tables.undo(tables.inForce(), by);
      }
      byte[] bytes = bytes(path);
      Draft draft = tables.check(name, bytes);
      return apply && draft.ready() ? tables.apply(name, bytes, draft.against(), by) : draft;
    } catch (IOException failed) {
      throw failure(new Text("It could not be read or written: " + failed, "无法读取或写入: " + failed));
    }
  }

  private static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(TableDesk.MOST_BYTES + 1); // one more is told as too large
    }
  }

  private Path path() throws CommandException {
    try {
      Path path = Path.of(file);
      if (undo || path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException wrong) {
      // told like a part of a path
    }
    String found = Cells.clean(file);
    throw failure(
        new Text(
            found + ": write the whole path, as /home/li/points.xlsx",
            found + ": 请填写完整路径，如 /home/li/points.xlsx"));
  }
}
