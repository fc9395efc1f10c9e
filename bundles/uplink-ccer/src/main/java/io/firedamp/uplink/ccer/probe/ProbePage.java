package io.firedamp.uplink.ccer.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firedamp.text.Text;
import io.firedamp.uplink.ccer.Content;
import io.firedamp.uplink.ccer.Echo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The probe's words, for people and for scripts. */
final class ProbePage {
  private static final int SHORT_S = 120;
  private static final Text SILENCE = words(new Echo(Echo.Result.SILENT, ""));

  private ProbePage() {}

  /** What is going to happen, and how long it can take. */
  static List<String> preface(int count, Duration each, Map<String, String> file, Locale locale) {
    boolean rsa = file.get("cipher").equalsIgnoreCase("rsa");
    Text asked =
        rsa ? new Text("key request (M1)", "密钥请求（M1）") : new Text("heartbeat (M7)", "心跳（M7）");
    Text bound = bound(each.multipliedBy(count));
    return List.of(
        new Text(
                count
                    + " combinations at the most, "
                    + bound.en()
                    + " at the longest; Ctrl-C ends it.",
                "最多 " + count + " 个组合，最长 " + bound.zh() + "；Ctrl-C 结束。")
            .in(locale),
        new Text(
                "Each is one "
                    + asked.en()
                    + " over the uplink's connection; the upload does not pause.",
                "每个组合通过上传连接发送一次" + asked.zh() + "；上传不中断。")
            .in(locale));
  }

  private static Text bound(Duration longest) {
    long seconds = longest.toSeconds();
    return seconds <= SHORT_S
        ? new Text(seconds + " s", seconds + " 秒")
        : new Text((seconds + 59) / 60 + " min", (seconds + 59) / 60 + " 分钟");
  }

  /** How the platform took it. */
  static Text words(Echo echo) {
    String reason = echo.reason().isEmpty() ? "" : ": " + echo.reason();
    return switch (echo.result()) {
      case UNDERSTOOD ->
          reason.isEmpty()
              ? new Text("understood", "已理解")
              : new Text("understood, refused for another reason" + reason, "已理解，因其他原因拒绝" + reason);
      case REFUSED -> new Text("refused" + reason, "被拒绝" + reason);
      case UNREADABLE -> new Text("an answer that it cannot read", "应答无法解读");
      case SILENT -> new Text("no answer", "无应答");
      case LOST -> new Text("connection lost", "连接中断");
      case UNSENT -> new Text("not sent: no connection", "未发送：无连接");
    };
  }

  /** What a message was found to be. */
  static Text words(Optional<Content> content) {
    return content
        .map(c -> new Text(c.name().en() + ", id " + c.id(), c.name().zh() + "，序列号 " + c.id()))
        .orElse(new Text("no", "否"));
  }

  /** Which fit alike. */
  static List<String> several(List<Trial> won, Locale locale) {
    List<String> lines = new ArrayList<>();
    lines.add(
        new Text(
                "This message cannot tell these apart; another one, of another length, may. --take NUMBER takes one:",
                "仅凭此报文无法区分以下组合；可换一条长度不同的报文。--take 序号 选定其一:")
            .in(locale));
    won.forEach(trial -> lines.add("  " + trial.number() + "  " + trial.combination().line()));
    return lines;
  }

  /** What came out of it. */
  static List<String> verdict(
      List<Trial> trials, Optional<Combination> winner, boolean present, Locale locale) {
    List<String> lines = new ArrayList<>();
    if (winner.isPresent()) {
      lines.add(new Text("Understood:", "已理解的组合:").in(locale));
      winner.get().shown().forEach((key, value) -> lines.add("  " + key + " = " + value));
      if (present) {
        lines.add(
            new Text("That is what the file says: there is nothing to write.", "与文件一致，无需写入。")
                .in(locale));
      }
    } else if (trials.stream().noneMatch(Trial::won)) {
      lines.add(
          new Text(
                  "None was understood. Is the key the right one, and the method? The file is as it was.",
                  "没有组合被理解。请核对密钥和加密方式。文件未改动。")
              .in(locale));
      if (trials.stream().allMatch(trial -> trial.result().equals(SILENCE))) {
        lines.add(
            new Text(
                    "The platform never answered: look at the topics, too.", "平台从未应答：请同时核对各 Topic。")
                .in(locale));
      }
    } else {
      lines.add(new Text("None was chosen. The file is as it was.", "未选定组合，文件未改动。").in(locale));
    }
    return lines;
  }

  /** What became of the file. */
  static List<String> outcome(Path file, boolean written, Optional<Path> former, Locale locale) {
    List<String> lines = new ArrayList<>();
    if (written) {
      lines.add(new Text("Written: " + file, "已写入: " + file).in(locale));
      former.ifPresent(
          old -> lines.add(new Text("The former one: " + old, "原文件: " + old).in(locale)));
    } else {
      lines.add(new Text("Nothing was written; --yes writes.", "未写入；加 --yes 写入。").in(locale));
    }
    return lines;
  }

  /** One line of JSON. */
  static String json(
      String uplink,
      String file,
      List<Trial> trials,
      Optional<Combination> winner,
      boolean written) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("uplink", uplink).put("file", file).put("written", written);
    winner.ifPresent(w -> settings(root.putObject("winner"), w));
    ArrayNode attempts = root.putArray("attempts");
    for (Trial trial : trials) {
      ObjectNode node = attempts.addObject();
      node.put("number", trial.number()).put("understood", trial.won());
      node.putObject("result").put("en", trial.result().en()).put("zh", trial.result().zh());
      settings(node.putObject("settings"), trial.combination());
    }
    return root.toString();
  }

  private static void settings(ObjectNode node, Combination combination) {
    combination.shown().forEach(node::put);
  }
}
