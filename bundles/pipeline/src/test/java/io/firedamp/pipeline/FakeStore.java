package io.firedamp.pipeline;

import io.firedamp.point.Frame;
import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What the pipeline needs of a store, in memory, with a disk that can be made slow or full. */
final class FakeStore implements FrameStore {
  private final List<StoredFrame> frames = new ArrayList<>();
  private final List<TableText> tables = new ArrayList<>();
  private final AtomicInteger appending = new AtomicInteger();
  private volatile boolean full;
  private volatile boolean broken;
  private volatile CountDownLatch stall = new CountDownLatch(0);

  /** While it is full, writing fails. */
  void full(boolean isFull) {
    full = isFull;
  }

  /** While it is broken, writing ends with an Error. */
  void broken(boolean isBroken) {
    broken = isBroken;
  }

  /** Writing blocks until the latch is open. */
  void stall(CountDownLatch latch) {
    stall = latch;
  }

  /** How often writing a frame has begun. */
  int appending() {
    return appending.get();
  }

  synchronized List<Frame> frames() {
    return frames.stream().map(StoredFrame::frame).toList();
  }

  @Override
  public StoredFrame append(Frame frame) throws IOException {
    appending.incrementAndGet();
    try {
      stall.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
    check();
    synchronized (this) {
      StoredFrame stored = new StoredFrame(frames.size() + 1L, frame);
      frames.add(stored);
      return stored;
    }
  }

  private void check() throws IOException {
    if (full) {
      throw new IOException("no space left on device");
    }
    if (broken) {
      throw new NoClassDefFoundError("as a test has it");
    }
  }

  @Override
  public synchronized Optional<StoredFrame> newest() {
    return frames.isEmpty() ? Optional.empty() : Optional.of(frames.get(frames.size() - 1));
  }

  @Override
  public synchronized TableText keepTable(String text, Instant since) throws IOException {
    check();
    Optional<TableText> newest = newestTable();
    if (newest.isPresent() && newest.get().text().equals(text)) {
      return newest.get();
    }
    TableText kept = new TableText(tables.size() + 1L, since, text);
    tables.add(kept);
    return kept;
  }

  @Override
  public synchronized Optional<TableText> table(long number) {
    return tables.stream().filter(table -> table.number() == number).findFirst();
  }

  @Override
  public synchronized Optional<TableText> newestTable() {
    return tables.isEmpty() ? Optional.empty() : Optional.of(tables.get(tables.size() - 1));
  }

  @Override
  public List<StoredFrame> after(long number, int limit, Duration patience) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scan(Instant from, Instant to, Consumer<StoredFrame> reader) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void settle(String uplink, List<Settlement> settlements, long through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void expireThrough(String uplink, long number, Instant at, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long settled(String uplink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void recalled(Recall recall) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Recall> recalls(String uplink, Instant from, Instant to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Delivery> delivery(String uplink, long number, int part) {
    throw new UnsupportedOperationException();
  }
}
