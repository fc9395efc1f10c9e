package io.firedamp.simulator.platform;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
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
import java.util.stream.Collectors;
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

  /** A check and what is thought of it. */
  private record Row(Kind kind, Rule rule, Outcome outcome, Optional<Offence> offence) {}

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Rule rule : rules(kind)) {
        Optional<Offence> offence = Optional.ofNullable(offences.get(new Check(kind, rule)));
        rows.add(new Row(kind, rule, outcome(kind, offence), offence));
      }
    }
    return rows;
  }

  /** The report, a line an element. */
  List<String> report(Locale locale) {
    List<Row> rows = rows();
    List<String> lines = new ArrayList<>();
    lines.add(total(rows).in(locale));
    for (Kind kind : Kind.values()) {
      lines.add("");
      lines.add(kind.label().in(locale) + ": " + seen.getOrDefault(kind, 0L));
      for (Row row : rows) {
        if (row.kind() == kind) {
          lines.add(
              "  "
                  + cells(row.outcome().word.in(locale), VERDICT_CELLS)
                  + cells(row.rule().name(), RULE_CELLS)
                  + row.rule().right().in(locale));
          row.offence()
              .ifPresent(first -> lines.add(" ".repeat(2 + VERDICT_CELLS) + line(first, locale)));
        }
      }
    }
    return lines;
  }

  /** The same as one line of JSON. */
  String json() {
    List<Row> rows = rows();
    StringBuilder json = new StringBuilder("{");
    for (Outcome outcome : Outcome.values()) {
      json.append(quoted(word(outcome)));
      json.append(':').append(count(rows, outcome)).append(',');
    }
    json.append("\"messages\":{");
    json.append(
        Stream.of(Kind.values())
            .map(kind -> quoted(word(kind)) + ":" + seen.getOrDefault(kind, 0L))
            .collect(Collectors.joining(",")));
    json.append("},\"checks\":[");
    json.append(rows.stream().map(Scorecard::json).collect(Collectors.joining(",")));
    return json.append("]}").toString();
  }

  private static String json(Row row) {
    String first =
        row.offence()
            .map(
                one ->
                    ",\"count\":"
                        + one.count()
                        + ",\"first\":{\"at\":"
                        + quoted(one.at().toString())
                        + ",\"id\":"
                        + quoted(one.id())
                        + ",\"en\":"
                        + quoted(one.text().en())
                        + ",\"zh\":"
                        + quoted(one.text().zh())
                        + "}")
            .orElse("");
    return "{\"kind\":"
        + quoted(word(row.kind()))
        + ",\"rule\":"
        + quoted(word(row.rule()))
        + ",\"outcome\":"
        + quoted(word(row.outcome()))
        + first
        + "}";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
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

  private static long count(List<Row> rows, Outcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  private static Text total(List<Row> rows) {
    long passed = count(rows, Outcome.PASSED);
    long failed = count(rows, Outcome.FAILED);
    long remarks = count(rows, Outcome.REMARK);
    long unseen = count(rows, Outcome.UNSEEN);
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
