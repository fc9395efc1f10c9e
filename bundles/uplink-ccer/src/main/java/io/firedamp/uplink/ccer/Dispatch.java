package io.firedamp.uplink.ccer;

import io.firedamp.courier.Balance;
import io.firedamp.store.Delivery;
import io.firedamp.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Decides what is sent when, and what became of it (7.6). Knows neither thread nor network nor
 * store: it is told what happened, and says what to publish and what is settled.
 *
 * <p>A frame that comes while the platform is reachable is sent at once, before anything that
 * waits; what waits goes oldest first, because it is the first to lose its worth. Nothing is
 * published that is not fresh any more: it is held for the platform's command (AMB-20). One thread.
 */
final class Dispatch {
  /** Publishes a shipment under a request id. */
  interface Publisher {
    /** Hands it to the connection, and returns. */
    void publish(Shipment shipment, String id, Instant utime);

    /** It will not be published again. */
    default void ended(Shipment shipment, Delivery delivery) {}
  }

  /**
   * What holds for its packets.
   *
   * @param fresh they are published only while utime − ctime is below it
   * @param window in flight at the most
   * @param refusals so many end a packet, however fresh it is
   */
  record Terms(Duration fresh, int window, int refusals) {
    /** More than a few on the line would keep live packets waiting. */
    private static final int LATE_WINDOW = 10;

    private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE);

    static Terms live(Access access) {
      return new Terms(access.fresh(), access.window(), Integer.MAX_VALUE);
    }

