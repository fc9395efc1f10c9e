package io.firedamp.buffer;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.StoredFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is sealed at once: frames in the order of their numbers, of one hour, one version of the
 * point table and ascending times. So an hour that was filled twice, because a clock was set right
 * in between, makes two units. The same frames turned round: what each point was, instead of what
 * each tick was.
 *
 * @param table the version of the point table
 * @param numbers of the frames, ascending; may have holes
 * @param times ms since 1970, ascending
 * @param clocks {@link ClockTrust#code()}
 * @param tracks every point that was due, in the order of the frames
 */
record Unit(long table, long[] numbers, long[] times, long[] clocks, List<Track> tracks) {
  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  Unit {
    int frames = numbers.length;
    boolean fit = times.length == frames && clocks.length == frames;
    if (frames == 0 || !fit || tracks.stream().anyMatch(track -> !track.fits(frames))) {
      throw new IllegalArgumentException("the parts of a unit do not fit together");
    }
  }

  /** Milliseconds of an hour. */
  static final long HOUR_MS = 3_600_000;

  /**
   * A point's part.
   *
   * @param at in which frames it was due, as indexes, ascending
   * @param qualities {@link Quality#code()}, one for each of them
   * @param values NaN for none, one for each of them
   */
  record Track(PointId point, long[] at, long[] qualities, double[] values) {
    /**
     * @throws IllegalArgumentException if there is not one of each
     */
    Track {
      if (at.length != qualities.length || at.length != values.length) {
        throw new IllegalArgumentException("the parts of a track do not fit together");
      }
    }

    /** Whether it is one of so many frames. */
    boolean fits(int frames) {
      for (long index : at) {
        if (index < 0 || index >= frames) {
          return false;
        }
      }
      return true;
    }

    /** Whether a sample can be reported. */
    boolean usable(int index) {
      return Quality.of((int) qualities[index]).usable();
    }

    /** What a track comes to, of the usable values alone. */
    Sum sum() {
      Sum sum = Sum.NONE;
      for (int i = 0; i < values.length; i++) {
        if (usable(i)) {
          sum = sum.with(values[i]);
        }
      }
      return sum;
    }
  }

  /**
   * Numbers about values.
   *
   * @param count how many there are
   * @param low the lowest, NaN if there are none
   * @param high the highest, NaN if there are none
   * @param total all of them added
   */
  record Sum(long count, double low, double high, double total) {
    /** Of no values. */
    static final Sum NONE = new Sum(0, Double.NaN, Double.NaN, 0);

    Sum with(Sum other) {
      if (count == 0 || other.count == 0) {
        return count == 0 ? other : this;
      }
      return new Sum(
          count + other.count,
          Math.min(low, other.low),
          Math.max(high, other.high),
          total + other.total);
    }

    Sum with(double value) {
      return count == 0
          ? new Sum(1, value, value, value)
          : new Sum(count + 1, Math.min(low, value), Math.max(high, value), total + value);
    }
  }

  long first() {
    return numbers[0];
  }

  long last() {
    return numbers[numbers.length - 1];
  }

  /** The hour since 1970. */
  long hour() {
    return hour(times[0]);
  }

  static long hour(long time) {
    return Math.floorDiv(time, HOUR_MS);
  }

  /** How many samples it has. */
  long samples() {
    return tracks.stream().mapToLong(track -> track.at.length).sum();
  }

  /**
   * The frames again.
   *
   * @param after only those with a number above
   * @param limit how many at the most
   */
  List<StoredFrame> frames(long after, int limit) {
    int from = 0;
    while (from < numbers.length && numbers[from] <= after) {
      from++;
    }
    int to = (int) Math.min(numbers.length, (long) from + limit);
    int[] next = new int[tracks.size()];
    for (int i = 0; i < next.length; i++) {
      int found = Arrays.binarySearch(tracks.get(i).at, from);
      next[i] = found < 0 ? -found - 1 : found;
    }
    List<StoredFrame> frames = new ArrayList<>(to - from);
    for (int index = from; index < to; index++) {
      frames.add(frame(index, next));
    }
    return frames;
  }

  private StoredFrame frame(int index, int[] next) {
    List<Sample> samples = new ArrayList<>(tracks.size());
    for (int i = 0; i < next.length; i++) {
      Track track = tracks.get(i);
      if (next[i] < track.at.length && track.at[next[i]] == index) {
        samples.add(
            new Sample(
                track.point, track.values[next[i]], Quality.of((int) track.qualities[next[i]])));
        next[i]++;
      }
    }
    return new StoredFrame(
        numbers[index],
        new Frame(
            Instant.ofEpochMilli(times[index]),
            table,
            ClockTrust.of((int) clocks[index]),
            samples));
  }

  /** Gathers the frames of a unit, one after the other. One thread. */
  static final class Builder {
    /** So that a unit of ten thousand points can be held in memory too. */
    private static final int MOST_SAMPLES = 2_000_000;

    private final List<StoredFrame> heads = new ArrayList<>();
    private final List<Growing> order = new ArrayList<>();
    private final Map<PointId, Growing> tracks = new HashMap<>();
    private long samples;

    /**
     * Takes the next frame.
     *
     * @return whether it belongs to this unit; if not, the unit ends before it
     */
    boolean add(StoredFrame stored) {
      Frame frame = stored.frame();
      if (!heads.isEmpty() && !follows(frame)) {
        return false;
      }
      int place = -1;
      List<Growing> mine = new ArrayList<>(frame.samples().size());
      for (Sample sample : frame.samples()) {
        Growing track = tracks.get(sample.point());
        if (track == null) {
          track = insert(sample.point(), place + 1);
        } else if (track.place <= place) {
          drop(mine);
          return false; // the order of the points is another one
        }
        place = track.place;
        mine.add(track);
      }
      for (int i = 0; i < mine.size(); i++) {
        mine.get(i).add(heads.size(), frame.samples().get(i));
      }
      samples += mine.size();
      // the samples are in the tracks now
      heads.add(
          new StoredFrame(
              stored.number(), new Frame(frame.time(), frame.table(), frame.clock(), List.of())));
      return true;
    }

    private boolean follows(Frame frame) {
      Frame last = heads.get(heads.size() - 1).frame();
      return frame.table() == last.table()
          && frame.time().isAfter(last.time())
          && hour(frame.time().toEpochMilli()) == hour(last.time().toEpochMilli())
          && samples + frame.samples().size() <= MOST_SAMPLES;
    }

    private Growing insert(PointId point, int place) {
      Growing track = new Growing(point);
      order.add(place, track);
      tracks.put(point, track);
      renumber(place);
      return track;
    }

    private void renumber(int from) {
      for (int i = from; i < order.size(); i++) {
        order.get(i).place = i;
      }
    }

    /** Those that came with the frame that does not belong here. */
    private void drop(List<Growing> mine) {
      mine.stream().filter(track -> track.count == 0).forEach(track -> tracks.remove(track.point));
      order.removeIf(track -> track.count == 0);
      renumber(0);
    }

    /** The unit; empty if it has no frame. */
    Optional<Unit> build() {
      if (heads.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Unit(
              heads.get(0).frame().table(),
              heads.stream().mapToLong(StoredFrame::number).toArray(),
              heads.stream().mapToLong(head -> head.frame().time().toEpochMilli()).toArray(),
              heads.stream().mapToLong(head -> head.frame().clock().code()).toArray(),
              order.stream().map(Growing::track).toList()));
    }
  }

  /** A track in the making. */
  private static final class Growing {
    private final PointId point;
    private int place;
    private int count;
    private long[] at = new long[64];
    private long[] qualities = new long[64];
    private double[] values = new double[64];

    Growing(PointId point) {
      this.point = point;
    }

    void add(int index, Sample sample) {
      if (count == at.length) {
        at = Arrays.copyOf(at, 2 * count);
        qualities = Arrays.copyOf(qualities, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      at[count] = index;
      qualities[count] = sample.quality().code();
      values[count] = sample.value();
      count++;
    }

    Track track() {
      return new Track(
          point,
          Arrays.copyOf(at, count),
          Arrays.copyOf(qualities, count),
          Arrays.copyOf(values, count));
    }
  }
}
