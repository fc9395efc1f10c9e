package io.firedamp.clock.sync;

/**
 * One good exchange with a server. It is taken on the monotonic clock, so that nothing that is done
 * to the system's clock touches it.
 *
 * @param epoch the true time at which the monotonic clock was zero, as this server has it; ns since
 *     1970. The true time is epoch + monotonic
 * @param delay to the server and back, ns
 * @param root how far the server may be from the reference clock: half its root delay, and its root
 *     dispersion, ns
 * @param stratum the server's
 * @param leap the server's leap indicator, 0 to 2
 * @param at monotonic, when the answer came
 */
record Sample(long epoch, long delay, long root, int stratum, int leap, long at) {
  /**
   * How fast a clock drifts that nobody trims: 50 parts in a million, a common crystal's tolerance.
   * RFC 5905 has 15 for one that is trimmed.
   */
  static final double DRIFT = 50e-6;

  /** RFC 5905 11.2 (ntpd: mindist): nobody is believed to be better than that. */
  private static final long LEAST = 1_000_000;

  /** The most that it may be wrong by now, ns. */
  long distance(long nanos) {
    return LEAST + delay / 2 + root + drift(nanos - at);
  }

  /** How far a clock may have drifted in that time, ns. */
  static long drift(long nanos) {
    return (long) (Math.max(0, nanos) * DRIFT);
  }
}
