package io.firedamp.buffer;

import io.firedamp.point.PointId;
import io.firedamp.point.Sample;
import io.firedamp.store.Bucket;
import io.firedamp.store.DayRoot;
import io.firedamp.store.HourCount;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.Verdict;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers questions from what is sealed and from what is not. Any thread. */
final class HistoryReader {
  private static final int PAGE = 256;
  private static final String HOT = "hot.db";

  /** Reads frames by number, wherever they lie. */
  interface Pages {
    List<StoredFrame> after(long number, int limit) throws IOException;
  }

  private final Sealer.Hot hot;
  private final Archive archive;
  private final Roots roots;
  private final Pages pages;

  HistoryReader(Sealer.Hot hot, Archive archive, Roots roots, Pages pages) {
    this.hot = hot;
    this.archive = archive;
    this.roots = roots;
    this.pages = pages;
  }

  /** A chart in the making. */
  private static final class Chart {
    private final long from;
    private final long length;
    private final long[] due;
    private final Unit.Sum[] sums;

    Chart(long from, long length, int buckets) {
      this.from = from;
      this.length = length;
      this.due = new long[buckets];
      this.sums = new Unit.Sum[buckets];
      Arrays.fill(sums, Unit.Sum.NONE);
    }

    int bucket(long time) {
      // in double: the product of a long span and its buckets may not fit into a long
      long offset = time - from;
      return offset < 0 || offset >= length
          ? -1
          : (int) Math.min(due.length - 1, (double) offset / length * due.length);
    }

    void add(long time, double value, boolean usable) {
      int bucket = bucket(time);
      if (bucket >= 0) {
        due[bucket]++;
        if (usable) {
          sums[bucket] = sums[bucket].with(value);
        }
      }
    }

    void add(int bucket, long samples, Unit.Sum sum) {
      due[bucket] += samples;
      sums[bucket] = sums[bucket].with(sum);
    }

    List<Bucket> buckets() {
      List<Bucket> buckets = new ArrayList<>();
      for (int i = 0; i < due.length; i++) {
        long begin = from + (long) ((double) length / due.length * i);
        Unit.Sum sum = sums[i];
        buckets.add(
            new Bucket(
                Instant.ofEpochMilli(begin),
                due[i],
                sum.count(),
                sum.low(),
                sum.high(),
                sum.total() / sum.count()));
      }
      return buckets;
    }
  }

  List<Bucket> series(PointId point, Instant from, Instant to, int buckets) throws IOException {
    if (!from.isBefore(to) || buckets < 1) {
      throw new IllegalArgumentException(from + " to " + to + " in " + buckets + " buckets");
    }
    Chart chart = new Chart(from.toEpochMilli(), Duration.between(from, to).toMillis(), buckets);
    long through = hot.read(HotFile::sealedThrough);
    for (List<Sealed> month : months(from, to, through)) {
      hot.read(
          open -> {
            archive.pieces(month, point, piece -> add(piece, chart));
            return true;
          });
    }
    unsealed(through, frame -> add(frame, point, chart));
    return chart.buckets();
  }

  /** The units of a span, month by month. */
  private Iterable<List<Sealed>> months(Instant from, Instant to, long through) throws IOException {
    Map<String, List<Sealed>> months =
        sealed(from, to).stream()
            .filter(unit -> unit.last() <= through)
            .collect(
                Collectors.groupingBy(
                    unit -> MonthFile.name(unit.hour()), TreeMap::new, Collectors.toList()));
    return months.values();
  }

  private List<Sealed> sealed(Instant from, Instant to) throws IOException {
    long first = Unit.hour(from.toEpochMilli());
    long last = Unit.hour(to.toEpochMilli() - 1);
    return hot.read(open -> open.sealedAfter(0, first, last));
  }

  /** An hour that lies in one bucket need not be opened. */
  private static void add(MonthFile.Piece piece, Chart chart) {
    long[] times = piece.times();
    int first = chart.bucket(times[0]);
    if (first >= 0 && first == chart.bucket(times[times.length - 1])) {
      chart.add(first, piece.samples(), piece.sum());
      return;
    }
    Unit.Track track = piece.track();
    for (int i = 0; i < track.at().length; i++) {
      chart.add(times[(int) track.at()[i]], track.values()[i], track.usable(i));
    }
  }

  private static void add(StoredFrame stored, PointId point, Chart chart) {
    long time = stored.frame().time().toEpochMilli();
    for (Sample sample : stored.frame().samples()) {
      if (sample.point().equals(point)) {
        chart.add(time, sample.value(), sample.quality().usable());
      }
    }
  }

  /** Shows the frames after what was sealed when we began. */
  private void unsealed(long through, Consumer<StoredFrame> reader) throws IOException {
    List<StoredFrame> page;
    long at = through;
    do {
      page = pages.after(at, PAGE);
      page.forEach(reader);
      at = page.isEmpty() ? at : page.get(page.size() - 1).number();
    } while (page.size() == PAGE);
  }

