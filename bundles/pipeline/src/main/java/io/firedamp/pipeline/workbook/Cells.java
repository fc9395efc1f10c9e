package io.firedamp.pipeline.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** {@code sheet1.xml}: the cells, each where it stands. */
final class Cells extends DefaultHandler {
  private static final int MOST_COLUMNS = 256;
  private static final int MOST_CELLS = 300_000;

  /** One text may be named by many cells. */
  private static final int MOST_CHARACTERS = 8 << 20;

  private final Strings strings;
  private final Formats formats;
  private final SortedMap<Integer, List<String>> rows = new TreeMap<>();
  private final StringBuilder value = new StringBuilder();
  private final StringBuilder formula = new StringBuilder();
  private List<String> row = new ArrayList<>();
  private int number;
  private int column;
  private int style;
  private String type = "";
  private boolean computed;
  private boolean inValue;
  private boolean inFormula;
  private boolean inPhonetic;
  private int cells;
  private int characters;

  Cells(Strings strings, Formats formats) {
    this.strings = strings;
    this.formats = formats;
  }

  /** The rows that have cells, by their numbers. */
  SortedMap<Integer, List<String>> rows() {
    return rows;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    switch (name) {
      case "row" -> {
        String r = attributes.getValue("r");
        number = r == null ? number + 1 : Integer.parseInt(r);
        row = new ArrayList<>();
        column = -1;
      }
      case "c" -> {
        String r = attributes.getValue("r");
        column = r == null ? column + 1 : column(r);
        String s = attributes.getValue("s");
        style = s == null ? 0 : Integer.parseInt(s);
        String t = attributes.getValue("t");
        type = t == null ? "n" : t;
        computed = false;
        value.setLength(0);
        formula.setLength(0);
      }
      case "f" -> {
        computed = true;
        inFormula = true;
      }
      case "rPh" -> inPhonetic = true;
      case "v", "t" -> inValue = !inPhonetic;
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) throws SAXException {
    switch (name) {
      case "f" -> inFormula = false;
      case "rPh" -> inPhonetic = false;
      case "v", "t" -> inValue = false;
      case "c" -> put(text());
      case "row" -> {
        if (!row.isEmpty()) {
          rows.putIfAbsent(number, row);
        }
      }
      default -> {}
    }
  }

  @Override
  public void characters(char[] some, int start, int length) {
    if (inFormula) {
      formula.append(some, start, length);
    } else if (inValue) {
      value.append(some, start, length);
    }
  }

  private String text() {
    String found = value.toString();
    if (computed) {
      return "=" + formula;
    }
    if (found.isEmpty()) {
      return "";
    }
    return switch (type) {
      case "s" -> strings.text(found);
      case "e" -> "=" + found;
      case "n" -> formats.text(found, style);
      case "d" -> found.replace("T00:00:00", "");
      default -> found;
    };
  }

  private void put(String text) throws SAXException {
    if (text.isEmpty()) {
      return;
    }
    int added = column - row.size() + 1;
    cells += Math.max(0, added);
    characters += text.length();
    if (column >= MOST_COLUMNS || cells > MOST_CELLS || characters > MOST_CHARACTERS) {
      throw new Parts.TooMuch();
    }
    while (row.size() <= column) {
      row.add("");
    }
    row.set(column, text);
  }

  /** {@code AB12} is 27. */
  private static int column(String place) {
    int column = 0;
    for (int i = 0; i < place.length() && Character.isLetter(place.charAt(i)); i++) {
      column = Math.min(MOST_COLUMNS + 1, column * 26 + (place.charAt(i) - 'A' + 1));
    }
    if (column < 1) {
      throw new IllegalArgumentException(place);
    }
    return column - 1;
  }
}
