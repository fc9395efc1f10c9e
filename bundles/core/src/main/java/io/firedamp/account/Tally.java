package io.firedamp.account;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers of values; what a platform is owed of them, and what it got (CCER-3-03, AMB-65). A value
 * is one point at one instant of its period.
 *
 * @param due to be sampled: seconds ÷ sampling period, also while the gateway was off
 * @param recorded in the store with a value that may be reported
 * @param owed to be uploaded: seconds ÷ upload period, alike; the same as due where both periods
 *     are
 * @param onTime the platform replied that it has it, while it was fresh
 * @param refused the platform refused it
 * @param unanswered published, and no reply came
 * @param expired not fresh any more before it could be sent
 * @param published published, and no reply was asked for; nobody knows
 * @param late of those refused, unanswered and expired, delivered later; never on time (AMB-20)
 * @param backfilled of those neither on time nor late, delivered on the platform's command (数据补传)
 */
public record Tally(
    long due,
    long recorded,
    long owed,
    long onTime,
    long refused,
    long unanswered,
    long expired,
    long published,
    long late,
    long backfilled) {
  /** Nothing. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final int RATE_DECIMALS = 2;

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(
        due + other.due,
        recorded + other.recorded,
        owed + other.owed,
        onTime + other.onTime,
        refused + other.refused,
        unanswered + other.unanswered,
        expired + other.expired,
        published + other.published,
        late + other.late,
        backfilled + other.backfilled);
  }

  /** Owed, but not in the store, or not sent because it is out of range. */
  public long missing() {
    return owed - onTime - refused - unanswered - expired - published;
  }

  /** 数据传输率: on time ÷ owed in percent, cut to two decimals; 100 if nothing was owed. */
  public BigDecimal rate() {
    return percent(onTime, owed);
  }

  /** The rate if what was delivered late or on command counted too. */
  public BigDecimal rateWithBackfill() {
    return percent(onTime + late + backfilled, owed);
  }

  /** Recorded ÷ due in percent, cut to two decimals; 100 if nothing was due. */
  public BigDecimal recordedRate() {
    return percent(recorded, due);
  }

  /** On time ÷ what was owed and is not {@link #missing()}, in percent, cut to two decimals. */
  public BigDecimal uploadedRate() {
    return percent(onTime, owed - missing());
  }

  /** Whether the transfer rate, not cut, is at least that many percent. */
  public boolean reaches(int percent) {
    return onTime * 100 >= owed * percent;
  }

  private static BigDecimal percent(long part, long whole) {
    return whole == 0
        ? new BigDecimal("100.00")
        : BigDecimal.valueOf(part)
            .movePointRight(2)
            .divide(BigDecimal.valueOf(whole), RATE_DECIMALS, RoundingMode.DOWN);
  }
}
