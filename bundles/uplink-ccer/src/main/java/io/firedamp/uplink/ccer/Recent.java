package io.firedamp.uplink.ccer;

import io.firedamp.courier.Exchange;
import io.firedamp.courier.Packet;
import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The last packets that were sent, and what came back. Keeps their values as they were encoded for
 * sending, and no copy of them: what was sent is made of them once more when somebody looks. Any
 * thread.
 */
final class Recent {
  /** Makes the message of an attempt, the same each time. */
  interface Message {
    String of(int flag, Instant ctime, String data, String id, Instant utime);
  }

  static final int MOST_PACKETS = 200;

  /** Of all texts together; those of 200 packets of 100 points are half of it. */
  static final int MOST_CHARS = 1_000_000;

  /** A reply of the specification has 200. */
  static final int LONGEST_REPLY = 2_000;

  private static final class Attempt {
    private final String id;
    private final Instant utime;
    private String reply = "";

    Attempt(String id, Instant utime) {
      this.id = id;
      this.utime = utime;
    }
  }

  /** A part of a frame, also where it is sent again late. */
  private static final class Entry {
    private final long number;
    private final long frame;
    private final int flag;
    private final Instant ctime;
    private final int values;
    private final List<Attempt> attempts = new ArrayList<>();

    /** Empty once it had to make room. */
    private String data;

    private Optional<Outcome> outcome = Optional.empty();
    private Instant answered = Instant.EPOCH;
    private boolean refused;
    private String reason = "";

    Entry(long number, Shipment shipment) {
      this.number = number;
      this.frame = shipment.frame();
      this.flag = shipment.flag();
      this.ctime = shipment.time();
      this.values = shipment.values();
      this.data = shipment.data();
    }

    boolean isOf(Shipment shipment) {
      return frame == shipment.frame() && flag == shipment.flag();
    }

    Attempt last() {
      return attempts.get(attempts.size() - 1);
    }

    int chars() {
      return data.length() + attempts.stream().mapToInt(each -> each.reply.length()).sum();
    }

    boolean isForgotten() {
      return data.isEmpty();
    }

    void forget() {
      data = "";
      attempts.forEach(each -> each.reply = "");
    }

    Packet packet() {
      return new Packet(
          number,
          last().id,
          flag,
          ctime,
          last().utime,
          values,
          attempts.size(),
          outcome,
          answered,
          refused,
          reason);
    }
  }

  private final Message message;

  /** The newest first. */
  private final Deque<Entry> entries = new ArrayDeque<>();

  private long entered;
  private int chars;

  Recent(Message message) {
    this.message = message;
  }

  /** An attempt is made. */
  synchronized void sent(Shipment shipment, String id, Instant utime) {
    Entry entry = find(shipment).orElseGet(() -> enter(shipment));
    entry.attempts.add(new Attempt(id, utime));
    entry.outcome = Optional.empty();
    entry.refused = false;
  }

  private Optional<Entry> find(Shipment shipment) {
    return entries.stream().filter(entry -> entry.isOf(shipment)).findFirst();
  }

  private Entry enter(Shipment shipment) {
    Entry entry = new Entry(++entered, shipment);
    entries.addFirst(entry);
    chars += entry.chars();
    if (entries.size() > MOST_PACKETS) {
      chars -= entries.removeLast().chars();
    }
    makeRoom();
    return entry;
  }

  /** The eldest texts go first. */
  private void makeRoom() {
    Iterator<Entry> eldest = entries.descendingIterator();
    while (chars > MOST_CHARS) {
      Entry entry = eldest.next();
      chars -= entry.chars();
      entry.forget();
    }
  }

  /**
   * A reply came, perhaps to one of them.
   *
   * @param text of it, decrypted
   */
  synchronized void replied(Reply reply, String text, Instant now) {
    for (Entry entry : entries) {
      for (int i = entry.attempts.size() - 1; i >= 0; i--) { // they may all have the same id
        if (entry.attempts.get(i).id.equals(reply.id())) {
          note(entry, entry.attempts.get(i), reply, text, now);
          return;
        }
      }
    }
  }

  private void note(Entry entry, Attempt attempt, Reply reply, String text, Instant now) {
    if (entry.outcome.isEmpty()) { // a reply that comes twice does not make it slower
      entry.answered = now;
      entry.refused = !reply.success() && attempt == entry.last();
    }
    if (!reply.reason().isEmpty()) {
      entry.reason = reply.reason();
    }
    if (!entry.isForgotten()) {
      chars -= attempt.reply.length();
      attempt.reply = text.substring(0, Math.min(text.length(), LONGEST_REPLY));
      chars += attempt.reply.length();
      makeRoom();
    }
  }

  /** It will not be sent again. */
  synchronized void ended(Shipment shipment, Delivery delivery) {
    find(shipment)
        .ifPresent(
            entry -> {
              entry.outcome = Optional.of(delivery.outcome());
              if (delivery.outcome() == Outcome.PUBLISHED) {
                entry.answered = delivery.at();
              }
            });
  }

  /** The newest first. */
  synchronized List<Packet> packets() {
    return entries.stream().map(Entry::packet).toList();
  }

  /** The attempts of a packet, the oldest first; empty if their texts are not kept any more. */
  synchronized List<Exchange> exchanges(long packet) {
    return entries.stream()
        .filter(entry -> entry.number == packet && !entry.isForgotten())
        .flatMap(entry -> entry.attempts.stream().map(attempt -> exchange(entry, attempt)))
        .toList();
  }

  private Exchange exchange(Entry entry, Attempt attempt) {
    String sent = message.of(entry.flag, entry.ctime, entry.data, attempt.id, attempt.utime);
    return new Exchange(attempt.id, attempt.utime, sent, attempt.reply);
  }
}
