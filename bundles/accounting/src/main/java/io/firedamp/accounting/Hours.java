package io.firedamp.accounting;

import io.firedamp.accounting.Spans.Span;
import io.firedamp.courier.Route;
import io.firedamp.point.Frame;
import io.firedamp.store.FrameStore;
import io.firedamp.store.Recall;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts hours out of the store. Any thread. */
final class Hours {
  private static final long MINUTE_MS = 60_000;

  private final FrameStore store;

  Hours(FrameStore store) {
    this.store = store;
  }

  /**
   * Counts an hour, or the part of it that has gone by.
   *
   * @param before the page of the hour before
   * @param to the end of the hour, or what of it has gone by, ms since 1970
   */
  Page page(Route route, Timeline timeline, NavigableSet<Instant> starts, Page before, long to)
      throws IOException {
    List<Long> frames = new ArrayList<>();
    scan(before.end(), to, stored -> frames.add(stored.number()));
    List<Recall> recalls =
        store.recalls(route.uplink(), Instant.ofEpochMilli(before.end()), Instant.ofEpochMilli(to));
    Fates fates = new Fates(store, route, timeline.parts(), frames, recalls);
    Reckoning reckoning = new Reckoning(route, timeline, fates, starts, before, to);
    try {
      scan(before.end(), to, reckoning::frame);
    } catch (Reckoning.Disorder clockWasSet) {
      reckoning = new Reckoning(route, timeline, fates, starts, before, to);
      sorted(before.end(), to, reckoning);
    }
    return reckoning.page(this::next);
  }

  /** A minute at a time, because sorting needs it in memory. */
  private void sorted(long from, long to, Reckoning reckoning) throws IOException {
    for (long minute = from; minute < to; minute += MINUTE_MS) {
      // where an instant was filled twice, the frame that was stored last stands for it
      NavigableMap<Instant, StoredFrame> sorted = new TreeMap<>();
      scan(
          minute,
          Math.min(to, minute + MINUTE_MS),
          stored -> sorted.put(stored.frame().time(), stored));
      sorted.values().forEach(reckoning::frame);
    }
  }

  /**
   * How many packets that were delivered on command reach into each hour; without those of none.
   */
  Map<Long, Integer> recalls(Route route, Instant now) throws IOException {
    Map<Long, Integer> recalls = new HashMap<>();
    for (Recall recall : store.recalls(route.uplink(), Instant.EPOCH, now)) {
      long last = China.hour(recall.to().minusMillis(1));
      for (long hour = China.hour(recall.from()); hour <= last; hour++) {
        recalls.merge(hour, 1, Integer::sum);
      }
    }
    return recalls;
  }

  /** Of which instants the platform has got what is stored, on its command. */
  List<Span> recalled(Route route, Instant from, Instant to) throws IOException {
    return Spans.union(
        store.recalls(route.uplink(), from, to).stream()
            .map(each -> new Span(each.from().toEpochMilli(), each.to().toEpochMilli()))
            .toList());
  }

  /** The frame after that one. */
  private Optional<Frame> next(long number) throws IOException {
    try {
      return store.after(number, 1, Duration.ZERO).stream().map(StoredFrame::frame).findFirst();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  /**
   * Whether the uplink will not settle anything up to that frame any more.
   *
   * <p>Design note: the store makes a cursor for a name that it does not know; these names are the
   * uplink's own, and it has asked for them before.
   */
  boolean settled(Route route, long frame) throws IOException {
    return store.settled(route.uplink()) >= frame
        && (!route.sendsLate() || store.settled(route.late()) >= frame);
  }

  private void scan(long from, long to, Consumer<StoredFrame> reader) throws IOException {
    store.scan(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), reader);
  }
}
