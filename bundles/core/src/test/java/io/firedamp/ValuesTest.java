package io.firedamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
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
  @DisplayName("CCER-7.2-02: no float has more decimals than it needs, and each comes back")
  void everyFloatComesBackFromItsShortestDecimals() {
    Random random = new Random(20261121);
    for (int i = 0; i < 1_000_000; i++) {
      float raw =
          i % 2 == 0
              ? Float.intBitsToFloat(random.nextInt())
              : random.nextInt(2_000_000_000) / (float) Math.pow(10, random.nextInt(9));
      if (Float.isFinite(raw)) {
        double wide = (Double) Reading.of(FOCH, raw, TICK).raw();
        assertEquals(raw, (float) wide);
        String text = Float.toString(raw); // which is not always the shortest (JDK-4511638)
        assertTrue(
            wide == Double.parseDouble(text) || Double.toString(wide).length() < text.length(),
            text + " became " + wide);
      }
    }
    assertEquals(-0.0, Reading.of(FOCH, -0.0f, TICK).raw());
  }

  @Test
  @DisplayName("CCER-7.2-02: bytes become the number that the row's type and order say")
  void bytesBecomeNumbers() {
    byte[] bytes = {
      0x42, (byte) 0xF6, (byte) 0xE9, 0x79, 0, 0, 0, 0, 0x12, 0x34, (byte) 0xFF, 0x0A
    };
    assertEquals(123.456, number(ValueType.FLOAT32, WordOrder.ABCD.bits(bytes, 0, 4)));
    assertEquals(0xE97942F6L, number(ValueType.UINT32, WordOrder.CDAB.bits(bytes, 0, 4)));
    assertEquals(0xF64279E9L, number(ValueType.UINT32, WordOrder.BADC.bits(bytes, 0, 4)));
    assertEquals(0x79E9F642L, number(ValueType.UINT32, WordOrder.DCBA.bits(bytes, 0, 4)));
    assertEquals(0x79E9F642L, number(ValueType.INT64, WordOrder.DCBA.bits(bytes, 0, 8)));
    assertEquals(0x42F6E979L << 32, number(ValueType.INT64, WordOrder.ABCD.bits(bytes, 0, 8)));
    assertEquals(0xE97942F6L, number(ValueType.INT64, WordOrder.CDAB.bits(bytes, 0, 8)));
    assertEquals(0xF642L, number(ValueType.UINT16, WordOrder.DCBA.bits(bytes, 0, 2)));
    assertEquals(-10L, number(ValueType.INT16, 0xFFF6));
    assertEquals(-2L, number(ValueType.INT32, 0xFFFF_FFFEL));
    assertEquals(new BigInteger("18446744073709551615"), number(ValueType.UINT64, -1));
    assertEquals(1234L, number(ValueType.BCD16, WordOrder.ABCD.bits(bytes, 8, 2)));
    assertEquals(
        Quality.DEVICE_FAULT,
        Reading.of(FOCH, ValueType.BCD16, WordOrder.ABCD.bits(bytes, 10, 2), TICK).quality());
    assertEquals(1L, number(ValueType.BOOL, WordOrder.ABCD.bits(new byte[] {3}, 0, 1)));
  }

  private static Number number(ValueType type, long bits) {
    return Reading.of(FOCH, type, bits, TICK).raw();
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

  @Test
  @DisplayName("CCER-7.1-02: what is another instrument, and what is only read otherwise")
  void aDefaultThatIsWrittenOutIsNoOtherInstrument() {
    Map<String, String> model = Map.of("model", "VF-1", "address", "holding:0");
    Map<String, String> spelt =
        Map.of(
            "model", "VF-1", "address", "holding:8", "unit", "Nm3/h", "flag", "1", "decimals", "3");
    assertEquals(flow(model).information(), flow(spelt).information());
    assertNotEquals(flow(model).information(), flow(Map.of("model", "VF-2")).information());
  }

  private static Point flow(Map<String, String> columns) {
    return new Point(
        new PointId("FONP001"),
        Text.same("flow"),
        "a",
        true,
        3,
        "m³/h",
        Kind.INSTANTANEOUS,
        0,
        9,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        columns);
  }

  @Test
  void theLanguageIsTheOptionsThenTheSessionsThenTheProcesss() {
    assertEquals(Locale.CHINESE, Language.of(true, false, v -> "en_US", Locale.ENGLISH));
    assertEquals(Locale.ENGLISH, Language.of(false, true, v -> "zh_CN.UTF-8", Locale.CHINA));
    assertEquals(
        Locale.CHINESE,
        Language.of(false, false, v -> v.equals("LANG") ? "zh_CN.UTF-8" : null, Locale.US));
    assertEquals(
        Locale.ENGLISH, Language.of(false, false, v -> v.equals("LANG") ? "C" : "", Locale.CHINA));
    assertEquals(Locale.CHINESE, Language.of(false, false, v -> null, Locale.CHINA));
    assertEquals(Locale.ENGLISH, Language.of(false, false, v -> null, Locale.FRANCE));
  }
}
