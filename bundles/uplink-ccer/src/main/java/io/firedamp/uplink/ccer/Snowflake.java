package io.firedamp.uplink.ccer;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes request ids 请求序列号 by the snowflake algorithm 雪花算法: 41 bits of milliseconds since the
 * Twitter epoch, 10 bits of worker, 12 bits of sequence, written as 19 digits.
 *
 * <p>Ids grow with every call, also when the clock stands still, goes back, or more than 4,096 are
 * made in a millisecond: the id's time then runs ahead of the clock. One thread.
 */
final class Snowflake {
  /**
   * 2010-11-04T01:42:54.657Z: with it the id of the specification's samples decodes to a plausible
   * date (AMB-70).
   */
  private static final long EPOCH_MS = 1_288_834_974_657L;

  private static final int WORKER_BITS = 10;
  private static final int SEQUENCE_BITS = 12;

  private final InstantSource clock;
  private final long worker;
  private long last;

  /**
   * @param floor ids are above every id of an earlier instant: the time of the newest stored frame,
   *     so that ids also grow over a restart with a clock that was set back
   */
  Snowflake(InstantSource clock, int worker, Instant floor) {
    this.clock = clock;
    this.worker = (long) worker << SEQUENCE_BITS;
    this.last = ticks(floor);
  }

  /** The next id. */
  String next() {
    last = Math.max(last + 1, ticks(clock.instant()));
    long ms = last >> SEQUENCE_BITS;
    long sequence = last & ((1L << SEQUENCE_BITS) - 1);
    return Long.toString(ms << (WORKER_BITS + SEQUENCE_BITS) | worker | sequence);
  }

  /**
   * When an id was made.
   *
   * @param id as {@link #next} makes them
   */
  static Instant time(String id) {
    return Instant.ofEpochMilli((Long.parseLong(id) >> WORKER_BITS + SEQUENCE_BITS) + EPOCH_MS);
  }

  /**
   * Milliseconds and sequence in one number, so that a full sequence carries into the milliseconds.
   */
  private static long ticks(Instant instant) {
    return Math.max(0, instant.toEpochMilli() - EPOCH_MS) << SEQUENCE_BITS;
  }
}
