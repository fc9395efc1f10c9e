package io.firedamp.simulator.platform;

import io.firedamp.text.Text;

/** What the platform checks, a word each, with what is right. */
enum Rule {
  /** The payload gives no text. */
  UNREADABLE("can be decrypted and decoded", "可解密、可解码"),
  /** None of the topics of the document. */
  TOPIC("on a topic of the document", "主题与规范一致"),
  /** The message is not one JSON object. */
  JSON("one valid JSON object", "一个合法的 JSON 对象"),
  /** A field is missing, or is none of the document's. */
  FIELDS("the document's fields, no more and no less", "字段与规范一致，不多不少"),
  /** A string where the document has a number, or the other way round. */
  TYPE("types as in the document's samples", "字段类型与规范示例一致"),
  /** {@code ts} is not 13 digits. */
  TS("ts of 13 digits", "ts 为13位毫秒时间戳"),
  /** {@code request_id} is not 19 digits of a 64-bit number. */
  ID("request_id of 19 digits", "request_id 为19位雪花算法序列号"),
  /** {@code request_id} was used for another content before. */
  ID_REUSED("a request_id for one content only", "request_id 不重复用于不同内容"),
  /** {@code flag} is neither 0 nor 1. */
  FLAG("flag 0 or 1", "flag 为0或1"),
  /** {@code rsp} is neither 0 nor 1. */
  RSP("rsp 0 or 1", "rsp 为0或1"),
  /** {@code ctime} or {@code utime} is not {@code YYYY-MM-DD HH:MM:SS}. */
  TIME("times as YYYY-MM-DD HH:MM:SS", "时间格式为 YYYY-MM-DD HH:MM:SS"),
  /** {@code utime} − {@code ctime} is 60 s or more, or below 0. */
  AGE("utime not before ctime, live less than 60 s after it", "utime 不早于 ctime，实时数据相差60秒以内"),
  /** {@code utime} lies in the future. */
  AHEAD("utime not in the future", "utime 不晚于接收时间"),
  /** {@code data} is empty. */
  EMPTY("at least one point", "至少有一个点位"),
  /** A point code that 附录C does not have. */
  CODE("point codes of annex C", "点位编号符合附录C"),
  /** A value that has not the decimals of 附录C. */
  DECIMALS("decimals as the document asks", "小数位数符合规范"),
  /** The same ctime and flag came before with another content. */
  CONTENT("one content for a ctime and flag", "同一 ctime 与 flag 内容唯一"),
  /** A percentage below 0 or above 100, a negative up time, an empty name. */
  RANGE("percentages 0 to 100, whole seconds, no empty name", "百分比0到100，整数秒，名称非空"),
  /** An answer to no command of ours. */
  UNASKED("only after a command, with its response_id", "仅在指令后发送，response_id 一致"),
  /** A command without an answer. */
  SILENT("every command is answered", "每条指令均有回复"),
  /** The answer's cmd_type is not the command's. */
  CMD_TYPE("cmd_type as in the command", "cmd_type 与指令一致"),
  /** {@code success} does not fit the command or the data. */
  ANSWER("success fits the command and the data", "success 与指令和数据相符"),
  /** {@code success} 0 without a reason. */
  REASON("a reason where success is 0", "success 为0时有失败原因"),
  /** The seconds of an answer do not ascend. */
  ORDER("seconds in order, each once", "数据按时间顺序，不重复"),
  /** A second that was not asked for. */
  SPAN("only what was asked for", "数据在指令时间段内"),
  /** More than an hour in one packet. */
  HOUR("at most an hour in a packet", "每包不超过1小时"),
  /** Less than 5 s between two packets of an answer. */
  SPACING("5 s between packets", "包间隔5秒"),
  /** A second that was accepted live and is not in the answer. */
  MISSING("every second that was accepted live", "包含全部已实时接收的数据"),
  /** A point that was accepted live and is not in the answer, or with another text. */
  DIFFERS("points and digits as they were live", "点位和数值与实时一致"),
  /** A point that was not accepted live; a remark, as its packet may have been lost. */
  EXTRA("no points that were not accepted live", "无未曾实时接收的点位"),
  /** A key request whose key cannot be read, or anything else before it. */
  KEY("the key first, and one that can be read", "先完成密钥协商，公钥可解读"),
  /** Sent in clear where encryption was agreed on. */
  CLEAR("encrypted as agreed on", "按约定加密"),
  /** Refused because the rehearsal asks for it. */
  REHEARSAL("", ""),
  /** Received more than 60 s after utime: 延迟状态, accepted, not counted. */
  DELAYED("received within a minute after utime", "utime 后1分钟内收到"),
  /** {@code ts} is far from {@code ctime}; a remark, as the document's own sample has it so. */
  TS_FAR("ts within a minute of ctime", "ts 与 ctime 相差1分钟以内"),
  /** {@code sn} is not 32 + 18 characters; a remark. */
  SN("sn of 32 + 18 characters", "sn 为32位加18位");

  private final Text right;

  Rule(String en, String zh) {
    this.right = new Text(en, zh);
  }

  /** What is right. */
  Text right() {
    return right;
  }
}
