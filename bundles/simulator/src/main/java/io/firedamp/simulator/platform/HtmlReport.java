package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Scorecard.Offence;
import io.firedamp.simulator.platform.Scorecard.Row;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A {@link Report} as one page in Chinese and English that asks nobody for anything: style and
 * picture are in it. All that came from outside is escaped.
 */
final class HtmlReport {
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(BEIJING);

  private final Report report;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    HtmlReport html = new HtmlReport(report);
    html.write();
    return html.page.toString();
  }

  private void write() {
    String state = report.passed() ? "passed" : "failed";
    page.append("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>联网演练报告 Rehearsal report ")
        .append(escaped(TIME.format(report.to())))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(both(new Text("Rehearsal report", "联网演练报告")))
        .append("</h1>\n<p class=\"verdict ")
        .append(state)
        .append("\">")
        .append(both(report.verdict()))
        .append("</p>\n<p>")
        .append(both(report.total()))
        .append("</p>\n");
    facts();
    checks();
    delays();
    commands();
    played();
    events();
    page.append("</main>\n</body>\n</html>\n");
  }

  private void facts() {
    Transfer.Figures transfer = report.transfer();
    Delays.Figures delays = report.delays();
    page.append("<dl>\n");
    fact(new Text("main topic", "主 Topic"), escaped(report.topic()));
    fact(new Text("encryption", "加密方式"), escaped(report.cipher().toUpperCase(Locale.ROOT)));
    fact(
        new Text("time (Beijing)", "时间（北京）"),
        escaped(TIME.format(report.from()) + " – " + TIME.format(report.to())));
    if (transfer.due() > 0) {
      fact(
          new Text("transfer rate", "数据传输率"),
          String.format(
              Locale.ROOT,
              "<strong>%.2f %%</strong> (%d / %d)",
              transfer.rate(),
              transfer.onTime(),
              transfer.due()));
      fact(
          new Text("with late data", "含延迟数据"),
          String.format(Locale.ROOT, "%.2f %%", transfer.rateWithLate()));
      fact(new Text("points", "点位数"), Integer.toString(transfer.points()));
      fact(new Text("longest interruption", "最长中断"), transfer.gap().toSeconds() + " s");
      fact(new Text("missing in all", "累计缺失"), transfer.lost().toSeconds() + " s");
      fact(
          new Text("delay from ts: median, 95 %, longest", "自 ts 起的延迟：中位数、95%、最大"),
          delays.medianMs() + " / " + delays.p95Ms() + " / " + delays.mostMs() + " ms");
    }
    page.append("</dl>\n");
  }

  private void fact(Text name, String value) {
    page.append("<div><dt>").append(both(name)).append("</dt><dd>").append(value);
    page.append("</dd></div>\n");
  }

  private void checks() {
    heading(new Text("Checks", "检查项"));
    page.append("<p class=\"note\">")
        .append(
            both(
                new Text(
                    "CCER-7.6-03: section 7.6 of the document, its requirement 3 in docs/conformance.md",
                    "CCER-7.6-03: 规范第7.6节，docs/conformance.md 中该节第3项要求")))
        .append("</p>\n");
    for (Kind kind : Kind.values()) {
      List<Row> rows = report.rows().stream().filter(row -> row.kind() == kind).toList();
      if (rows.isEmpty()) {
        continue;
      }
      page.append("<h3>").append(both(kind.label())).append(" <span class=\"count\">");
      page.append(report.seen().get(kind)).append("</span></h3>\n<table class=\"checks\">\n");
      head(
          new Text("verdict", "结论"),
          new Text("passed", "通过"),
          new Text("failed", "不通过"),
          new Text("check", "检查项"),
          new Text("clause", "条款"));
      rows.forEach(this::check);
      page.append("</tbody>\n</table>\n");
    }
  }

  private void check(Row row) {
    page.append("<tr class=\"")
        .append(row.outcome().name().toLowerCase(Locale.ROOT))
        .append("\"><td class=\"mark\">")
        .append(both(row.outcome().word()))
        .append("</td><td class=\"number\">")
        .append(row.passed())
        .append("</td><td class=\"number\">")
        .append(row.failed())
        .append("</td><td>")
        .append(both(row.rule().right()))
        .append(" <code>")
        .append(row.rule().name())
        .append("</code>");
    row.first().ifPresent(this::first);
    page.append("</td><td class=\"clause\">")
        .append(escaped(row.kind().clause(row.rule())))
        .append("</td></tr>\n");
  }

  private void first(Offence first) {
    page.append("<div class=\"first\">")
        .append(both(new Text("first", "首次")))
        .append(' ')
        .append(escaped(TIME.format(first.at())));
    if (!first.id().isEmpty()) {
      page.append(" <code>").append(escaped(first.id())).append("</code>");
    }
    page.append("<br>").append(both(first.text()));
    if (!first.excerpt().isEmpty()) {
      page.append("<pre>").append(escaped(first.excerpt())).append("</pre>");
    }
    page.append("</div>");
  }

  private void delays() {
    List<Delays.Span> spans = report.delays().spans();
    if (!spans.isEmpty()) {
      heading(new Text("Delay of live data over time", "实时数据延迟"));
      page.append("<p class=\"note\">")
          .append(
              both(
                  new Text(
                      "from ts to the platform; line: mean, area: longest; logarithmic",
                      "自 ts 至平台接收；线为平均值，面为最大值；对数坐标")))
          .append("</p>\n");
      page.append(DelayPlot.svg(spans, BEIJING));
    }
  }

  private void commands() {
    if (report.commands().isEmpty()) {
      return;
    }
    heading(new Text("Commands and their answers", "指令与回复"));
    for (Recall.Progress one : report.commands()) {
      Command command = one.command();
      page.append("<h3><code>").append(escaped(command.id())).append("</code> cmd_type ");
      page.append(escaped(command.type())).append("</h3>\n<p>");
      page.append(both(new Text("sent", "下发"))).append(' ');
      page.append(escaped(TIME.format(command.sent()))).append("; ");
      page.append(both(new Text("asked for", "时段"))).append(' ');
      page.append(span(command.from(), command.to())).append("</p>\n");
      if (one.packets().isEmpty()) {
        page.append("<p class=\"note\">").append(both(new Text("no answer", "无回复")));
        page.append("</p>\n");
      } else {
        packets(command.sent(), one.packets());
      }
    }
  }

  private void packets(Instant sent, List<Recall.Answered> packets) {
    page.append("<table>\n");
    head(
        new Text("received", "接收时间"),
        new Text("pause", "间隔"),
        new Text("success", "success"),
        new Text("records", "条数"),
        new Text("from – to", "起止"),
        new Text("objections", "问题"));
    Instant before = sent;
    for (Recall.Answered packet : packets) {
      page.append("<tr><td>").append(escaped(TIME.format(packet.at())));
      page.append("</td><td class=\"number\">");
      page.append(
          String.format(
              Locale.ROOT, "%.1f s", Duration.between(before, packet.at()).toMillis() / 1000.0));
      page.append("</td><td>").append(escaped(packet.success()));
      page.append("</td><td class=\"number\">").append(packet.seconds()).append("</td><td>");
      page.append(packet.span().map(span -> span(span.from(), span.to())).orElse("–"));
      page.append("</td><td>").append(both(packet.objections())).append("</td></tr>\n");
      before = packet.at();
    }
    page.append("</tbody>\n</table>\n");
  }

  private void played() {
    if (report.played().isEmpty()) {
      return;
    }
    heading(new Text("What the platform did on purpose", "平台按脚本所做的动作"));
    page.append("<ul>\n");
    report
        .played()
        .forEach(
            (step, count) ->
                page.append("<li>")
                    .append(count)
                    .append(" × <code>")
                    .append(escaped(step))
                    .append("</code></li>\n"));
    page.append("</ul>\n");
  }

  private void events() {
    if (report.events().isEmpty()) {
      return;
    }
    heading(new Text("Events", "事件"));
    page.append("<table>\n");
    head(new Text("time", "时间"), new Text("event", "事件"));
    for (Report.Event event : report.events()) {
      page.append(event.odd() ? "<tr class=\"odd\"><td>" : "<tr><td>");
      page.append(escaped(TIME.format(event.at()))).append("</td><td>");
      page.append(both(event.text())).append("</td></tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private void heading(Text words) {
    page.append("<h2>").append(both(words)).append("</h2>\n");
  }

  private void head(Text... columns) {
    page.append("<thead><tr>");
    for (Text column : columns) {
      page.append("<th>").append(both(column)).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
  }

  private static String span(Instant from, Instant to) {
    return escaped(TIME.format(from)) + " – " + escaped(TIME.format(to));
  }

  /** Chinese, and English beside it where that is something else. */
  private static String both(Text text) {
    return text.zh().equals(text.en())
        ? escaped(text.zh())
        : escaped(text.zh()) + " <span lang=\"en\">" + escaped(text.en()) + "</span>";
  }

  /** Markup becomes text; a character that HTML does not have becomes one that shows it. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append((char) character);
                default -> {
                  boolean none =
                      Character.isISOControl(character)
                          || character >= Character.MIN_SURROGATE
                              && character <= Character.MAX_SURROGATE;
                  escaped.appendCodePoint(none ? 0xFFFD : character);
                }
              }
            });
    return escaped.toString();
  }

  private static String style() {
    try (InputStream style = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
