package io.firedamp.uplink.ccer;

import io.firedamp.clock.SiteClock;
import io.firedamp.point.Frame;
import io.firedamp.store.FrameStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
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
      return pack(job, entries -> inOrder(from, to, entries));
    } catch (Disorder clockWasSet) {
      return pack(job, entries -> sorted(from, to, entries));
    }
  }

  /** Whether there is anything to send in that span. */
  boolean holds(Instant from, Instant to) throws IOException {
    try {
      inOrder(
          from,
          to,
          (time, values) -> {
            throw new Disorder();
          });
      return false;
    } catch (Disorder found) {
      return true;
    }
  }

  private interface Source {
    void into(Codec.Entries entries) throws IOException;
  }

  private Packed pack(Job job, Source source) throws IOException {
    int[] count = new int[1];
    Instant now = clock.instant();
    byte[] json =
        codec.backfill(
            now,
            job.id(),
            now,
            entries ->
                source.into(
                    (time, values) -> {
                      count[0]++;
                      entries.add(time, values);
                    }));
    return new Packed(json, count[0]);
  }

  private void inOrder(Instant from, Instant to, Codec.Entries entries) throws IOException {
    Instant[] last = {Instant.MIN};
    scan(
        from,
        to,
        frame -> {
          if (frame.time().getEpochSecond() <= last[0].getEpochSecond()) {
            throw new Disorder();
          }
          last[0] = frame.time();
          write(frame, entries);
        });
  }

  private void sorted(Instant from, Instant to, Codec.Entries entries) throws IOException {
    NavigableMap<Long, Frame> bySecond = new TreeMap<>();
    scan(from, to, frame -> bySecond.put(frame.time().getEpochSecond(), frame));
    for (Frame frame : bySecond.values()) {
      write(frame, entries);
    }
  }

  private interface Reader {
    void read(Frame frame) throws IOException;
  }

  private void scan(Instant from, Instant to, Reader reader) throws IOException {
    try {
      store.scan(
          from,
          to,
          stored -> {
            try {
              reader.read(stored.frame());
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void write(Frame frame, Codec.Entries entries) throws IOException {
    Map<String, BigDecimal> values =
        selection.values(frame, point -> access.backfill().outside() || point.inside());
    if (!values.isEmpty()) {
      entries.add(frame.time(), values);
    }
  }
}
