package io.firedamp.uplink.ccer;

import io.firedamp.courier.Delays;
import io.firedamp.health.Figure;
import io.firedamp.store.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of the packets since the uplink started. Written by its thread, read by any. */
final class Counts {
  private final LongAdder sent = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder silences = new LongAdder();
  private final Map<Delivery.Outcome, LongAdder> ended = new ConcurrentHashMap<>();
  private final Spread sending = new Spread();
  private final Spread replying = new Spread();
  private final LastHour hour = new LastHour();
  private volatile String lastRefusal = "";
  private volatile long silencesInARow;
  private volatile long refusalsInARow;

  void sent(Shipment shipment, Instant now) {
    sent.increment();
    if (shipment.attempts() == 1) { // what is sent again tells of the platform, not of our delay
      sending.add(Duration.between(shipment.time(), now).toMillis());
    }
  }

  void acknowledged(Shipment shipment, Instant now) {
    silencesInARow = 0;
    refusalsInARow = 0;
    took(shipment, now);
  }

  void published(Shipment shipment, Instant now) {
    took(shipment, now);
  }

  private void took(Shipment shipment, Instant now) {
    replying.add(Duration.between(shipment.sent(), now).toMillis());
    hour.add(now, Duration.between(shipment.time(), now));
  }

  void refused(Reply reply) {
    refusals.increment();
    silencesInARow = 0;
    refusalsInARow++;
    lastRefusal = reply.reason();
  }

  void unanswered() {
    silences.increment();
    silencesInARow++;
  }

  void ended(Delivery delivery) {
    ended.computeIfAbsent(delivery.outcome(), outcome -> new LongAdder()).increment();
  }

  /** Packets that the platform has, or where no reply is asked for the broker. */
  long delivered() {
    return ended(Delivery.Outcome.ACKNOWLEDGED) + ended(Delivery.Outcome.PUBLISHED);
  }

  /** How long packets took within the hour before that instant, from the tick to the reply. */
  Delays delays(Instant now) {
    return hour.delays(now);
  }

  /** Replies that did not come, without one in between. */
  long silencesInARow() {
    return silencesInARow;
  }

  /** Packets refused, without an accepted one in between. */
  long refusalsInARow() {
    return refusalsInARow;
  }

  /** What the platform said last when it refused a packet. */
  String lastRefusal() {
    return lastRefusal;
  }

  private long ended(Delivery.Outcome outcome) {
    LongAdder count = ended.get(outcome);
    return count == null ? 0 : count.sum();
  }

  List<Figure> figures(int inFlight) {
    return List.of(
        Figure.of("sent", "packets sent", "已发送数据包", sent.sum(), ""),
        Figure.of(
            "acknowledged", "acknowledged", "平台已确认", ended(Delivery.Outcome.ACKNOWLEDGED), ""),
        Figure.of(
            "published",
            "handed over, no reply asked",
            "已交付(无需应答)",
            ended(Delivery.Outcome.PUBLISHED),
            ""),
        Figure.of("in.flight", "waiting for reply", "等待应答", inFlight, ""),
        Figure.of("refusals", "refusals", "平台拒收次数", refusals.sum(), ""),
        Figure.of("silences", "replies missed", "应答超时次数", silences.sum(), ""),
        Figure.of("lost.refused", "ended refused", "最终被拒", ended(Delivery.Outcome.REFUSED), ""),
        Figure.of(
            "lost.expired", "held, not sent in time", "超时未发", ended(Delivery.Outcome.EXPIRED), ""),
        Figure.of(
            "lost.unanswered", "ended unanswered", "最终无应答", ended(Delivery.Outcome.UNANSWERED), ""),
        Figure.of(
            "sending.p50", "tick to sending, median", "采集到上传 中位", sending.quantile(0.5), "ms"),
        Figure.of("sending.p99", "tick to sending, p99", "采集到上传 p99", sending.quantile(0.99), "ms"),
        Figure.of(
            "reply.p50", "sending to reply, median", "上传到应答 中位", replying.quantile(0.5), "ms"),
        Figure.of(
            "reply.p99", "sending to reply, p99", "上传到应答 p99", replying.quantile(0.99), "ms"));
  }
}
