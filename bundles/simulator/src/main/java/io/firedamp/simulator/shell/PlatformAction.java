package io.firedamp.simulator.shell;

import io.firedamp.simulator.platform.Rehearsal;
import io.firedamp.simulator.platform.Rehearsals;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/**
 * What the commands of the platform have in common.
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only.
 */
abstract class PlatformAction implements Action {
  @Reference Rehearsals rehearsals;
  @Reference Session session;

  @Option(
      name = "--platform",
      description = "NAME of io.firedamp.simulator.platform-NAME.cfg, if there are several. 平台名称")
  String name = "";

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(name = "--zh", description = "Answers in Chinese. 中文输出")
  boolean chinese;

  @Option(name = "--en", description = "Answers in English. 英文输出")
  boolean english;

  /** The language of the answer; without an option that of the session, then of the process. */
  final Locale locale() {
    return Language.of(chinese, english, name -> session.get(name), Locale.getDefault());
  }

  /** The platform that is meant. */
  final Rehearsal platform() throws CommandException {
    String known =
        rehearsals.running().stream().map(Rehearsal::name).collect(Collectors.joining(", "));
    return rehearsals
        .of(name)
        .orElseThrow(
            () ->
                failure(
                    known.isEmpty()
                        ? new Text("No simulated platform runs.", "没有正在运行的模拟平台。")
                        : new Text(
                            "Which platform? --platform " + known, "请指定平台: --platform " + known)));
  }

  /** Prints the lines, in UTF-8 whatever the process's locale is. */
  static void print(List<String> lines) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
  }

  /** A failure that is told as it stands, without a stack trace; the exit code is 1. */
  final CommandException failure(Text what) {
    return new CommandException(what.in(locale()), what.in(locale()));
  }
}
