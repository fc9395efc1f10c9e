package io.firedamp.uplink.ccer;

import java.time.Duration;
import java.time.Instant;

/**
 * A span that the platform asked for, and how far it is.
 *
 * @param id the command's id
 * @param from first second, inclusive
 * @param to exclusive
 * @param next everything before it was sent
 * @param packets how many were sent
 */
record Job(String id, Instant from, Instant to, Instant next, long packets) {
  /** Whether all of it was sent. */
  boolean done() {
    return !next.isBefore(to);
  }

  /** Nothing of it lies before that instant. */
  Job from(Instant first) {
    return new Job(id, from, to, first, packets);
  }

  /** A packet up to that instant was taken over by the broker. */
  Job sent(Instant upTo) {
    return new Job(id, from, to, upTo, packets + 1);
  }

  /** How much was sent, 0–100. */
  double percent() {
    double whole = Duration.between(from, to).toSeconds();
    return whole == 0 ? 100 : 100 * Duration.between(from, next).toSeconds() / whole;
  }
}
