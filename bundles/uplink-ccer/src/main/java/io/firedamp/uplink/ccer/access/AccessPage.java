package io.firedamp.uplink.ccer.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firedamp.text.Text;
import io.firedamp.uplink.ccer.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was understood, for people and for scripts. Of a secret its length is shown, nothing else.
 */
final class AccessPage {
  private static final int MOST_DOUBTS = 20;
  private static final int LONGEST_VALUE = 120;

  private AccessPage() {}

  /** The lines for people. */
  static List<String> lines(Draft draft, Locale locale) {
    List<String> lines = new ArrayList<>();
    int widest = draft.settings().keySet().stream().mapToInt(String::length).max().orElse(0);
    draft
        .settings()
        .forEach(
            (key, value) ->
                lines.add(
                    "  "
                        + key
                        + " ".repeat(widest - key.length())
                        + "  "
                        + shown(key, value).in(locale)));
    for (Text doubt : draft.doubts().stream().limit(MOST_DOUBTS).toList()) {
      lines.add(new Text("  doubtful: ", "  存疑: ").in(locale) + visible(doubt.in(locale)));
    }
    for (Text fault : draft.faults()) {
      lines.add(new Text("  wrong: ", "  有误: ").in(locale) + visible(fault.in(locale)));
    }
    for (Question question : draft.questions()) {
      lines.addAll(lines(question, locale));
    }
    return lines;
  }

  /** One question with what it may be answered with. */
  static List<String> lines(Question question, Locale locale) {
    List<String> lines = new ArrayList<>();
    lines.add(
        new Text("  missing: ", "  缺少: ").in(locale)
            + question.key()
            + new Text(" (", "（").in(locale)
            + question.why().in(locale)
            + new Text(")", "）").in(locale));
    int number = 0;
    for (Finding candidate : question.candidates()) {
      number++;
      lines.add("    " + number + "  " + visible(described(question, candidate).in(locale)));
    }
    return lines;
  }

  private static Text described(Question question, Finding candidate) {
    Text place = new Text("line " + candidate.line(), "第 " + candidate.line() + " 行");
    String label = candidate.label().isEmpty() ? "" : " \"" + candidate.label().strip() + "\"";
    // a value without a label may be a secret whatever is asked for
    boolean open = !question.secret() && !question.key().equals("username");
    Text value = open ? Text.same(candidate.value()) : form(candidate.value());
    return new Text(place.en() + label + ": " + value.en(), place.zh() + label + ": " + value.zh());
  }

  private static Text shown(String key, String value) {
    if (Draft.SECRETS.contains(key)) {
      return form(value);
    }
    if (key.equals(Draft.RSA_KEY)) {
      String bits =
          Rehearsal.rsaBits(value).stream().mapToObj(b -> b + " bit").findFirst().orElse("?");
      return Text.same("RSA, " + bits);
    }
    return Text.same(visible(value));
  }

  /** What a value is like, without a character of it. */
  private static Text form(String value) {
    boolean hex = value.matches("[0-9a-fA-F]+");
    int length = value.length();
    return new Text(
        "•••• " + length + (hex ? " hexadecimal digits" : " characters"),
        "•••• " + length + (hex ? " 位十六进制" : " 个字符"));
  }

  /** Nothing in a document from elsewhere shall steer the terminal. */
  private static String visible(String text) {
    String clean =
        text.codePoints()
            .map(
                c ->
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
            .limit(LONGEST_VALUE + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return clean.codePointCount(0, clean.length()) > LONGEST_VALUE
        ? clean.substring(0, clean.offsetByCodePoints(0, LONGEST_VALUE)) + "…"
        : clean;
  }

  /**
   * One line of JSON.
   *
   * @param file that is or would be written
   */
  static String json(Draft draft, List<String> complaints, String file, boolean written) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode root = nodes.objectNode();
    root.put("file", file).put("written", written);
    root.put("complete", draft.isComplete() && complaints.isEmpty());
    ObjectNode settings = root.putObject("settings");
    for (Map.Entry<String, String> setting : draft.settings().entrySet()) {
      if (Draft.SECRETS.contains(setting.getKey())) {
        settings.putObject(setting.getKey()).put("length", setting.getValue().length());
      } else {
        settings.put(setting.getKey(), setting.getValue());
      }
    }
    ArrayNode questions = root.putArray("missing");
    for (Question question : draft.questions()) {
      ObjectNode node = questions.addObject();
      node.put("key", question.key());
      text(node.putObject("why"), question.why());
      ArrayNode candidates = node.putArray("candidates");
      question
          .candidates()
          .forEach(candidate -> text(candidates.addObject(), described(question, candidate)));
    }
    ArrayNode faults = root.putArray("wrong");
    draft.faults().forEach(fault -> text(faults.addObject(), fault));
    complaints.forEach(fault -> text(faults.addObject(), Text.same(fault)));
    ArrayNode doubts = root.putArray("doubtful");
    draft.doubts().forEach(doubt -> text(doubts.addObject(), doubt));
    return root.toString();
  }

  private static void text(ObjectNode node, Text text) {
    node.put("en", text.en()).put("zh", text.zh());
  }
}
