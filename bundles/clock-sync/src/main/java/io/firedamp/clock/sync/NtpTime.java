package io.firedamp.clock.sync;

/**
 * NTP's time (RFC 5905 6: seconds since 1900 and their fraction, 32 bits each) in nanoseconds since
 * 1970, which reach to 2262. A number whose first bit is not set is of the era that begins in 2036.
 */
final class NtpTime {
  private static final long NANOS = 1_000_000_000L;
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long ERA = 1L << 32;
  private static final long FRACTION = ERA - 1;

  private NtpTime() {}

  /** Nanoseconds since 1970. */
  static long nanos(long ntp) {
    long seconds = (ntp >>> 32) - SECONDS_1900_TO_1970 + (ntp < 0 ? 0 : ERA);
    return seconds * NANOS + ((ntp & FRACTION) * NANOS + ERA / 2 >>> 32);
  }

  /** The timestamp of that many nanoseconds since 1970. */
  static long of(long nanos) {
    long seconds = Math.floorDiv(nanos, NANOS) + SECONDS_1900_TO_1970;
    return seconds << 32 | (Math.floorMod(nanos, NANOS) << 32) / NANOS;
  }

  /** Nanoseconds of a short (RFC 5905 6: seconds and fraction, 16 bits each, not negative). */
  static long ofShort(int ntp) {
    return ((ntp & FRACTION) * NANOS) >>> 16;
  }

  /** The short of nanoseconds; the greatest one if there are more. */
  static int toShort(long nanos) {
    return (int) Math.min(FRACTION, (nanos << 16) / NANOS);
  }
}
