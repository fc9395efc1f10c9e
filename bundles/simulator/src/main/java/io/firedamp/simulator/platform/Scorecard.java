package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A verdict for each check, with the first message that failed it. It counts messages, not
 * findings. One thread.
 */
final class Scorecard {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  /** From here on a character takes two cells of a terminal: CJK and what belongs to it. */
  private static final int WIDE = 0x2e80;

  private static final int VERDICT_CELLS = 8;
  private static final int RULE_CELLS = 12;

  private final Map<Kind, Long> seen = new EnumMap<>(Kind.class);
  private final Map<Check, Offence> offences = new LinkedHashMap<>();

  private final Set<Rule> pointless;

  /**
   * @param pointless what cannot fail under this configuration, and is therefore not listed
   */
  Scorecard(Set<Rule> pointless) {
    this.pointless = Set.copyOf(pointless);
  }

  private record Check(Kind kind, Rule rule) {}

  /** The first offender, and how many there are. */
  private record Offence(Instant at, String id, Text text, boolean remark, long count) {}

  /** What is thought of a check. */
  private enum Outcome {
    PASSED("pass", "通过"),
    FAILED("FAIL", "不通过"),
    REMARK("remark", "提示"),
    UNSEEN("-", "未检");

    private final Text word;

    Outcome(String en, String zh) {
      this.word = new Text(en, zh);
    }
  }

  /** Counts a message of that kind. */
  void seen(Kind kind) {
    seen.merge(kind, 1L, Long::sum);
  }

  /** Notes what was found on it. What the rehearsal itself refuses is nobody's fault. */
  void note(Kind kind, Verdict verdict, Instant at) {
    List<Rule> once = new ArrayList<>();
    for (Finding finding : verdict.findings()) {
      if (finding.rule() != Rule.REHEARSAL && !once.contains(finding.rule())) {
        once.add(finding.rule());
        note(kind, finding, verdict.remarks().contains(finding), verdict.id(), at);
      }
    }
  }

  /** Notes one thing found on a message without a verdict. */
  void note(Kind kind, Finding finding, Instant at) {
    note(kind, finding, false, "", at);
  }

  private void note(Kind kind, Finding finding, boolean remark, String id, Instant at) {
    offences.merge(
        new Check(kind, finding.rule()),
        new Offence(at, id, finding.text(), remark, 1),
        (first, next) ->
            new Offence(first.at(), first.id(), first.text(), first.remark(), first.count() + 1));
  }

  /** The report, a line an element. */
  List<String> report(Locale locale) {
    List<String> lines = new ArrayList<>();
    Map<Outcome, Integer> totals = new EnumMap<>(Outcome.class);
    for (Kind kind : Kind.values()) {
      lines.add("");
      lines.add(kind.label().in(locale) + ": " + seen.getOrDefault(kind, 0L));
      for (Rule rule : rules(kind)) {
        Optional<Offence> offence = Optional.ofNullable(offences.get(new Check(kind, rule)));
        Outcome outcome = outcome(kind, offence);
        totals.merge(outcome, 1, Integer::sum);
        lines.add(
            "  "
                + cells(outcome.word.in(locale), VERDICT_CELLS)
                + cells(rule.name(), RULE_CELLS)
                + rule.right().in(locale));
        offence.ifPresent(first -> lines.add(" ".repeat(2 + VERDICT_CELLS) + line(first, locale)));
      }
    }
    lines.add(0, total(totals).in(locale));
    return lines;
  }

  private List<Rule> rules(Kind kind) {
    Stream<Rule> usual = kind.rules().stream().filter(rule -> !pointless.contains(rule));
    Stream<Rule> found =
        offences.keySet().stream().filter(check -> check.kind() == kind).map(Check::rule);
    return Stream.concat(usual, found).distinct().toList();
  }

  private Outcome outcome(Kind kind, Optional<Offence> offence) {
    if (offence.isPresent()) {
      return offence.get().remark() ? Outcome.REMARK : Outcome.FAILED;
    }
    return seen.containsKey(kind) ? Outcome.PASSED : Outcome.UNSEEN;
  }

  private static Text total(Map<Outcome, Integer> totals) {
    int passed = totals.getOrDefault(Outcome.PASSED, 0);
    int failed = totals.getOrDefault(Outcome.FAILED, 0);
    int remarks = totals.getOrDefault(Outcome.REMARK, 0);
    int unseen = totals.getOrDefault(Outcome.UNSEEN, 0);
    return new Text(
        passed
            + " passed, "
            + failed
            + " failed, "
            + remarks
            + " with remarks, "
            + unseen
            + " not checked",
        "通过 " + passed + " 项，不通过 " + failed + " 项，提示 " + remarks + " 项，未检 " + unseen + " 项");
  }

  private static String line(Offence first, Locale locale) {
    String id = first.id().isEmpty() ? "" : " " + first.id();
    return new Text(
            first.count() + "; first " + TIME.format(first.at()) + id + ": " + first.text().en(),
            first.count() + " 条；首次 " + TIME.format(first.at()) + id + ": " + first.text().zh())
        .in(locale);
  }

  private static String cells(String text, int width) {
    int cells = text.chars().map(character -> character < WIDE ? 1 : 2).sum();
    return text + " ".repeat(Math.max(1, width - cells));
  }
}
