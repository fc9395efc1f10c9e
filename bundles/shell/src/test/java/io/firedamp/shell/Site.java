package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.buffer.Seals;
import io.firedamp.buffer.SqliteFrameStore;
import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.testkit.ManualClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * A gateway's real memory of a few hours around midnight in China, at the turn of a month. Three of
 * them are sealed.
 *
 * <p>FOCH001 has two decimals and every quality, FONP002 of the project 二号 all bits of a double,
 * FOCH003 float32 and half the pace.
 */
final class Site {
  static final Instant START = Instant.parse("2026-10-31T14:00:00Z");
  static final Instant END = START.plus(Duration.ofMinutes(190));
  static final int TICK_S = 10;
  static final PointId DECIMAL = new PointId("FOCH001");
  static final PointId DOUBLE = new PointId("二号:FONP002");
  static final PointId FLOAT = new PointId("FOCH003");

  private static final Duration SEALED = Duration.ofHours(3);

  private Site() {}

  /** The store in the folder {@code history} of a gateway's folder. */
  static SqliteFrameStore open(Path base) {
    BundleContext bundle =
        Samples.fake(
            BundleContext.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getProperty" ->
                      base.resolve("karaf.data".equals(arguments[0]) ? "data" : "").toString();
                  case "getDataFile" -> new File(base.toFile(), "data/" + arguments[0]);
                  default -> null;
                });
    return new SqliteFrameStore(bundle, new ManualClock(END), Map.of());
  }

  /** Fills an empty store, and seals what is over; the frames are returned. */
  static List<Frame> fill(SqliteFrameStore store) throws IOException {
    List<Frame> frames = new ArrayList<>();
    for (Instant time = START; time.isBefore(END); time = time.plusSeconds(pace(time))) {
      Frame frame = frame(time);
      store.append(frame);
      frames.add(frame);
    }
    assertEquals(3, Seals.due(store));
    return frames;
  }

  /** Quick in the hour that is not over: what is sealed lies some hundred frames back. */
  private static int pace(Instant time) {
    return time.isBefore(START.plus(SEALED)) ? TICK_S : 1;
  }

  private static Frame frame(Instant time) {
    long tick = time.getEpochSecond() / pace(time);
    List<Sample> samples = new ArrayList<>();
    Quality quality = Quality.values()[tick % 7 == 3 ? (int) (tick / 7 % 8) : 0];
    samples.add(
        quality.measured()
            ? new Sample(DECIMAL, 100 + Math.floorMod(tick * 37, 1000) / 100.0, quality)
            : Sample.missing(DECIMAL, quality));
    samples.add(new Sample(DOUBLE, Math.sin(tick), Quality.GOOD));
    if (tick % 2 == 0) {
      samples.add(new Sample(FLOAT, (float) Math.cos(tick), Quality.GOOD));
    }
    return new Frame(time, 1, ClockTrust.SYNCHRONISED, samples);
  }

  /** What a frame has of a point. */
  static Optional<Sample> sample(Frame frame, PointId point) {
    return frame.samples().stream().filter(sample -> sample.point().equals(point)).findFirst();
  }
}
