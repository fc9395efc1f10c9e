package io.firedamp.simulator.platform;

/** What the platform may object to, a word each. */
enum Rule {
  /** The message is not one JSON object. */
  JSON,
  /** A field is missing, or is none of the document's. */
  FIELDS,
  /** A string where the document has a number, or the other way round. */
  TYPE,
  /** {@code ts} is not 13 digits. */
  TS,
  /** {@code request_id} is not 19 digits of a 64-bit number. */
  ID,
  /** {@code request_id} was used for another content before. */
  ID_REUSED,
  /** {@code flag} is neither 0 nor 1. */
  FLAG,
  /** {@code rsp} is neither 0 nor 1. */
  RSP,
  /** {@code ctime} or {@code utime} is not {@code YYYY-MM-DD HH:MM:SS}. */
  TIME,
  /** {@code utime} − {@code ctime} is 60 s or more, or below 0. */
  AGE,
  /** {@code utime} lies in the future. */
  AHEAD,
  /** {@code data} is empty. */
  EMPTY,
  /** A point code that 附录C does not have. */
  CODE,
  /** A value that has not the decimals of 附录C. */
  DECIMALS,
  /** The same ctime and flag came before with another content. */
  CONTENT,
  /** A percentage below 0 or above 100, a negative up time, an empty name. */
  RANGE,
  /** An answer to no command of ours. */
  UNASKED,
  /** A command without an answer. */
  SILENT,
  /** The answer's cmd_type is not the command's. */
  CMD_TYPE,
  /** {@code success} does not fit the command or the data. */
  ANSWER,
  /** {@code success} 0 without a reason. */
  REASON,
  /** The seconds of an answer do not ascend. */
  ORDER,
  /** A second that was not asked for. */
  SPAN,
  /** More than an hour in one packet. */
  HOUR,
  /** Less than 5 s between two packets of an answer. */
  SPACING,
  /** A second that was accepted live and is not in the answer. */
  MISSING,
  /** A point that was accepted live and is not in the answer, or with another text. */
  DIFFERS,
  /** A point that was not accepted live; a remark, as its packet may have been lost. */
  EXTRA,
  /** A key request whose key cannot be read, or anything else before it. */
  KEY,
  /** Sent in clear where encryption was agreed on. */
  CLEAR,
  /** Refused because the rehearsal asks for it. */
  REHEARSAL,
  /** Received more than 60 s after utime: 延迟状态, accepted, not counted. */
  DELAYED,
  /** {@code ts} is far from {@code ctime}; a remark, as the document's own sample has it so. */
  TS_FAR,
  /** {@code sn} is not 32 + 18 characters; a remark. */
  SN
}
