package io.firedamp.pipeline.workbook;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** {@code workbook.xml.rels}: which part a relation means. */
final class Targets extends DefaultHandler {
  private final Map<String, String> byId = new HashMap<>();
  private final Map<String, String> byType = new HashMap<>();

  /** The name of the part that a sheet refers to. */
  Optional<String> part(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The name of the only part of that type, if the workbook has one: {@code styles}. */
  Optional<String> only(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    String id = attributes.getValue("Id");
    String type = attributes.getValue("Type");
    String target = attributes.getValue("Target");
    if (name.equals("Relationship") && id != null && type != null && target != null) {
      String part = target.startsWith("/") ? target.substring(1) : "xl/" + target;
      byId.put(id, part);
      byType.put(type.substring(type.lastIndexOf('/') + 1), part);
    }
  }
}
