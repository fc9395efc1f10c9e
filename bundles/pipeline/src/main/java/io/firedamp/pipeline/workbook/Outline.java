package io.firedamp.pipeline.workbook;

import java.time.LocalDate;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** {@code workbook.xml}: which sheets there are, and where its dates begin. */
final class Outline extends DefaultHandler {
  /**
   * @param relation by which its part is found
   */
  record Sheet(String name, String relation) {}

  private static final LocalDate USUAL = LocalDate.of(1899, 12, 30); // 1900-02-29 is counted
  private static final LocalDate FORMER_MAC = LocalDate.of(1904, 1, 1);

  private Optional<Sheet> first = Optional.empty();
  private LocalDate epoch = USUAL;

  /** The first one that is not hidden. */
  Optional<Sheet> first() {
    return first;
  }

  /** Day zero of its dates. */
  LocalDate epoch() {
    return epoch;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    if (name.equals("workbookPr")) {
      String is1904 = attributes.getValue("date1904");
      epoch = "1".equals(is1904) || "true".equals(is1904) ? FORMER_MAC : USUAL;
    } else if (name.equals("sheet") && first.isEmpty() && visible(attributes)) {
      first = Optional.of(new Sheet(local(attributes, "name"), local(attributes, "id")));
    }
  }

  private static boolean visible(Attributes attributes) {
    String state = local(attributes, "state");
    return state.isEmpty() || state.equals("visible");
  }

  /** By the local name: the relation's namespace has a second spelling in the strict form. */
  private static String local(Attributes attributes, String name) {
    for (int i = 0; i < attributes.getLength(); i++) {
      if (attributes.getLocalName(i).equals(name)) {
        return attributes.getValue(i);
      }
    }
    return "";
  }
}
