package io.firedamp.courier;

import java.time.Instant;
import java.util.Objects;

/**
 * Stored data that a platform has asked for (数据补传), and how far it is.
 *
 * @param uplink the uplink's name
 * @param id the platform's request
 * @param from first instant, inclusive
 * @param to exclusive
 * @param next everything before it was sent
 * @param packets how many packets were sent
 */
public record Errand(
    String uplink, String id, Instant from, Instant to, Instant next, long packets) {
  public Errand {
    Objects.requireNonNull(uplink);
    Objects.requireNonNull(id);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(next);
  }
}
