package io.firedamp.clock.sync;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * What is known of one time server, from the last eight exchanges (RFC 5905 10): of these the one
 * that may be wrong least is believed. Any thread.
 */
final class Server {
  /**
   * Where it is.
   *
   * @param host name or address
   */
  record Address(String host, int port) {
    static final int PORT = 123; // CCER-F-01, RFC 5905 7.2

    @Override
    public String toString() {
      String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return port == PORT ? name : name + ":" + port;
    }
  }

  /**
   * How it is, for people.
   *
   * @param reach the last eight questions, a bit each, the newest lowest; set if it was answered
   * @param kiss the last kiss-o'-death; empty if there was none
   * @param stopped it does not want to be asked, and is not
   * @param ignored packets that were no answers
   */
  record View(
      Address address,
      Optional<Fix> fix,
      int reach,
      Duration interval,
      String kiss,
      boolean stopped,
      long ignored) {}

  /** RFC 5905 NSTAGE. */
  private static final int STAGES = 8;

  /** So many quick questions at the beginning (RFC 5905 13: iburst). */
  private static final int BURST = 8;

  private static final long BURST_INTERVAL = 2_000_000_000L;

  /** The longest interval that kisses can lead to: 2^17 s, RFC 5905 MAXPOLL. */
  private static final long LONGEST = 131_072_000_000_000L;

  private final Address address;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long interval;
  private long next;
  private int burst = BURST;
  private boolean courted = true;
  private int reach;
  private String kiss = "";
  private boolean stopped;
  private long ignored;

  /**
   * @param poll how often it is asked
   * @param nanos monotonic, now
   */
  Server(Address address, Duration poll, long nanos) {
    this.address = address;
    interval = poll.toNanos();
    next = nanos;
  }

  Address address() {
    return address;
  }

  /** Whether it is to be asked now. */
  synchronized boolean due(long nanos) {
    return !stopped && nanos - next >= 0;
  }

  /** A few quick questions, unless it has once asked for fewer. */
  synchronized void hurry(long nanos) {
    if (courted && burst == 0) {
      burst = BURST;
      next = Math.min(next - nanos, BURST_INTERVAL) + nanos;
    }
  }

  /** It was asked. */
  synchronized void answered(Answer answer, int bogus, long nanos) {
    ignored += bogus;
    reach = reach << 1 & 0xFF;
    burst = Math.max(0, burst - 1);
    if (answer instanceof Answer.Measured measured) {
      reach |= 1;
      samples.addLast(measured.sample());
      if (samples.size() > STAGES) {
        samples.removeFirst();
      }
    } else if (answer instanceof Answer.Kiss asked) {
      kissed(asked.code());
    }
    if (reach == 0) {
      samples.clear();
    }
    next = nanos + (burst > 0 ? Math.min(interval, BURST_INTERVAL) : interval);
  }

  private void kissed(String code) {
    kiss = code;
    switch (code) {
      case "DENY", "RSTR" -> {
        stopped = true;
        samples.clear();
      }
      case "RATE" -> {
        courted = false;
        burst = 0;
        interval = Math.min(LONGEST, interval * 2);
      }
      default -> {} // RFC 5905 7.4: others are for logs
    }
  }

  /** The seconds are counted differently from here on: what was measured before is worthless. */
  synchronized void forget() {
    samples.clear();
  }

  /** What it says; empty if it has not answered for three intervals, or eight quick questions. */
  synchronized Optional<Fix> fix(long nanos) {
    return samples.stream()
        .min(Comparator.comparingLong(sample -> sample.distance(nanos)))
        .map(
            best ->
                new Fix(
                    address.toString(),
                    best,
                    samples.size(),
                    best.distance(nanos),
                    jitter(best),
                    Duration.ofNanos(interval),
                    samples.getLast().at()))
        .filter(fix -> !fix.silent(nanos));
  }

  /** RFC 5905 10, ψ. */
  private long jitter(Sample best) {
    double squares =
        samples.stream().mapToDouble(one -> Math.pow(one.epoch() - best.epoch(), 2)).sum();
    return (long) Math.sqrt(squares / Math.max(1, samples.size() - 1));
  }

  synchronized View view(long nanos) {
    return new View(address, fix(nanos), reach, Duration.ofNanos(interval), kiss, stopped, ignored);
  }
}
