package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Scorecard.Offence;
import io.firedamp.simulator.platform.Scorecard.Row;
import io.firedamp.text.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link Report} for a terminal, in one language. */
final class TextReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  /** From here on a character takes two cells of a terminal: CJK and what belongs to it. */
  private static final int WIDE = 0x2e80;

  private static final int VERDICT_CELLS = 8;
  private static final int COUNT_CELLS = 16;
  private static final int RULE_CELLS = 13;

  private final Report report;
  private final Locale locale;
  private final List<String> lines = new ArrayList<>();

  private TextReport(Report report, Locale locale) {
    this.report = report;
    this.locale = locale;
  }

  /** A line an element. */
  static List<String> lines(Report report, Locale locale) {
    TextReport text = new TextReport(report, locale);
    text.write();
    return List.copyOf(text.lines);
  }

  private void write() {
    say(
        report.verdict().en() + ". " + report.total().en(),
        report.verdict().zh() + "。" + report.total().zh());
    say(
        TIME.format(report.from()) + " to " + TIME.format(report.to()) + " (Beijing time)",
        TIME.format(report.from()) + " 至 " + TIME.format(report.to()) + "（北京时间）");
    checks();
    figures();
    commands();
    if (!report.played().isEmpty()) {
      lines.add("");
      say("What the platform did on purpose", "平台按脚本所做的动作");
      report.played().forEach((step, count) -> lines.add("  " + count + " × " + step));
    }
    if (!report.events().isEmpty()) {
      lines.add("");
      say("Events", "事件");
      report
          .events()
          .forEach(
              event ->
                  lines.add(
                      "  "
                          + TIME.format(event.at())
                          + (event.odd() ? " ! " : "   ")
                          + event.text().in(locale)));
    }
  }

  private void checks() {
    for (Kind kind : Kind.values()) {
      List<Row> rows = report.rows().stream().filter(row -> row.kind() == kind).toList();
      if (rows.isEmpty()) {
        continue;
      }
      lines.add("");
      lines.add(kind.label().in(locale) + ": " + report.seen().get(kind));
      for (Row row : rows) {
        lines.add(
            "  "
                + cells(row.outcome().word().in(locale), VERDICT_CELLS)
                + cells(counts(row), COUNT_CELLS)
                + cells(row.rule().name(), RULE_CELLS)
                + row.rule().right().in(locale)
                + "  ["
                + kind.clause(row.rule())
                + "]");
        row.first().ifPresent(this::first);
      }
    }
  }

  private static String counts(Row row) {
    return row.failed() == 0 ? "" + row.passed() : row.passed() + " / " + row.failed();
  }

  private void first(Offence first) {
    String id = first.id().isEmpty() ? "" : " " + first.id();
    String indent = " ".repeat(2 + VERDICT_CELLS);
    lines.add(
        indent
            + new Text("first ", "首次 ").in(locale)
            + TIME.format(first.at())
            + id
            + ": "
            + first.text().in(locale));
    if (!first.excerpt().isEmpty()) {
      lines.add(indent + first.excerpt().replaceAll("\\p{Cntrl}", " "));
    }
  }

  private void figures() {
    Transfer.Figures transfer = report.transfer();
    Delays.Figures delays = report.delays();
    if (transfer.due() == 0) {
      return;
    }
    lines.add("");
    String rate = String.format(Locale.ROOT, "%.2f", transfer.rate());
    String late = String.format(Locale.ROOT, "%.2f", transfer.rateWithLate());
    String counts = transfer.onTime() + " / " + transfer.due();
    say(
        "Transfer rate " + rate + " % (" + counts + " values; with late ones " + late + " %)",
        "数据传输率 " + rate + "%（" + counts + " 个数据；含延迟数据 " + late + "%）");
    say(
        "Longest interruption "
            + transfer.gap().toSeconds()
            + " s, missing in all "
            + transfer.lost().toSeconds()
            + " s",
        "最长中断 " + transfer.gap().toSeconds() + " 秒，累计缺失 " + transfer.lost().toSeconds() + " 秒");
    String quantiles = delays.medianMs() + " / " + delays.p95Ms() + " / " + delays.mostMs();
    say(
        "Delay from ts, median / 95 % / longest: " + quantiles + " ms",
        "自 ts 起的延迟，中位数 / 95% / 最大: " + quantiles + " 毫秒");
  }

  private void commands() {
    if (report.commands().isEmpty()) {
      return;
    }
    lines.add("");
    say("Commands", "指令");
    for (Recall.Progress one : report.commands()) {
      Command command = one.command();
      lines.add(
          "  "
              + TIME.format(command.sent())
              + " "
              + command.id()
              + " cmd_type "
              + command.type()
              + ": "
              + span(command.from(), command.to()));
      if (one.packets().isEmpty()) {
        lines.add("    " + new Text("no answer", "无回复").in(locale));
      }
      for (Recall.Answered packet : one.packets()) {
        lines.add(
            "    "
                + TIME.format(packet.at())
                + " success "
                + packet.success()
                + ", "
                + packet.seconds()
                + new Text(" records", " 条").in(locale)
                + packet.span().map(span -> " " + span(span.from(), span.to())).orElse("")
                + (packet.objections().both().isEmpty()
                    ? ""
                    : ": " + packet.objections().in(locale)));
      }
    }
  }

  private static String span(Instant from, Instant to) {
    return TIME.format(from) + " … " + TIME.format(to);
  }

  private void say(String en, String zh) {
    lines.add(new Text(en, zh).in(locale));
  }

  private static String cells(String text, int width) {
    int cells = text.chars().map(character -> character < WIDE ? 1 : 2).sum();
    return text + " ".repeat(Math.max(1, width - cells));
  }
}
