package io.firedamp.buffer;

import java.util.Arrays;

/**
 * Whole numbers as a JSON array of differences, {@code [1000,-2,null,5]}: the first number, then
 * what is added to the last one that there was; null where there is none.
 */
final class Deltas {
  /** No number. */
  static final long NONE = Long.MIN_VALUE;

  private static final int LONGEST = 21; // sign, 19 digits, comma
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private Deltas() {}

  /**
   * Writes them.
   *
   * @param numbers their differences must be numbers of 64 bits; {@link #NONE} for none
   */
  static byte[] write(long[] numbers) {
    byte[] text = new byte[2 + numbers.length * LONGEST];
    int at = 0;
    text[at++] = '[';
    long last = 0;
    for (long number : numbers) {
      if (at > 1) {
        text[at++] = ',';
      }
      if (number == NONE) {
        System.arraycopy(NULL, 0, text, at, NULL.length);
        at += NULL.length;
      } else {
        at = write(number - last, text, at);
        last = number;
      }
    }
    text[at++] = ']';
    return Arrays.copyOf(text, at);
  }

  private static int write(long number, byte[] text, int from) {
    int at = from;
    if (number < 0) {
      text[at++] = '-';
    }
    int digits = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int digit = at + digits - 1; digit >= at; digit--) {
      text[digit] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    return at + digits;
  }

  /**
   * Reads them.
   *
   * @param count how many there are
   * @throws IllegalArgumentException if the text is not such an array of so many numbers
   */
  static long[] read(byte[] text, int count) {
    long[] numbers = new long[count];
    int at = 1;
    long last = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0 && at(text, at++) != ',') {
        throw torn(at);
      }
      int sign = at(text, at);
      if (sign == 'n') {
        numbers[i] = NONE;
        at += NULL.length;
        continue;
      }
      if (sign == '-') {
        at++;
      }
      long number = 0;
      int first = at;
      for (int digit = at(text, at); digit >= '0' && digit <= '9'; digit = at(text, ++at)) {
        number = number * 10 + digit - '0';
      }
      if (at == first) {
        throw torn(at);
      }
      last += sign == '-' ? -number : number;
      numbers[i] = last;
    }
    if (at != text.length - 1 || text[0] != '[' || text[at] != ']') {
      throw torn(at);
    }
    return numbers;
  }

  private static int at(byte[] text, int at) {
    if (at >= text.length) {
      throw torn(at);
    }
    return text[at];
  }

  private static IllegalArgumentException torn(int at) {
    return new IllegalArgumentException("no array of differences: byte " + at);
  }
}
