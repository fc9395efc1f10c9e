package io.firedamp.uplink.ccer.access;

import io.firedamp.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The text of a file: UTF-8, UTF-16 with its mark, or GBK; or a {@code .docx} (ECMA-376), of which
 * the main part {@code word/document.xml} is read.
 *
 * <pre>
 * w:p    a line; inside a table's cell its end is a blank
 * w:tc   a tab behind it
 * w:tr   a line
 * </pre>
 *
 * <p>The file comes from a mail or a download: its size is bounded before and after unpacking, and
 * XML with a document type, and with it every entity, is refused.
 */
final class Document {
  private static final int MOST_BYTES = 8 << 20;
  private static final long MOST_UNPACKED = 64 << 20;
  private static final int MOST_ENTRIES = 1000;
  private static final int MOST_CHARS = 200_000;
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main";
  private static final String MAIN_PART = "word/document.xml";

  private Document() {}

  /** The file is not what can be read. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Text why;

    Unreadable(Text why) {
      super(why.en());
      this.why = why;
    }

    Text why() {
      return why;
    }
  }

  /**
   * Reads a file; blocks for as long as the disk takes.
   *
   * @throws Unreadable if its form is none of these, or it is too large
   * @throws IOException if it cannot be read
   */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return text(bounded(in));
    }
  }

  /**
   * @throws Unreadable if the form is none of these, or it is too large
   */
  static String text(byte[] bytes) throws IOException {
    if (begins(bytes, 'P', 'K', 3, 4)) {
      return docx(bytes);
    }
    if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)
        || begins(bytes, '%', 'P', 'D', 'F')
        || begins(bytes, 0x89, 'P', 'N', 'G')
        || begins(bytes, 0xff, 0xd8, 0xff)) {
      throw new Unreadable(
          new Text(
              "a former .doc, a PDF or a picture cannot be read; save it as .docx, or type it into a text file",
              "无法读取旧版 .doc、PDF 或图片；请另存为 .docx，或录入文本文件"));
    }
    String text = decoded(bytes);
    if (text.length() > MOST_CHARS) {
      throw tooLarge();
    }
    return text;
  }

  private static String decoded(byte[] bytes) throws IOException {
    if (begins(bytes, 0xff, 0xfe) || begins(bytes, 0xfe, 0xff)) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charset.forName("GB18030")}) {
      try {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException other) {
        // the next one
      }
    }
    throw new Unreadable(
        new Text("neither UTF-8 nor GBK text, nor .docx", "既非 UTF-8 或 GBK 文本，也非 .docx"));
  }

  private static String docx(byte[] bytes) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      int entries = 0;
      long unpacked = 0;
      for (ZipEntry entry = zip.getNextEntry();
          entry != null && entries < MOST_ENTRIES && unpacked < MOST_UNPACKED;
          entry = zip.getNextEntry()) {
        entries++;
        // what lies before it is bounded too, else it would be unpacked without an end
        byte[] content = bounded(zip);
        unpacked += content.length;
        if (entry.getName().equals(MAIN_PART)) {
          return paragraphs(content);
        }
      }
    } catch (IllegalArgumentException name) { // a zip's names may be in no charset at all
      throw notWord();
    }
    throw notWord();
  }

  private static String paragraphs(byte[] xml) throws IOException {
    Writer writer = new Writer();
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setXIncludeAware(false);
      factory.setFeature("http://javax.xml.XMLConstants/feature/secure-processing", true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      SAXParser parser = factory.newSAXParser();
      parser.parse(new InputSource(new ByteArrayInputStream(xml)), writer);
    } catch (TooLong tooLong) {
      throw tooLarge();
    } catch (SAXException | ParserConfigurationException wrong) {
      throw notWord();
    }
    return writer.text.toString();
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw tooLarge();
    }
    return bytes;
  }

  private static boolean begins(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static Unreadable tooLarge() {
    return new Unreadable(new Text("too large for an access information", "文件过大，不像接入信息"));
  }

  private static Unreadable notWord() {
    return new Unreadable(new Text("not a .docx that can be read", "不是可读取的 .docx 文件"));
  }

  private static final class TooLong extends SAXException {
    private static final long serialVersionUID = 1;
  }

  /** Writes the text down. */
  private static final class Writer extends DefaultHandler {
    private final StringBuilder text = new StringBuilder();
    private boolean inText;
    private int cells;

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) {
      if (!word(uri)) {
        return;
      }
      switch (name) {
        case "t" -> inText = true;
        case "tc" -> cells++;
        case "tab" -> text.append(cells > 0 ? ' ' : '\t');
        case "br", "cr" -> text.append(cells > 0 ? ' ' : '\n');
        default -> {}
      }
    }

    @Override
    public void endElement(String uri, String name, String qualified) {
      if (!word(uri)) {
        return;
      }
      switch (name) {
        case "t" -> inText = false;
        case "p" -> text.append(cells > 0 ? ' ' : '\n');
        case "tc" -> {
          cells = Math.max(0, cells - 1);
          text.append('\t');
        }
        case "tr" -> text.append('\n');
        default -> {}
      }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
      if (inText) {
        if (text.length() + length > MOST_CHARS) {
          throw new TooLong();
        }
        text.append(characters, start, length);
      }
    }

    private static boolean word(String uri) {
      return uri.equals(WORD) || uri.equals(WORD_STRICT);
    }

    @Override
    public InputSource resolveEntity(String publicId, String systemId) throws SAXException {
      throw new SAXException("no entities");
    }

    @Override
    public void fatalError(org.xml.sax.SAXParseException wrong) throws SAXException {
      throw wrong;
    }
  }
}
