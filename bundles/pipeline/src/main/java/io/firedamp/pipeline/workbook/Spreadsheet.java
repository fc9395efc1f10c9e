package io.firedamp.pipeline.workbook;

import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * The first visible sheet of an {@code .xlsx} (ECMA-376), each cell as the text that a person would
 * type: numbers in their shortest form, percents with their sign, dates as {@code 2026-11-21}, a
 * formula as itself behind a {@code =}, and so is an error value.
 *
 * @param name of the sheet
 * @param rows the cells of each row that has any, by its number from 1
 */
public record Spreadsheet(String name, SortedMap<Integer, List<String>> rows) {
  private static final int WIDTH = 16; // in characters
  private static final Text FORMER =
      new Text(
          "is a former .xls, or protected by a password; save it as .xlsx without one",
          "是旧版 .xls 或受密码保护的文件；请另存为无密码的 .xlsx");

  public Spreadsheet {
    rows = Collections.unmodifiableSortedMap(rows);
  }

  /** Whether the file is a workbook, or claims to be one. */
  public static boolean is(byte[] file) {
    return begins(file, 'P', 'K') || isFormer(file);
  }

  private static boolean isFormer(byte[] file) {
    return begins(file, 0xd0, 0xcf, 0x11, 0xe0); // OLE 2
  }

  private static boolean begins(byte[] file, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= file.length || Byte.toUnsignedInt(file[i]) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a workbook. Bounded in memory and time, whatever the file is.
   *
   * @throws Unreadable if it is damaged, too large, or has what no table needs
   */
  public static Spreadsheet read(byte[] file) throws Unreadable {
    if (isFormer(file)) {
      throw new Unreadable(FORMER);
    }
    try (Parts parts = Parts.of(file)) {
      Outline outline = new Outline();
      parts.read("xl/workbook.xml", outline);
      Targets targets = new Targets();
      parts.read("xl/_rels/workbook.xml.rels", targets);
      Strings strings = new Strings();
      Optional<String> texts = targets.only("sharedStrings");
      if (texts.isPresent()) {
        parts.read(texts.get(), strings);
      }
      Formats formats = new Formats(outline.epoch());
      Optional<String> styles = targets.only("styles");
      if (styles.isPresent()) {
        parts.read(styles.get(), formats);
      }
      Outline.Sheet sheet = outline.first().orElseThrow(Parts::damaged);
      Cells cells = new Cells(strings, formats);
      parts.read(targets.part(sheet.relation()).orElseThrow(Parts::damaged), cells);
      return new Spreadsheet(sheet.name(), cells.rows());
    }
  }

  /**
   * A workbook of one sheet whose cells all are text, so that no program takes a code or an address
   * for a number or a date.
   *
   * @param rows the first one is the header
   */
  public static byte[] write(String name, List<List<String>> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Workbook book = new Workbook(out, "Firedamp", "1.0");
      Worksheet sheet = book.newWorksheet(name);
      sheet.freezePane(1, 1);
      for (int r = 0; r < rows.size(); r++) {
        for (int c = 0; c < rows.get(r).size(); c++) {
          sheet.value(r, c, rows.get(r).get(c));
          sheet.style(r, c).format("@").set();
        }
      }
      for (int c = 0; c < rows.get(0).size(); c++) {
        sheet.width(c, WIDTH);
        sheet.style(0, c).bold().set();
      }
      book.finish();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // it is written to memory
    }
    return out.toByteArray();
  }
}
