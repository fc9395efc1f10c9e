package io.firedamp.buffer;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Points of a plant that are not there, always the same for the same seed. Bad stretches of some
 * minutes come about once in a point and day. One thread.
 */
final class Signals {
  /** What a point is like. Amplitudes are in units of the last decimal, for each tick. */
  enum Kind {
    /** A flow, a pressure: goes its way in steps of normal distribution, sigma 10. */
    WALK,
    /** A total: grows by 20, sigma 4. */
    COUNTER,
    /** A setting: changes about twice a day. */
    CONSTANT,
    /** A content of gas: sigma 5 about a mean that walks with sigma 0.5. */
    GAS,
    /** A float32 of which every bit is noise. */
    NOISE
  }

  private static final List<Kind> MIXTURE = mixture();
  private static final double[] POWERS = {1, 10, 100, 1000};
  private static final double BAD_BEGINS = 1e-5;
  private static final int BAD_TICKS = 120;

  private final List<Signal> signals;

  private Signals(List<Signal> signals) {
    this.signals = signals;
  }

  /** In hundred points 40 walks, 20 counters, 15 constants and 25 contents of gas. */
  private static List<Kind> mixture() {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      kinds.add(Kind.WALK);
      kinds.add(i < 15 ? Kind.CONSTANT : Kind.GAS);
      kinds.add(Kind.COUNTER);
      kinds.add(Kind.WALK);
      kinds.add(Kind.GAS);
    }
    return kinds;
  }

  /** Points as a plant has them, of two and three decimals. */
  static Signals plant(int points, long seed) {
    return of(IntStream.range(0, points).mapToObj(i -> MIXTURE.get(i % 100)).toList(), seed);
  }

  /** Points that nothing can make small. */
  static Signals noise(int points, long seed) {
    return of(IntStream.range(0, points).mapToObj(i -> Kind.NOISE).toList(), seed);
  }

  private static Signals of(List<Kind> kinds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Signals(
        IntStream.range(0, kinds.size())
            .mapToObj(i -> new Signal(point(kinds.get(i), i), kinds.get(i), 2 + i % 2, random))
            .toList());
  }

  private static PointId point(Kind kind, int number) {
    return new PointId(kind + "-" + number);
  }

  List<PointId> points() {
    return signals.stream().map(signal -> signal.point).toList();
  }

  /** The next tick. */
  Frame frame(Instant time) {
    List<Sample> samples = new ArrayList<>(signals.size());
    for (Signal signal : signals) {
      signal.tick();
      samples.add(new Sample(signal.point, signal.value(), signal.quality));
    }
    return new Frame(time, 1, ClockTrust.SYNCHRONISED, samples);
  }

  /** The ticks of an hour. */
  Unit unit(long first, Instant hour, int stepS) {
    int count = 3600 / stepS;
    List<Unit.Track> tracks = new ArrayList<>();
    for (Signal signal : signals) {
      long[] qualities = new long[count];
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        signal.tick();
        qualities[i] = signal.quality.code();
        values[i] = signal.value();
      }
      long[] at = IntStream.range(0, count).asLongStream().toArray();
      tracks.add(new Unit.Track(signal.point, at, qualities, values));
    }
    long begin = hour.toEpochMilli();
    return new Unit(
        1,
        IntStream.range(0, count).mapToLong(i -> first + i).toArray(),
        IntStream.range(0, count).mapToLong(i -> begin + i * 1000L * stepS).toArray(),
        IntStream.range(0, count).mapToLong(i -> ClockTrust.SYNCHRONISED.code()).toArray(),
        tracks);
  }

  /** One of them. */
  private static final class Signal {
    private final PointId point;
    private final Kind kind;
    private final int decimals;
    private final SplittableRandom random;
    private Quality quality = Quality.GOOD;
    private int badTicks;
    private double mean;
    private long whole;
    private double noise;

    Signal(PointId point, Kind kind, int decimals, SplittableRandom seeds) {
      this.point = point;
      this.kind = kind;
      this.decimals = decimals;
      this.random = seeds.split();
      this.mean = random.nextInt(1000, 100_000);
      this.whole = Math.round(mean);
    }

    void tick() {
      switch (kind) {
        case WALK -> whole += Math.round(10 * random.nextGaussian());
        case COUNTER -> whole += Math.max(0, Math.round(20 + 4 * random.nextGaussian()));
        case CONSTANT -> whole = random.nextInt(40_000) == 0 ? random.nextInt(100_000) : whole;
        case GAS -> {
          mean += 0.5 * random.nextGaussian();
          whole = Math.round(mean + 5 * random.nextGaussian());
        }
        case NOISE -> noise = (float) (50 + 10 * random.nextGaussian());
      }
      if (badTicks > 0) {
        badTicks--;
      } else if (random.nextDouble() < BAD_BEGINS) {
        badTicks = random.nextInt(BAD_TICKS * 2);
        quality = random.nextBoolean() ? Quality.NO_ANSWER : Quality.OUT_OF_RANGE;
      } else {
        quality = Quality.GOOD;
      }
    }

    double value() {
      if (!quality.measured()) {
        return Double.NaN;
      }
      return kind == Kind.NOISE ? noise : whole / POWERS[decimals];
    }
  }
}
