package io.firedamp.uplink.ccer.access;

import io.firedamp.settings.ConfigFile;
import io.firedamp.text.Text;
import io.firedamp.uplink.ccer.Rehearsal;
import io.firedamp.uplink.ccer.desk.Conversation;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;

/**
 * {@code firedamp:access}: reads the platform's access information 接入信息, and writes the uplink's
 * configuration (CCER-7.4-02).
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only. A
 * secret is neither an option, which the shell's history would keep, nor printed, nor logged.
 */
@Service
@Command(
    scope = "firedamp",
    name = "access",
    description =
        "Reads the platform's access information, and writes the uplink's configuration. 导入接入信息",
    detailedDescription =
        """
        FILE is a file of the gateway's machine: text or .docx. The command
        shows what it understood, asks for what is missing, and writes
        etc/io.firedamp.uplink.ccer-NAME.cfg, readable by its owner only.
        Other keys of that file are kept; the former file is kept as .old.
        Sending begins when the file is written.

        Without a terminal nothing is asked: use --supplier, --credit-code,
        --set and --take, and --yes to write. Missing secrets belong into
        FILE, never into a command.

        Examples:
          firedamp:access /media/usb/access.docx
          firedamp:access /media/usb/access.txt --name north --project north
          firedamp:access /media/usb/access.txt --take password=2
              the second of the values that it shows is the password
          firedamp:access /media/usb/access.txt --set cipher=aes --yes
        """)
public final class AccessCommand implements Action {
  private static final int MOST_ROUNDS = 40;

  @Reference Session session;

  @Option(name = "--zh", description = "Answers in Chinese. 中文输出")
  boolean chinese;

  @Option(name = "--en", description = "Answers in English. 英文输出")
  boolean english;

  @Option(name = "--json", description = "Answers with one line of JSON; asks nothing. 输出 JSON，不提问")
  boolean json;

  @Option(name = "--yes", description = "Writes without asking. 不再确认，直接写入")
  boolean yes;

  @Option(name = "--name", description = "Name of the uplink. 上传实例名称")
  String name = "national";

  @Option(name = "--supplier", description = "supplier.name 数据接入厂商名称")
  String supplier = "";

  @Option(name = "--credit-code", description = "supplier.credit.code 数据接入厂商统一社会信用代码")
  String creditCode = "";

  @Option(
      name = "--project",
      description = "project: which one the uplink reports; else the site's own. 所属项目")
  String project = "";

  @Option(
      name = "--set",
      multiValued = true,
      description = "KEY=VALUE in place of the document's; no secrets. 指定某项的值（不含密码密钥）")
  List<String> set = new ArrayList<>();

  @Option(
      name = "--take",
      multiValued = true,
      description = "KEY=NUMBER: which of the shown values it is. 选定候选值")
  List<String> take = new ArrayList<>();

  @Argument(name = "FILE", description = "The access information. 接入信息文件", required = true)
  @Completion(FileCompleter.class)
  String file = "";

  private Conversation desk;

  /** Called by the shell. */
  public AccessCommand() {}

  /**
   * Shows, asks, writes.
   *
   * @throws CommandException if the file cannot be read, or nothing can be written from it
   */
  @Override
  public Object execute() throws CommandException {
    desk = new Conversation(session, chinese, english);
    ConfigFile config = desk.config(name);
    Handout handout = handout();
    Map<String, String> kept = new HashMap<>();
    for (String key : List.of(Draft.SUPPLIER, Draft.CREDIT_CODE, Draft.PROJECT)) {
      config.value(key, Conversation::variable).ifPresent(value -> kept.put(key, value));
    }
    Map<String, String> answers = answers(handout, kept);
    Draft draft = Draft.of(handout, answers, kept);
    boolean people = !json && desk.onTerminal();
    if (people) {
      draft = asked(handout, answers, kept);
    }
    List<String> complaints = complaints(draft, config);
    boolean writable = draft.isComplete() && complaints.isEmpty();
    if (!json) {
      Conversation.print(shown(draft, complaints, config));
    }
    boolean write = writable && (yes || people && desk.confirmed(config));
    Optional<Path> former =
        write ? desk.write(config, config.with(draft.settings(), Draft.OWN)) : Optional.empty();
    if (json) {
      Conversation.print(
          List.of(AccessPage.json(draft, complaints, config.path().toString(), write)));
    } else {
      Conversation.print(outcome(write, writable, config, former));
    }
    if (!writable) {
      throw new CommandException("", "incomplete");
    }
    return null;
  }

