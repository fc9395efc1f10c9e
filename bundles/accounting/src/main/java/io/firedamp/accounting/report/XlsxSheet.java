package io.firedamp.accounting.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Rows of a workbook that is written as it grows. A sheet that is full is followed by another. */
final class XlsxSheet implements Export.Sheet {
  private static final int MOST_ROWS = 1_000_000; // Excel: 1,048,576
  private static final int KEPT_ROWS = 500;

  private final Workbook book;
  private final int mostRows;
  private final List<List<String>> headings = new ArrayList<>();
  private Worksheet sheet;
  private int sheets;
  private int row;

  XlsxSheet(OutputStream out) {
    this(out, MOST_ROWS);
  }

  XlsxSheet(OutputStream out, int mostRows) {
    this.mostRows = mostRows;
    book = new Workbook(out, XlsxForm.PROGRAM, XlsxForm.VERSION);
    sheet = next();
  }

  private Worksheet next() {
    row = 0;
    return book.newWorksheet(Integer.toString(++sheets));
  }

  @Override
  public void words(List<String> words) throws IOException {
    headings.add(words);
    put(words);
  }

  private void put(List<String> words) {
    for (int c = 0; c < words.size(); c++) {
      sheet.value(row, c, words.get(c));
    }
    row++;
  }

  @Override
  public void values(String time, List<Optional<BigDecimal>> values) throws IOException {
    if (row == mostRows) {
      sheet.finish();
      sheet = next();
      headings.forEach(this::put);
    }
    sheet.inlineString(row, 0, time); // a shared one would stay in memory to the end
    for (int c = 0; c < values.size(); c++) {
      if (values.get(c).isPresent()) {
        sheet.value(row, c + 1, values.get(c).get());
      }
    }
    row++;
    if (row % KEPT_ROWS == 0) {
      sheet.flush();
    }
  }

  @Override
  public void close() throws IOException {
    book.finish();
  }
}
