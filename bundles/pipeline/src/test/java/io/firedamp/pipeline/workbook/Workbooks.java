package io.firedamp.pipeline.workbook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks as other programs write them, and as no program does. */
final class Workbooks {
  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATION =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private final Map<String, byte[]> parts = new LinkedHashMap<>();

  /** One whose only sheet has these {@code <row>} elements. */
  static Workbooks of(String rows) {
    return new Workbooks()
        .with(
            "xl/workbook.xml", workbook("", "<sheet name=\"points\" sheetId=\"1\" r:id=\"rId1\"/>"))
        .with(
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + relation("rId1", "worksheet", "worksheets/sheet1.xml")
                + relation("rId2", "worksheet", "/xl/worksheets/Sheet2.xml")
                + relation("rId3", "worksheet", "../../../etc/passwd")
                + relation("rId4", "sharedStrings", "sharedStrings.xml")
                + relation("rId5", "styles", "styles.xml")
                + "</Relationships>")
        .with("xl/sharedStrings.xml", strings(""))
        .with("xl/styles.xml", styles(new String[0]))
        .with("xl/worksheets/sheet1.xml", sheet(rows));
  }

  private static String relation(String id, String type, String target) {
    return "<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>"
        .formatted(id, RELATION, type, target);
  }

  static String workbook(String properties, String sheets) {
    return XML
        + "<workbook xmlns=\""
        + MAIN
        + "\" xmlns:r=\""
        + RELATION
        + "\">"
        + properties
        + "<sheets>"
        + sheets
        + "</sheets></workbook>";
  }

  static String sheet(String rows) {
    return XML
        + "<worksheet xmlns=\""
        + MAIN
        + "\"><sheetData>"
        + rows
        + "</sheetData></worksheet>";
  }

  static String strings(String items) {
    return XML + "<sst xmlns=\"" + MAIN + "\">" + items + "</sst>";
  }

  /** Styles 0, 1, 2 … of these formats; a format from 200 on is defined by the codes, in order. */
  static String styles(String[] codes, int... formats) {
    StringBuilder xml = new StringBuilder(XML + "<styleSheet xmlns=\"" + MAIN + "\"><numFmts>");
    for (int i = 0; i < codes.length; i++) {
      xml.append("<numFmt numFmtId=\"" + (200 + i) + "\" formatCode=\"" + codes[i] + "\"/>");
    }
    xml.append("</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>");
    for (int format : formats) {
      xml.append("<xf numFmtId=\"" + format + "\"/>");
    }
    return xml.append("</cellXfs></styleSheet>").toString();
  }

  Workbooks with(String name, String xml) {
    return with(name, xml.getBytes(StandardCharsets.UTF_8));
  }

  Workbooks with(String name, byte[] content) {
    parts.put(name, content);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
