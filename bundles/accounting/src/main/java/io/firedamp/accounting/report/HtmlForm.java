package io.firedamp.accounting.report;

import io.firedamp.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One file that needs no other: no script, no picture, no font from elsewhere. Light, for A4
 * across; rows do not break between pages. Labels in the reader's language, titles in both.
 */
final class HtmlForm implements Form {
  private static final String STYLE =
      """
      @page { size: A4 landscape; margin: 12mm }
      body { font: 12px/18px "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
             color: #1b2126; background: #fff; margin: 24px; font-variant-numeric: tabular-nums }
      h1 { font-size: 20px; line-height: 26px } h2 { font-size: 14px; margin: 24px 0 8px }
      table { border-collapse: collapse } tr { break-inside: avoid } thead { display: table-header-group }
      th, td { border: 1px solid #c9ced3; padding: 2px 6px; text-align: left; vertical-align: top }
      th { background: #f5f6f7; font-weight: 600 } td.n { text-align: right; white-space: nowrap }
      td.t { white-space: nowrap }
      .sign { display: flex; gap: 32px; margin-top: 48px } .sign p { flex: 1; border-top: 1px solid #1b2126 }
      """;
  private static final List<Text> SIGNERS =
      List.of(
          new Text("Made by", "编制"), new Text("Checked by", "审核"), new Text("Approved by", "批准"));

  @Override
  public void write(Report report, Locale locale, OutputStream out) throws IOException {
    StringBuilder html = new StringBuilder();
    String title = escaped(report.title().both());
    html.append("<!DOCTYPE html>\n<html lang=\"")
        .append(locale.getLanguage())
        .append("\">\n<head>");
    html.append("<meta charset=\"utf-8\"><title>").append(title).append("</title>\n<style>\n");
    html.append(STYLE).append("</style></head>\n<body>\n<h1>").append(title).append("</h1>\n");
    html.append("<table>\n");
    for (Report.Fact fact : report.facts()) {
      html.append("<tr><th>").append(escaped(fact.label().in(locale))).append("</th>");
      cell(html, fact.cell(), locale);
      html.append("</tr>\n");
    }
    html.append("</table>\n");
    for (Report.Grid grid : report.tables()) {
      html.append("<h2>")
          .append(escaped(grid.title().both()))
          .append("</h2>\n<table>\n<thead><tr>");
      for (Report.Column column : grid.columns()) {
        html.append("<th>").append(escaped(column.label().in(locale))).append("</th>");
      }
      html.append("</tr></thead>\n<tbody>\n");
      for (List<Cell> row : grid.rows()) {
        html.append("<tr>");
        row.forEach(cell -> cell(html, cell, locale));
        html.append("</tr>\n");
      }
      html.append("</tbody>\n</table>\n");
    }
    if (report.signed()) {
      html.append("<div class=\"sign\">");
      for (Text signer : SIGNERS) {
        html.append("<p>").append(escaped(signer.both())).append("</p>");
      }
      html.append("</div>\n");
    }
    html.append("</body>\n</html>\n");
    out.write(html.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void cell(StringBuilder html, Cell cell, Locale locale) {
    String kind =
        cell instanceof Cell.Number
            ? " class=\"n\""
            : cell instanceof Cell.Time ? " class=\"t\"" : "";
    html.append("<td").append(kind).append('>').append(escaped(cell.text(locale))).append("</td>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
