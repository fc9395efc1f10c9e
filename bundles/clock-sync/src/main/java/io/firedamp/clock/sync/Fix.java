package io.firedamp.clock.sync;

import java.time.Duration;

/**
 * The true time, as a server says.
 *
 * @param server its name
 * @param sample the best of the last ones
 * @param samples how many there are, eight at the most
 * @param distance the most that it may be wrong by, ns
 * @param jitter of the last ones, ns
 * @param interval how often the server is asked
 * @param heard monotonic, when it answered last
 */
record Fix(
    String server,
    Sample sample,
    int samples,
    long distance,
    long jitter,
    Duration interval,
    long heard) {
  /** After so many intervals without an answer another server is believed. */
  private static final int SILENCE = 3;

  /** After so many intervals without an answer a fix is held over. */
  private static final int PATIENCE = 4;

  /** The true time when the monotonic clock was zero; ns since 1970. */
  long epoch() {
    return sample.epoch();
  }

  /** The earliest that {@link #epoch} may be. */
  long low() {
    return epoch() - distance;
  }

  /** The latest. */
  long high() {
    return epoch() + distance;
  }

  /** How far that time is behind the true one; negative if it is ahead. */
  long error(SiteTime.Told told) {
    return epoch() + told.nanos() - told.time();
  }

  /** How long ago it answered last, ns. */
  long age(long nanos) {
    return Math.max(0, nanos - heard);
  }

  /** Whether no answer has come for so long that another server is rather believed. */
  boolean silent(long nanos) {
    return age(nanos) > SILENCE * interval.toNanos();
  }

  /** Whether no answer has come for so long that it is only held over. */
  boolean heldOver(long nanos) {
    return age(nanos) > PATIENCE * interval.toNanos();
  }

  /** How far that time may be off: what was measured, and what it has drifted since, ns. */
  long estimate(SiteTime.Told told) {
    return Math.abs(error(told)) + Sample.drift(age(told.nanos()));
  }
}
