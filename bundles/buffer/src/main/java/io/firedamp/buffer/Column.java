package io.firedamp.buffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of a point in a stretch of time, small and still readable without us: zlib over a JSON
 * array. Every value comes back bit by bit.
 *
 * @param form how it is written
 * @param scale decimals of the whole numbers; 0 in {@link Form#TEXT}
 * @param size bytes of the array
 * @param data the array, zlib
 */
record Column(Form form, int scale, int size, byte[] data) {
  /** How values are written. The code is what the file keeps; codes are never reused. */
  enum Form {
    /** {@link Deltas} of value × 10^scale. */
    DECIMAL(0),
    /** The same, of the shortest decimals that make the same number of 32 bits. */
    DECIMAL_32(1),
    /** The values themselves. */
    TEXT(2);

    private final int code;

    Form(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException if there is none
     */
    static Form of(int code) {
      return Arrays.stream(values())
          .filter(form -> form.code == code)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no form has the code " + code));
    }
  }

  /** Whole numbers up to here are exact, and so is a number of so many decimals. */
  private static final double EXACT = 1L << 53;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /**
   * Writes values.
   *
   * @param values finite, or NaN for none
   */
  static Column of(double[] values) {
    for (Form form : new Form[] {Form.DECIMAL, Form.DECIMAL_32}) {
      int scale = scale(values, form);
      if (scale < POWERS.length) {
        long[] whole = new long[values.length];
        for (int i = 0; i < values.length; i++) {
          whole[i] =
              Double.isNaN(values[i]) ? Deltas.NONE : (long) Math.rint(values[i] * POWERS[scale]);
        }
        return zipped(form, scale, Deltas.write(whole));
      }
    }
    StringBuilder text = new StringBuilder("[");
    for (double value : values) {
      text.append(text.length() > 1 ? "," : "").append(Double.isNaN(value) ? "null" : value);
    }
    return zipped(Form.TEXT, 0, text.append(']').toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static Column zipped(Form form, int scale, byte[] text) {
    return new Column(form, scale, text.length, Zip.deflate(text, text.length));
  }

  /** The fewest decimals with which every value comes back; too many if it takes too many. */
  private static int scale(double[] values, Form form) {
    int scale = 0;
    for (double value : values) {
      while (scale < POWERS.length && !Double.isNaN(value) && !survives(value, scale, form)) {
        scale++;
      }
    }
    for (double value : values) { // what comes back with few decimals might not with many
      if (scale < POWERS.length && !Double.isNaN(value) && !survives(value, scale, form)) {
        return POWERS.length;
      }
    }
    return scale;
  }

  private static boolean survives(double value, int scale, Form form) {
    double whole = Math.rint(value * POWERS[scale]);
    return Math.abs(whole) < EXACT
        && Double.doubleToLongBits(value(form, (long) whole, scale))
            == Double.doubleToLongBits(value);
  }

  /** Division of two exact numbers: the double that is nearest to the decimal. */
  private static double value(Form form, long whole, int scale) {
    double value = whole / POWERS[scale];
    return form == Form.DECIMAL_32 ? (float) value : value;
  }

  /**
   * The values.
   *
   * @param count how many there are
   * @throws IllegalArgumentException if the bytes are not those of such a column
   */
  double[] values(int count) {
    byte[] text = Zip.inflate(data, size);
    double[] values = new double[count];
    if (form == Form.TEXT) {
      String[] words = new String(text, 1, size - 2, StandardCharsets.US_ASCII).split(",");
      if (words.length != count) {
        throw new IllegalArgumentException(words.length + " values instead of " + count);
      }
      for (int i = 0; i < count; i++) {
        values[i] = words[i].equals("null") ? Double.NaN : Double.parseDouble(words[i]);
      }
      return values;
    }
    if (scale < 0 || scale >= POWERS.length) {
      throw new IllegalArgumentException("a scale of " + scale);
    }
    long[] whole = Deltas.read(text, count);
    for (int i = 0; i < count; i++) {
      values[i] = whole[i] == Deltas.NONE ? Double.NaN : value(form, whole[i], scale);
    }
    return values;
  }
}
