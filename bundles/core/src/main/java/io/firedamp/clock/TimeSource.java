package io.firedamp.clock;

import io.firedamp.text.Text;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A time server, and what it is worth.
 *
 * @param address as it is configured
 * @param measure what it says; empty if it does not answer
 * @param reach the last eight questions, a bit each, the newest lowest; set if it was answered
 * @param interval how often it is asked
 * @param kiss the last kiss-o'-death (RFC 5905 7.4), as {@code RATE}; empty if there was none
 * @param ignored packets that were no answers
 * @param verdict what is thought of it
 * @param why the verdict is so, for people; empty if it needs no reason
 */
public record TimeSource(
    String address,
    Optional<Measure> measure,
    int reach,
    Duration interval,
    String kiss,
    long ignored,
    Verdict verdict,
    Text why) {
  public TimeSource {
    Objects.requireNonNull(address);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(interval);
    Objects.requireNonNull(kiss);
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(why);
  }

  /**
   * The best of its last answers.
   *
   * @param offset how far the site's clock is behind this server's; negative if ahead
   * @param delay to the server and back
   * @param jitter of the last answers
   * @param stratum 1 for a server with a reference clock of its own
   * @param leap the server's leap indicator, 0 to 2
   */
  public record Measure(Duration offset, Duration delay, Duration jitter, int stratum, int leap) {
    public Measure {
      Objects.requireNonNull(offset);
      Objects.requireNonNull(delay);
      Objects.requireNonNull(jitter);
    }
  }

  /** What is thought of a server. */
  public enum Verdict {
    /** Its time is the one that counts. */
    BELIEVED("believed", "采用"),
    /** It bears out the one that is believed. */
    AGREES("agrees", "一致"),
    /** There is no majority, and it may be right or wrong. */
    DIFFERS("differs", "不一致"),
    /** The majority says otherwise. */
    LIAR("contradicts the majority", "与多数不一致"),
    /** The site's own server, which is compared with the official one every day (CCER-F-03). */
    SECONDARY("secondary, only compared", "二级服务器，仅比对"),
    /** It does not answer. */
    SILENT("no answer", "无应答"),
    /** It does not want to be asked, and is not until the next start. */
    REFUSES("refuses to answer", "拒绝应答");

    private final Text text;

    Verdict(String en, String zh) {
      text = new Text(en, zh);
    }

    /** Words for people. */
    public Text text() {
      return text;
    }
  }
}
