package io.firedamp.courier;

import io.firedamp.store.Delivery.Outcome;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A live packet that was sent (7.6).
 *
 * @param number names it as long as the uplink runs; grows
 * @param id the request id 请求序列号 of its last attempt
 * @param part which part of its frame: 1 inside the project boundary, 0 outside (CCER-7.6-05)
 * @param time when its values arose (ctime)
 * @param sent its last attempt (utime)
 * @param values how many it holds
 * @param attempts how often it was sent
 * @param outcome how it ended; empty while it may be sent again
 * @param answered when the platform last replied, or the broker has taken it where no reply is
 *     asked for; the epoch if neither did
 * @param refused whether that reply was a refusal
 * @param reason the platform's words in its last reply that had any
 */
public record Packet(
    long number,
    String id,
    int part,
    Instant time,
    Instant sent,
    int values,
    int attempts,
    Optional<Outcome> outcome,
    Instant answered,
    boolean refused,
    String reason) {
  private static final Text AWAITING = new Text("awaiting reply", "待应答");
  private static final Text AGAIN = new Text("refused, is sent again", "被拒绝，将重发");

  public Packet {
    Objects.requireNonNull(id);
    Objects.requireNonNull(time);
    Objects.requireNonNull(sent);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(answered);
    Objects.requireNonNull(reason);
  }

  /** How it is, in words. */
  public Text state() {
    return outcome.map(Outcome::text).orElse(refused ? AGAIN : AWAITING);
  }
}
