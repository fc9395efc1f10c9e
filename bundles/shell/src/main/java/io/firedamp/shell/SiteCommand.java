package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import io.firedamp.point.PointId;
import io.firedamp.point.TableDesk;
import io.firedamp.store.History;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;

/**
 * What the commands have in common: the language, the terminal, and where the answer goes.
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only.
 */
abstract class SiteCommand implements Action {
  private static final int USUAL_WIDTH = 80;

  @Reference Desk desk;
  @Reference Session session;

  @Option(name = "--zh", description = "Answers in Chinese. 中文输出")
  boolean chinese;

  @Option(name = "--en", description = "Answers in English. 英文输出")
  boolean english;

  /** The language of the answer; without an option that of the session, then of the process. */
  final Locale locale() {
    return Language.of(chinese, english, name -> session.get(name), Locale.getDefault());
  }

  /** Colour only where the answer is read from a terminal. */
  final Ink ink() {
    return onTerminal() && session.getTerminal().isAnsiSupported() ? Ink.COLOUR : Ink.PLAIN;
  }

  /** Whether the answer goes to a terminal, not into a pipe or to a script. */
  final boolean onTerminal() {
    Terminal terminal = session.getTerminal();
    Process process = Process.Utils.current();
    return terminal != null
        && !"dumb".equals(terminal.getType())
        && (process == null || process.isTty(1));
  }

  /** Cells of a line: the terminal's, or without limit. */
  final int width() {
    if (!onTerminal()) {
      return Integer.MAX_VALUE;
    }
    int width = session.getTerminal().getWidth();
    return width > 0 ? width : USUAL_WIDTH;
  }

  /**
   * The answer's stream, which a pipe may lead elsewhere. UTF-8 whatever the process's locale is: a
   * service started without one would answer with question marks.
   */
  final PrintStream out() {
    return new PrintStream(System.out, false, StandardCharsets.UTF_8);
  }

  /** Prints the lines. */
  final void print(List<String> lines) {
    PrintStream out = out();
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
  }

  /** The instruments, or a failure that says what is missing. */
  final Instruments instruments() throws CommandException {
    return desk.instruments().orElseThrow(this::noPipeline);
  }

  /** Where the point table is changed, or a failure that says what is missing. */
  final TableDesk tableDesk() throws CommandException {
    return desk.tables().orElseThrow(this::noPipeline);
  }

  /** What to say if the part that knows the points is not there. */
  final CommandException noPipeline() {
    return failure(
        new Text(
            "Nobody knows the points: the pipeline does not run. firedamp:status says why.",
            "采集流程未运行，无法获取点位。原因见 firedamp:status。"));
  }

  /** What the site remembers, or a failure that says what is missing. */
  final History history() throws CommandException {
    return desk.history()
        .orElseThrow(
            () ->
                failure(
                    new Text(
                        "Nobody keeps the history: the store does not run. firedamp:status says why.",
                        "历史存储未运行。原因见 firedamp:status。")));
  }

  /** What to say if the history is there but cannot be read. */
  final CommandException unreadable(IOException failed) {
    return failure(
        new Text(
            "The history cannot be read: " + failed.getMessage(),
            "无法读取历史数据: " + failed.getMessage()));
  }

  /** A failure for a code that none of the known points has; a script gets its answer before. */
  final CommandException unknown(String code, List<PointId> known, boolean json) {
    if (json) {
      print(List.of(Json.unknown(code, Nearness.nearest(code, known), desk.now())));
      return new CommandException("", "unknown point");
    }
    return failure(noPoint(code, known));
  }

  /** What to say to a code that none of the known points has, with those that may be meant. */
  static Text noPoint(String code, List<PointId> known) {
    String shown = Cells.clean(code);
    String list =
        Nearness.nearest(code, known).stream()
            .map(PointId::value)
            .collect(Collectors.joining(", "));
    if (known.isEmpty()) {
      return PointsCommand.EMPTY;
    }
    return list.isEmpty()
        ? new Text(
            "There is no point " + shown + ". firedamp:points lists all " + known.size() + ".",
            "没有点位 " + shown + "。firedamp:points 列出全部 " + known.size() + " 个点位。")
        : new Text(
            "There is no point " + shown + ". Did you mean " + list + "?",
            "没有点位 " + shown + "。是否指 " + list + "？");
  }

  /** A failure for a source that nobody can explore. */
  final CommandException noSource(String source, List<String> known) {
    String shown = Cells.clean(source);
    String list = Cells.clean(String.join(", ", known));
    return failure(
        new Text(
            "There is no source " + shown + " to ask. Those are: " + list,
            "没有可查询的数据源 " + shown + "。可用: " + list));
  }

  /** A failure that is told as it stands, without a stack trace; the exit code is 1. */
  final CommandException failure(Text what) {
    return new CommandException(what.in(locale()), what.in(locale()));
  }
}
