package io.firedamp.pipeline;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * raw × scale + offset in decimals, rounded once to the nearest double: 1005 × 0.001 is 1.005.
 *
 * <p>Whole raws take a short way where it provably gives the same: with scale = s / 10^k and offset
 * = o / 10^k the value is (raw × s + o) / 10^k. A numerator up to 2^53 and a 10^k up to 10^22 are
 * exact doubles, and one IEEE 754 division rounds their exact quotient to the nearest double.
 */
final class Scaling {
  private static final int MOST_PLACES = 22;
  private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

  private final BigDecimal scale;
  private final BigDecimal offset;
  private final boolean identity;
  private final long numerator;
  private final long summand;
  private final double divisor;
  private final long reach;

  Scaling(BigDecimal scale, BigDecimal offset) {
    this.scale = scale;
    this.offset = offset;
    identity = scale.compareTo(BigDecimal.ONE) == 0 && offset.signum() == 0;
    int places = Math.max(0, Math.max(scale.scale(), offset.scale()));
    BigInteger s = scale.scaleByPowerOfTen(places).toBigInteger();
    BigInteger o = offset.scaleByPowerOfTen(places).toBigInteger();
    boolean shortWay = places <= MOST_PLACES && s.signum() != 0 && o.abs().compareTo(EXACT) < 0;
    BigInteger limit = shortWay ? EXACT.subtract(o.abs()).divide(s.abs()) : BigInteger.ZERO;
    reach = limit.longValueExact();
    numerator = reach > 0 ? s.longValueExact() : 0;
    summand = reach > 0 ? o.longValueExact() : 0;
    divisor = reach > 0 ? Double.parseDouble("1e" + places) : 1;
  }

  /**
   * The value, in the unit of the row; infinite if it is beyond a double.
   *
   * @param raw a Long, BigInteger or finite Double, as a reading has it
   */
  double value(Number raw) {
    if (raw instanceof Long whole) {
      long number = whole;
      return -reach <= number && number <= reach && reach > 0
          ? (number * numerator + summand) / divisor
          : decimal(BigDecimal.valueOf(number));
    }
    if (raw instanceof BigInteger big) {
      return decimal(new BigDecimal(big));
    }
    double floating = raw.doubleValue();
    return identity ? floating : decimal(new BigDecimal(Double.toString(floating)));
  }

  /** The raw that gives this value, about. */
  double raw(double value) {
    return (value - offset.doubleValue()) / scale.doubleValue();
  }

  /** How far apart two values are whose raws are so far apart. */
  double distance(double raws) {
    return Math.abs(raws * scale.doubleValue());
  }

  private double decimal(BigDecimal raw) {
    return raw.multiply(scale).add(offset).doubleValue();
  }
}
