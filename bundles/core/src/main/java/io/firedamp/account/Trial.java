package io.firedamp.account;

import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * The trial run 试运行 (CCER-4.6): 30 natural days with a transfer rate of at least 90 % and no
 * interruption of more than 3 natural days (72 h).
 *
 * @param state how it is
 * @param begun when its present count began: the platform said phase 1, or the last restart; the
 *     epoch if there is none
 * @param restarts when and why the count began anew
 * @param days whole natural days that have gone by since
 * @param ends the first day after the thirtieth
 * @param tally of the whole count
 * @param needed the rate that the rest needs for 90 % at the end, in percent, rounded up to two
 *     decimals; above 100 if it cannot be reached any more; zero if it is certain already
 * @param interruptions since the begin
 */
public record Trial(
    State state,
    Instant begun,
    List<Restart> restarts,
    int days,
    LocalDate ends,
    Tally tally,
    BigDecimal needed,
    Interruptions interruptions) {
  /** How many natural days it takes. */
  public static final int DAYS = 30;

  /** The least rate, in percent. */
  public static final int LEAST_RATE = 90;

  /** How a trial run is. */
  public enum State {
    /** The platform has not begun one, or it is over. */
    NONE("no trial run", "未在试运行"),
    /** It goes on. */
    RUNNING("running", "进行中"),
    /** An interruption of more than 72 h goes on; the count begins anew at its end. */
    INTERRUPTED("interrupted for more than 3 days, begins anew", "中断超过 3 日，将重新计时"),
    /** 30 days, at least 90 %. */
    PASSED("30 days with at least 90 %", "已满 30 日且不低于 90%"),
    /** 30 days, less than 90 %: it has to be repeated. */
    FAILED("30 days with less than 90 %, to be repeated", "满 30 日但低于 90%，需重新开展");

    private final Text text;

    State(String en, String zh) {
      this.text = new Text(en, zh);
    }

    /** Words for people. */
    public Text text() {
      return text;
    }
  }

  /**
   * The count began anew.
   *
   * @param at when
   * @param why in words
   */
  public record Restart(Instant at, Text why) {
    public Restart {
      Objects.requireNonNull(at);
      Objects.requireNonNull(why);
    }
  }

  public Trial {
    Objects.requireNonNull(state);
    Objects.requireNonNull(begun);
    restarts = List.copyOf(restarts);
    Objects.requireNonNull(ends);
    Objects.requireNonNull(tally);
    Objects.requireNonNull(needed);
    Objects.requireNonNull(interruptions);
  }
}
