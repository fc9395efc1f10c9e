package io.firedamp.shell;

import io.firedamp.store.History;
import io.firedamp.store.Verdict;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:backup}: a copy of the history while work goes on, checked. */
@Service
@Command(
    scope = "firedamp",
    name = "backup",
    description = "Copies the history while the gateway runs, and checks the copy. 在线备份历史数据并校验",
    detailedDescription =
        """
        The folder is made; nothing may be in it. It should lie on
        another disk. To restore: stop the gateway, empty history/,
        put the copy's files into it, start.

        Examples:
          firedamp:backup /backup/firedamp-2026-11-21
          firedamp:backup --json /backup/firedamp-2026-11-21
        """)
public final class BackupCommand extends SiteCommand {
  private static final double MEGABYTE = 1024 * 1024;
  private static final long FULL_BYTES = 1024 * 1024;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(
      name = "FOLDER",
      description = "Where to, from the root of the gateway's machine. 备份目录（绝对路径）",
      required = true)
  String folder = "";

  /** Called by the shell. */
  public BackupCommand() {}

  /**
   * Copies, and prints what came of it.
   *
   * @throws CommandException if nothing could be copied, or, after the answer, if the copy is not
   *     sound
   */
  @Override
  public Object execute() throws CommandException {
    History history = history();
    Path target = target();
    long start = System.nanoTime();
    Verdict verdict;
    long bytes;
    try {
      verdict = history.backup(target);
      bytes = size(target);
    } catch (IOException failed) {
      throw failure(why(target, failed));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (json) {
      print(List.of(Json.backup(target, bytes, took, verdict, desk.now())));
    } else {
      List<String> lines = new ArrayList<>();
      String size = Wording.number(bytes / MEGABYTE) + " MB";
      String seconds = Wording.number(took.toMillis() / 1000.0) + " s";
      lines.add(
          new Text(
                  size + " copied to " + target + " and checked in " + seconds,
                  size + " 已备份到 " + target + " 并校验，用时 " + seconds)
              .in(locale()));
      lines.addAll(VerdictPage.lines(verdict, locale(), ink(), width()));
      print(lines);
    }
    if (!verdict.sound()) {
      throw new CommandException("", VerdictPage.summary(verdict).in(locale()));
    }
    return null;
  }

  private Path target() throws CommandException {
    String found = Cells.clean(folder);
    try {
      Path target = Path.of(folder).normalize();
      if (!target.isAbsolute()) {
        throw failure(
            new Text(
                found + ": write the whole path, as /backup/firedamp-2026-11-21",
                found + ": 请填写完整路径，如 /backup/firedamp-2026-11-21"));
      }
      if (Files.exists(target) && !(Files.isDirectory(target) && isEmpty(target))) {
        throw failure(
            new Text(found + " is not an empty folder: name a new one", found + " 不是空目录，请另选一个新目录"));
      }
      return target;
    } catch (InvalidPathException | IOException wrong) {
      throw failure(
          new Text(
              found + " cannot be used: " + wrong.getMessage(),
              found + " 无法使用: " + wrong.getMessage()));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> there = Files.list(folder)) {
      return there.findAny().isEmpty();
    }
  }

  private static Text why(Path target, IOException failed) {
    boolean left = Files.exists(target);
    boolean full = left && target.toFile().getUsableSpace() < FULL_BYTES;
    // those of the file system often have nothing but the file's name
    String said = failed instanceof FileSystemException ? failed.toString() : failed.getMessage();
    return new Text(
        (full ? "The disk of " + target + " is full: " : "No backup in " + target + ": ")
            + said
            + (left ? "; what was copied is left there" : ""),
        (full ? target + " 所在磁盘已满: " : "无法备份到 " + target + ": ")
            + said
            + (left ? "；已复制的部分仍保留在该目录" : ""));
  }

  private static long size(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
