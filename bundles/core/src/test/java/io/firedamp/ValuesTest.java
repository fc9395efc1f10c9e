package io.firedamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Reading;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final PointId FOCH = new PointId("FOCH001");
  private static final Instant TICK = Instant.parse("2025-07-30T00:12:01Z");

  @Test
  void aSampleCannotClaimToBeGoodWithoutAValue() {
    assertThrows(IllegalArgumentException.class, () -> new Sample(FOCH, Double.NaN, Quality.GOOD));
    assertThrows(IllegalArgumentException.class, () -> new Sample(FOCH, 0, Quality.NO_ANSWER));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sample(FOCH, Double.POSITIVE_INFINITY, Quality.DEVICE_FAULT));
  }

  @Test
  void aFloatIsWidenedByItsShortestDecimalText() {
    assertEquals(0.145, Reading.of(FOCH, 0.145f, TICK).raw());
    assertEquals(Quality.DEVICE_FAULT, Reading.of(FOCH, Float.NaN, TICK).quality());
    assertEquals(Quality.DEVICE_FAULT, Reading.of(FOCH, Double.NEGATIVE_INFINITY, TICK).quality());
  }

  @Test
  void aWholeNumberBeyondALongStaysExact() {
    BigInteger large = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    assertEquals(large, Reading.of(FOCH, large, TICK).raw());
    assertEquals(5L, Reading.of(FOCH, BigInteger.valueOf(5), TICK).raw());
  }

  @Test
  void codesThatTheStoreKeepsAreUniqueAndLeadBack() {
    assertEquals(
        Quality.values().length, Stream.of(Quality.values()).map(Quality::code).distinct().count());
    for (Quality quality : Quality.values()) {
      assertEquals(quality, Quality.of(quality.code()));
    }
    for (ClockTrust trust : ClockTrust.values()) {
      assertEquals(trust, ClockTrust.of(trust.code()));
    }
  }

  @Test
  void aFrameIsInWholeMilliseconds() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Frame(TICK.plusNanos(1), 1, ClockTrust.NOT_CHECKED, List.of()));
  }

  @Test
  void aPointOfAFurtherProjectCarriesItsName() {
    assertEquals("FOCH001", PointId.of("", "FOCH001").value());
    PointId other = PointId.of("north", "FOCH001");
    assertEquals("north", other.project());
    assertEquals("FOCH001", other.code());
    assertThrows(IllegalArgumentException.class, () -> new PointId("FOCH 001"));
    assertThrows(IllegalArgumentException.class, () -> new PointId(":FOCH001"));
  }
}
