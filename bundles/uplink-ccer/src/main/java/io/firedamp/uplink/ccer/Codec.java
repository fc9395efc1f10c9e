package io.firedamp.uplink.ccer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JSON of the specification, written once: names, types and order of every member as in its
 * samples (tables 3, 4, 7, 8). All members are strings but {@code val}, {@code cpu_usage}, {@code
 * up_time} and {@code mem_usage} (AMB-45).
 *
 * <p>Immutable; any thread.
 */
final class Codec {
  /** Times in messages carry no zone; the platform's is Beijing (AMB-18). */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper TREE = new ObjectMapper();
  private static final int PERCENT_DECIMALS = 2;
  private static final int LONGEST_ID = 64;
  private static final double EXACT_BELOW = 0x1p53;

  /** Epoch seconds as far as the year 5138; milliseconds are longer. */
  private static final Pattern SECOND = Pattern.compile("\\d{1,11}");

  /** Control and format characters, line and paragraph separators. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private final boolean keepZeros;
  private final boolean lenient;

  /**
   * @param keepZeros 1.000 rather than 1 (AMB-14)
   * @param lenient whether replies with the samples' typing errors are understood (AMB-44)
   */
  Codec(boolean keepZeros, boolean lenient) {
    this.keepZeros = keepZeros;
    this.lenient = lenient;
  }

  /**
   * A value as the platform wants it: rounded half up 四舍五入 from its shortest decimal text (附录D,
   * CCER-D-04, AMB-15).
   */
  BigDecimal rounded(double value, int decimals) {
    BigDecimal rounded = shortest(value).setScale(decimals, RoundingMode.HALF_UP);
    return keepZeros ? rounded : withoutZeros(rounded);
  }

  /**
   * The shortest decimal number that is this value and no other. Before JDK 19 {@code
   * Double.toString} gives some whole numbers above 2^53 a digit too many (JDK-4511638).
   */
  private static BigDecimal shortest(double value) {
    BigDecimal text = new BigDecimal(Double.toString(value));
    if (Math.abs(value) < EXACT_BELOW) {
      return text;
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = text.precision() - 1; digits > 0; digits--) {
      BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (shorter.doubleValue() != value) {
        return text;
      }
      text = shorter;
    }
    return text;
  }

  private static BigDecimal withoutZeros(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** A time as messages have it. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The {@code data} member of M3. */
  String data(Map<String, BigDecimal> values) {
    return write(json -> values(json, values));
  }

  private static void values(JsonGenerator json, Map<String, BigDecimal> values)
      throws IOException {
    for (Map.Entry<String, BigDecimal> value : values.entrySet()) {
      json.writeObjectFieldStart(value.getKey());
      json.writeNumberField("val", value.getValue());
      json.writeEndObject();
    }
  }

  /**
   * M3 数据上报 (table 3).
   *
   * @param data as {@link #data} made it
   */
  String upload(
      Instant ts, String id, int flag, boolean reply, Instant utime, Instant ctime, String data) {
    return write(
        json -> {
          head(json, ts, id);
          json.writeStringField("flag", Integer.toString(flag));
          json.writeObjectFieldStart("value");
          json.writeStringField("rsp", reply ? "1" : "0");
          json.writeStringField("utime", time(utime));
          json.writeStringField("ctime", time(ctime));
          json.writeFieldName("data");
          json.writeRawValue(data);
          json.writeEndObject();
        });
  }

  /** M7 心跳上报 (table 7). */
  String heartbeat(Instant ts, String id, Vitals vitals, String sn, String os, String supplier) {
    return write(
        json -> {
          head(json, ts, id);
          json.writeObjectFieldStart("value");
          json.writeNumberField("cpu_usage", percent(vitals.cpuPercent()));
          json.writeNumberField("up_time", vitals.upSeconds());
          json.writeNumberField("mem_usage", percent(vitals.memoryPercent()));
          json.writeStringField("sn", sn);
          json.writeStringField("os", os);
          json.writeStringField("supplier_name", supplier);
          json.writeEndObject();
        });
  }

  private BigDecimal percent(double value) {
    return rounded(value, PERCENT_DECIMALS);
  }

  private static void head(JsonGenerator json, Instant ts, String id) throws IOException {
    json.writeStringField("ts", Long.toString(ts.toEpochMilli()));
    json.writeStringField("request_id", id);
  }

  /**
   * M1 密钥请求上报 (table 1).
   *
   * @param ctime when the key was generated
   */
  String keyRequest(Instant ts, String id, String key, Instant ctime) {
    return write(
        json -> {
          head(json, ts, id);
          json.writeObjectFieldStart("value");
          json.writeStringField("key", key);
          json.writeStringField("ctime", time(ctime));
          json.writeEndObject();
        });
  }

  /** Takes the instants of a backfill, ascending. */
  interface Entries {
    /**
     * One instant with what was measured at it.
     *
     * @param utime of this upload, or of the live packet (AMB-39)
     */
    void add(Instant ctime, Instant utime, Map<String, BigDecimal> values) throws IOException;
  }

  /** Gives the instants of a backfill. */
  interface Backfilled {
    void into(Entries entries) throws IOException;
  }

  /**
   * M6 指令下发回复 (table 6), written while its instants are read.
   *
   * @param ts creation
   * @param id of the command
   * @throws IOException if the instants cannot be read
   */
  byte[] backfill(Instant ts, String id, Backfilled source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      json.writeStringField("ts", Long.toString(ts.toEpochMilli()));
      commandResult(json, id, Command.BACKFILL, true, "");
      source.into(
          (ctime, utime, values) -> {
            json.writeStartObject();
            json.writeStringField("ctime", time(ctime));
            json.writeStringField("utime", time(utime));
            json.writeObjectFieldStart("values");
            values(json, values);
            json.writeEndObject();
            json.writeEndObject();
          });
    } // closing ends what is open
    return bytes.toByteArray();
  }

