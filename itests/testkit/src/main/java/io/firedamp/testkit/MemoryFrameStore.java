package io.firedamp.testkit;

import io.firedamp.point.Frame;
import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A store for the tests of other parts: keeps its promises except to survive anything. */
public final class MemoryFrameStore implements FrameStore {
  private record Part(String uplink, long frame, int number) {}

  private record Expiry(String uplink, long first, long last, Delivery delivery) {}

  private final List<StoredFrame> frames = new ArrayList<>();
  private final List<TableText> tables = new ArrayList<>();
  private final Map<String, Long> cursors = new HashMap<>();
  private final Map<Part, Delivery> deliveries = new HashMap<>();
  private final List<Expiry> expiries = new ArrayList<>();
  private final List<Recall> recalls = new ArrayList<>();

  @Override
  public synchronized StoredFrame append(Frame frame) {
    StoredFrame stored = new StoredFrame(frames.size() + 1L, frame);
    frames.add(stored);
    notifyAll();
    return stored;
  }

  @Override
  public synchronized List<StoredFrame> after(long number, int limit, Duration patience)
      throws InterruptedException {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
    long nanos = TimeUnit.NANOSECONDS.convert(patience);
    long start = System.nanoTime();
    for (long left = nanos; frames.size() <= number && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000)); // below 1 ms it returns
      left = nanos - (System.nanoTime() - start);
    }
    return frames.stream().skip(Math.max(0, number)).limit(limit).toList();
  }

  @Override
  public synchronized Optional<StoredFrame> newest() {
    return frames.isEmpty() ? Optional.empty() : Optional.of(frames.get(frames.size() - 1));
  }

  @Override
  public void scan(Instant from, Instant to, Consumer<StoredFrame> reader) {
    List<StoredFrame> now;
    synchronized (this) {
      now = List.copyOf(frames);
    }
    for (StoredFrame stored : now) {
      Instant time = stored.frame().time();
      if (!time.isBefore(from) && time.isBefore(to)) {
        reader.accept(stored);
      }
    }
  }

  @Override
  public synchronized void settle(String uplink, List<Settlement> settlements, long through) {
    Map<Part, Delivery> settled = new LinkedHashMap<>();
    for (Settlement each : settlements) {
      Part part = new Part(uplink, each.frame(), each.part());
      if (delivery(uplink, each.frame(), each.part()).isEmpty()) {
        settled.putIfAbsent(part, each.delivery());
      }
    }
    deliveries.putAll(settled);
    moveTo(uplink, through);
  }

  @Override
  public synchronized void expireThrough(String uplink, long number, Instant at, String reason) {
    long cursor = settled(uplink);
    long last = moveTo(uplink, number);
    if (last > cursor) {
      Delivery expired = new Delivery(Delivery.Outcome.EXPIRED, 0, at, "", "", reason);
      expiries.add(new Expiry(uplink, cursor + 1, last, expired));
    }
  }

  private long moveTo(String uplink, long number) {
    long cursor = Math.max(settled(uplink), Math.min(number, frames.size()));
    cursors.put(uplink, cursor);
    return cursor;
  }

  @Override
  public synchronized long settled(String uplink) {
    return cursors.computeIfAbsent(uplink, name -> (long) frames.size());
  }

  @Override
  public synchronized Optional<Delivery> delivery(String uplink, long number, int part) {
    Delivery delivery = deliveries.get(new Part(uplink, number, part));
    return delivery != null
        ? Optional.of(delivery)
        : expiries.stream()
            .filter(e -> e.uplink.equals(uplink) && e.first <= number && number <= e.last)
            .map(Expiry::delivery)
            .findFirst();
  }

  @Override
  public synchronized void recalled(Recall recall) {
    recalls.add(recall);
  }

  @Override
  public synchronized List<Recall> recalls(String uplink, Instant from, Instant to) {
    return recalls.stream()
        .filter(each -> each.uplink().equals(uplink))
        .filter(each -> each.from().isBefore(to) && from.isBefore(each.to()))
        .toList();
  }

  @Override
  public synchronized TableText keepTable(String text, Instant since) {
    if (newestTable().filter(table -> table.text().equals(text)).isEmpty()) {
      tables.add(new TableText(tables.size() + 1L, since, text));
    }
    return tables.get(tables.size() - 1);
  }

  @Override
  public synchronized Optional<TableText> table(long number) {
    return tables.stream().filter(table -> table.number() == number).findFirst();
  }

  @Override
  public synchronized Optional<TableText> newestTable() {
    return table(tables.size());
  }
}
