package io.firedamp.uplink.ccer;

import java.time.Duration;
import java.util.function.Function;

/**
 * Sends heartbeats 心跳 (7.8): at once after every connect, then each minute on a fixed grid; one
 * that the platform refuses is sent again after a pause, a few times. Told of time and events by
 * its owner; one thread.
 */
final class Heart {
  /** 之后心跳信息上报频率为每1分钟1次, CCER-7.8-01. */
  static final Duration PERIOD = Duration.ofMinutes(1);

  private static final Duration RESEND_PAUSE = Duration.ofSeconds(5);
  private static final int RESENDS = 3;

  /** Beats without an answer that are told. */
  private static final int MANY = 3;

  private final Function<String, Boolean> publisher;
  private final Snowflake ids;
  private boolean beating;
  private long nextNanos;
  private long resendNanos;
  private int resends;
  private boolean resendDue;
  private String id = "";
  private volatile boolean answered = true;
  private volatile long sent;
  private volatile long accepted;
  private volatile long missed;
  private volatile boolean refused;
  private volatile String refusal = "";

  /**
   * @param publisher publishes a heartbeat of that id; false if there is nobody to send it to
   */
  Heart(Snowflake ids, Function<String, Boolean> publisher) {
    this.ids = ids;
    this.publisher = publisher;
  }

  /** The platform can be reached: beat at once. */
  void connected(long nanos) {
    beating = true;
    nextNanos = nanos;
  }

  void disconnected() {
    beating = false;
    resendDue = false;
    answered = true; // a beat that the connection lost is not the platform's silence
  }

  void run(long nanos) {
    if (!beating) {
      return;
    }
    if (nanos - nextNanos >= 0) {
      long behind = (nanos - nextNanos) / PERIOD.toNanos();
      nextNanos += (behind + 1) * PERIOD.toNanos();
      if (!answered) {
        missed++;
      }
      resends = 0;
      beat();
    } else if (resendDue && nanos - resendNanos >= 0) {
      resends++;
      beat();
    }
  }

  private void beat() {
    resendDue = false;
    id = ids.next();
    if (publisher.apply(id)) {
      answered = false;
      sent++;
    }
  }

  /**
   * The platform replied (M8).
   *
   * @return whether the reply belongs to the last beat
   */
  boolean replied(Reply reply, long nanos) {
    if (!reply.id().equals(id)) {
      return false;
    }
    answered = true;
    missed = 0;
    refused = !reply.success();
    if (reply.success()) {
      accepted++;
      refusal = "";
    } else {
      refusal = reply.reason();
      if (!resendDue
          && resends < RESENDS) { // a refusal that comes twice does not prolong the pause
        resendDue = true;
        resendNanos = nanos + RESEND_PAUSE.toNanos();
      }
    }
    return true;
  }

  /** Heartbeats published. Any thread, as those below. */
  long sent() {
    return sent;
  }

  /** Heartbeats that the platform accepted. */
  long accepted() {
    return accepted;
  }

  /** Beats in a row that were not answered before the next one. */
  long missed() {
    return missed;
  }

  /** Whether the platform refused the last beat. */
  boolean refused() {
    return refused;
  }

  /** Whether the platform does not accept heartbeats: none of the last, or not the last one. */
  boolean unaccepted() {
    return missed >= MANY || refused;
  }

  /** Why it did so; empty if it did not, or gave no reason. */
  String refusal() {
    return refusal;
  }
}
