package io.firedamp.shell;

import io.firedamp.shell.Ink.Tone;
import io.firedamp.store.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A curve in a terminal: a column for each bucket, with its mean in half blocks and the band from
 * its lowest to its highest value behind that. A bucket without a usable value leaves its column
 * blank, down to the axis; one that lacks some of them has a broken axis.
 */
final class Chart {
  /** Odd, so that one of them is in the middle. */
  private static final int ROWS = 11;

  private static final int LEVELS = 2 * ROWS;
  private static final int WIDEST_LABEL = 14;
  private static final int AXIS = 2;

  /** A sample comes up to a tick late or early; fewer to a bucket would show gaps of no meaning. */
  private static final int FEWEST_SAMPLES = 2;

  private static final char BAND = '░';
  private static final char BLANK = ' ';

  private final List<Bucket> buckets;
  private final int decimals;
  private final double low;
  private final double high;

  private Chart(List<Bucket> buckets, int decimals, double low, double high) {
    this.buckets = buckets;
    this.decimals = decimals;
    // a curve that does not move lies in the middle
    double margin = low < high ? 0 : Math.max(Math.pow(10, -decimals), Math.ulp(high));
    this.low = low - margin;
    this.high = high + margin;
  }

  /** How many buckets such a chart can show: at the most as many as it has columns. */
  static int parts(int width, Duration period, Duration span) {
    long samples = span.toMillis() / Math.max(1, period.toMillis());
    return (int) Math.max(1, Math.min(width - WIDEST_LABEL - AXIS, samples / FEWEST_SAMPLES));
  }

  /**
   * The lines, none wider than {@code width}, times below them; none if no bucket has a value.
   *
   * @param buckets so many as {@link #parts} says
   */
  static List<String> lines(
      List<Bucket> buckets, int decimals, Instant from, Instant to, Ink ink, int width) {
    List<Bucket> usable = buckets.stream().filter(bucket -> bucket.usable() > 0).toList();
    if (usable.isEmpty()) {
      return List.of();
    }
    double low = usable.stream().mapToDouble(Bucket::low).min().orElseThrow();
    double high = usable.stream().mapToDouble(Bucket::high).max().orElseThrow();
    return new Chart(buckets, decimals, low, high).lines(from, to, ink, width);
  }

  private List<String> lines(Instant from, Instant to, Ink ink, int width) {
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      labels.add(label(row));
    }
    int label = labels.stream().mapToInt(Cells::width).max().orElseThrow();
    int columns = Math.max(1, width - label - AXIS);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      String tick = labels.get(row).isEmpty() ? " │" : " ┤";
      lines.add(Cells.right(labels.get(row), label) + tick + row(row, columns, ink));
    }
    StringBuilder axis = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      axis.append(axis(bucket(column, columns)));
    }
    String margin = " ".repeat(label + AXIS);
    lines.add((" ".repeat(label) + " └" + axis).stripTrailing());
    String begin = Wording.time(from);
    String end = Wording.time(to);
    lines.add(
        ink.paint(
            Tone.QUIET,
            Cells.cut(
                margin + begin + " " + Cells.right(end, columns - begin.length() - 1), width)));
    return lines;
  }

  /** The scale's ends and its middle are labelled. */
  private String label(int row) {
    return switch (row) {
      case 0 -> Wording.value(high, decimals);
      case ROWS / 2 -> Wording.value(low + (high - low) / 2, decimals);
      case ROWS - 1 -> Wording.value(low, decimals);
      default -> "";
    };
  }

  private Bucket bucket(int column, int columns) {
    return buckets.get((int) ((long) column * buckets.size() / columns));
  }

  private String row(int row, int columns, Ink ink) {
    StringBuilder line = new StringBuilder();
    StringBuilder alike = new StringBuilder();
    Tone tone = Tone.NORMAL;
    for (int column = 0; column < columns; column++) {
      char sign = sign(bucket(column, columns), row);
      Tone next = sign == BLANK ? Tone.NORMAL : sign == BAND ? Tone.QUIET : Tone.GOOD;
      if (next != tone) {
        line.append(ink.paint(tone, alike.toString()));
        alike.setLength(0);
        tone = next;
      }
      alike.append(sign);
    }
    return line.append(ink.paint(tone, alike.toString())).toString().stripTrailing();
  }

  /** A cell has two levels. */
  private char sign(Bucket bucket, int row) {
    if (bucket.usable() == 0) {
      return BLANK;
    }
    int upper = LEVELS - 1 - 2 * row;
    int mean = level(bucket.mean());
    if (mean == upper) {
      return '▀';
    }
    if (mean == upper - 1) {
      return '▄';
    }
    return level(bucket.low()) <= upper && level(bucket.high()) >= upper - 1 ? BAND : BLANK;
  }

  private int level(double value) {
    return (int) Math.min(LEVELS - 1, (value - low) / (high - low) * LEVELS);
  }

  private static char axis(Bucket bucket) {
    if (bucket.usable() == 0) {
      return BLANK;
    }
    return bucket.usable() < bucket.due() ? '╌' : '─';
  }
}
