package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScalingTest {
  private static Scaling scaling(String scale, String offset) {
    return new Scaling(new BigDecimal(scale), new BigDecimal(offset));
  }

  @Test
  @DisplayName("CCER-C-02: all 65,536 raws x {0.1, 0.01, 0.001} equal the decimal result")
  void everyRegisterValueIsScaledExactly() {
    for (String scale : List.of("0.1", "0.01", "0.001")) {
      Scaling scaling = scaling(scale, "0");
      for (long raw = -32_768; raw <= 65_535; raw++) {
        double decimal = new BigDecimal(scale).multiply(BigDecimal.valueOf(raw)).doubleValue();
        assertEquals(decimal, scaling.value(raw), raw + " x " + scale);
      }
    }
  }

  @Test
  void theShortWayAndTheDecimalWayAgreeAtAnySize() {
    Random random = new Random(212);
    for (int i = 0; i < 200_000; i++) {
      BigDecimal scale = BigDecimal.valueOf(random.nextInt(200_000) - 100_000, random.nextInt(9));
      BigDecimal offset = BigDecimal.valueOf(random.nextInt(), random.nextInt(9));
      long raw = random.nextLong() >> random.nextInt(64);
      double decimal = scale.multiply(BigDecimal.valueOf(raw)).add(offset).doubleValue();
      String what = raw + " x " + scale + " + " + offset;
      assertEquals(decimal, new Scaling(scale, offset).value(raw), what);
    }
  }

  @Test
  void aNumberBeyondLongKeepsItsDigits() {
    BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    assertEquals(1.8446744073709551615e16, scaling("0.001", "0").value(largest));
  }

  @Test
  void aFloatIsScaledByItsDecimalText() {
    assertEquals(1.45, scaling("10", "0").value(0.145));
    assertEquals(0.3, scaling("3", "0").value(0.1));
    assertEquals(0.1, scaling("1", "0").value(0.1));
    assertEquals(-40.0, scaling("1.8", "-112").value(40.0));
  }

  @Test
  void anOffsetAndAScaleOfManyPlacesAreExact() {
    assertEquals(1.005, scaling("0.001", "0").value(1005L));
    assertEquals(-272.15, scaling("0.01", "-273.15").value(100L));
    assertEquals(7e-25, scaling("1e-25", "0").value(7L));
    assertEquals(7e30, scaling("1e30", "0").value(7L));
  }
}
