package io.firedamp.uplink.ccer;

import static java.util.function.Predicate.not;

import io.firedamp.clock.SiteClock;
import io.firedamp.point.Frame;
import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Packs the stored frames of a span into one message (M6 指令下发回复, table 6): ascending, complete,
 * with the points, types and decimals of the live packets (7.7, CCER-7.7-02, -05, -08).
 *
 * <p>A normal span is written as it is read, so that an hour of a hundred points needs little more
 * memory than its text. Where a clock that was set right has filled a second twice, the span is
 * read again and sorted, and the frame that was stored last stands for that second. One thread.
 */
final class Packer {
  /**
   * A packed span.
   *
   * @param json the message in UTF-8
   * @param entries how many instants it holds
   */
  record Packed(byte[] json, int entries) {}

  /** Frames do not come in the order of time. */
  private static final class Disorder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Disorder() {
      super("not in the order of time", null, false, false);
    }
  }

  private final Access access;
  private final Codec codec;
  private final FrameStore store;
  private final SiteClock clock;
  private final Selection selection;

  Packer(Access access, Codec codec, FrameStore store, Selection selection, SiteClock clock) {
    this.access = access;
    this.codec = codec;
    this.store = store;
    this.clock = clock;
    this.selection = selection;
  }

  /**
   * Packs one window of a job.
   *
   * @param to exclusive
   */
  Packed pack(Job job, Instant from, Instant to) throws IOException {
    try {
      return pack(job, (now, entries) -> inOrder(from, to, now, entries));
    } catch (Disorder clockWasSet) {
      return pack(job, (now, entries) -> sorted(from, to, now, entries));
    }
  }

  /**
   * The window of a job that is the first to hold anything; empty if the store has nothing of the
   * whole job. Halves the span, because the store may hold its frames in another order than that of
   * time.
   */
  Optional<Instant> first(Job job) throws IOException {
    if (!holds(job.next(), job.to())) {
      return Optional.empty();
    }
    Instant origin =
        access.backfill().naturalHours() ? job.next().truncatedTo(ChronoUnit.HOURS) : job.next();
    long empty = 0; // so many hours from the origin are
    long filled = Duration.between(origin, job.to()).toHours() + 1; // so many are not
    while (filled - empty > 1) {
      long middle = (empty + filled) / 2;
      if (holds(later(job.next(), origin, empty), later(job.next(), origin, middle))) {
        filled = middle;
      } else {
        empty = middle;
      }
    }
    return Optional.of(later(job.next(), origin, empty));
  }

  /** So many hours from the origin, but not before the begin. */
  private static Instant later(Instant begin, Instant origin, long hours) {
    Instant then = origin.plus(hours, ChronoUnit.HOURS);
    return then.isBefore(begin) ? begin : then;
  }

  /** Whether there is anything to send in that span. */
  private boolean holds(Instant from, Instant to) throws IOException {
    try {
      inOrder(
          from,
          to,
          clock.instant(),
          (ctime, utime, values) -> {
            throw new Disorder();
          });
      return false;
    } catch (Disorder found) {
      return true;
    }
  }

  private interface Source {
    void into(Instant now, Codec.Entries entries) throws IOException;
  }

  private Packed pack(Job job, Source source) throws IOException {
    int[] count = new int[1];
    Instant now = clock.instant();
    byte[] json =
        codec.backfill(
            now,
            job.id(),
            entries ->
                source.into(
                    now,
                    (ctime, utime, values) -> {
                      count[0]++;
                      entries.add(ctime, utime, values);
                    }));
    return new Packed(json, count[0]);
  }

  private void inOrder(Instant from, Instant to, Instant now, Codec.Entries entries)
      throws IOException {
    Instant[] last = {Instant.MIN};
    scan(
        from,
        to,
        stored -> {
          Instant time = stored.frame().time();
          if (time.getEpochSecond() <= last[0].getEpochSecond()) {
            throw new Disorder();
          }
          last[0] = time;
          write(stored, now, entries);
        });
  }

  private void sorted(Instant from, Instant to, Instant now, Codec.Entries entries)
      throws IOException {
    NavigableMap<Long, StoredFrame> bySecond = new TreeMap<>();
    scan(from, to, stored -> bySecond.put(stored.frame().time().getEpochSecond(), stored));
    for (StoredFrame stored : bySecond.values()) {
      write(stored, now, entries);
    }
  }

  private interface Reader {
    void read(StoredFrame stored) throws IOException;
  }

  private void scan(Instant from, Instant to, Reader reader) throws IOException {
    try {
      store.scan(
          from,
          to,
          stored -> {
            try {
              reader.read(stored);
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void write(StoredFrame stored, Instant now, Codec.Entries entries) throws IOException {
    Frame frame = stored.frame();
    Map<String, BigDecimal> values =
        selection.values(frame, point -> access.backfill().outside() || point.inside());
    if (!values.isEmpty()) {
      Instant utime = access.backfill().originalTime() ? uploaded(stored.number(), now) : now;
      entries.add(frame.time(), utime, values);
    }
  }

  /** When the live packet was published last, which its id tells; now, if it never was. */
  private Instant uploaded(long frame, Instant now) throws IOException {
    for (int flag : Selection.FLAGS) {
      Optional<String> id =
          store
              .delivery(access.name(), frame, flag)
              .map(Delivery::requestId)
              .filter(not(""::equals));
      if (id.isPresent()) {
        return Snowflake.time(id.get());
      }
    }
    return now;
  }
}
