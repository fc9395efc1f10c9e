package io.firedamp.simulator.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON text as it was written: a number keeps its digits, as 1.00 is not 1.000 for the platform.
 */
sealed interface Json {
  /** An object, its fields in the order of the text. */
  record Obj(Map<String, Json> fields) implements Json {}

  /** A string. */
  record Str(String value) implements Json {}

  /** A number, digit by digit. */
  record Num(String digits) implements Json {}

  /** An array. */
  record Arr(List<Json> elements) implements Json {}

  /** True, false or null, for none of which the messages have a use. */
  record Other(String what) implements Json {}

  /**
   * Reads one value and nothing behind it.
   *
   * @throws IOException if the text is not JSON, has a field twice, or goes on after its end; the
   *     message says where
   */
  static Json read(String text) throws IOException {
    JsonFactory strict =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = strict.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IOException("empty");
      }
      Json value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("text after the end of the message");
      }
      return value;
    }
  }

  private static Json value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case VALUE_STRING -> new Str(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
      case START_ARRAY -> array(parser);
      default -> new Other(parser.getText());
    };
  }

  private static Arr array(JsonParser parser) throws IOException {
    List<Json> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return new Arr(Collections.unmodifiableList(elements));
  }

  private static Obj object(JsonParser parser) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new Obj(Collections.unmodifiableMap(fields));
  }
}