  // ---- what there is

  private Handout handout() throws CommandException {
    try {
      Handout handout = Handout.read(Document.text(Path.of(file)));
      if (handout.isEmpty() && handout.strays().isEmpty()) {
        throw desk.failure(
            new Text(file + " does not look like an access information", file + " 不像是接入信息文件"));
      }
      return handout;
    } catch (Document.Unreadable other) {
      throw desk.failure(new Text(file + ": " + other.why().en(), file + ": " + other.why().zh()));
    } catch (NoSuchFileException | InvalidPathException none) {
      throw desk.failure(
          new Text(
              "There is no file " + Conversation.printable(file) + " on the gateway's machine",
              "网关主机上没有文件 " + Conversation.printable(file)));
    } catch (IOException unreadable) {
      throw desk.failure(new Text("cannot read " + file, "无法读取 " + file));
    }
  }

  /** What the options say. */
  private Map<String, String> answers(Handout handout, Map<String, String> kept)
      throws CommandException {
    Map<String, String> answers = new HashMap<>();
    if (!supplier.isBlank()) {
      answers.put(Draft.SUPPLIER, supplier);
    }
    if (!creditCode.isBlank()) {
      answers.put(Draft.CREDIT_CODE, creditCode);
    }
    if (!project.isBlank()) {
      answers.put(Draft.PROJECT, project);
    }
    for (String pair : set) {
      int cut = pair.indexOf('=');
      String key = cut < 0 ? pair : pair.substring(0, cut).strip();
      if (cut < 0 || !Draft.OWN.contains(key) || Draft.SECRETS.contains(key)) {
        List<String> keys = Draft.OWN.stream().filter(k -> !Draft.SECRETS.contains(k)).toList();
        String list = String.join(", ", keys);
        throw desk.failure( // without what was given: it may be a secret
            new Text("--set takes KEY=VALUE with " + list, "--set 格式为 KEY=VALUE，可用: " + list));
      }
      answers.put(key, pair.substring(cut + 1));
    }
    for (String pair : take) {
      // one answer may raise the next question: the method asks for its key
      answers.put(keyOf(pair), taken(Draft.of(handout, answers, kept), pair).value());
    }
    return answers;
  }

  private static String keyOf(String pair) {
    return pair.substring(0, Math.max(0, pair.indexOf('='))).strip();
  }

  private Finding taken(Draft draft, String pair) throws CommandException {
    String key = keyOf(pair);
    String number = pair.substring(pair.indexOf('=') + 1).strip();
    for (Question question : draft.questions()) {
      if (question.key().equals(key)) {
        Optional<Finding> candidate = candidate(question, number);
        if (candidate.isPresent()) {
          return candidate.get();
        }
      }
    }
    throw desk.failure(
        new Text(
            "--take takes KEY=NUMBER, of a key that is shown as missing and a number below it",
            "--take 格式为 KEY=序号；KEY 须为显示为缺少的项，序号须在其候选之中"));
  }

  private static Optional<Finding> candidate(Question question, String number) {
    if (!number.matches("[0-9]{1,4}")) {
      return Optional.empty();
    }
    int index = Integer.parseInt(number) - 1;
    return index >= 0 && index < question.candidates().size()
        ? Optional.of(question.candidates().get(index))
        : Optional.empty();
  }

  // ---- a person

