package io.firedamp.uplink.ccer;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The key negotiation 密钥协商 of the RSA method (7.5): after each connection and before any other
 * message the gateway's public key goes up (M1), until the platform confirms it (M2). Told of time
 * and events by its owner; one thread.
 *
 * <p>No reply within ten seconds, and a refusal, are answered by another request after a pause that
 * doubles from 5 s to 60 s (AMB-12).
 */
final class Handshake {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(60);

  private enum State {
    IDLE,
    ASKED,
    PAUSED,
    DONE
  }

  private final Consumer<String> publisher;
  private final Snowflake ids;
  private State state = State.IDLE;
  private String id = "";
  private long nextNanos;
  private Duration pause = FIRST_PAUSE;
  private volatile int failures;
  private volatile String refusal = "";

  /**
   * @param publisher publishes a key request of that id
   */
  Handshake(Snowflake ids, Consumer<String> publisher) {
    this.ids = ids;
    this.publisher = publisher;
  }

  /** Connected: asks at once. */
  void begin(long nanos) {
    pause = FIRST_PAUSE;
    ask(nanos);
  }

  void disconnected() {
    state = State.IDLE;
  }

  void run(long nanos) {
    if (nanos - nextNanos < 0) {
      return;
    }
    if (state == State.ASKED) {
      failed("", nanos);
    } else if (state == State.PAUSED) {
      ask(nanos);
    }
  }

  private void ask(long nanos) {
    id = ids.next();
    state = State.ASKED;
    nextNanos = nanos + TIMEOUT.toNanos();
    publisher.accept(id);
  }

  private void failed(String reason, long nanos) {
    refusal = reason;
    failures++;
    state = State.PAUSED;
    nextNanos = nanos + pause.toNanos();
    pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
  }

  /**
   * The platform replied (M2).
   *
   * @return whether the key is confirmed with this reply, and data may flow
   */
  boolean replied(Reply reply, long nanos) {
    if (state != State.ASKED || !reply.id().equals(id)) {
      return false;
    }
    if (!reply.success()) {
      failed(reply.reason(), nanos);
      return false;
    }
    state = State.DONE;
    failures = 0;
    refusal = "";
    return true;
  }

  /** Requests in a row that did not lead to a confirmed key. Any thread. */
  int failures() {
    return failures;
  }

  /** Why the platform refused the last request; empty if it was silent. Any thread. */
  String refusal() {
    return refusal;
  }
}
