package io.firedamp.accounting.command;

import io.firedamp.account.Accounts;
import io.firedamp.accounting.China;
import io.firedamp.courier.Route;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/**
 * What the commands have in common: the language, whose accounts, and where the answer goes.
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only.
 */
abstract class OfficeCommand implements Action {
  @Reference Office office;
  @Reference Session session;

  @Option(name = "--zh", description = "Answers in Chinese. 中文输出")
  boolean chinese;

  @Option(name = "--en", description = "Answers in English. 英文输出")
  boolean english;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(name = "--project", description = "Name of a further project; else the site's own. 项目")
  String project = "";

  /** Writes into a file. */
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** The answer. */
  abstract void answer() throws CommandException, Office.Closed, IOException, InterruptedException;

  /**
   * Called by the shell.
   *
   * @throws CommandException if something is missing or wrong
   * @throws InterruptedException if the caller does not want to wait any longer
   */
  @Override
  public final Object execute() throws CommandException, InterruptedException {
    try {
      answer();
      return null;
    } catch (Office.Closed closed) {
      throw failure(closed.why());
    } catch (IOException failed) {
      throw failure(new Text("It failed: " + failed.getMessage(), "失败: " + failed.getMessage()));
    }
  }

  final Locale locale() {
    return Language.of(chinese, english, name -> session.get(name), Locale.getDefault());
  }

  /** UTF-8 whatever the process's locale is. */
  final void print(List<String> lines) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
  }

  final void print(Text text) {
    print(List.of(text.in(locale())));
  }

  /** A failure that is told as it stands, without a stack trace; the exit code is 1. */
  final CommandException failure(Text what) {
    String said = what.in(locale()).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return new CommandException(said, said);
  }

  /** Who asks. */
  final String user(String given) {
    return given.isEmpty() && session.get("USER") instanceof String user ? user : given;
  }

  // ---- whose

  /**
   * The uplink whose accounts are meant.
   *
   * @param uplink its name; empty if there is but one of the project
   */
  final Route route(Accounts accounts, String uplink) throws CommandException {
    List<Route> all = accounts.routes();
    List<Route> meant =
        all.stream()
            .filter(
                route ->
                    uplink.isEmpty()
                        ? route.project().equals(project)
                        : route.uplink().equals(uplink))
            .toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    String names = all.stream().map(Route::uplink).collect(Collectors.joining(", "));
    if (all.isEmpty()) {
      throw failure(new Text("There are no accounts yet: no uplink has run.", "尚无统计：没有运行过的上传实例。"));
    }
    throw failure(new Text("Choose one with --uplink: " + names, "请用 --uplink 指定: " + names));
  }

  // ---- when

  /** A day, month or year as 2026-11-21, 2026-11, 2026; today if nothing was given. */
  final LocalDate date(String option, String given, Instant now) throws CommandException {
    if (given.isEmpty()) {
      return China.day(now);
    }
    try {
      String whole = given.strip() + "0000-01-01".substring(Math.min(10, given.strip().length()));
      return LocalDate.parse(whole);
    } catch (DateTimeException unclear) {
      throw failure(
          new Text(
              option + " " + given + ": a date as 2026-11-21, 2026-11 or 2026",
              option + " " + given + ": 日期格式如 2026-11-21、2026-11 或 2026"));
    }
  }

  /** An instant of China, as 2026-11-21 or 2026-11-21T10:00. */
  final Instant instant(String option, String given) throws CommandException {
    String local = given.strip().replace(' ', 'T');
    try {
      return local.indexOf('T') < 0
          ? China.begin(LocalDate.parse(local))
          : LocalDateTime.parse(local).toInstant(China.ZONE);
    } catch (DateTimeException unclear) {
      throw failure(
          new Text(
              option + " " + given + ": Beijing time, as 2026-11-21 or 2026-11-21T10:00",
              option + " " + given + ": 北京时间，如 2026-11-21 或 2026-11-21T10:00"));
    }
  }

  // ---- where to

  /** Writes a file of the gateway's machine; one that is there already stays as it is. */
  final void write(String name, Writing writing) throws CommandException, IOException {
    Path file = path(name);
    if (Files.exists(file)) {
      throw failure(new Text(file + " exists already", file + " 已存在"));
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      writing.to(out);
    }
  }

  private Path path(String name) throws CommandException {
    try {
      return Path.of(name);
    } catch (InvalidPathException wrong) {
      throw failure(new Text("not a file name: " + name, "文件名无效: " + name));
    }
  }
}
