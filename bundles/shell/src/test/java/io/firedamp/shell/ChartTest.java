package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.store.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("ISC-7.2.3-05: a curve in a terminal")
class ChartTest {
  private static final Instant FROM = Samples.NOW;
  private static final Instant TO = FROM.plusSeconds(3600);
  private static final Bucket EMPTY = new Bucket(FROM, 60, 0, Double.NaN, Double.NaN, Double.NaN);

  private static Bucket bucket(double low, double mean, double high) {
    return new Bucket(FROM, 60, 60, low, high, mean);
  }

  private static List<String> chart(List<Bucket> buckets, int width) {
    return Chart.lines(buckets, 1, FROM, TO, Ink.PLAIN, width);
  }

  /** What a column shows, from top to axis. */
  private static String column(List<String> chart, int column) {
    StringBuilder signs = new StringBuilder();
    for (String line : chart.subList(0, 12)) {
      signs.append(column < line.length() ? line.charAt(column) : ' ');
    }
    return signs.toString();
  }

  @Test
  void aColumnShowsMeanAndBandAndAGapIsAGap() {
    Bucket some = new Bucket(FROM, 60, 59, 10.5, 21.9, 15.5);
    List<String> chart =
        chart(List.of(bucket(0, 1.5, 4.5), EMPTY, some, bucket(22, 22, 22)), 4 + 2 + 4);
    assertEquals("        ░░▀─", column(chart, 6));
    assertEquals("            ", column(chart, 7));
    assertEquals("░░░▀░░     ╌", column(chart, 8));
    assertEquals("▀          ─", column(chart, 9));
  }

  @Test
  void theAxisHasTheHighestTheMiddleAndTheLowestValue() {
    List<String> chart = chart(List.of(bucket(-5, 0, 0), bucket(0, 100, 105)), 80);
    assertTrue(chart.get(0).startsWith("105.0 ┤"), chart.get(0));
    assertTrue(chart.get(1).startsWith("      │"), chart.get(1));
    assertTrue(chart.get(5).startsWith(" 50.0 ┤"), chart.get(5));
    assertTrue(chart.get(10).startsWith(" -5.0 ┤"), chart.get(10));
    assertTrue(chart.get(12).strip().startsWith(Wording.time(FROM)), chart.get(12));
    assertTrue(chart.get(12).endsWith(Wording.time(TO)), chart.get(12));
    assertEquals(80, Cells.width(chart.get(12)));
  }

  @Test
  void aCurveThatDoesNotMoveLiesInTheMiddle() {
    List<String> chart = chart(List.of(bucket(7, 7, 7)), 40);
    assertTrue(chart.get(0).startsWith("7.1 ┤"), chart.get(0));
    assertTrue(chart.get(5).matches("7\\.0 ┤▀+"), chart.get(5));
  }

  @Test
  void everyBucketHasAColumnAndNoLineIsTooWide() {
    for (int width : new int[] {20, 40, 80, 300}) {
      int parts = Chart.parts(width, Duration.ofSeconds(1), Duration.ofHours(1));
      assertTrue(parts >= 1 && parts <= width, width + ": " + parts);
      List<Bucket> buckets = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        double value = i == parts / 2 ? 123456.7 : i % 2;
        buckets.add(bucket(value, value, value));
      }
      List<String> chart = chart(buckets, width);
      assertTrue(chart.stream().allMatch(line -> Cells.width(line) <= width), chart.toString());
      assertTrue(chart.get(0).contains("▀"), "the one peak is not shown: " + chart);
    }
  }

  @Test
  void fewSamplesMakeNoGapsOfTheirOwn() {
    assertEquals(30, Chart.parts(200, Duration.ofSeconds(1), Duration.ofMinutes(1)));
    assertEquals(1, Chart.parts(200, Duration.ofMinutes(1), Duration.ofSeconds(1)));
  }

  @Test
  void withoutAValueThereIsNoChart() {
    assertEquals(List.of(), chart(List.of(EMPTY, EMPTY), 80));
  }
}
