package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written small comes back as it was. */
class ColumnTest {
  private static final Random RANDOM = new Random(20261121);

  private static Column comesBack(double... values) {
    Column column = Column.of(values);
    long[] bits =
        Arrays.stream(column.values(values.length))
            .mapToLong(Double::doubleToRawLongBits)
            .toArray();
    assertArrayEquals(Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray(), bits);
    return column;
  }

  private static String text(Column column) {
    return new String(Zip.inflate(column.data(), column.size()), StandardCharsets.US_ASCII);
  }

  @Test
  @DisplayName("CCER-4.2.1-03: decimals are differences of whole numbers, readable without us")
  void decimalsAreDifferencesOfWholeNumbers() {
    Column column = comesBack(1.25, 1.2, Double.NaN, 1.3, -0.01);
    assertEquals("[125,-5,null,10,-131]", text(column));
    assertEquals(2, column.scale());
    assertEquals(Column.Form.DECIMAL, column.form());
  }

  @Test
  void a32BitNumberIsWrittenWithTheFewestDecimals() {
    Column column = comesBack((float) 0.1, (float) 20.7);
    assertEquals("[1,206]", text(column));
    assertEquals(Column.Form.DECIMAL_32, column.form());
  }

  @Test
  void whatIsNoShortDecimalIsWrittenAsItIs() {
    Column column = comesBack(Math.PI, -0.0, 1e300, Double.MIN_VALUE, Double.NaN);
    assertEquals("[3.141592653589793,-0.0,1.0E300,4.9E-324,null]", text(column));
  }

  @Test
  void nothingAtAllComesBackToo() {
    comesBack();
    comesBack(Double.NaN, Double.NaN);
  }

  /** Of every size and fineness: walks, counters, noise of 32 and of 64 bits, gaps. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void everyKindOfSignalComesBackBitByBit(int kind) {
    for (int run = 0; run < 300; run++) {
      double step = Math.pow(10, RANDOM.nextInt(9) - 6);
      double[] values = new double[RANDOM.nextInt(200)];
      double last = RANDOM.nextInt(1_000_000) * step;
      for (int i = 0; i < values.length; i++) {
        last =
            switch (kind) {
              case 0 -> Math.rint((last + RANDOM.nextGaussian() * step) / step) * step;
              case 1 -> last + RANDOM.nextInt(3);
              case 2 -> (float) (RANDOM.nextGaussian() * step);
              case 3 -> RANDOM.nextGaussian() * step;
              case 4 -> Double.longBitsToDouble(RANDOM.nextLong());
              default -> RANDOM.nextInt(65536) * step;
            };
        boolean none = RANDOM.nextInt(20) == 0 || !Double.isFinite(last);
        values[i] = none ? Double.NaN : last;
        last = Double.isFinite(last) ? last : 1;
      }
      comesBack(values);
    }
  }

  @Test
  void damagedBytesAreSaidToBeSo() {
    Column column = Column.of(new double[] {1, 2, 3});
    byte[] torn = Arrays.copyOf(column.data(), column.data().length - 3);
    Column shortened = new Column(column.form(), column.scale(), column.size(), torn);
    assertThrows(IllegalArgumentException.class, () -> shortened.values(3));
    assertThrows(IllegalArgumentException.class, () -> column.values(4));
    assertThrows(IllegalArgumentException.class, () -> column.values(2));
    byte[] text = "[1,2;3]".getBytes(StandardCharsets.US_ASCII);
    assertThrows(IllegalArgumentException.class, () -> Deltas.read(text, 3));
    Column noScale = new Column(column.form(), 99, column.size(), column.data());
    assertThrows(IllegalArgumentException.class, () -> noScale.values(3));
  }

  @Test
  void differencesReachFromEndToEnd() {
    long[] numbers = {Long.MAX_VALUE, Deltas.NONE, 0, Long.MIN_VALUE + 1, -1, 1_740_240_364_527L};
    assertArrayEquals(numbers, Deltas.read(Deltas.write(numbers), numbers.length));
  }

  @Test
  void runsTellWhatIsEqualAndWhatIsEven() {
    assertEquals("[0,3,2,1]", Runs.equal(new long[] {0, 0, 0, 2}));
    assertEquals("[10,5,3,7,0,1]", Runs.even(new long[] {10, 15, 20, 7}));
    assertEquals("[]", Runs.even(new long[0]));
    for (int run = 0; run < 500; run++) {
      long[] numbers =
          LongStream.generate(() -> RANDOM.nextInt(3)).limit(RANDOM.nextInt(20)).toArray();
      assertArrayEquals(numbers, Runs.ofEqual(Runs.equal(numbers)));
      assertArrayEquals(numbers, Runs.ofEven(Runs.even(numbers)));
    }
    for (String wrong :
        new String[] {"", "[1]", "[1,2,3]x", "[1,0]", "[1,-1]", "[1,99999999999]"}) {
      assertThrows(IllegalArgumentException.class, () -> Runs.ofEqual(wrong), wrong);
    }
  }

  /** Bytes for each value of a noisy hour, as a hint; the benchmark measures a month. */
  @Test
  void anHourOfASignalTakesLittle() {
    double[] values = new double[3600];
    long walk = 5000;
    for (int i = 0; i < values.length; i++) {
      walk += RANDOM.nextInt(7) - 3;
      values[i] = walk / 100.0;
    }
    assertTrue(comesBack(values).data().length < 3600);
  }
}
