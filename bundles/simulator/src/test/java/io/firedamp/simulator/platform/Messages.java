package io.firedamp.simulator.platform;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Messages as a gateway should send them. */
final class Messages {
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private Messages() {}

  static String data(int number, Instant now) {
    String time = BEIJING.format(now);
    return String.format(
        "{\"ts\":\"%d\",\"request_id\":\"%d\",\"flag\":\"1\",\"value\":{\"rsp\":\"1\","
            + "\"utime\":\"%s\",\"ctime\":\"%s\",\"data\":{\"FONP001\":{\"val\":91800.125},"
            + "\"FOCH001\":{\"val\":1.00}}}}",
        now.toEpochMilli(), 1742106155427680000L + number, time, time);
  }

  /** The same with those points, each 1 with the decimals of its kind. */
  static String points(int number, Instant now, Iterable<String> codes) {
    StringBuilder data = new StringBuilder();
    for (String code : codes) {
      int decimals = Parameters.annexC().decimals(code).orElseThrow();
      data.append(data.length() == 0 ? "" : ",")
          .append("\"" + code + "\":{\"val\":1." + "0".repeat(decimals) + "}");
    }
    return data(number, now).replaceFirst("\"data\":\\{.*", "\"data\":{" + data + "}}}");
  }

  static String heartbeat(int number, Instant now) {
    return String.format(
        "{\"ts\":\"%d\",\"request_id\":\"%d\",\"value\":{\"cpu_usage\":7.25,\"up_time\":1800,"
            + "\"mem_usage\":60.00,\"sn\":\"D9034ACFED5F407195226B903FCA8DBC911101126996050290\","
            + "\"os\":\"Linux\",\"supplier_name\":\"佳华智联\"}}",
        now.toEpochMilli(), 1742106155427680000L + number);
  }

  static String key(int number, String key, Instant now) {
    return String.format(
        "{\"ts\":\"%d\",\"request_id\":\"%d\",\"value\":{\"key\":\"%s\",\"ctime\":\"%s\"}}",
        now.toEpochMilli(), 1742106155427680000L + number, key, BEIJING.format(now));
  }

  /** One second of the points of {@link #data}. */
  static String answer(String id, Instant measured, Instant now) {
    return String.format(
        "{\"ts\":\"%d\",\"response_id\":\"%s\",\"cmd_type\":\"1\",\"result\":{\"success\":\"1\","
            + "\"reason\":\"\",\"value\":[{\"ctime\":\"%s\",\"utime\":\"%s\",\"values\":{"
            + "\"FONP001\":{\"val\":91800.125},\"FOCH001\":{\"val\":1.00}}}]}}",
        now.toEpochMilli(), id, BEIJING.format(measured), BEIJING.format(now));
  }
}
