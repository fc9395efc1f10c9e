package io.firedamp.pipeline.workbook;

import java.util.ArrayList;
import java.util.List;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * {@code sharedStrings.xml}: the texts that cells name by number. How to pronounce them is none.
 */
final class Strings extends DefaultHandler {
  private final List<String> texts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean inText;
  private boolean inPhonetic;

  /**
   * @throws IllegalArgumentException if there is no such text
   */
  String text(String number) {
    int index = Integer.parseInt(number);
    if (index < 0 || index >= texts.size()) {
      throw new IllegalArgumentException("no text " + number);
    }
    return texts.get(index);
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    switch (name) {
      case "si" -> text.setLength(0);
      case "rPh" -> inPhonetic = true;
      case "t" -> inText = !inPhonetic;
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) {
    switch (name) {
      case "si" -> texts.add(text.toString());
      case "rPh" -> inPhonetic = false;
      case "t" -> inText = false;
      default -> {}
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    if (inText) {
      text.append(characters, start, length);
    }
  }
}
