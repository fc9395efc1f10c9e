package io.firedamp.simulator.platform;

import java.time.Instant;

/**
 * A command (表5) that the platform has sent.
 *
 * @param id its request_id
 * @param type its cmd_type; only 1, 数据补传, is in the document
 * @param from the first second asked for
 * @param to the last second asked for, inclusive as in the document (AMB-30)
 * @param sent when it was sent
 */
record Command(String id, String type, Instant from, Instant to, Instant sent) {
  private static final String BACKFILL = "1";

  /**
   * The message.
   *
   * @param sampleLike with the full-width colon and the trailing blank of the document's own sample
   *     (AMB-44), instead of valid JSON
   */
  String message(boolean sampleLike) {
    String colon = sampleLike ? "：" : ":";
    String blank = sampleLike ? " " : "";
    return "{\"ts\":\""
        + sent.toEpochMilli()
        + "\",\"cmd_type\":\""
        + type
        + "\",\"request_id\""
        + colon
        + "\""
        + id
        + "\",\"value\":{\"ts_start\":"
        + blank
        + "\""
        + from.getEpochSecond()
        + blank
        + "\","
        + blank
        + "\"ts_end\":"
        + blank
        + "\""
        + to.getEpochSecond()
        + "\"}"
        + blank
        + "}";
  }

  /** Whether there can be data in the answer. */
  boolean sensible() {
    return type.equals(BACKFILL) && !to.isBefore(from);
  }
}