    /** Of packets that are not fresh any more ({@link Late}). */
    static Terms late(Access access) {
      return new Terms(EVER, Math.min(LATE_WINDOW, access.window()), access.attempts());
    }
  }

  private final Access access;
  private final Terms terms;
  private final Snowflake ids;
  private final Publisher publisher;

  /** Frames with a part that is not settled, by number. */
  private final NavigableMap<Long, Integer> open = new TreeMap<>();

  private final Deque<Shipment> live = new ArrayDeque<>();
  private final List<Shipment> waiting = new ArrayList<>();
  private final Map<String, Shipment> byId = new HashMap<>();
  private final List<Settlement> settled = new ArrayList<>();
  private final Counts counts = new Counts();
  private final Punctuality punctuality = new Punctuality();
  private final Today today = new Today();
  private boolean connected;
  private int inFlight;
  private long newest;
  private long backlog;

  Dispatch(Access access, Terms terms, Snowflake ids, Publisher publisher) {
    this.access = access;
    this.terms = terms;
    this.ids = ids;
    this.publisher = publisher;
  }

  /** What happened so far. */
  Counts counts() {
    return counts;
  }

  /** Whether what could be sent at once is sent in time. */
  Punctuality punctuality() {
    return punctuality;
  }

  /** What became of those of today. Any thread. */
  Balance today() {
    return today.balance();
  }

  /** Packets that wait for their reply. */
  int inFlight() {
    return inFlight;
  }

  /** Frames with a part that is not settled. */
  int open() {
    return open.size();
  }

  /** Frames up to this one were stored before it began: that they wait is no delay of ours. */
  void beginsAfter(long frame) {
    backlog = frame;
  }

  /**
   * A frame was stored.
   *
   * @param parts what is to be sent of it, none if nothing is
   */
  void arrived(long frame, List<Shipment> parts) {
    newest = Math.max(newest, frame);
    if (parts.isEmpty()) {
      return;
    }
    open.put(frame, parts.size());
    today.made(parts.size());
    (connected && frame > backlog ? live : waiting).addAll(parts);
  }

  /** The platform can be reached. */
  void connected() {
    connected = true;
  }

  /**
   * The platform cannot be reached any more: what was in flight is sent again later, with a new
   * utime (AMB-77).
   */
  void disconnected(long nanos) {
    connected = false;
    waiting.addAll(live);
    live.clear();
    for (Shipment shipment : waiting) {
      if (shipment.inFlight()) {
        shipment.lost(nanos);
      }
    }
    inFlight = 0;
    waiting.sort((a, b) -> Long.compare(a.frame(), b.frame()));
  }

  /** The broker has taken over the packet of that id (PUBACK). */
  void receipt(String id, Instant now, long nanos) {
    Shipment shipment = byId.get(id);
    if (shipment == null || !shipment.id().equals(id)) {
      return;
    }
    shipment.receipt(nanos);
    if (!access.replyAsked() && shipment.inFlight()) {
      counts.published(shipment, now);
      close(shipment, shipment.handedOver(now));
    }
  }

  /**
   * The platform replied. A success for any attempt closes the packet (AMB-21); a refusal counts
   * only for the last one.
   *
   * @return whether the reply belongs to a packet that is not settled
   */
  boolean replied(Reply reply, Instant now, long nanos) {
    Shipment shipment = byId.get(reply.id());
    if (shipment == null) {
      return false;
    }
    if (reply.success()) {
      counts.acknowledged(shipment, now);
      close(shipment, shipment.acknowledged(reply, now));
    } else if (shipment.inFlight() && shipment.id().equals(reply.id())) {
      inFlight--;
      counts.refused(reply);
      shipment.refused(reply, nanos, access.retry());
    }
    return true;
  }

  /**
   * Whether the connection is to be given up: the broker has not even confirmed a packet for as
   * long as the platform may take to reply.
   */
  boolean stalled(long nanos) {
    return access.qos() > 0
        && waiting.stream().anyMatch(s -> s.unconfirmed(nanos, access.replyTimeout()));
  }

  /** Ends what is over, and sends what may be sent. */
  void run(Instant now, long nanos) {
    end(now, nanos);
    if (connected) {
      send(now, nanos);
    }
    today.weigh(now, inFlight, live.size() + waiting.size() - inFlight);
  }

  private void send(Instant now, long nanos) {
    while (!live.isEmpty() && inFlight < terms.window()) {
      Shipment shipment = live.poll();
      waiting.add(shipment);
      if (sendable(shipment, now)) {
        punctuality.sent(Duration.between(shipment.time(), now), nanos);
        publish(shipment, now, nanos);
      } else if (!shipment.isHeld()) {
        punctuality.expired(nanos);
      }
    }
    for (Shipment shipment : waiting) {
      if (inFlight >= terms.window()) {
        return;
      }
      if (shipment.ready(nanos) && sendable(shipment, now)) {
        publish(shipment, now, nanos);
      }
    }
  }

  private void publish(Shipment shipment, Instant now, long nanos) {
    boolean again = access.newIdOnResend() || shipment.id().isEmpty();
    String id = again ? ids.next() : shipment.id();
    byId.put(id, shipment);
    shipment.published(id, now, nanos);
    inFlight++;
    counts.sent(shipment, now);
    publisher.publish(shipment, id, now);
  }

  private void end(Instant now, long nanos) {
    List<Shipment> over = new ArrayList<>();
    for (Shipment shipment : waiting) {
      if (shipment.overdue(nanos, access.replyTimeout(), access.qos() > 0)) {
        inFlight--;
        shipment.unanswered(nanos);
        counts.unanswered();
      }
      boolean spent =
          shipment.unanswered() >= access.attempts() || shipment.refusals() >= terms.refusals();
      if (!shipment.inFlight() && (spent || !sendable(shipment, now))) {
        over.add(shipment);
      }
    }
    for (Shipment shipment : over) {
      close(shipment, shipment.ended(now));
    }
  }

  private boolean sendable(Shipment shipment, Instant now) {
    return !shipment.isHeld() && fresh(shipment, now);
  }

  /**
   * utime − ctime, both cut to seconds as the packet shows them, is below the limit (AMB-19). A
   * frame as far in the future was stamped by a clock that has been set right since; it is held
   * too.
   */
  private boolean fresh(Shipment shipment, Instant now) {
    long age = now.getEpochSecond() - shipment.time().getEpochSecond();
    return Math.abs(age) < terms.fresh().toSeconds();
  }

  private void close(Shipment shipment, Settlement settlement) {
    if (shipment.inFlight()) {
      inFlight--;
    }
    waiting.remove(shipment);
    live.remove(shipment);
    byId.values().removeIf(known -> known == shipment);
    settled.add(settlement);
    counts.ended(settlement.delivery());
    today.ended(settlement.delivery().outcome());
    publisher.ended(shipment, settlement.delivery());
    open.computeIfPresent(shipment.frame(), (frame, parts) -> parts > 1 ? parts - 1 : null);
  }

  /** What was settled and not yet written down; {@link #written} forgets it. */
  List<Settlement> settled() {
    return List.copyOf(settled);
  }

  /** Every frame up to this one is settled. */
  long through() {
    return open.isEmpty() ? newest : open.firstKey() - 1;
  }

  /** That many settlements were written down. */
  void written(int count) {
    settled.subList(0, count).clear();
  }
}
