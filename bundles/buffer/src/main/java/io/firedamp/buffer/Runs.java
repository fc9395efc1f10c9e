package io.firedamp.buffer;

import java.util.Arrays;

/**
 * Numbers that hardly change, or change evenly, in a few words that people and {@code json_each}
 * read: a JSON array of integers.
 */
final class Runs {
  private Runs() {}

  /** Value and count, value and count: {@code [0,3600]}. */
  static String equal(long[] values) {
    Text text = new Text();
    for (int from = 0, to; from < values.length; from = to) {
      to = from + 1;
      while (to < values.length && values[to] == values[from]) {
        to++;
      }
      text.add(values[from]).add(to - from);
    }
    return text.toString();
  }

  /**
   * The numbers that {@link #equal} wrote.
   *
   * @throws IllegalArgumentException if that cannot be
   */
  static long[] ofEqual(String text) {
    long[] words = words(text, 2);
    long[] values = new long[size(words, 2)];
    int at = 0;
    for (int word = 0; word < words.length; word += 2) {
      int end = at + (int) words[word + 1];
      Arrays.fill(values, at, end, words[word]);
      at = end;
    }
    return values;
  }

  /** Start, step and count, and so on: {@code [1763690400000,1000,3600]}. */
  static String even(long[] values) {
    Text text = new Text();
    for (int from = 0, to; from < values.length; from = to) {
      long step = from + 1 < values.length ? values[from + 1] - values[from] : 0;
      to = from + 1;
      while (to < values.length && values[to] - values[to - 1] == step) {
        to++;
      }
      text.add(values[from]).add(step).add(to - from);
    }
    return text.toString();
  }

  /**
   * The numbers that {@link #even} wrote.
   *
   * @throws IllegalArgumentException if that cannot be
   */
  static long[] ofEven(String text) {
    long[] words = words(text, 3);
    long[] values = new long[size(words, 3)];
    int at = 0;
    for (int word = 0; word < words.length; word += 3) {
      for (long i = 0; i < words[word + 2]; i++) {
        values[at++] = words[word] + i * words[word + 1];
      }
    }
    return values;
  }

  private static long[] words(String text, int group) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("no array: " + text);
    }
    String inside = text.substring(1, text.length() - 1);
    long[] words =
        inside.isEmpty()
            ? new long[0]
            : Arrays.stream(inside.split(",", -1)).mapToLong(Long::parseLong).toArray();
    if (words.length % group != 0) {
      throw new IllegalArgumentException("not in groups of " + group + ": " + text);
    }
    return words;
  }

  private static int size(long[] words, int group) {
    long size = 0;
    for (int word = group - 1; word < words.length; word += group) {
      if (words[word] < 1 || size > Integer.MAX_VALUE - words[word]) {
        throw new IllegalArgumentException("a count of " + words[word]);
      }
      size += words[word];
    }
    return (int) size;
  }

  /** An array in the making. */
  private static final class Text {
    private final StringBuilder text = new StringBuilder("[");

    Text add(long number) {
      if (text.length() > 1) {
        text.append(',');
      }
      text.append(number);
      return this;
    }

    @Override
    public String toString() {
      return text + "]";
    }
  }
}
