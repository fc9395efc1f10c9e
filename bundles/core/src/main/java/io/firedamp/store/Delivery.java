package io.firedamp.store;

import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Objects;

/**
 * What became of a part of a frame at an uplink. Final.
 *
 * @param outcome how it ended
 * @param attempts how often it was published
 * @param at when it ended
 * @param requestId the request id 请求序列号 of the last attempt, empty if there was none
 * @param phase the platform's {@code status} in its reply (0 调试, 1 试运行, 2 正式, 3 终止), empty if it
 *     said none
 * @param reason the platform's reason, or ours; empty if there is nothing to say
 */
public record Delivery(
    Outcome outcome, int attempts, Instant at, String requestId, String phase, String reason) {

  /** How it ended. The code is what the store keeps; codes are never reused. */
  public enum Outcome {
    /** The platform replied that it has it. */
    ACKNOWLEDGED(0, "acknowledged", "已确认"),
    /** The platform refused it each time, until it was not fresh any more. */
    REFUSED(1, "refused", "被拒绝"),
    /** Not fresh any more before it could be sent; it is held for the platform's command. */
    EXPIRED(2, "expired", "超时未发"),
    /**
     * Published, but not acknowledged, and not every attempt was refused: the platform may have it.
     */
    UNANSWERED(3, "unanswered", "无应答"),
    /** Published, and no reply was asked for: the broker's receipt is all there is. */
    PUBLISHED(4, "published", "已发布");

    private final int code;
    private final Text text;

    Outcome(int code, String en, String zh) {
      this.code = code;
      this.text = new Text(en, zh);
    }

    /** The number that the store keeps. */
    public int code() {
      return code;
    }

    /** Words for people. */
    public Text text() {
      return text;
    }

    /**
     * The outcome of that code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outcome of(int code) {
      for (Outcome outcome : values()) {
        if (outcome.code == code) {
          return outcome;
        }
      }
      throw new IllegalArgumentException("no outcome has the code " + code);
    }
  }

  public Delivery {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(at);
    Objects.requireNonNull(requestId);
    Objects.requireNonNull(phase);
    Objects.requireNonNull(reason);
  }
}