  List<HourCount> hours(Instant from, Instant to) throws IOException {
    Map<Long, HourCount> hours = new TreeMap<>();
    long through = hot.read(HotFile::sealedThrough);
    for (Sealed unit : sealed(from, to)) {
      if (unit.last() <= through) {
        add(hours, unit.hour(), unit.frames(), unit.samples(), unit.usable());
      }
    }
    long first = Unit.hour(from.toEpochMilli());
    long last = Unit.hour(to.toEpochMilli() - 1);
    unsealed(
        through,
        stored -> {
          long hour = Unit.hour(stored.frame().time().toEpochMilli());
          if (hour >= first && hour <= last) {
            List<Sample> samples = stored.frame().samples();
            long usable = samples.stream().filter(sample -> sample.quality().usable()).count();
            add(hours, hour, 1, samples.size(), usable);
          }
        });
    return List.copyOf(hours.values());
  }

  private static void add(
      Map<Long, HourCount> hours, long hour, long frames, long due, long usable) {
    Instant begin = begin(hour);
    hours.merge(
        hour,
        new HourCount(begin, frames, due, usable),
        (a, b) ->
            new HourCount(
                begin, a.frames() + b.frames(), a.due() + b.due(), a.usable() + b.usable()));
  }

  private static Instant begin(long hour) {
    return Instant.ofEpochSecond(hour * 3600);
  }

  // ---- copies

  /**
   * The hot file first: what is sealed while the months are copied then is in both, and not in
   * neither.
   */
  Verdict backup(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent()) {
        throw new IOException(
            new Text("there is something in " + folder, "目录 " + folder + " 不为空").both());
      }
    }
    hot.read(
        open -> {
          open.copyTo(folder.resolve(HOT));
          return true;
        });
    archive.copyTo(folder);
    roots.copyTo(folder);
    return checked(folder);
  }

  private static Verdict checked(Path folder) throws IOException {
    try (HotFile copy = new HotFile(folder.resolve(HOT), 0);
        Archive months = new Archive(folder)) {
      copy.check();
      Optional<Archive.Ahead> ahead = months.ahead(copy.sealedThrough(), copy.newestNumber());
      if (ahead.isPresent()) {
        copy.adopt(ahead.get().units(), ahead.get().tables());
      }
      HistoryReader reader =
          new HistoryReader(
              new Still(copy), months, new Roots(folder), (number, limit) -> List.of());
      return reader.verify(Instant.EPOCH, Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000));
    } catch (SQLException damaged) {
      return new Verdict(
          0,
          0,
          Sealed.NO_DIGEST,
          1,
          Instant.EPOCH,
          new Text(
              "the copy cannot be read: " + damaged.getMessage(),
              "备份无法读取：" + damaged.getMessage()));
    }
  }

  /** A hot file that nobody writes. */
  private record Still(HotFile file) implements Sealer.Hot {
    @Override
    public <T> T read(Sealer.Work<T> work) throws IOException {
      try {
        return work.on(file);
      } catch (SQLException unreadable) {
        throw new IOException(unreadable.getMessage(), unreadable);
      }
    }

    @Override
    public <T> T write(Sealer.Work<T> work) throws IOException {
      return read(work);
    }
  }

  // ---- verify

  Verdict verify(Instant from, Instant to) throws IOException {
    long units = 0;
    long frames = 0;
    String digest = Sealed.NO_DIGEST;
    List<DayRoot> kept = roots.all();
    for (Sealed unit : sealed(from, to)) {
      // a span of time may leave out units between two of its own, where a clock was set back
      String previous = previous(unit, kept);
      if (units == 0) {
        digest = previous;
      }
      Text fault = fault(unit, previous, kept);
      if (!fault.equals(Text.NONE)) {
        return new Verdict(units, frames, digest, unit.first(), begin(unit.hour()), fault);
      }
      units++;
      frames += unit.frames();
      digest = unit.digest();
    }
    return new Verdict(units, frames, digest, 0, Instant.EPOCH, Text.NONE);
  }

  /** The digest that a unit follows: of the unit before it, or of a day whose month is deleted. */
  private String previous(Sealed unit, List<DayRoot> kept) throws IOException {
    return hot.read(open -> open.sealedBefore(unit.first()))
        .map(Sealed::digest)
        .orElseGet(
            () ->
                kept.stream()
                    .filter(root -> root.last() < unit.first())
                    .reduce((earlier, later) -> later)
                    .map(DayRoot::digest)
                    .orElse(Sealed.NO_DIGEST));
  }

  private Text fault(Sealed unit, String previous, List<DayRoot> kept) throws IOException {
    String file = MonthFile.name(unit.hour());
    try {
      Archive.Proof proof = archive.prove(unit);
      if (!proof.previous().equals(previous)) {
        return new Text(
            file + ": the unit does not follow the one before it", file + "：单元与前一单元不衔接");
      }
      if (!proof.computed().equals(unit.digest()) || !proof.stored().equals(unit.digest())) {
        return new Text(file + ": its content was changed", file + "：内容已被改动");
      }
      if (!proof.summed()) {
        return new Text(
            file + ": its counts or sums are not those of its values", file + "：计数或合计与数值不符");
      }
    } catch (SQLException unreadable) {
      archive.reset();
      return new Text(
          file + " cannot be read: " + unreadable.getMessage(),
          file + " 无法读取：" + unreadable.getMessage());
    }
    boolean asKept =
        kept.stream()
            .filter(root -> root.last() == unit.last())
            .allMatch(root -> root.digest().equals(unit.digest()));
    return asKept
        ? Text.NONE
        : new Text("its digest is not the one in roots.txt", "摘要与 roots.txt 中的不一致");
  }
}
