package io.firedamp.source;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Objects;

/**
 * What a device said of one point, before scaling.
 *
 * @param point the point
 * @param raw the device's number: a {@link Long} for whole numbers and BCD, a {@link BigInteger}
 *     for those above its range, a {@link Double} for floating ones; Double NaN exactly when
 *     nothing was read
 * @param quality GOOD, DEVICE_FAULT, BAD_ADDRESS, NO_ANSWER or STALE; whether it is in range is
 *     judged later
 * @param time when the value was true, as far as the protocol tells, else the tick it was read for
 */
public record Reading(PointId point, Number raw, Quality quality, Instant time) {
  private static final Double NOTHING = Double.NaN;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  /** Up to here a float has no fewer digits than its whole part. */
  private static final float ALL_DIGITS_COUNT = 1e7f;

  private static final int NIBBLE = 4;
  private static final int HIGHEST_DIGIT = 9;

  /**
   * @throws IllegalArgumentException if raw and quality contradict each other, or raw is of another
   *     class
   */
  public Reading {
    Objects.requireNonNull(point);
    Objects.requireNonNull(quality);
    Objects.requireNonNull(time);
    boolean known = raw instanceof Long || raw instanceof BigInteger || raw instanceof Double;
    boolean nothing = !Double.isFinite(raw.doubleValue());
    if (!known || quality == Quality.GOOD && nothing || !quality.measured() && !nothing) {
      throw new IllegalArgumentException(point + ": " + raw + " cannot be " + quality);
    }
  }

  /** A whole number, or the number of a BCD value. */
  public static Reading of(PointId point, long raw, Instant time) {
    return new Reading(point, raw, Quality.GOOD, time);
  }

  /** A whole number that may exceed a long; one that does not is kept as a long. */
  public static Reading of(PointId point, BigInteger raw, Instant time) {
    Number number = raw.bitLength() < Long.SIZE ? (Number) raw.longValue() : raw;
    return new Reading(point, number, Quality.GOOD, time);
  }

  /** A 64-bit floating number; NaN and the infinities are the device saying that it has none. */
  public static Reading of(PointId point, double raw, Instant time) {
    return Double.isFinite(raw)
        ? new Reading(point, raw, Quality.GOOD, time)
        : missing(point, Quality.DEVICE_FAULT, time);
  }

  /** A 32-bit floating number, widened by its shortest decimal text, so that 0.145 stays 0.145. */
  public static Reading of(PointId point, float raw, Instant time) {
    return Float.isFinite(raw)
        ? of(point, widened(raw), time)
        : missing(point, Quality.DEVICE_FAULT, time);
  }

  /**
   * By the fewest decimals that make the same number of 32 bits. The product is exact: 24 bits by
   * 10^9; so the quotient is the double that is nearest to that decimal. Far faster than the text,
   * which is left for what is very large or very small.
   */
  private static double widened(float raw) {
    if (Math.abs(raw) < ALL_DIGITS_COUNT) {
      for (double power : POWERS) {
        double decimal = Math.rint(raw * power) / power;
        if ((float) decimal == raw) {
          return decimal;
        }
      }
    }
    return Double.parseDouble(Float.toString(raw));
  }

  /**
   * What these bits of a device's memory mean.
   *
   * @param bits most significant first, in the low bits of the number; further ones are ignored
   * @return of quality DEVICE_FAULT if they are no such number: digits above 9 of a BCD value, NaN
   */
  public static Reading of(PointId point, ValueType type, long bits, Instant time) {
    return switch (type) {
      case BOOL -> of(point, bits & 1, time);
      case INT16 -> of(point, (short) bits, time);
      case UINT16 -> of(point, bits & 0xFFFF, time);
      case INT32 -> of(point, (int) bits, time);
      case UINT32 -> of(point, bits & 0xFFFF_FFFFL, time);
      case INT64 -> of(point, bits, time);
      case UINT64 -> of(point, new BigInteger(Long.toUnsignedString(bits)), time);
      case FLOAT32 -> of(point, Float.intBitsToFloat((int) bits), time);
      case FLOAT64 -> of(point, Double.longBitsToDouble(bits), time);
      case BCD16, BCD32 -> decimal(point, type, bits, time);
    };
  }

  private static Reading decimal(PointId point, ValueType type, long bits, Instant time) {
    long value = 0;
    for (int shift = type.bits() - NIBBLE; shift >= 0; shift -= NIBBLE) {
      long digit = bits >> shift & 0xF;
      if (digit > HIGHEST_DIGIT) {
        return missing(point, Quality.DEVICE_FAULT, time);
      }
      value = value * 10 + digit;
    }
    return of(point, value, time);
  }

  /** Nothing was read, for that reason. */
  public static Reading missing(PointId point, Quality why, Instant time) {
    return new Reading(point, NOTHING, why, time);
  }
}
