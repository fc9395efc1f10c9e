package io.firedamp.simulator.platform;

import static io.firedamp.simulator.platform.Rule.*;

import io.firedamp.text.Text;
import java.util.List;

/** What a gateway does, and what is checked on it: a message each, but for the first two. */
enum Kind {
  /** Whatever comes. */
  ANY("every message", "全部消息", "", "7.3-04", UNREADABLE, TOPIC),
  /** A login at the broker. */
  LOGIN("login", "登录", "", "7.4-05", CREDENTIALS, CLIENT_ID, RIGHTS),
  /** 表1. */
  KEY_REQUEST(
      "key request",
      "密钥请求",
      "表1",
      "7.5-03",
      JSON,
      FIELDS,
      TYPE,
      TS,
      ID,
      ID_REUSED,
      TIME,
      RANGE,
      KEY,
      CLEAR,
      RESENT),
  /** 表3. */
  DATA(
      "data packet",
      "数据包",
      "表3",
      "7.6-03",
      JSON,
      FIELDS,
      TYPE,
      TS,
      ID,
      ID_REUSED,
      FLAG,
      RSP,
      TIME,
      AGE,
      AHEAD,
      EMPTY,
      CODE,
      DECIMALS,
      CONTENT,
      KEY,
      CLEAR,
      PROFILE,
      PERIOD,
      RESENT,
      RATE,
      GAP,
      LOST,
      DELAYED,
      TS_FAR),
  /** 表6. */
  ANSWER_PACKET(
      "answer to command",
      "指令回复",
      "表6",
      "7.7-02",
      JSON,
      FIELDS,
      TYPE,
      TS,
      TIME,
      AGE,
      AHEAD,
      EMPTY,
      CODE,
      DECIMALS,
      UNASKED,
      SILENT,
      CMD_TYPE,
      ANSWER,
      REASON,
      ORDER,
      SPAN,
      HOUR,
      SPACING,
      MISSING,
      DIFFERS,
      KEY,
      CLEAR,
      EXTRA),
  /** 表7. */
  HEARTBEAT(
      "heartbeat",
      "心跳",
      "表7",
      "7.8-03",
      JSON,
      FIELDS,
      TYPE,
      TS,
      ID,
      ID_REUSED,
      DECIMALS,
      RANGE,
      KEY,
      CLEAR,
      FIRST,
      PERIOD,
      RESENT,
      SN);

  private final Text label;
  private final String table;
  private final String requirement;
  private final List<Rule> rules;

  Kind(String en, String zh, String table, String requirement, Rule... rules) {
    this.label = new Text(en, zh);
    this.table = table;
    this.requirement = requirement;
    this.rules = List.of(rules);
  }

  Text label() {
    return label;
  }

  /** Where a rule stands: the table of the message, and the requirement. */
  String clause(Rule rule) {
    return (table.isEmpty() ? "" : table + " · ") + "CCER-" + requirement(rule);
  }

  private String requirement(Rule rule) {
    return switch (rule) {
      case PERIOD -> this == DATA ? "4.7-01" : "7.8-01";
      case RESENT -> this == DATA ? "7.6-09" : this == HEARTBEAT ? "7.8-04" : "7.5-05";
      case DECIMALS -> this == HEARTBEAT ? requirement : rule.requirement();
      case TIME -> this == KEY_REQUEST ? requirement : rule.requirement();
      default -> rule.requirement().isEmpty() ? requirement : rule.requirement();
    };
  }

  List<Rule> rules() {
    return rules;
  }
}
