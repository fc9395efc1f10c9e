package io.firedamp.buffer;

import io.firedamp.benchmarks.Figure;
import io.firedamp.benchmarks.Plot;
import io.firedamp.benchmarks.Scale;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.store.Delivery;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What an append costs the thread that reads the instruments. Three uplinks follow it, and have
 * settled each frame before the next one comes, as at 1 Hz; in a part of each round full hours are
 * sealed. In every other tick the bytes of a frame are appended to a plain file before, and forced;
 * then only that is measured, because a file system that has just made a file longer takes more
 * time for the next flush, of whatever file. So both come right after the uplinks' work.
 */
final class Appending {
  private static final List<String> UPLINKS = List.of("national", "provincial", "mine");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long PAUSE_NS = 2_000_000;
  private static final double BAR = 1.25;
  private static final double SEALING_BAR = 3;
  private static final int DOTS = 4000;

  /** More frames than the sealer leaves after a full hour. */
  private static final int LAG = 200;

  private final Path folder;
  private final Scale scale;
  private final Signals signals = Signals.plant(100, 1);
  private Instant time = START;
  private long newest;
  private volatile boolean ended;

  /** What was seen of one of the two in a part of a round. */
  private static final class Seen {
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> ms = new ArrayList<>();

    void add(long begin, long start, long end) {
      seconds.add((start - begin) / 1e9);
      ms.add((end - start) / 1e6);
    }

    double quantile(double part) {
      return Figure.quantile(ms, part);
    }
  }

  private record Round(Seen raw, Seen quiet, Seen sealing, double sealingMs, int units) {}

  Appending(Path folder, Scale scale) {
    this.folder = folder;
    this.scale = scale;
  }

  void run(List<Figure> figures, List<Plot> plots) throws IOException, InterruptedException {
    Filling.remove(folder);
    try (SqliteFrameStore store = Stores.open(folder)) {
      store.append(next()); // so that the points are known
      for (String uplink : UPLINKS) {
        store.settled(uplink);
      }
    }
    List<Round> rounds = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (FileChannel plain =
        FileChannel.open(
            folder.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i <= scale.rounds(); i++) {
        fill();
        rounds.add(round(plain, threads));
      }
    } catch (SQLException | ExecutionException failed) {
      throw new IOException(failed);
    } finally {
      threads.shutdownNow();
    }
    report(rounds.subList(1, rounds.size()), figures, plots); // the first one warms up
  }

  /** Hours that are due to be sealed; beneath the store, which would take minutes. */
  private void fill() throws SQLException {
    try (HotFile hot = new HotFile(Stores.history(folder).resolve("hot.db"), 0)) {
      long last = hot.newestNumber();
      for (int hour = 0; hour < scale.sealedHours(); hour++) {
        List<StoredFrame> frames = new ArrayList<>();
        for (int tick = 0; tick < 3600 + LAG / scale.sealedHours(); tick++) {
          frames.add(new StoredFrame(++last, next()));
        }
        hot.append(frames);
      }
    }
  }

  private Round round(FileChannel plain, ExecutorService threads)
      throws IOException, InterruptedException, ExecutionException {
    ended = false;
    List<Future<?>> followers = new ArrayList<>();
    try (SqliteFrameStore store = Stores.open(folder)) {
      for (String uplink : UPLINKS) {
        followers.add(threads.submit(() -> follow(store, uplink)));
      }
      newest = store.newest().orElseThrow().number();
      waitForFollowers(store);
      Round round = round(store, plain, threads);
      ended = true;
      for (Future<?> follower : followers) {
        follower.get();
      }
      return round;
    }
  }

