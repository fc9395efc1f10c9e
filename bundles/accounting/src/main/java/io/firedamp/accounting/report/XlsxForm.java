package io.firedamp.accounting.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A sheet for the facts, and one for each table. Numbers are numbers, times are text. */
final class XlsxForm implements Form {
  static final String PROGRAM = "Firedamp";
  static final String VERSION = "1.0"; // of what the property of a workbook is for
  private static final int LONGEST_NAME = 31;

  @Override
  public void write(Report report, Locale locale, OutputStream out) throws IOException {
    Workbook book = new Workbook(out, PROGRAM, VERSION);
    Worksheet first = book.newWorksheet(name(report.title().in(locale)));
    first.value(0, 0, report.title().in(locale));
    first.style(0, 0).bold().set();
    for (int i = 0; i < report.facts().size(); i++) {
      Report.Fact fact = report.facts().get(i);
      first.value(i + 1, 0, fact.label().in(locale));
      set(first, i + 1, 1, fact.cell(), locale);
    }
    for (Report.Grid grid : report.tables()) {
      Worksheet sheet = book.newWorksheet(name(grid.title().in(locale)));
      for (int c = 0; c < grid.columns().size(); c++) {
        sheet.value(0, c, grid.columns().get(c).label().in(locale));
        sheet.style(0, c).bold().set();
      }
      sheet.freezePane(1, 1);
      int r = 1;
      for (List<Cell> row : grid.rows()) {
        for (int c = 0; c < row.size(); c++) {
          set(sheet, r, c, row.get(c), locale);
        }
        r++;
      }
    }
    book.finish();
  }

  private static void set(Worksheet sheet, int row, int column, Cell cell, Locale locale) {
    if (cell instanceof Cell.Number number) {
      sheet.value(row, column, number.value());
      int decimals = number.value().scale();
      sheet.style(row, column).format(decimals > 0 ? "0." + "0".repeat(decimals) : "0").set();
    } else {
      sheet.value(row, column, cell.text(locale));
    }
  }

  /** What Excel allows as the name of a sheet. */
  private static String name(String title) {
    String allowed = title.replaceAll("[\\[\\]:*?/\\\\]", " ");
    return allowed.substring(0, Math.min(LONGEST_NAME, allowed.length()));
  }
}
