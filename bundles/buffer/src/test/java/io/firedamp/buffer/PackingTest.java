package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static final PointId POINT = new PointId("FONP001");
  private static final List<Sample> SAMPLES =
      List.of(new Sample(POINT, 1.5, Quality.GOOD), Sample.missing(POINT, Quality.NO_ANSWER));

  @Test
  void theBytesAreAsDocumented() {
    assertArrayEquals(
        HexFormat.of().parseHex("ac02" + "00" + "3ff8000000000000" + "ac02" + "03"),
        Packing.pack(SAMPLES, point -> 300));
  }

  @Test
  void idsOfEveryLengthComeBack() {
    for (long id : new long[] {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      byte[] packed = Packing.pack(SAMPLES, point -> id);
      List<Sample> back =
          Packing.unpack(
              packed,
              found -> {
                assertEquals(id, found);
                return POINT;
              });
      assertEquals(SAMPLES, back);
    }
  }

  @Test
  void tornBytesAreRefusedWhereverTheyEndWithinASample() {
    byte[] packed = Packing.pack(SAMPLES, point -> 300);
    for (int length = 1; length < packed.length; length++) {
      if (length != 11) { // there the first sample ends
        byte[] torn = Arrays.copyOf(packed, length);
        assertThrows(
            IllegalArgumentException.class, () -> Packing.unpack(torn, id -> POINT), "" + length);
      }
    }
  }
}
