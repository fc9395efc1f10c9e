package io.firedamp.uplink.ccer;

import io.firedamp.courier.Balance;
import io.firedamp.store.Delivery.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * What became of the packets of the natural day. Both sides are counted by themselves: that they
 * agree proves that no packet got lost in here. Written by one thread, read by any.
 */
final class Today {
  /** Natural days are China's. */
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final long[] ended = new long[Outcome.values().length];
  private long due;
  private volatile Balance balance = Balance.NONE;

  /** Packets were made. */
  void made(int packets) {
    due += packets;
  }

  /** One came to its end. */
  void ended(Outcome outcome) {
    ended[outcome.ordinal()]++;
  }

  /** Between two events: so many are still on their way. At midnight they begin the new day. */
  void weigh(Instant now, int inFlight, int waiting) {
    Instant since = balance.since();
    if (since.equals(Instant.EPOCH)) {
      since = now;
    }
    Instant midnight = LocalDate.ofInstant(now, CHINA).atStartOfDay(CHINA).toInstant();
    if (since.isBefore(midnight)) {
      since = midnight;
      due = inFlight + waiting;
      Arrays.fill(ended, 0);
    }
    balance =
        new Balance(
            since,
            due,
            ended[Outcome.ACKNOWLEDGED.ordinal()],
            ended[Outcome.PUBLISHED.ordinal()],
            ended[Outcome.REFUSED.ordinal()],
            ended[Outcome.UNANSWERED.ordinal()],
            ended[Outcome.EXPIRED.ordinal()],
            inFlight,
            waiting);
  }

  /** As it was after the last event. Any thread. */
  Balance balance() {
    return balance;
  }
}
