package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.StoredFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames that are turned round come back as they were. */
class UnitTest {
  private static final Instant HOUR = Instant.parse("2026-11-21T10:00:00Z");

  private final Unit.Builder builder = new Unit.Builder();

  private static StoredFrame frame(long number, Instant time, long table, String... points) {
    List<Sample> samples = new ArrayList<>();
    for (String point : points) {
      samples.add(new Sample(new PointId(point), number + 0.5, Quality.GOOD));
    }
    return new StoredFrame(number, new Frame(time, table, ClockTrust.NOT_CHECKED, samples));
  }

  private Unit unit() {
    return builder.build().orElseThrow();
  }

  /** CCER-4.2.1-01: number, time, table, clock state, quality and value, whatever was due. */
  @Test
  void everyFrameComesBackWithAllThatItHad() {
    Random random = new Random(7);
    List<StoredFrame> frames = new ArrayList<>();
    long number = 1000;
    for (int second = 0; second < 600; second++) {
      List<Sample> samples = new ArrayList<>();
      for (int point = 0; point < 20; point++) {
        if (second % (1 + point % 5) == 0) { // a period of its own
          Quality quality = Quality.values()[random.nextInt(Quality.values().length)];
          samples.add(
              quality.measured()
                  ? new Sample(new PointId("FOCH%03d".formatted(point)), point / 8.0, quality)
                  : Sample.missing(new PointId("FOCH%03d".formatted(point)), quality));
        }
      }
      number += 1 + random.nextInt(20) / 19; // numbers may have holes
      ClockTrust clock = ClockTrust.values()[random.nextInt(ClockTrust.values().length)];
      StoredFrame stored =
          new StoredFrame(number, new Frame(HOUR.plusSeconds(second), 3, clock, samples));
      frames.add(stored);
      assertTrue(builder.add(stored));
    }
    assertEquals(frames, unit().frames(0, Integer.MAX_VALUE));
    assertEquals(frames.subList(300, 320), unit().frames(frames.get(299).number(), 20));
    assertEquals(List.of(), unit().frames(number, 10));
    assertEquals(
        frames.stream().mapToLong(f -> f.frame().samples().size()).sum(), unit().samples());
  }

  @Test
  void aUnitEndsWithTheHourTheTableAndTheOrderOfTime() {
    assertTrue(builder.add(frame(1, HOUR.plusSeconds(3598), 1, "A")));
    assertFalse(builder.add(frame(2, HOUR.plusSeconds(3600), 1, "A")), "the next hour");
    assertFalse(builder.add(frame(2, HOUR.plusSeconds(3599), 2, "A")), "another table");
    assertFalse(builder.add(frame(2, HOUR.plusSeconds(3598), 1, "A")), "the same second again");
    assertTrue(builder.add(frame(2, HOUR.plusSeconds(3599), 1, "A")));
    assertEquals(List.of(1L, 2L), List.of(unit().first(), unit().last()));
  }

  /** A point that is due for the first time in the middle of an hour keeps its place. */
  @Test
  void theOrderOfThePointsIsKept() {
    StoredFrame first = frame(1, HOUR, 1, "A", "C");
    StoredFrame second = frame(2, HOUR.plusSeconds(1), 1, "A", "B", "C", "D");
    StoredFrame third = frame(3, HOUR.plusSeconds(2), 1, "D");
    assertTrue(builder.add(first) && builder.add(second) && builder.add(third));
    assertFalse(builder.add(frame(4, HOUR.plusSeconds(3), 1, "E", "B", "A")));
    assertEquals(List.of(first, second, third), unit().frames(0, 10));
    assertEquals(4, unit().tracks().size());
  }

  @Test
  void ofNoFramesThereIsNoUnit() {
    assertEquals(Optional.empty(), builder.build());
  }

  @Test
  void usableValuesAreSummed() {
    assertTrue(
        builder.add(frame(1, HOUR, 1, "A")) && builder.add(frame(4, HOUR.plusSeconds(1), 1, "A")));
    assertEquals(new Unit.Sum(2, 1.5, 4.5, 6), unit().tracks().get(0).sum());
  }

  /** Who changes a file must be told so, not make the reader stumble. */
  @Test
  void partsThatDoNotFitTogetherAreNoUnit() {
    PointId point = new PointId("A");
    long[] two = {0, 1};
    assertThrows(
        IllegalArgumentException.class,
        () -> new Unit.Track(point, two, new long[] {0}, new double[] {1, 2}));
    Unit.Track beyond = new Unit.Track(point, new long[] {2}, new long[] {0}, new double[] {1});
    assertThrows(IllegalArgumentException.class, () -> new Unit(1, two, two, two, List.of(beyond)));
    assertThrows(
        IllegalArgumentException.class, () -> new Unit(1, two, new long[] {0}, two, List.of()));
  }
}
