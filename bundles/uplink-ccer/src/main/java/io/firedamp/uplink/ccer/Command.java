package io.firedamp.uplink.ccer;

import java.time.Instant;
import java.util.Optional;

/**
 * What the platform asks for (M5 指令下发, table 5).
 *
 * @param id 请求序列号, which every answer carries
 * @param type 指令类型; 1 is 数据补传指令, the only one there is
 * @param from first second wanted; empty if the command names none that can be understood
 * @param to last second wanted, inclusive (AMB-30); empty likewise
 */
record Command(String id, String type, Optional<Instant> from, Optional<Instant> to) {
  /** 数据补传指令. */
  static final String BACKFILL = "1";
}
