package io.firedamp.courier;

import java.time.Instant;
import java.util.Objects;

/**
 * One attempt to send a packet, and what came back.
 *
 * @param id the request id 请求序列号
 * @param at when it was sent (utime)
 * @param sent the message before it was encrypted
 * @param reply the platform's reply, decrypted; empty if none came. A very long one is cut
 */
public record Exchange(String id, Instant at, String sent, String reply) {
  public Exchange {
    Objects.requireNonNull(id);
    Objects.requireNonNull(at);
    Objects.requireNonNull(sent);
    Objects.requireNonNull(reply);
  }
}
