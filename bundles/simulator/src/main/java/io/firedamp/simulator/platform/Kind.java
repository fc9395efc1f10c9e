package io.firedamp.simulator.platform;

import static io.firedamp.simulator.platform.Rule.*;

import io.firedamp.text.Text;
import java.util.List;

/** The messages that a gateway sends, and what is checked on each. */
enum Kind {
  /** Whatever comes. */
  ANY("every message", "全部消息", UNREADABLE, TOPIC),
  /** 表1. */
  KEY_REQUEST(
      "key request", "密钥请求", JSON, FIELDS, TYPE, TS, ID, ID_REUSED, TIME, RANGE, KEY, CLEAR),
  /** 表3. */
  DATA(
      "data packet",
      "数据包",
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
      DELAYED,
      TS_FAR),
  /** 表6. */
  ANSWER_PACKET(
      "answer to command",
      "指令回复",
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
      "heartbeat", "心跳", JSON, FIELDS, TYPE, TS, ID, ID_REUSED, DECIMALS, RANGE, KEY, CLEAR, SN);

  private final Text label;
  private final List<Rule> rules;

  Kind(String en, String zh, Rule... rules) {
    this.label = new Text(en, zh);
    this.rules = List.of(rules);
  }

  Text label() {
    return label;
  }

  List<Rule> rules() {
    return rules;
  }
}
