package io.firedamp.accounting.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of RFC 4180, UTF-8 with a byte order mark. */
final class CsvSheet implements Export.Sheet {
  private final Writer out;

  CsvSheet(OutputStream out) throws IOException {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.out.write(CsvForm.BYTE_ORDER_MARK);
  }

  @Override
  public void words(List<String> words) throws IOException {
    out.write(words.stream().map(CsvForm::words).collect(Collectors.joining(",")));
    out.write(CsvForm.END);
  }

  @Override
  public void values(String time, List<Optional<BigDecimal>> values) throws IOException {
    out.write(time);
    for (Optional<BigDecimal> value : values) {
      out.write(',');
      out.write(value.map(BigDecimal::toPlainString).orElse(""));
    }
    out.write(CsvForm.END);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
