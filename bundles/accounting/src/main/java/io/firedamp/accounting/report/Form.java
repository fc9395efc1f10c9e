package io.firedamp.accounting.report;

import io.firedamp.account.Papers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** How a report is written into a file. */
public interface Form {
  /** UTF-8 with a byte order mark, as spreadsheets want it. */
  Form CSV = new CsvForm();

  /** A page to print, in one file. */
  Form HTML = new HtmlForm();

  /** A workbook. */
  Form XLSX = new XlsxForm();

  /** The form of that format. */
  static Form of(Papers.Format format) {
    return switch (format) {
      case CSV -> CSV;
      case XLSX -> XLSX;
      case HTML -> HTML;
    };
  }

  /** Writes it; leaves the stream open. */
  void write(Report report, Locale locale, OutputStream out) throws IOException;
}
