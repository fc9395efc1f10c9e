package io.firedamp.uplink.ccer;

import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Settlement;
import java.time.Duration;
import java.time.Instant;

/**
 * One part of one frame on its way: the points inside the project boundary (flag 1) or those
 * outside (flag 0), which travel apart (7.6, CCER-7.6-05). One thread.
 */
final class Shipment {
  private final long frame;
  private final int flag;
  private final Instant time;
  private final String data;
  private final int values;

  private boolean held;
  private int attempts;
  private int unanswered;
  private int refusals;
  private boolean inFlight;
  private boolean received;
  private long sinceNanos;
  private Instant sent = Instant.EPOCH;
  private long readyNanos;
  private String id = "";
  private String phase = "";
  private String reason = "";

  /**
   * @param data the values, encoded once however often they are sent
   * @param values how many they are
   * @param nowNanos it may be sent from now on
   */
  Shipment(long frame, int flag, Instant time, String data, int values, long nowNanos) {
    this.frame = frame;
    this.flag = flag;
    this.time = time;
    this.data = data;
    this.values = values;
    this.readyNanos = nowNanos;
  }

  /** It is not to be sent: it waits for the platform's command. */
  Shipment hold() {
    held = true;
    return this;
  }

  boolean isHeld() {
    return held;
  }

  long frame() {
    return frame;
  }

  int flag() {
    return flag;
  }

  /** The tick (ctime). */
  Instant time() {
    return time;
  }

  String data() {
    return data;
  }

  int values() {
    return values;
  }

  /** The id of the last attempt, empty before the first. */
  String id() {
    return id;
  }

  /** How often it was published so far. */
  int attempts() {
    return attempts;
  }

  boolean inFlight() {
    return inFlight;
  }

  int unanswered() {
    return unanswered;
  }

  int refusals() {
    return refusals;
  }

  /** When the last attempt was published. */
  Instant sent() {
    return sent;
  }

  /** Whether it waits for nothing but a place in the window. */
  boolean ready(long nowNanos) {
    return !inFlight && nowNanos - readyNanos >= 0;
  }

  /**
   * Whether the platform has had that long to reply to the last attempt. It has it from the
   * broker's receipt on; without one (QoS 0) from the sending.
   */
  boolean overdue(long nowNanos, Duration timeout, boolean receipts) {
    return inFlight && (received || !receipts) && nowNanos - sinceNanos > timeout.toNanos();
  }

  /** Whether the broker has had that long to confirm the last attempt. */
  boolean unconfirmed(long nowNanos, Duration timeout) {
    return inFlight && !received && nowNanos - sinceNanos > timeout.toNanos();
  }

  void published(String newId, Instant now, long nowNanos) {
    id = newId;
    attempts++;
    inFlight = true;
    received = false;
    sent = now;
    sinceNanos = nowNanos;
  }

  void receipt(long nowNanos) {
    received = true;
    sinceNanos = nowNanos;
  }

  /** The platform refused the last attempt; the pause doubles with each refusal. */
  void refused(Reply reply, long nowNanos, Duration firstPause) {
    phase = reply.phase();
    reason = reply.reason();
    inFlight = false;
    readyNanos = nowNanos + (firstPause.toNanos() << Math.min(refusals, 6));
    refusals++;
  }

  /** No reply came to the last attempt. */
  void unanswered(long nowNanos) {
    inFlight = false;
    unanswered++;
    readyNanos = nowNanos;
  }

  /**
   * The connection is gone, and the last attempt with it: not the platform's silence, so it does
   * not count as such.
   */
  void lost(long nowNanos) {
    inFlight = false;
    readyNanos = nowNanos;
  }

  Settlement acknowledged(Reply reply, Instant now) {
    return settled(Outcome.ACKNOWLEDGED, now, reply.phase(), reply.reason());
  }

  /** The broker has it, and no reply was asked for. */
  Settlement handedOver(Instant now) {
    return settled(Outcome.PUBLISHED, now, "", "");
  }

  /**
   * It will not be sent again: how it ended follows from what happened so far. Refused is only what
   * was refused each time; of an attempt without a reply nobody knows whether the platform has it.
   */
  Settlement ended(Instant now) {
    if (attempts == 0) {
      return settled(Outcome.EXPIRED, now, "", Follower.HELD);
    }
    Outcome outcome = refusals == attempts ? Outcome.REFUSED : Outcome.UNANSWERED;
    return settled(outcome, now, phase, reason);
  }

  private Settlement settled(Outcome outcome, Instant now, String atPhase, String why) {
    return new Settlement(frame, flag, new Delivery(outcome, attempts, now, id, atPhase, why));
  }
}
