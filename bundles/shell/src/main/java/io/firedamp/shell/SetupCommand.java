package io.firedamp.shell;

import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.setup.Step.Name;
import io.firedamp.setup.Step.State;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:setup}: from an empty gateway to the first packet. */
@Service
@Command(
    scope = "firedamp",
    name = "setup",
    description = "The first steps: project, access, source, table, test read, test packet. 首次配置",
    detailedDescription =
        """
        Shows how far each step is, by looking at the gateway; on a
        terminal it then asks for what is missing. Every step can be
        taken by hand as well, in any order, and again.

        A step's answers are KEY=VALUE behind its name; those that are
        left out stay as they are. Secrets are no such answers: the
        platform's document is read by firedamp:access FILE.

        Examples:
          firedamp:setup                 all steps
          firedamp:setup source          what this one asks for
          firedamp:setup source driver=modbus name=boiler1 host=10.0.0.7
          firedamp:setup project project.name=某煤矿 project.type=chp
              project.registration=R1
          firedamp:setup --wait 60 packet    until it is done
          firedamp:setup --json          for scripts
        """)
public final class SetupCommand extends SiteCommand {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int TAKES_EFFECT_S = 5;
  private static final int LONGEST_S = 600;

  @Reference Setup setup;

  @Option(name = "--json", description = "Answers with one line of JSON; asks nothing. 输出 JSON，不提问")
  boolean json;

  @Option(
      name = "--wait",
      description = "Waits for so many seconds, at most 600, until it is done; else fails. 等待完成的秒数")
  int patience;

  @Argument(
      name = "STEP",
      description = "project, access, source, table, read or packet; else all. 步骤")
  String step = "";

  @Argument(
      index = 1,
      name = "KEY=VALUE",
      multiValued = true,
      description = "Answers, written into the step's file. 填写的内容")
  List<String> answers = new ArrayList<>();

  /** Called by the shell. */
  public SetupCommand() {}

  /**
   * Shows, asks, writes.
   *
   * @throws CommandException if an answer is wrong, nothing was written then; or if it was to be
   *     waited for, and is not done
   * @throws InterruptedException if the caller does not want to wait any longer
   */
  @Override
  public Object execute() throws CommandException, InterruptedException {
    Optional<Name> name = name();
    if (!answers.isEmpty()) {
      List<Text> complaints = write(name.orElseThrow(), answered());
      if (!complaints.isEmpty()) {
        throw failure(joined(complaints));
      }
      await(name, Math.max(patience, TAKES_EFFECT_S), State.OPEN);
    }
    boolean done = patience == 0 || await(name, patience, State.OPEN, State.WRONG);
    if (json) {
      print(List.of(Json.setup(shown(name), desk.now())));
    } else {
      show(name);
    }
    if (!json && patience == 0 && name.isEmpty() && onTerminal()) {
      converse();
    }
    if (!done) {
      throw new CommandException("", "not done");
    }
    return null;
  }

