package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * A verdict for each check, with the first message that failed it. It counts messages, not
 * findings. One thread at a time.
 */
final class Scorecard {
  private static final int EXCERPT = 600;

  private final Map<Kind, Long> seen = new EnumMap<>(Kind.class);
  private final Map<Check, Long> judged = new LinkedHashMap<>();
  private final Map<Check, Failures> failures = new LinkedHashMap<>();

  private record Check(Kind kind, Rule rule) {}

  private record Failures(Offence first, long count) {}

  /**
   * The first offender.
   *
   * @param id its request_id; may be empty
   * @param text what is wrong with it
   * @param excerpt its beginning, in clear; may be empty
   */
  record Offence(Instant at, String id, Text text, String excerpt) {}

  /** What is thought of a check. */
  enum Outcome {
    PASSED("pass", "通过"),
    FAILED("FAIL", "不通过"),
    REMARK("remark", "提示"),
    UNSEEN("-", "未检");

    private final Text word;

    Outcome(String en, String zh) {
      this.word = new Text(en, zh);
    }

    Text word() {
      return word;
    }
  }

  /**
   * A check and what is thought of it.
   *
   * @param passed how many passed it
   * @param failed how many did not
   */
  record Row(
      Kind kind, Rule rule, Outcome outcome, long passed, long failed, Optional<Offence> first) {}

  /** Counts a message of that kind. */
  void seen(Kind kind) {
    seen.merge(kind, 1L, Long::sum);
  }

  /**
   * Notes what was found on it. What the script itself refuses is nobody's fault.
   *
   * @param message in clear
   */
  void note(Kind kind, Verdict verdict, Instant at, String message) {
    List<Rule> once = new ArrayList<>();
    for (Finding finding : verdict.findings()) {
      if (finding.rule() != Rule.REHEARSAL && !once.contains(finding.rule())) {
        once.add(finding.rule());
        fail(kind, finding, at, verdict.id(), message);
      }
    }
  }

  /** Notes that a check which is made now and then was passed. */
  void pass(Kind kind, Rule rule) {
    judged.merge(new Check(kind, rule), 1L, Long::sum);
  }

  /** Notes one thing found. */
  void fail(Kind kind, Finding finding, Instant at, String id, String message) {
    Offence offence = new Offence(at, id, finding.text(), excerpt(message));
    failures.merge(
        new Check(kind, finding.rule()),
        new Failures(offence, 1),
        (before, now) -> new Failures(before.first(), before.count() + 1));
  }

  private static String excerpt(String message) {
    return message.length() <= EXCERPT ? message : message.substring(0, EXCERPT) + "…";
  }

  /**
   * All checks.
   *
   * @param pointless what cannot fail under this configuration, and is listed only if it did
   * @param standing what is judged on the whole of the run so far, after the others
   */
  List<Row> rows(
      BiPredicate<Kind, Rule> pointless, Map<Rule, Optional<Finding>> standing, Instant now) {
    List<Row> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Rule rule : rules(kind, pointless)) {
        boolean whole = kind == Kind.DATA && standing.containsKey(rule);
        rows.add(whole ? whole(kind, rule, standing.get(rule), now) : row(kind, rule));
      }
    }
    return rows;
  }

  private Row row(Kind kind, Rule rule) {
    Check check = new Check(kind, rule);
    Optional<Failures> found = Optional.ofNullable(failures.get(check));
    long failed = found.map(Failures::count).orElse(0L);
    long passed =
        rule.ofEachMessage()
            ? Math.max(0, seen.getOrDefault(kind, 0L) - failed)
            : judged.getOrDefault(check, 0L);
    return new Row(
        kind, rule, outcome(rule, passed, failed), passed, failed, found.map(Failures::first));
  }

  private Row whole(Kind kind, Rule rule, Optional<Finding> wrong, Instant now) {
    Row sofar = row(kind, rule);
    long failed = sofar.failed() + (wrong.isPresent() ? 1 : 0);
    long passed = sofar.passed() + (wrong.isPresent() ? 0 : 1);
    return new Row(
        kind,
        rule,
        outcome(rule, passed, failed),
        passed,
        failed,
        sofar.first().or(() -> wrong.map(found -> new Offence(now, "", found.text(), ""))));
  }

  private static Outcome outcome(Rule rule, long passed, long failed) {
    if (failed > 0) {
      return rule.remark() ? Outcome.REMARK : Outcome.FAILED;
    }
    return passed > 0 ? Outcome.PASSED : Outcome.UNSEEN;
  }

  private List<Rule> rules(Kind kind, BiPredicate<Kind, Rule> pointless) {
    Stream<Rule> usual = kind.rules().stream().filter(rule -> !pointless.test(kind, rule));
    Stream<Rule> found =
        failures.keySet().stream().filter(check -> check.kind() == kind).map(Check::rule);
    return Stream.concat(usual, found).distinct().toList();
  }

  /** How many of each kind came. */
  Map<Kind, Long> seen() {
    Map<Kind, Long> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, seen.getOrDefault(kind, 0L));
    }
    return all;
  }
}
