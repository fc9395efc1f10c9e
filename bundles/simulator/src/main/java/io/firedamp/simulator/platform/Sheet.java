package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notes on one message, and the checks that need nothing but the message. One thread, one
 * message.
 */
final class Sheet {
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

  private static final Set<String> VAL = Set.of("val");
  private static final int PERCENT_DECIMALS = 2;

  /** Decimals, or zeros before the point, up to which a number is rounded. */
  private static final int DIGITS = 400;

  private final Parameters parameters;
  private final int most;
  private final List<Finding> objections = new ArrayList<>();
  private final List<Finding> remarks = new ArrayList<>();
  private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);

  /**
   * @param most how many findings of a rule are written down; the others are counted
   */
  Sheet(Parameters parameters, int most) {
    this.parameters = parameters;
    this.most = most;
  }

  Verdict verdict(String id, boolean replyDue, boolean repeated) {
    return verdict(id, replyDue, repeated, Optional.empty());
  }

  Verdict verdict(String id, boolean replyDue, boolean repeated, Optional<Sample> sample) {
    return new Verdict(id, replyDue, repeated, totalled(objections), totalled(remarks), sample);
  }

  private List<Finding> totalled(List<Finding> findings) {
    return findings.stream()
        .map(
            finding -> {
              int count = counts.get(finding.rule());
              Text text = finding.text();
              return count <= most
                  ? finding
                  : new Finding(
                      finding.rule(),
                      new Text(
                          text.en() + " (" + count + " times)", text.zh() + "（共" + count + "处）"));
            })
        .toList();
  }

  boolean clean() {
    return objections.isEmpty();
  }

  void object(Rule rule, String en, String zh) {
    if (counts.merge(rule, 1, Integer::sum) <= most) {
      objections.add(new Finding(rule, new Text(en, zh)));
    }
  }

  void remark(Rule rule, String en, String zh) {
    if (counts.merge(rule, 1, Integer::sum) <= most) {
      remarks.add(new Finding(rule, new Text(en, zh)));
    }
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
  String text(Json.Obj object, String path, String key) {
    Json found = object.fields().get(key);
    if (found != null && !(found instanceof Json.Str)) {
      object(Rule.TYPE, path + key + " must be a string", path + key + " 应为字符串");
    }
    return string(object, key);
  }

  /** The string in that field, or empty; nothing is noted. */
  static String string(Json.Obj object, String key) {
    return object.fields().get(key) instanceof Json.Str text ? text.value() : "";
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

  /** The array in that field; empty as above. */
  List<Json> array(Json.Obj parent, String path, String key) {
    Json found = parent.fields().get(key);
    if (found instanceof Json.Arr array) {
      return array.elements();
    }
    if (found != null) {
      object(Rule.TYPE, path + key + " must be an array", path + key + " 应为数组");
    }
    return List.of();
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

  static boolean present(Json.Obj object, String key) {
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

  String id(Json.Obj message, String key) {
    String id = text(message, "", key);
    if (present(message, key)
        && !(NINETEEN_DIGITS.matcher(id).matches()
            && id.compareTo(Long.toString(Long.MAX_VALUE)) <= 0)) {
      object(
          Rule.ID,
          key + " " + id + " is no snowflake id of 19 digits",
          key + " " + id + " 不是19位雪花算法序列号");
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

  Optional<Instant> time(Json.Obj value, String path, String key) {
    String found = text(value, path, key);
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

  /**
   * Checks the points and returns them as one text, sorted.
   *
   * @param path where the parent is
   * @param key {@code data} in 表3, {@code values} in 表6
   */
  String points(Json.Obj parent, String path, String key) {
    Json.Obj data = object(parent, path, key);
    String here = path + key;
    if (parent.fields().get(key) instanceof Json.Obj && data.fields().isEmpty()) {
      object(Rule.EMPTY, here + " holds no point", here + " 没有任何点位");
    }
    List<String> content = new ArrayList<>();
    for (String code : data.fields().keySet()) {
      Json.Obj point = object(data, here + ".", code);
      if (data.fields().get(code) instanceof Json.Obj) {
        exactly(point, here + "." + code + ".", VAL);
      }
      String digits = number(point, here + "." + code + ".", "val");
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
      String stored = stored(digits, decimals);
      remark(
          Rule.DECIMALS,
          name + " " + digits + " must have " + decimals + " decimals; stored as " + stored,
          name + " " + digits + " 应保留" + decimals + "位小数，按" + stored + "存储");
    }
  }

  /** 四舍五入, of what the gateway has not rounded (CCER-D-05). */
  private static String stored(String digits, int decimals) {
    BigDecimal value = new BigDecimal(digits);
    return Math.abs((long) value.scale()) > DIGITS
        ? digits // a number of a million digits is not worth the work
        : value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
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
          Rule.SN, "sn " + sn + " is not 32 + 18 characters", "sn " + sn + " 不是32位登记号加18位统一社会信用代码");
    }
  }
}