  private Optional<Name> name() throws CommandException {
    if (step.isEmpty()) {
      return Optional.empty();
    }
    for (Name known : Name.values()) {
      if (known.name().equalsIgnoreCase(step)) {
        return Optional.of(known);
      }
    }
    String list =
        Stream.of(Name.values())
            .map(known -> known.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw failure(
        new Text(
            "There is no step " + Cells.clean(step) + ". Those are: " + list,
            "没有步骤 " + Cells.clean(step) + "。可用: " + list));
  }

  private List<Step> shown(Optional<Name> name) {
    return setup.steps().stream()
        .filter(known -> name.isEmpty() || known.name() == name.get())
        .toList();
  }

  private void show(Optional<Name> name) {
    List<Step> steps = shown(name);
    print(SetupPage.lines(steps, locale(), ink()));
    if (name.isPresent() && answers.isEmpty()) {
      print(SetupPage.fields(steps.get(0), locale()));
    }
  }

  /** The answers of the command line. */
  private Map<String, String> answered() throws CommandException {
    List<String> secrets =
        setup.steps().stream()
            .flatMap(known -> known.fields().stream())
            .filter(Field::secret)
            .map(Field::key)
            .toList();
    Map<String, String> map = new HashMap<>();
    for (String answer : answers) {
      int cut = answer.indexOf('=');
      String key = cut < 0 ? "" : answer.substring(0, cut).strip();
      String value = answer.substring(cut + 1);
      boolean told = value.startsWith("file:") || value.startsWith("env:");
      if (key.isEmpty() || secrets.contains(key) && !told) { // the shell keeps what is typed
        throw failure(
            new Text(
                "Answers are KEY=VALUE, as host=10.0.0.7; a secret only as file:PATH or env:NAME",
                "格式为 KEY=VALUE，如 host=10.0.0.7；密码和密钥只能写作 file:路径 或 env:变量名"));
      }
      map.put(key, value);
    }
    return map;
  }

  private List<Text> write(Name name, Map<String, String> map) throws CommandException {
    try {
      return setup.write(name, map);
    } catch (IOException failed) {
      throw failure(new Text("It cannot be written: " + failed, "无法写入: " + failed));
    }
  }

  private static Text joined(List<Text> texts) {
    return texts.stream()
        .reduce((a, b) -> new Text(a.en() + "\n" + b.en(), a.zh() + "\n" + b.zh()))
        .orElse(Text.NONE);
  }

  /** Whether none is in one of these states any more; looks again until then, or for so long. */
  private boolean await(Optional<Name> name, int seconds, State... states)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(Math.min(seconds, LONGEST_S)).toNanos();
    while (shown(name).stream().anyMatch(known -> List.of(states).contains(known.state()))) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    return true;
  }

  // ---- a person

  /** Asks for each step that is to do and asks for something; nothing said is: later. */
  private void converse() throws CommandException, InterruptedException {
    for (Name name : List.of(Name.PROJECT, Name.ACCESS, Name.SOURCE)) {
      Optional<Name> only = Optional.of(name);
      boolean open = shown(only).get(0).state() == State.OPEN;
      if (open && (name == Name.ACCESS ? isDocumentRead() : isAnswered(name))) {
        await(only, TAKES_EFFECT_S, State.OPEN);
        show(only);
      }
    }
  }

  private boolean isAnswered(Name name) throws CommandException {
    while (true) {
      Map<String, String> map = new HashMap<>();
      for (Field field : shown(Optional.of(name)).get(0).fields()) {
        String choices =
            field.choices().isEmpty() ? "" : " (" + String.join(" | ", field.choices()) + ")";
        String usual = field.value().isEmpty() ? "" : " [" + Cells.clean(field.value()) + "]";
        String answer = line(field.label().in(locale()) + choices + usual + ": ");
        if (answer.isEmpty() && field.value().isEmpty() && field.required()) {
          return false;
        }
        map.put(field.key(), answer);
      }
      List<Text> complaints = write(name, map);
      if (complaints.isEmpty()) {
        return true;
      }
      print(List.of(joined(complaints).in(locale())));
    }
  }

  /** By its own command, so that no secret is typed. */
  private boolean isDocumentRead() {
    String path =
        line(
            new Text(
                    "File of the access information on this machine (empty: later): ",
                    "接入信息文件在本机的路径（留空: 稍后）: ")
                .in(locale()));
    if (path.isEmpty()) {
      return false;
    }
    try {
      session.execute("firedamp:access '" + path.replace("'", "") + "'");
      return true;
    } catch (Exception failed) { // of any kind, by Karaf's signature; it has been told already
      return false;
    }
  }

  private String line(String prompt) {
    try {
      String line = session.readLine(prompt, null);
      return line == null ? "" : line.strip();
    } catch (IOException hungUp) { // then nobody answers
      return "";
    }
  }
}
