package io.firedamp.simulator.platform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Checks data uploads (表3) and heartbeats (表7) word by word against the document. No I/O; it
 * remembers the ids and contents of about the last hours, to find what comes twice. One thread.
 */
final class Judge {
  private final Map<String, UUID> ids = new Recent<>();
  private final Map<String, UUID> contents = new Recent<>();
  private final Parameters parameters;

  Judge(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Judges a data upload.
   *
   * @param text the message in clear
   * @param received when it arrived
   */
  Verdict data(String text, Instant received) {
    Sheet sheet = new Sheet(parameters, Integer.MAX_VALUE);
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return sheet.verdict("", false, false);
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "request_id", "flag", "value"));
    String ts = sheet.ts(message);
    String id = sheet.id(message, "request_id");
    String flag = sheet.bit(message, "", "flag", Rule.FLAG);
    Json.Obj value = sheet.object(message, "", "value");
    sheet.exactly(value, "value.", Set.of("rsp", "utime", "ctime", "data"));
    String rsp = sheet.bit(value, "value.", "rsp", Rule.RSP);
    Optional<Instant> ctime = sheet.time(value, "value.", "ctime");
    Optional<Instant> utime = sheet.time(value, "value.", "utime");
    if (ctime.isPresent() && utime.isPresent()) {
      sheet.age(ctime.get(), utime.get());
    }
    utime.ifPresent(instant -> sheet.delay(instant, received));
    if (ctime.isPresent() && !ts.isEmpty()) {
      sheet.tsNear(ts, ctime.get());
    }
    String content = sheet.points(value, "value.", "data");
    String frame = flag + " " + Sheet.string(value, "ctime");
    boolean repeated = repeated(sheet, id, frame, content);
    return sheet.verdict(
        id,
        !rsp.equals("0"),
        repeated,
        ctime.map(
            instant ->
                new Sample(
                    flag,
                    instant,
                    ts.isEmpty() ? instant : Instant.ofEpochMilli(Long.parseLong(ts)),
                    content)));
  }

  /** Judges a key request (表1); the key itself is for those who can decrypt it. */
  KeyRequest keyRequest(String text) {
    Sheet sheet = new Sheet(parameters, Integer.MAX_VALUE);
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return new KeyRequest(sheet.verdict("", false, false), "");
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "request_id", "value"));
    sheet.ts(message);
    String id = sheet.id(message, "request_id");
    Json.Obj value = sheet.object(message, "", "value");
    sheet.exactly(value, "value.", Set.of("key", "ctime"));
    sheet.named(value, "key");
    sheet.time(value, "value.", "ctime");
    boolean repeated = sameId(sheet, id, mark(text));
    return new KeyRequest(sheet.verdict(id, true, repeated), Sheet.string(value, "key"));
  }

  /**
   * A key request.
   *
   * @param key as it stands there
   */
  record KeyRequest(Verdict verdict, String key) {}

  /** Judges a heartbeat. */
  Verdict heartbeat(String text) {
    Sheet sheet = new Sheet(parameters, Integer.MAX_VALUE);
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return sheet.verdict("", false, false);
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "request_id", "value"));
    sheet.ts(message);
    String id = sheet.id(message, "request_id");
    Json.Obj value = sheet.object(message, "", "value");
    sheet.exactly(
        value, "value.", Set.of("cpu_usage", "up_time", "mem_usage", "sn", "os", "supplier_name"));
    sheet.percent(value, "cpu_usage");
    sheet.percent(value, "mem_usage");
    sheet.seconds(value, "up_time");
    sheet.named(value, "os");
    sheet.named(value, "supplier_name");
    sheet.fingerprint(value);
    boolean repeated = sameId(sheet, id, mark(text));
    return sheet.verdict(id, true, repeated);
  }

  private static UUID mark(String content) {
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether this content came before; notes an id or a frame that is used for another one. */
  private boolean repeated(Sheet sheet, String id, String frame, String content) {
    UUID mark = mark(content);
    boolean idAgain = sameId(sheet, id, mark(frame + " " + content));
    UUID before = contents.get(frame);
    if (before != null && !before.equals(mark)) {
      sheet.object(
          Rule.CONTENT,
          "flag and ctime " + frame + " came before with another content",
          "flag 与 ctime " + frame + " 已上报过不同内容");
    }
    if (sheet.clean()) {
      contents.put(frame, mark);
    }
    return idAgain || mark.equals(before);
  }

  /** Whether this id came before; notes it where it stood for something else. */
  private boolean sameId(Sheet sheet, String id, UUID mark) {
    if (id.isEmpty()) {
      return false;
    }
    UUID before = ids.putIfAbsent(id, mark);
    if (before != null && !before.equals(mark)) {
      sheet.object(
          Rule.ID_REUSED,
          "request_id " + id + " was used for another message",
          "request_id " + id + " 已用于其他消息");
    }
    return mark.equals(before);
  }
}
