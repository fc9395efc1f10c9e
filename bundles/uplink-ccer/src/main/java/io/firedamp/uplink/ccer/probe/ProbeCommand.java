package io.firedamp.uplink.ccer.probe;

import io.firedamp.settings.ConfigFile;
import io.firedamp.text.Text;
import io.firedamp.uplink.ccer.Content;
import io.firedamp.uplink.ccer.Echo;
import io.firedamp.uplink.ccer.Echo.Result;
import io.firedamp.uplink.ccer.Line;
import io.firedamp.uplink.ccer.Rehearsal;
import io.firedamp.uplink.ccer.Variant;
import io.firedamp.uplink.ccer.desk.Conversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;

/**
 * {@code firedamp:probe}: tries the ways to encrypt until the platform understands one, and writes
 * that one into the uplink's file (AMB-05 … AMB-08).
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only.
 */
@Service
@Command(
    scope = "firedamp",
    name = "probe",
    description = "Tries the ways to encrypt until the platform understands one. 试探平台的加密方式",
    detailedDescription =
        """
        The method (cipher = aes or rsa) and its key are those of
        etc/io.firedamp.uplink.ccer-NAME.cfg. Mode, padding, vector and
        encodings are tried one after the other, the likeliest first, over
        the connection of the running uplink, which goes on sending.
        An attempt is one heartbeat (M7), with rsa one key request (M1).
        Ctrl-C ends the probe.

        With --message nothing is sent: FILE of the gateway's machine holds
        one encrypted message as it crossed the wire. What an uplink with
        raw payloads sends must be in FILE as raw bytes.

        What was understood is written into the file when that is
        confirmed, or with --yes; all other keys are kept, and the former
        file as .old.

        Examples:
          firedamp:probe
          firedamp:probe --name north --first 20
          firedamp:probe --message /tmp/reply.txt
          firedamp:probe --yes --json
        """)
public final class ProbeCommand implements Action {
  private static final int LOST_CONTACT = 3;
  private static final long LONGEST_MESSAGE = 64L << 20;

  /** Between two attempts: nobody shall take it for an attack. */
  Duration pause = Duration.ofSeconds(1);

  @Reference Session session;
  @Reference Lines lines;

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

  @Option(name = "--first", description = "Tries so many at the most, 0: all. 最多尝试的组合数，0 为全部")
  int first;

  @Option(name = "--message", description = "A captured message to try on. 已截获的报文文件")
  @Completion(FileCompleter.class)
  String message = "";

  @Option(name = "--take", description = "Which one, if several fit. 多个组合符合时选定其序号")
  int take;

  private Conversation desk;

  /** Called by the shell. */
  public ProbeCommand() {}

  /**
   * Tries, shows, asks, writes.
   *
   * @throws CommandException if nothing can be tried, or nothing was understood
   */
  @Override
  public Object execute() throws CommandException {
    desk = new Conversation(session, chinese, english);
    ConfigFile config = desk.config(name);
    Map<String, String> file = config.settings(Conversation::variable);
    List<Combination> combinations = combinations(config, file);
    List<Trial> trials = message.isEmpty() ? ask(combinations, file) : open(combinations, file);
    Optional<Combination> winner = winner(trials);
    boolean present = winner.filter(w -> Combinations.isPresent(w, file)).isPresent();
    if (!json) {
      Conversation.print(ProbePage.verdict(trials, winner, present, desk.locale()));
    }
    boolean write =
        winner.isPresent()
            && !present
            && (yes || !json && desk.onTerminal() && desk.confirmed(config));
    Optional<Path> former = write ? write(winner.get()) : Optional.empty();
    if (json) {
      Conversation.print(
          List.of(ProbePage.json(name, config.path().toString(), trials, winner, write)));
    } else if (winner.isPresent() && !present) {
      Conversation.print(ProbePage.outcome(config.path(), write, former, desk.locale()));
    }
    if (winner.isEmpty()) {
      throw new CommandException("", "not understood");
    }
    return null;
  }

  private List<Combination> combinations(ConfigFile config, Map<String, String> file)
      throws CommandException {
    if (!config.exists()) {
      throw desk.failure(
          new Text(
              "There is no file " + config.path() + ". firedamp:access FILE writes it.",
              "没有文件 " + config.path() + "。可用 firedamp:access FILE 生成。"));
    }
    if (!List.of("aes", "rsa").contains(file.getOrDefault("cipher", "").toLowerCase(Locale.ROOT))) {
      throw desk.failure(
          new Text(
              config.path()
                  + " says neither cipher = aes nor cipher = rsa: there is nothing to try",
              config.path() + " 未设置 cipher = aes 或 cipher = rsa，无可尝试的组合"));
    }
    List<Combination> all =
        message.isEmpty() ? Combinations.toSend(file) : Combinations.toOpen(file);
    if (all.isEmpty()) {
      String wrong = String.join("; ", Rehearsal.complaints(file));
      throw desk.failure(new Text("No uplink can start: " + wrong, "上传实例无法启动: " + wrong));
    }
    return first > 0 && first < all.size() ? all.subList(0, first) : all;
  }

