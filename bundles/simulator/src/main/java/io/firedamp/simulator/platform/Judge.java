package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks data uploads (表3) and heartbeats (表7) word by word against the document. No I/O; it
 * remembers the ids and contents of about the last hours, to find what comes twice. One thread.
 */
final class Judge {
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern THIRTEEN_DIGITS = Pattern.compile("[1-9][0-9]{12}");
  private static final Pattern NINETEEN_DIGITS = Pattern.compile("[1-9][0-9]{18}");
  private static final Pattern CODE = Pattern.compile("[A-Z]{4}[0-9]{3}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.([0-9]+)");
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]*");

  /** 项目登记号 (32 characters in the sample) and 统一社会信用代码 (18, GB 32100). */
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-Z]{32}[0-9A-HJ-NPQRTUWXY]{18}");

  /** 第4.7条: 相差60s以上，视为无效数据. */
  private static final Duration INVALID = Duration.ofSeconds(60);

  /** 表3: 若数据延迟超过 1 分钟，该数据将被标记为延迟状态. */
  private static final Duration DELAY = Duration.ofMinutes(1);

  private static final int PERCENT_DECIMALS = 2;
  private static final int REMEMBERED = 20_000;

  private final Map<String, UUID> ids = new Recent();
  private final Map<String, UUID> contents = new Recent();
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
    Sheet sheet = new Sheet();
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return sheet.verdict("", false, false);
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "request_id", "flag", "value"));
    String ts = sheet.ts(message);
    String id = sheet.id(message);
    String flag = sheet.bit(message, "", "flag", Rule.FLAG);
    Json.Obj value = sheet.object(message, "", "value");
    sheet.exactly(value, "value.", Set.of("rsp", "utime", "ctime", "data"));
    String rsp = sheet.bit(value, "value.", "rsp", Rule.RSP);
    Optional<Instant> ctime = sheet.time(value, "ctime");
    Optional<Instant> utime = sheet.time(value, "utime");
    if (ctime.isPresent() && utime.isPresent()) {
      sheet.age(ctime.get(), utime.get());
    }
    utime.ifPresent(instant -> sheet.delay(instant, received));
    if (ctime.isPresent() && !ts.isEmpty()) {
      sheet.tsNear(ts, ctime.get());
    }
    String content = sheet.points(value);
    String frame = flag + " " + string(value, "ctime");
    boolean repeated = sheet.repeated(id, frame, content);
    return sheet.verdict(id, !rsp.equals("0"), repeated);
  }

  /** Judges a key request (表1); the key itself is for those who can decrypt it. */
  KeyRequest keyRequest(String text) {
    Sheet sheet = new Sheet();
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return new KeyRequest(sheet.verdict("", false, false), "");
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "request_id", "value"));
    sheet.ts(message);
    String id = sheet.id(message);
    Json.Obj value = sheet.object(message, "", "value");
    sheet.exactly(value, "value.", Set.of("key", "ctime"));
    sheet.named(value, "key");
    sheet.time(value, "ctime");
    boolean repeated = sheet.sameId(id, mark(text));
    return new KeyRequest(sheet.verdict(id, true, repeated), string(value, "key"));
  }

  /**
   * A key request.
   *
   * @param key as it stands there
   */
  record KeyRequest(Verdict verdict, String key) {}

  /** Judges a heartbeat. */
  Verdict heartbeat(String text) {
    Sheet sheet = new Sheet();
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return sheet.verdict("", false, false);
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "request_id", "value"));
    sheet.ts(message);
    String id = sheet.id(message);
    Json.Obj value = sheet.object(message, "", "value");
    sheet.exactly(
        value, "value.", Set.of("cpu_usage", "up_time", "mem_usage", "sn", "os", "supplier_name"));
    sheet.percent(value, "cpu_usage");
    sheet.percent(value, "mem_usage");
    sheet.seconds(value, "up_time");
    sheet.named(value, "os");
    sheet.named(value, "supplier_name");
    sheet.fingerprint(value);
    boolean repeated = sheet.sameId(id, mark(text));
    return sheet.verdict(id, true, repeated);
  }

  private static String string(Json.Obj object, String key) {
    return object.fields().get(key) instanceof Json.Str text ? text.value() : "";
  }

  private static UUID mark(String content) {
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  /** The notes on one message. */
  private final class Sheet {
    private final List<Finding> objections = new ArrayList<>();
    private final List<Finding> remarks = new ArrayList<>();

    Verdict verdict(String id, boolean replyDue, boolean repeated) {
      return new Verdict(id, replyDue, repeated, objections, remarks);
    }

    private void object(Rule rule, String en, String zh) {
      objections.add(new Finding(rule, new Text(en, zh)));
    }

    private void remark(Rule rule, String en, String zh) {
      remarks.add(new Finding(rule, new Text(en, zh)));
    }

    Optional<Json.Obj> message(String text) {
      try {
        if (Json.read(text) instanceof Json.Obj message) {
          return Optional.of(message);
        }
        object(Rule.JSON, "the message is no JSON object", "消息体不是 JSON 对象");
      } catch (IOException wrong) {
        String where = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        object(Rule.JSON, "no valid JSON: " + where, "JSON 格式错误: " + where);
      }
      return Optional.empty();
    }

    void exactly(Json.Obj object, String path, Set<String> names) {
      for (String name : names.stream().sorted().toList()) {
        if (!object.fields().containsKey(name)) {
          object(Rule.FIELDS, path + name + " is missing", "缺少字段 " + path + name);
        }
      }
      for (String name : object.fields().keySet()) {
        if (!names.contains(name)) {
          object(Rule.FIELDS, path + name + " is no field of the document", "多余字段 " + path + name);
        }
      }
    }

    /** The string in that field; empty if there is none, which is noted unless it is missing. */
    private String text(Json.Obj object, String path, String key) {
      Json found = object.fields().get(key);
      if (found != null && !(found instanceof Json.Str)) {
        object(Rule.TYPE, path + key + " must be a string", path + key + " 应为字符串");
      }
      return string(object, key);
    }

    /** The number in that field, digit by digit; empty as above. */
    private String number(Json.Obj object, String path, String key) {
      Json found = object.fields().get(key);
      if (found instanceof Json.Num number) {
        return number.digits();
      }
      if (found != null) {
        object(Rule.TYPE, path + key + " must be a number", path + key + " 应为数值");
      }
      return "";
    }

    Json.Obj object(Json.Obj parent, String path, String key) {
      Json found = parent.fields().get(key);
      if (found instanceof Json.Obj object) {
        return object;
      }
      if (found != null) {
        object(Rule.TYPE, path + key + " must be an object", path + key + " 应为对象");
      }
      return new Json.Obj(Map.of());
    }

    private boolean present(Json.Obj object, String key) {
      return object.fields().get(key) instanceof Json.Str;
    }

    /** The digits if they are right, else empty. */
    String ts(Json.Obj message) {
      String ts = text(message, "", "ts");
      if (present(message, "ts") && !THIRTEEN_DIGITS.matcher(ts).matches()) {
        object(Rule.TS, "ts " + ts + " is not 13 digits", "ts " + ts + " 不是13位毫秒时间戳");
        return "";
      }
      return ts;
    }

    String id(Json.Obj message) {
      String id = text(message, "", "request_id");
      if (present(message, "request_id")
          && !(NINETEEN_DIGITS.matcher(id).matches()
              && id.compareTo(Long.toString(Long.MAX_VALUE)) <= 0)) {
        object(
            Rule.ID,
            "request_id " + id + " is no snowflake id of 19 digits",
            "request_id " + id + " 不是19位雪花算法序列号");
      }
      return id;
    }

    String bit(Json.Obj object, String path, String key, Rule rule) {
      String bit = text(object, path, key);
      if (present(object, key) && !bit.equals("0") && !bit.equals("1")) {
        object(rule, path + key + " " + bit + " is not 0 or 1", path + key + " " + bit + " 应为0或1");
      }
      return bit;
    }

    Optional<Instant> time(Json.Obj value, String key) {
      String found = text(value, "value.", key);
      if (!present(value, key)) {
        return Optional.empty();
      }
      try {
        return Optional.of(LocalDateTime.parse(found, TIME).atZone(BEIJING).toInstant());
      } catch (DateTimeParseException wrong) {
        object(
            Rule.TIME,
            key + " " + found + " is not YYYY-MM-DD HH:MM:SS",
            key + " " + found + " 不是 YYYY-MM-DD HH:MM:SS");
        return Optional.empty();
      }
    }

    void age(Instant ctime, Instant utime) {
      Duration age = Duration.between(ctime, utime);
      if (age.compareTo(INVALID) >= 0) {
        object(
            Rule.AGE,
            "utime is " + age.toSeconds() + " s after ctime; from 60 s on data are invalid",
            "utime 与 ctime 相差 " + age.toSeconds() + " 秒，60秒以上视为无效数据");
      } else if (age.isNegative()) {
        object(
            Rule.AGE,
            "utime is " + -age.toSeconds() + " s before ctime",
            "utime 早于 ctime " + -age.toSeconds() + " 秒");
      }
    }

    void delay(Instant utime, Instant received) {
      Duration delay = Duration.between(utime, received.truncatedTo(ChronoUnit.SECONDS));
      if (delay.compareTo(DELAY) > 0) {
        remark(
            Rule.DELAYED,
            "received " + delay.toSeconds() + " s after utime; marked as delayed",
            "接收时间比 utime 晚 " + delay.toSeconds() + " 秒，标记为延迟状态");
      } else if (delay.negated().compareTo(DELAY) > 0) {
        object(
            Rule.AHEAD,
            "utime is " + -delay.toSeconds() + " s in the future; it must be Beijing time",
            "utime 比接收时间早到 " + -delay.toSeconds() + " 秒，应为北京时间");
      }
    }

    void tsNear(String ts, Instant ctime) {
      Duration apart = Duration.between(ctime, Instant.ofEpochMilli(Long.parseLong(ts))).abs();
      if (apart.compareTo(INVALID) >= 0) {
        remark(
            Rule.TS_FAR,
            "ts is " + apart.toSeconds() + " s away from ctime",
            "ts 与 ctime 相差 " + apart.toSeconds() + " 秒");
      }
    }

    /** Checks the points and returns them as one text. */
    String points(Json.Obj value) {
      Json.Obj data = object(value, "value.", "data");
      if (value.fields().get("data") instanceof Json.Obj && data.fields().isEmpty()) {
        object(Rule.EMPTY, "value.data holds no point", "value.data 没有任何点位");
      }
      List<String> content = new ArrayList<>();
      for (String code : data.fields().keySet()) {
        Json.Obj point = object(data, "value.data.", code);
        if (data.fields().get(code) instanceof Json.Obj) {
          exactly(point, "value.data." + code + ".", Set.of("val"));
        }
        String digits = number(point, "value.data." + code + ".", "val");
        content.add(code + "=" + digits);
        Optional<Integer> decimals =
            CODE.matcher(code).matches() ? parameters.decimals(code) : Optional.empty();
        if (decimals.isEmpty()) {
          object(Rule.CODE, code + " is no point code of annex C", code + " 不是附录C的点位编号");
        } else if (!digits.isEmpty()) {
          decimals(code, digits, decimals.get());
        }
      }
      content.sort(null);
      return String.join(" ", content);
    }

    private void decimals(String name, String digits, int decimals) {
      Matcher plain = DECIMAL.matcher(digits);
      if (!plain.matches() || plain.group(1).length() != decimals) {
        object(
            Rule.DECIMALS,
            name + " " + digits + " must have " + decimals + " decimals",
            name + " " + digits + " 应保留" + decimals + "位小数");
      }
    }

    /** Whether this content came before; notes an id or a frame that is used for another one. */
    boolean repeated(String id, String frame, String content) {
      UUID mark = mark(content);
      boolean idAgain = sameId(id, mark(frame + " " + content));
      UUID before = contents.get(frame);
      if (before != null && !before.equals(mark)) {
        object(
            Rule.CONTENT,
            "flag and ctime " + frame + " came before with another content",
            "flag 与 ctime " + frame + " 已上报过不同内容");
      }
      if (objections.isEmpty()) {
        contents.put(frame, mark);
      }
      return idAgain || mark.equals(before);
    }

    /** Whether this id came before; notes it where it stood for something else. */
    boolean sameId(String id, UUID mark) {
      if (id.isEmpty()) {
        return false;
      }
      UUID before = ids.putIfAbsent(id, mark);
      if (before != null && !before.equals(mark)) {
        object(
            Rule.ID_REUSED,
            "request_id " + id + " was used for another message",
            "request_id " + id + " 已用于其他消息");
      }
      return mark.equals(before);
    }

    void percent(Json.Obj value, String key) {
      String digits = number(value, "value.", key);
      if (digits.isEmpty()) {
        return;
      }
      decimals("value." + key, digits, PERCENT_DECIMALS);
      double percent = Double.parseDouble(digits);
      if (percent < 0 || percent > 100) {
        object(
            Rule.RANGE,
            key + " " + digits + " is not 0 to 100 %",
            key + " " + digits + " 不在0到100%之间");
      }
    }

    void seconds(Json.Obj value, String key) {
      String digits = number(value, "value.", key);
      if (!digits.isEmpty() && !WHOLE.matcher(digits).matches()) {
        object(
            Rule.RANGE,
            key + " " + digits + " is no whole number of seconds",
            key + " " + digits + " 不是整数秒");
      }
    }

    void named(Json.Obj value, String key) {
      if (text(value, "value.", key).isBlank() && present(value, key)) {
        object(Rule.RANGE, key + " is empty", key + " 为空");
      }
    }

    void fingerprint(Json.Obj value) {
      String sn = text(value, "value.", "sn");
      if (present(value, "sn") && !FINGERPRINT.matcher(sn).matches()) {
        remark(
            Rule.SN,
            "sn " + sn + " is not 32 + 18 characters",
            "sn " + sn + " 不是32位登记号加18位统一社会信用代码");
      }
    }
  }

  /** Forgets the oldest. */
  private static final class Recent extends LinkedHashMap<String, UUID> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, UUID> eldest) {
      return size() > REMEMBERED;
    }
  }
}