  private Round round(SqliteFrameStore store, FileChannel plain, ExecutorService threads)
      throws IOException, InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    Seen raw = new Seen();
    Seen quiet = new Seen();
    for (int tick = 0; tick < scale.ticks(); tick++) {
      if (tick % 2 == 0) {
        force(store, plain, begin, raw);
      } else {
        append(store, begin, quiet);
      }
    }
    Seen sealing = new Seen();
    long start = System.nanoTime();
    Future<Integer> sealed = threads.submit(store::sealDue);
    CompletableFuture<Long> end =
        CompletableFuture.supplyAsync(() -> endOf(sealed), threads); // when it was, not when seen
    while (!end.isDone()) {
      append(store, begin, sealing);
    }
    if (sealed.get() == 0) {
      throw new IOException("nothing was sealed: " + store.health());
    }
    return new Round(raw, quiet, sealing, (end.get() - start) / 1e6, sealed.get());
  }

  private static long endOf(Future<Integer> work) {
    try {
      work.get();
    } catch (InterruptedException | ExecutionException failed) {
      // who asks for the number of units will have it
    }
    return System.nanoTime();
  }

  private Frame next() {
    time = time.plusSeconds(1);
    return signals.frame(time);
  }

  private void force(SqliteFrameStore store, FileChannel plain, long begin, Seen seen)
      throws IOException {
    waitForFollowers(store);
    Frame frame = next();
    ByteBuffer bytes = ByteBuffer.wrap(Packing.pack(frame.samples(), Appending::id));
    long start = pause();
    plain.write(bytes);
    plain.force(false);
    seen.add(begin, start, System.nanoTime());
    newest = store.append(frame).number();
  }

  private void append(SqliteFrameStore store, long begin, Seen seen) throws IOException {
    waitForFollowers(store);
    Frame frame = next();
    long start = pause();
    newest = store.append(frame).number();
    seen.add(begin, start, System.nanoTime());
  }

  private static long id(PointId point) {
    return Math.floorMod(point.hashCode(), 100);
  }

  private static long pause() {
    long until = System.nanoTime() + PAUSE_NS;
    long now = System.nanoTime();
    while (now < until) {
      LockSupport.parkNanos(until - now);
      now = System.nanoTime();
    }
    return now;
  }

  /** What an uplink does whose platform answers at once. */
  private boolean follow(SqliteFrameStore store, String uplink)
      throws IOException, InterruptedException {
    long at = store.settled(uplink);
    while (!ended) {
      List<Settlement> settlements = new ArrayList<>();
      for (StoredFrame stored : store.after(at, 500, Duration.ofMillis(100))) {
        at = stored.number();
        Instant answered = stored.frame().time().plusMillis(200 + at * 37 % 100);
        String request = Long.toString(answered.toEpochMilli() << 22 | at & 0xfff);
        Delivery delivery =
            new Delivery(Delivery.Outcome.ACKNOWLEDGED, 1, answered, request, "2", "");
        settlements.add(new Settlement(at, 1, delivery));
      }
      if (!settlements.isEmpty()) {
        store.settle(uplink, settlements, at);
      }
    }
    return true;
  }

  private void waitForFollowers(SqliteFrameStore store) throws IOException {
    for (String uplink : UPLINKS) {
      while (store.settled(uplink) < newest) {
        pause();
      }
    }
  }

  private void report(List<Round> rounds, List<Figure> figures, List<Plot> plots) {
    int sealed = rounds.stream().mapToInt(round -> round.sealing.ms.size()).sum();
    String each =
        scale.ticks() / 2 + " appends a round, three uplinks settle each before the next; ";
    figures.add(
        new Figure(
            "append.p50",
            "durable append, 100 points, p50",
            each
                + "raw: write + FileChannel.force(false) of such a frame, in as many ticks between",
            "ms",
            rounds.stream().map(round -> round.quiet.quantile(0.5)).toList(),
            rounds.stream().map(round -> round.raw.quantile(0.5)).toList(),
            BAR));
    figures.add(
        new Figure(
            "append.p99",
            "durable append, 100 points, p99",
            each + "raw: p99 of the plain file",
            "ms",
            rounds.stream().map(round -> round.quiet.quantile(0.99)).toList(),
            rounds.stream().map(round -> round.raw.quantile(0.99)).toList(),
            Figure.NO_BAR));
    figures.add(
        new Figure(
            "append.sealing.p99",
            "append while hours are sealed, p99",
            sealed + " appends in all, hour after hour is sealed beside them; raw: p99 without",
            "ms",
            rounds.stream().map(round -> round.sealing.quantile(0.99)).toList(),
            rounds.stream().map(round -> round.quiet.quantile(0.99)).toList(),
            SEALING_BAR));
    figures.add(
        Figure.of(
            "append.sealing.most",
            "append while hours are sealed, longest",
            "the longest of each round",
            "ms",
            rounds.stream().map(round -> round.sealing.quantile(1)).toList(),
            Figure.NO_BAR));
    figures.add(
        Figure.of(
            "seal",
            "sealing an hour of 100 points at 1 Hz",
            "what became of it at three uplinks included, while appending goes on",
            "ms",
            rounds.stream().map(round -> round.sealingMs / round.units).toList(),
            Figure.NO_BAR));
    plots.add(plot(rounds.get(rounds.size() - 1)));
  }

  private static Plot plot(Round round) {
    double begin = round.sealing.seconds.get(0);
    double end = round.sealing.seconds.get(round.sealing.seconds.size() - 1);
    return new Plot.Dots(
        "Appending, the last round",
        "ms",
        List.of(series("plain file", round.raw), series("store", round.quiet, round.sealing)),
        List.of(new Plot.Span(begin, end)),
        "hours are being sealed");
  }

  private static Plot.Series series(String name, Seen... parts) {
    List<Double> seconds = new ArrayList<>();
    List<Double> ms = new ArrayList<>();
    for (Seen part : parts) {
      seconds.addAll(part.seconds);
      ms.addAll(part.ms);
    }
    int first = Math.max(0, ms.size() - DOTS);
    return new Plot.Series(
        name, seconds.subList(first, seconds.size()), ms.subList(first, ms.size()));
  }
}
