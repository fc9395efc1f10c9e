package io.firedamp.accounting;

import io.firedamp.accounting.Spans.Span;
import io.firedamp.courier.Route;
import io.firedamp.point.PointTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The pages of one uplink: those in its book, and those of today that are counted when somebody
 * asks. Any thread.
 */
final class Ledger {
  /** An hour is not counted before this, so that the uplink can settle it. */
  private static final Duration REST = Duration.ofMinutes(2);

  /** An hour that is not settled by then is counted as it is, and again later. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** What is younger may still be delivered in time: 60 s, and the last reply to wait for. */
  static final Duration FRESH = Duration.ofSeconds(90);

  /** Hours that are counted for a question; where more are behind, the thread is catching up. */
  private static final int MOST_LIVE = 4;

  /** Counting on each question of a page that asks every second would be waste. */
  private static final Duration SAME_ANSWER = Duration.ofSeconds(5);

  private final Book book;
  private final Hours hours;
  private final PointTable tables;
  private final Supplier<NavigableSet<Instant>> starts;
  private volatile Route route;

  private record Live(long next, Instant at, List<Page> pages, Instant through) {}

  private Live live = new Live(0, Instant.EPOCH, List.of(), Instant.EPOCH);

  Ledger(
      Route route,
      Book book,
      Hours hours,
      PointTable tables,
      Supplier<NavigableSet<Instant>> starts) {
    this.route = route;
    this.book = book;
    this.hours = hours;
    this.tables = tables;
    this.starts = starts;
  }

  Route route() {
    return route;
  }

  /** The same uplink with another configuration; what it has not settled is judged by that. */
  void route(Route now) {
    route = now;
  }

  Timeline timeline() throws IOException {
    return Timeline.of(route.project(), tables);
  }

  /** The first hour without a page; empty if there is no point table yet. */
  private Optional<Long> next(Timeline timeline) {
    return book.next().or(() -> timeline.begin().map(China::hour));
  }

  private Page pageBefore(long hour) throws IOException {
    return book.page(hour - 1).orElseGet(() -> Page.before(hour));
  }

  /**
   * Counts every hour that is over.
   *
   * @param stop asked between two hours
   * @return how many pages were written
   */
  int count(Instant now, BooleanSupplier stop) throws IOException {
    Timeline timeline = timeline();
    if (book.next().filter(next -> next > China.hour(now)).isPresent()) {
      book.turnBack(China.hour(now));
    }
    Optional<Long> first = next(timeline);
    if (first.isEmpty()) {
      return 0;
    }
    book.recalled(hours.recalls(route, now));
    int written = recount(timeline, stop);
    Page before = pageBefore(first.get());
    for (long hour = first.get(); !stop.getAsBoolean(); hour++) {
      Instant end = China.begin(hour + 1);
      if (now.isBefore(end.plus(REST))) {
        return written;
      }
      Page page = hours.page(route, timeline, starts.get(), before, end.toEpochMilli());
      boolean settled = hours.settled(route, page.last());
      if (!settled && now.isBefore(end.plus(PATIENCE))) {
        return written;
      }
      before = page.settledIf(settled);
      book.write(before);
      written++;
    }
    return written;
  }

  private int recount(Timeline timeline, BooleanSupplier stop) throws IOException {
    int written = 0;
    for (Map.Entry<Long, Long> open : book.open().entrySet()) {
      boolean ripe = open.getValue() == 0 || hours.settled(route, open.getValue());
      if (ripe && !stop.getAsBoolean()) {
        Page before = pageBefore(open.getKey());
        long end = China.begin(open.getKey() + 1).toEpochMilli();
        Page page = hours.page(route, timeline, starts.get(), before, end);
        book.write(page.settledIf(hours.settled(route, page.last())));
        written++;
      }
    }
    return written;
  }

  /**
   * Shows the pages of a span in the order of their hours, those of today too.
   *
   * @param from first hour since 1970
   * @param to exclusive
   * @return up to when all is counted
   */
  Instant read(long from, long to, Instant now, Consumer<Page> reader) throws IOException {
    book.read(from, to, reader);
    Live today = live(now);
    today.pages.stream().filter(page -> page.hour() >= from && page.hour() < to).forEach(reader);
    Instant end = China.begin(to);
    return today.through.isBefore(end) ? today.through : end;
  }

  /** Of which instants the platform has got what is stored, on its command. */
  List<Span> recalled(Instant from, Instant to) throws IOException {
    return hours.recalled(route, from, to);
  }

  /** The newest page, that of the present hour if it can be counted; empty if there is none. */
  Optional<Page> newest(Instant now) throws IOException {
    List<Page> today = live(now).pages;
    Optional<Long> next = book.next();
    if (!today.isEmpty()) {
      return Optional.of(today.get(today.size() - 1));
    }
    return next.isPresent() ? book.page(next.get() - 1) : Optional.empty();
  }

  private synchronized Live live(Instant now) throws IOException {
    Timeline timeline = timeline();
    Optional<Long> first = next(timeline);
    if (first.isEmpty()) {
      return new Live(0, now, List.of(), Instant.EPOCH);
    }
    long next = first.get();
    if (live.next == next && now.isBefore(live.at.plus(SAME_ANSWER)) && !now.isBefore(live.at)) {
      return live;
    }
    Instant edge = now.minus(FRESH);
    Instant through = China.begin(next);
    List<Page> pages = new ArrayList<>();
    if (China.hour(edge) - next < MOST_LIVE) {
      Page before = pageBefore(next);
      while (before.end() < edge.toEpochMilli()) {
        long to = Math.min(before.end() + China.HOUR_MS, edge.toEpochMilli());
        before = hours.page(route, timeline, starts.get(), before, to);
        pages.add(before);
        through = Instant.ofEpochMilli(to);
      }
    }
    live = new Live(next, now, pages, through);
    return live;
  }
}
