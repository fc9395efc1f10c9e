package io.firedamp.clock;

import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is on record of a clock (CCER-F-03).
 *
 * @param time when, by the site's clock
 * @param kind what happened
 * @param subject the secondary server; {@code system} or {@code site}, whose clock was set
 * @param against the server that it was compared with; empty if there was none
 * @param difference how far the subject was ahead, or was set forward; negative if behind or back;
 *     empty if nobody knows
 * @param limit what the difference may be at the most; empty if there is none
 * @param result how a check ended
 */
public record ClockEvent(
    Instant time,
    Kind kind,
    String subject,
    String against,
    Optional<Duration> difference,
    Optional<Duration> limit,
    Result result) {
  public ClockEvent {
    Objects.requireNonNull(time);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(against);
    Objects.requireNonNull(difference);
    Objects.requireNonNull(limit);
    Objects.requireNonNull(result);
  }

  /** What happened. */
  public enum Kind {
    /** The secondary server was compared. */
    CHECK("daily check", "每日核查"),
    /** A clock was set. */
    STEP("clock was set", "时钟调整");

    private final Text text;

    Kind(String en, String zh) {
      text = new Text(en, zh);
    }

    /** Words for people. */
    public Text text() {
      return text;
    }
  }

  /** How a check ended. */
  public enum Result {
    /** Within the limit. */
    OK("ok", "合格"),
    /** Beyond it. */
    OFF("over the limit", "超限"),
    /** One of the two did not answer. */
    SILENT("no answer", "无应答"),
    /** No check, hence no result. */
    NONE("", "");

    private final Text text;

    Result(String en, String zh) {
      text = new Text(en, zh);
    }

    /** Words for people; none for {@link #NONE}. */
    public Text text() {
      return text;
    }
  }
}
