package io.firedamp.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers as JSON on one line. Times are milliseconds since the epoch, {@code null} for never; a
 * number that is none is {@code null}; words for people are {@code {"en":…,"zh":…}}.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes the members of an object. */
  @FunctionalInterface
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private Json() {}

  static String object(Writing members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      members.to(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /**
   * The texts of an object.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Map<String, String> texts(String text) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = FACTORY.createParser(text)) {
      boolean object = json.nextToken() == JsonToken.START_OBJECT;
      while (object && json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw new IllegalArgumentException(name + " is no text");
        }
        texts.put(name, json.getText());
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new IllegalArgumentException("no object of texts");
      }
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException("no JSON", wrong);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return texts;
  }

  /** Texts by their keys, as an object. */
  static void texts(JsonGenerator json, String key, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }

  static void text(JsonGenerator json, String key, Text text) throws IOException {
    json.writeObjectFieldStart(key);
    json.writeStringField("en", text.en());
    json.writeStringField("zh", text.zh());
    json.writeEndObject();
  }

  static void array(JsonGenerator json, String key, List<String> words) throws IOException {
    json.writeArrayFieldStart(key);
    for (String word : words) {
      json.writeString(word);
    }
    json.writeEndArray();
  }

  static void time(JsonGenerator json, String key, Instant time) throws IOException {
    json.writeFieldName(key);
    time(json, time);
  }

  static void time(JsonGenerator json, Instant time) throws IOException {
    if (time.equals(Instant.EPOCH)) {
      json.writeNull();
    } else {
      json.writeNumber(time.toEpochMilli());
    }
  }

  static void number(JsonGenerator json, String key, double value) throws IOException {
    json.writeFieldName(key);
    number(json, value);
  }

  static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  static void health(JsonGenerator json, Health health) throws IOException {
    json.writeStartObject();
    json.writeStringField("subject", health.subject());
    json.writeStringField("level", health.level().name());
    time(json, "since", health.since());
    json.writeStringField("code", health.code());
    text(json, "cause", health.cause());
    text(json, "remedy", health.remedy());
    json.writeObjectFieldStart("figures");
    for (Figure figure : health.figures()) {
      json.writeObjectFieldStart(figure.key());
      text(json, "label", figure.label());
      number(json, "value", figure.value());
      json.writeStringField("unit", figure.unit());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
