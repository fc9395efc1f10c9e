package io.firedamp.simulator.platform;

import static io.firedamp.simulator.platform.Rule.*;

import io.firedamp.text.Text;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a gateway does, and what is checked on it: a message each, but for the first two. */
enum Kind {
  /** Whatever comes. */
  ANY("every message", "全部消息", "", UNREADABLE, TOPIC),
  /** A login at the broker. */
  LOGIN("login", "登录", "", CREDENTIALS, CLIENT_ID, RIGHTS),
  /** 表1. */
  KEY_REQUEST(
      "key request",
      "密钥请求",
      "表1",
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
  private final String where;
  private final List<Rule> rules;

  Kind(String en, String zh, String where, Rule... rules) {
    this.label = new Text(en, zh);
    this.where = where;
    this.rules = List.of(rules);
  }

  Text label() {
    return label;
  }

  /** Where a rule stands: the table of the message, and the requirement. */
  String clause(Rule rule) {
    return Stream.of(where, rule.requirement().isEmpty() ? "" : "CCER-" + rule.requirement())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  List<Rule> rules() {
    return rules;
  }
}
