package io.firedamp.simulator.platform;

import io.firedamp.text.Text;

/**
 * What the platform checks, a word each, with what is right and where that stands: a requirement of
 * the document (its clauses as the project's requirement matrix numbers them), a table, an annex.
 */
enum Rule {
  /** The payload gives no text. */
  UNREADABLE("7.3-04", "can be decrypted and decoded", "可解密、可解码"),
  /** None of the topics of the document. */
  TOPIC("7.4-03", "on a topic of the document", "主题与规范一致"),
  /** A client id, a user name or a password that was not agreed on. */
  CREDENTIALS("7.4-05", "the client id, user name and password agreed on", "Clientid、用户名、密码与约定一致"),
  /** The client id is not 14 letters and digits; a remark, as it is handed out (AMB-03). */
  CLIENT_ID("7.4-05", Weight.REMARK, "a client id of 14 letters and digits", "Clientid 为14位字母数字"),
  /** Publishes or subscribes where a gateway has no right to. */
  RIGHTS(
      "7.4-03", "publishes below /server, subscribes below /client", "仅发布 /server、订阅 /client 主题"),
  /** The message is not one JSON object. */
  JSON("7.3-04", "one valid JSON object", "一个合法的 JSON 对象"),
  /** A field is missing, or is none of the document's. */
  FIELDS("", "the document's fields, no more and no less", "字段与规范一致，不多不少"),
  /** A string where the document has a number, or the other way round. */
  TYPE("", "types as in the document's samples", "字段类型与规范示例一致"),
  /** {@code ts} is not 13 digits. */
  TS("", "ts of 13 digits", "ts 为13位毫秒时间戳"),
  /** {@code request_id} is not 19 digits of a 64-bit number. */
  ID("", "request_id of 19 digits", "request_id 为19位雪花算法序列号"),
  /** {@code request_id} was used for another content before. */
  ID_REUSED("", "a request_id for one content only", "request_id 不重复用于不同内容"),
  /** {@code flag} is neither 0 nor 1. */
  FLAG("7.6-05", "flag 0 or 1", "flag 为0或1"),
  /** {@code rsp} is neither 0 nor 1. */
  RSP("7.6-07", "rsp 0 or 1", "rsp 为0或1"),
  /** {@code ctime} or {@code utime} is not {@code YYYY-MM-DD HH:MM:SS}. */
  TIME("7.6-04", "times as YYYY-MM-DD HH:MM:SS", "时间格式为 YYYY-MM-DD HH:MM:SS"),
  /** {@code utime} − {@code ctime} is 60 s or more, or below 0. */
  AGE(
      "4.7-02",
      "utime not before ctime, live less than 60 s after it",
      "utime 不早于 ctime，实时数据相差60秒以内"),
  /** {@code utime} lies in the future. */
  AHEAD("7.6-10", "utime not in the future", "utime 不晚于接收时间"),
  /** {@code data} is empty. */
  EMPTY("7.6-06", "at least one point", "至少有一个点位"),
  /** A point code that 附录C does not have. */
  CODE("C-01", "point codes of annex C", "点位编号符合附录C"),
  /** A value that has not the decimals of the document: accepted, and rounded here (CCER-D-05). */
  DECIMALS("D-04", "decimals as the document asks", "小数位数符合规范"),
  /** The same ctime and flag came before with another content. */
  CONTENT("7.6-04", "one content for a ctime and flag", "同一 ctime 与 flag 内容唯一"),
  /** A percentage below 0 or above 100, a negative up time, an empty name. */
  RANGE("", "percentages 0 to 100, whole seconds, no empty name", "百分比0到100，整数秒，名称非空"),
  /** Parameters that 附录D asks for did not come within a minute. */
  PROFILE("D-02", Weight.OWN, "all parameters of annex D each minute", "每分钟包含附录D全部必传参数"),
  /** More than a minute between data; heartbeats not a minute apart. */
  PERIOD("", Weight.OWN, "at least each minute; a heartbeat once a minute", "数据周期不超过1分钟；心跳每分钟1次"),
  /** The first heartbeat comes late. */
  FIRST("7.8-01", Weight.OWN, "the first one within 10 s after login or key", "登录（或密钥协商）后10秒内首次上报"),
  /** What was refused did not come again. */
  RESENT("", Weight.OWN, "sent again after success 0", "success 为0后重新发送"),
  /** Less than 90 % of what is due. */
  RATE("4.6-03", Weight.OWN, "transfer rate of 90 % and more", "数据传输率不低于90%"),
  /** An interruption of more than three days. */
  GAP("4.6-02", Weight.OWN, "no interruption of more than 3 days", "中断持续不超过3天"),
  /** More than 20 days missing in all. */
  LOST("4.5-03", Weight.OWN, "not more than 20 days missing in all", "缺失和中断总时长不超过20天"),
  /** An answer to no command of ours. */
  UNASKED("7.7-06", "only after a command, with its response_id", "仅在指令后发送，response_id 一致"),
  /** A command without an answer. */
  SILENT("7.3-06", Weight.OWN, "every command is answered", "每条指令均有回复"),
  /** The answer's cmd_type is not the command's. */
  CMD_TYPE("", "cmd_type as in the command", "cmd_type 与指令一致"),
  /** {@code success} does not fit the command or the data. */
  ANSWER("7.7-09", "success fits the command and the data", "success 与指令和数据相符"),
  /** {@code success} 0 without a reason. */
  REASON("7.7-09", "a reason where success is 0", "success 为0时有失败原因"),
  /** The seconds of an answer do not ascend. */
  ORDER("7.7-05", "seconds in order, each once", "数据按时间顺序，不重复"),
  /** A second that was not asked for. */
  SPAN("7.7-02", "only what was asked for", "数据在指令时间段内"),
  /** More than an hour in one packet. */
  HOUR("7.7-03", "at most an hour in a packet", "每包不超过1小时"),
  /** Less than 5 s between two packets of an answer. */
  SPACING("7.7-04", "5 s between packets", "包间隔5秒"),
  /** A second that was accepted live and is not in the answer. */
  MISSING("7.7-02", "every second that was accepted live", "包含全部已实时接收的数据"),
  /** A point that was accepted live and is not in the answer, or with another text. */
  DIFFERS("7.7-08", "points and digits as they were live", "点位和数值与实时一致"),
  /** A point that was not accepted live; a remark, as its packet may have been lost. */
  EXTRA("7.7-02", Weight.REMARK, "no points that were not accepted live", "无未曾实时接收的点位"),
  /** A key request whose key cannot be read, or anything else before it. */
  KEY("7.5-01", "the key first, and one that can be read", "先完成密钥协商，公钥可解读"),
  /** Sent in clear where encryption was agreed on. */
  CLEAR("7.3-04", "encrypted as agreed on", "按约定加密"),
  /** Refused because the script asks for it. */
  REHEARSAL("", "", ""),
  /** Received more than 60 s after utime: 延迟状态, accepted, not counted. */
  DELAYED("7.6-10", Weight.REMARK, "received within a minute after utime", "utime 后1分钟内收到"),
  /** {@code ts} is far from {@code ctime}; a remark, as the document's own sample has it so. */
  TS_FAR("", Weight.REMARK, "ts within a minute of ctime", "ts 与 ctime 相差1分钟以内"),
  /** {@code sn} is not 32 + 18 characters; a remark. */
  SN("E-01", Weight.REMARK, "sn of 32 + 18 characters", "sn 为32位加18位");

  /** What a finding means. */
  private enum Weight {
    /** A message that breaks it fails the check. */
    FAULT,
    /** As above, but it is judged now and then, not with each message. */
    OWN,
    /** Worth a look, no failure. */
    REMARK
  }

  private final String requirement;
  private final Weight weight;
  private final Text right;

  Rule(String requirement, String en, String zh) {
    this(requirement, Weight.FAULT, en, zh);
  }

  Rule(String requirement, Weight weight, String en, String zh) {
    this.requirement = requirement;
    this.weight = weight;
    this.right = new Text(en, zh);
  }

  /** The requirement, without the document's name; empty where it is the message's own. */
  String requirement() {
    return requirement;
  }

  /** Whether a finding is only worth a look. */
  boolean remark() {
    return weight == Weight.REMARK;
  }

  /** Whether it is judged with each message, or now and then. */
  boolean ofEachMessage() {
    return weight != Weight.OWN;
  }

  /** What is right. */
  Text right() {
    return right;
  }
}