  /** M6 that carries no data, because the command cannot be carried out. */
  String refusal(Instant now, Command command, String reason) {
    return write(
        json -> {
          json.writeStringField("ts", Long.toString(now.toEpochMilli()));
          commandResult(json, command.id(), command.type(), false, reason);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Up to the open array of {@code value}. */
  private static void commandResult(
      JsonGenerator json, String id, String type, boolean success, String reason)
      throws IOException {
    json.writeStringField("response_id", id);
    json.writeStringField("cmd_type", type);
    json.writeObjectFieldStart("result");
    json.writeStringField("success", success ? "1" : "0");
    json.writeStringField("reason", reason);
    json.writeArrayFieldStart("value");
  }

  /**
   * Reads M5 (table 5). Times are epoch seconds, as string or number; the samples' blanks and
   * full-width punctuation are understood where that is allowed (AMB-44).
   *
   * @return empty if the text is no command that could be answered
   */
  Optional<Command> command(String text) {
    return tree(text)
        .map(
            message ->
                new Command(
                    word(message, "request_id"),
                    word(message, "cmd_type"),
                    second(message.path("value"), "ts_start"),
                    second(message.path("value"), "ts_end")))
        .filter(command -> !command.id().isEmpty() && command.id().length() <= LONGEST_ID);
  }

  private static Optional<Instant> second(JsonNode parent, String name) {
    String word = word(parent, name);
    return SECOND.matcher(word).matches()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(word)))
        : Optional.empty();
  }

  /**
   * Reads M2 (table 2), M4 (table 4) or M8 (table 8).
   *
   * @return empty if the text is no such message
   */
  Optional<Reply> reply(String text) {
    return answer(text).filter(reply -> !reply.id().isEmpty());
  }

  /** The same, also where it names no request: who cannot decrypt one cannot name it. */
  Optional<Reply> answer(String text) {
    return tree(text).flatMap(Codec::answer);
  }

  private static Optional<Reply> answer(JsonNode message) {
    String id = word(message, "response_id");
    if (id.isEmpty()) {
      id = word(message, "request_id"); // as the key reply has it; the others might (AMB-11)
    }
    JsonNode result = message.path("result");
    String success = word(result, "success");
    if (!success.equals("1") && !success.equals("0")) {
      return Optional.empty();
    }
    return Optional.of(
        new Reply(id, success.equals("1"), word(result, "status"), word(result, "reason")));
  }

  /**
   * Which message it is, of the gateway or of the platform.
   *
   * @return empty if the text is none
   */
  Optional<Content> content(String text) {
    return tree(text).flatMap(Codec::content);
  }

  private static Optional<Content> content(JsonNode message) {
    String answered = word(message, "response_id");
    String id = answered.isEmpty() ? word(message, "request_id") : answered;
    return id.isEmpty()
        ? Optional.empty()
        : name(message, !answered.isEmpty()).map(name -> new Content(name, id));
  }

  private static Optional<Text> name(JsonNode message, boolean answer) {
    JsonNode value = message.path("value");
    Text name = Text.NONE;
    if (message.has("cmd_type")) {
      name =
          answer
              ? new Text("M6 answer to a command", "M6 指令下发回复")
              : new Text("M5 command", "M5 指令下发");
    } else if (message.has("result")) {
      name =
          answer ? new Text("M4 or M8 reply", "M4 / M8 回复") : new Text("M2 key reply", "M2 密钥应答回复");
    } else if (value.has("data")) {
      name = new Text("M3 data", "M3 数据上报");
    } else if (value.has("cpu_usage")) {
      name = new Text("M7 heartbeat", "M7 心跳上报");
    } else if (value.has("key")) {
      name = new Text("M1 key request", "M1 密钥请求上报");
    }
    return Optional.of(name).filter(known -> !known.equals(Text.NONE));
  }

  private Optional<JsonNode> tree(String text) {
    try {
      return Optional.of(TREE.readTree(text));
    } catch (JsonProcessingException strict) {
      if (!lenient) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(TREE.readTree(repaired(text)));
    } catch (JsonProcessingException hopeless) {
      return Optional.empty();
    }
  }

  /**
   * A string or a number, without the blanks that the samples have in strings, and without what
   * moves a terminal's cursor, breaks a log's line or turns its direction: the platform's words are
   * shown and logged (AMB-16).
   */
  private static String word(JsonNode parent, String name) {
    String text = parent.path(name).asText("").replace('\u00a0', ' ');
    return UNSEEN.matcher(text).replaceAll("").strip();
  }

  /**
   * Full-width punctuation and no-break blanks outside strings, as the samples have them, made what
   * was meant.
   */
  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    char closing = 0; // what ends the string that we are in, 0 outside strings
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (closing == 0) {
        repaired.append(meant(c));
        closing = c == '"' ? '"' : c == '\u201c' || c == '\u201d' ? '\u201d' : 0;
      } else if (c == '\\' && i + 1 < text.length()) {
        repaired.append(c).append(text.charAt(++i));
      } else if (c == closing) {
        repaired.append('"');
        closing = 0;
      } else {
        repaired.append(c);
      }
    }
    return repaired.toString();
  }

  private static char meant(char c) {
    return switch (c) {
      case '\uff1a' -> ':';
      case '\uff0c' -> ',';
      case '\u201c', '\u201d' -> '"';
      case '\u00a0' -> ' ';
      default -> c;
    };
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException impossible) { // a StringWriter does not fail
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