  // ---- the walk

  private List<Trial> ask(List<Combination> combinations, Map<String, String> file)
      throws CommandException {
    Line line =
        lines
            .of(name)
            .orElseThrow(
                () ->
                    desk.failure(
                        new Text(
                            "The uplink " + name + " does not run: firedamp:status says why.",
                            "上传实例 " + name + " 未运行，原因见 firedamp:status。")));
    Duration each = Variant.of(combinations.get(0).in(file)).patience().plus(pause);
    say(ProbePage.preface(combinations.size(), each, file, desk.locale()));
    List<Trial> trials = new ArrayList<>();
    int unsent = 0;
    try {
      for (Combination combination : combinations) {
        if (!trials.isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
        if (desk.isOver()) {
          throw new InterruptedException("nobody is there any more");
        }
        announce(combination, trials.size() + 1, combinations.size());
        Echo echo = line.attempt(Variant.of(combination.in(file)));
        boolean won = echo.result() == Result.UNDERSTOOD;
        done(trials, combination, won, ProbePage.words(echo));
        unsent = echo.result() == Result.UNSENT ? unsent + 1 : 0;
        if (unsent == LOST_CONTACT) {
          throw desk.failure(
              new Text(
                  "No connection to the platform: firedamp:status says why. Nothing was written.",
                  "与平台没有连接，原因见 firedamp:status。未写入。"));
        }
        if (won) {
          break;
        }
      }
      return trials;
    } catch (IOException noKeys) {
      throw desk.failure(Text.same(String.valueOf(noKeys.getMessage())));
    } catch (InterruptedException stopped) {
      say(List.of("", new Text("Stopped. Nothing was written.", "已停止，未写入。").in(desk.locale())));
      Thread.currentThread().interrupt();
      throw new CommandException("", "stopped");
    }
  }

  private List<Trial> open(List<Combination> combinations, Map<String, String> file)
      throws CommandException {
    byte[] payload = payload();
    Path secure = Path.of(Conversation.variable("karaf.base"), "secure");
    List<Trial> trials = new ArrayList<>();
    try {
      for (Combination combination : combinations) {
        announce(combination, trials.size() + 1, combinations.size());
        Optional<Content> content = Variant.of(combination.in(file)).open(payload, secure);
        done(trials, combination, content.isPresent(), ProbePage.words(content));
      }
      return trials;
    } catch (IOException noKeys) {
      throw desk.failure(Text.same(String.valueOf(noKeys.getMessage())));
    }
  }

  private byte[] payload() throws CommandException {
    try {
      Path captured = Path.of(message);
      if (Files.size(captured) <= LONGEST_MESSAGE) {
        byte[] payload = Files.readAllBytes(captured);
        if (new String(payload, StandardCharsets.UTF_8).matches("(?s)\\s*\\{.*\\}\\s*")) {
          throw desk.failure(new Text(message + " is not encrypted", message + " 未加密"));
        }
        return payload;
      }
    } catch (IOException | InvalidPathException unreadable) {
      // said below
    }
    throw desk.failure(
        new Text(
            "cannot read a message from " + message + " on the gateway's machine",
            "无法读取网关主机上的报文文件 " + message));
  }

  private void announce(Combination combination, int number, int of) {
    if (!json) {
      Conversation.show("  " + number + "/" + of + "  " + combination.line() + "  ");
    }
  }

  private void done(List<Trial> trials, Combination combination, boolean won, Text result) {
    trials.add(new Trial(trials.size() + 1, combination, won, result));
    say(List.of(Conversation.printable(result.in(desk.locale()))));
  }

  private void say(List<String> text) {
    if (!json) {
      Conversation.print(text);
    }
  }

  // ---- the winner

  /** The one that fits, or the one of several that a person names. */
  private Optional<Combination> winner(List<Trial> trials) {
    List<Trial> won = trials.stream().filter(Trial::won).toList();
    if (won.size() < 2) {
      return won.stream().map(Trial::combination).findFirst();
    }
    String number = Integer.toString(take);
    if (take == 0 && !json) {
      Conversation.print(ProbePage.several(won, desk.locale()));
      number = desk.onTerminal() ? desk.line("--take ", false) : number;
    }
    String taken = number;
    return won.stream()
        .filter(trial -> Integer.toString(trial.number()).equals(taken))
        .map(Trial::combination)
        .findFirst();
  }

  /** The walk takes a while: the file may be another one by now. */
  private Optional<Path> write(Combination winner) throws CommandException {
    ConfigFile now = desk.config(name);
    return desk.write(now, now.with(winner.settings(), List.of()));
  }
}
