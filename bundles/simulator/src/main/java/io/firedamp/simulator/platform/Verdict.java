package io.firedamp.simulator.platform;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the platform thinks of one message.
 *
 * @param id its request_id; empty if it cannot be read, and then nothing can be answered
 * @param replyDue whether an answer is wanted
 * @param repeated whether the same content came before
 * @param objections why it is refused; empty if it is accepted
 * @param remarks what is odd but no reason to refuse
 * @param sample what a data upload brings, as far as it can be read; empty for other messages
 */
record Verdict(
    String id,
    boolean replyDue,
    boolean repeated,
    List<Finding> objections,
    List<Finding> remarks,
    Optional<Sample> sample) {

  /**
   * One thing found.
   *
   * @param rule which rule
   * @param text what is wrong, with the value found and what is right
   */
  record Finding(Rule rule, Text text) {}

  Verdict {
    objections = List.copyOf(objections);
    remarks = List.copyOf(remarks);
  }

  /** Whether it counts as received. */
  boolean accepted() {
    return objections.isEmpty();
  }

  /** Whether a check fails by it. What only the script refuses is no fault. */
  boolean faulty() {
    return findings().stream()
        .map(Finding::rule)
        .anyMatch(rule -> rule != Rule.REHEARSAL && !rule.remark());
  }

  /** 延迟状态: received, not used for accounting (CCER-7.6-10). */
  boolean delayed() {
    return accepted() && has(Rule.DELAYED);
  }

  /** Whether it was rounded here, for it was not there (CCER-D-05). */
  boolean rounded() {
    return accepted() && has(Rule.DECIMALS);
  }

  private boolean has(Rule rule) {
    return remarks.stream().anyMatch(remark -> remark.rule() == rule);
  }

  /** All that was found, for people. */
  Text words() {
    List<Text> all = findings().stream().map(Finding::text).toList();
    return new Text(
        all.stream().map(Text::en).collect(Collectors.joining("; ")),
        all.stream().map(Text::zh).collect(Collectors.joining("；")));
  }

  /** The rules that were broken, for comparing one message with the next. */
  String rules() {
    return findings().stream()
        .map(finding -> finding.rule().name())
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** All that was found, the objections first. */
  List<Finding> findings() {
    return Stream.concat(objections.stream(), remarks.stream()).toList();
  }

  /** The same message, refused for one more reason. */
  Verdict refused(Finding reason) {
    List<Finding> more = Stream.concat(objections.stream(), Stream.of(reason)).toList();
    return new Verdict(id, replyDue, repeated, more, remarks, sample);
  }
}
