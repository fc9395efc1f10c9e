package io.firedamp.pipeline.workbook;

import io.firedamp.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The parts of a workbook, by their names in any case.
 *
 * <p>The file may come from anywhere. Only what is asked for is unpacked, into memory; a name is
 * compared, never opened: one that points elsewhere is one that nobody asks for. What all parts
 * together unpack to is bounded. XML with a document type, and with it every entity, is refused.
 *
 * <p>Design note: the JDK reads a zip by its directory, as spreadsheets do, from a file only; its
 * stream stumbles over 64-bit sizes, which some of them write. So the bytes lie in a file of ours
 * meanwhile, under a name of ours.
 */
final class Parts implements AutoCloseable {
  private static final int MOST_ENTRIES = 500;
  private static final long MOST_UNPACKED = 24L << 20;

  /** XML of a table shrinks to a tenth or a thirtieth. */
  private static final long MOST_RATIO = 100;

  /** What a small file may unpack to, whatever the ratio. */
  private static final long ALWAYS = 1L << 20;

  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private long room;

  private Parts(Path file, ZipFile zip, long room) {
    this.file = file;
    this.zip = zip;
    this.room = room;
    zip.stream().forEach(e -> entries.putIfAbsent(e.getName().toLowerCase(Locale.ROOT), e));
  }

  /** Opens a workbook; to be closed. */
  static Parts of(byte[] bytes) throws Unreadable {
    Path file = file(bytes);
    try {
      ZipFile zip = new ZipFile(file.toFile());
      long room = Math.min(MOST_UNPACKED, Math.max(ALWAYS, bytes.length * MOST_RATIO));
      Parts parts = new Parts(file, zip, room);
      if (zip.size() > MOST_ENTRIES) {
        parts.close();
        throw tooLarge();
      }
      return parts;
    } catch (IOException damaged) {
      delete(file);
      throw damaged();
    }
  }

  private static Path file(byte[] bytes) {
    try {
      Path file = Files.createTempFile("firedamp-", ".xlsx"); // readable by its owner only
      return Files.write(file, bytes);
    } catch (IOException disk) {
      throw new UncheckedIOException(disk);
    }
  }

  /** Has the handler read that part. */
  void read(String name, DefaultHandler handler) throws Unreadable {
    ZipEntry entry = entries.get(name.toLowerCase(Locale.ROOT)); // ECMA-376-2 6.2.2.3
    if (entry == null) {
      throw damaged();
    }
    byte[] xml;
    try (InputStream in = zip.getInputStream(entry)) {
      xml = in.readNBytes((int) room + 1);
    } catch (IOException damaged) {
      throw damaged();
    }
    room -= xml.length;
    if (room < 0) {
      throw tooLarge();
    }
    parse(xml, handler);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    } finally {
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }

  private static void parse(byte[] xml, DefaultHandler handler) throws Unreadable {
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setXIncludeAware(false);
      factory.setFeature("http://javax.xml.XMLConstants/feature/secure-processing", true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.newSAXParser().parse(new InputSource(new ByteArrayInputStream(xml)), handler);
    } catch (TooMuch tooMuch) {
      throw tooLarge();
    } catch (SAXException
        | IOException
        | ParserConfigurationException
        | IllegalArgumentException wrong) { // NumberFormatException is one
      throw damaged();
    }
  }

  /** A handler has got more than a table has. */
  static final class TooMuch extends SAXException {
    private static final long serialVersionUID = 1;
  }

  static Unreadable damaged() {
    return new Unreadable(
        new Text(
            "is damaged, no .xlsx, or has XML that no spreadsheet writes; save it anew as .xlsx or CSV",
            "文件已损坏、不是 .xlsx，或含有表格软件不会写入的 XML；请重新另存为 .xlsx 或 CSV"));
  }

  private static Unreadable tooLarge() {
    return new Unreadable(
        new Text(
            "unpacks to more than a point table can be; copy the rows into a new workbook",
            "解压后远大于点位表应有的大小；请将各行复制到新的工作簿"));
  }
}
