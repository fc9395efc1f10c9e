package io.firedamp.store;

import java.time.Instant;
import java.util.Objects;

/**
 * A packet of stored data that a platform had asked for (数据补传), delivered. A fact of its own: it
 * changes nothing about what became of the live packets.
 *
 * @param uplink the uplink's name
 * @param request the platform's request
 * @param from inclusive
 * @param to exclusive
 * @param instants how many instants were in the packet
 * @param at when the broker had it
 */
public record Recall(
    String uplink, String request, Instant from, Instant to, long instants, Instant at) {
  public Recall {
    Objects.requireNonNull(uplink);
    Objects.requireNonNull(request);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(at);
  }
}