  /** Asks until nothing is missing, or the person gives up with an empty answer. */
  private Draft asked(Handout handout, Map<String, String> answers, Map<String, String> kept) {
    Set<String> unanswered = new HashSet<>();
    Draft draft = Draft.of(handout, answers, kept);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Optional<Question> next =
          draft.questions().stream().filter(q -> !unanswered.contains(q.key())).findFirst();
      if (next.isEmpty()) {
        return draft;
      }
      Question question = next.get();
      Conversation.print(AccessPage.lines(question, desk.locale()));
      boolean choice = !question.candidates().isEmpty();
      String answer =
          desk.line(
              question.key() + (choice ? " [1-" + question.candidates().size() + "]: " : ": "),
              question.secret() && !choice);
      Optional<Finding> candidate = candidate(question, answer);
      if (choice && candidate.isPresent()) {
        answers.put(question.key(), candidate.get().value());
      } else if (!choice && !answer.isEmpty()) {
        answers.put(question.key(), answer);
      } else {
        unanswered.add(question.key());
      }
      draft = Draft.of(handout, answers, kept);
    }
    return draft;
  }

  // ---- the outcome

  /** What the uplink would say of the file. */
  private List<String> complaints(Draft draft, ConfigFile config) {
    List<String> complaints = new ArrayList<>();
    draft
        .settings()
        .forEach(
            (key, value) -> {
              if (!ConfigFile.writable(value)) {
                complaints.add(
                    new Text(
                            key + ": cannot be written into a .cfg file; use file:PATH",
                            key + ": 无法写入 .cfg 文件，请使用 file:路径")
                        .both());
              }
            });
    if (draft.isComplete()) {
      Map<String, String> whole = config.settings(Conversation::variable);
      whole.keySet().removeAll(Draft.OWN);
      whole.putAll(draft.settings());
      complaints.addAll(Rehearsal.complaints(whole));
    }
    return complaints;
  }

  private List<String> shown(Draft draft, List<String> complaints, ConfigFile config) {
    List<String> lines = new ArrayList<>();
    lines.add(
        new Text("Access information ", "接入信息 ").in(desk.locale()) + Conversation.printable(file));
    lines.addAll(AccessPage.lines(draft, desk.locale()));
    complaints.forEach(
        complaint ->
            lines.add(
                new Text("  wrong: ", "  有误: ").in(desk.locale())
                    + Conversation.printable(complaint)));
    List<String> gone =
        config.keys().stream()
            .filter(key -> Draft.OWN.contains(key) && !draft.settings().containsKey(key))
            .sorted()
            .toList();
    if (!gone.isEmpty() && draft.isComplete()) {
      lines.add(
          new Text("  taken out of the former file: ", "  从原文件中去除: ").in(desk.locale())
              + String.join(", ", gone));
    }
    return lines;
  }

  private List<String> outcome(
      boolean write, boolean writable, ConfigFile config, Optional<Path> former) {
    List<String> lines = new ArrayList<>();
    if (write) {
      lines.add(new Text("Written: " + config.path(), "已写入: " + config.path()).in(desk.locale()));
      former.ifPresent(
          old -> lines.add(new Text("The former one: " + old, "原文件: " + old).in(desk.locale())));
      lines.add(
          new Text(
                  "firedamp:status tells whether the platform is reached. "
                      + file
                      + " holds secrets: remove it.",
                  "firedamp:status 显示是否已连接平台。" + file + " 含有密钥，请妥善删除。")
              .in(desk.locale()));
    } else if (writable) {
      lines.add(
          new Text("Nothing was written; --yes writes.", "未写入；加 --yes 写入。").in(desk.locale()));
    } else {
      lines.add(
          new Text(
                  "Nothing was written: something is missing or wrong. See --help for --set and --take.",
                  "未写入：有缺少或错误的项。--set、--take 的用法见 --help。")
              .in(desk.locale()));
    }
    return lines;
  }
}
