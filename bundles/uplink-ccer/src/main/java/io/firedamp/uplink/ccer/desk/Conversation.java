package io.firedamp.uplink.ccer.desk;

import io.firedamp.settings.ConfigFile;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;

/** One call of a command: its language, its terminal, and the file that it is about. One thread. */
public final class Conversation {
  private static final String PID = "io.firedamp.uplink.ccer";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Character MASK = '*';

  private final Session session;
  private final boolean chinese;
  private final boolean english;

  /**
   * @param chinese whether Chinese was asked for
   * @param english whether English was; without either the session's variables decide
   */
  public Conversation(Session session, boolean chinese, boolean english) {
    this.session = session;
    this.chinese = chinese;
    this.english = english;
  }

  // ---- the terminal

  /** The language of the answer. */
  public Locale locale() {
    return Language.of(chinese, english, name -> session.get(name), Locale.getDefault());
  }

  /** Whether somebody is there to be asked. */
  public boolean onTerminal() {
    Terminal terminal = session.getTerminal();
    Process process = Process.Utils.current();
    return terminal != null
        && !"dumb".equals(terminal.getType())
        && (process == null || process.isTty(1));
  }

  /**
   * Asks, and waits for the answer; empty if nobody gives one.
   *
   * @param secret whether stars are shown in place of what is typed
   */
  public String line(String prompt, boolean secret) {
    try {
      String line = session.readLine(prompt, secret ? MASK : null);
      return line == null ? "" : line.strip();
    } catch (IOException hungUp) { // then nobody answers
      return "";
    }
  }

  /** Asks whether the file shall be written. */
  public boolean confirmed(ConfigFile config) {
    String answer =
        line(
            new Text("Write " + config.path() + "? [y/N] ", "写入 " + config.path() + "？[y/N] ")
                .in(locale()),
            false);
    return Set.of("y", "yes", "是").contains(answer.toLowerCase(Locale.ROOT));
  }

  /** Shows lines. UTF-8 whatever the process's locale is. */
  public static void print(List<String> lines) {
    lines.forEach(line -> show(line + "\n"));
  }

  /** Shows a part of a line at once. */
  public static void show(String part) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.print(part);
    out.flush();
  }

  /** Whether he who asked has gone, as far as showing him something in vain has told. */
  public boolean isOver() {
    // the command's own stream leads into a pipe, which swallows errors
    PrintStream console = session.getConsole();
    return console != null && console.checkError();
  }

  /** Nothing that came from elsewhere shall steer the terminal. */
  public static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /** A failure that is told as it stands, without a stack trace; the exit code is 1. */
  public CommandException failure(Text what) {
    String said = printable(what.in(locale()));
    return new CommandException(said, said);
  }

  // ---- the file

  /** The value of a name in <code>${}</code>. */
  public static String variable(String name) {
    return Objects.requireNonNullElse(System.getProperty(name), "");
  }

  /**
   * The file of the uplink of that name.
   *
   * @throws CommandException if that is no name, or the file cannot be read
   */
  public ConfigFile config(String uplink) throws CommandException {
    if (!NAME.matcher(uplink).matches()) {
      throw failure(
          new Text(
              "--name " + uplink + ": letters, digits, dot, hyphen and underscore",
              "--name " + uplink + ": 只能含字母、数字、点、连字符和下划线"));
    }
    Path path =
        Path.of(Objects.requireNonNullElse(System.getProperty("karaf.etc"), "etc"))
            .resolve(PID + "-" + uplink + ".cfg");
    try {
      return ConfigFile.read(path);
    } catch (IOException unreadable) {
      throw failure(new Text("cannot read " + path + " as UTF-8", "无法以 UTF-8 读取 " + path));
    }
  }

  /**
   * Writes the file.
   *
   * @return where the former one is, if there was one
   * @throws CommandException if it cannot be written; then it is what it was
   */
  public Optional<Path> write(ConfigFile config, String text) throws CommandException {
    try {
      return config.write(text);
    } catch (IOException unwritable) {
      throw failure(
          new Text(
              "cannot write " + config.path() + ": " + unwritable.getClass().getSimpleName(),
              "无法写入 " + config.path() + ": " + unwritable.getClass().getSimpleName()));
    }
  }
}
