package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-07: how long a link takes to answer")
class ReadTimesTest {
  private final ReadTimes times = new ReadTimes();

  @Test
  void whatWasNeverReadTookNoTime() {
    assertEquals(Double.NaN, times.medianMs());
    assertEquals(Double.NaN, times.p99Ms());
    assertEquals(Double.NaN, times.longestMs());
  }

  @Test
  void ofAHundredReadsTheSlowestIsAboveTheNinetyNinth() {
    for (int ms = 100; ms > 0; ms--) {
      times.add(TimeUnit.MILLISECONDS.toNanos(ms));
    }
    assertEquals(50, times.medianMs());
    assertEquals(99, times.p99Ms());
    assertEquals(100, times.longestMs());
  }

  @Test
  void onlyTheLastReadsCount() {
    times.add(TimeUnit.MINUTES.toNanos(1));
    for (int i = 0; i < 256; i++) {
      times.add(TimeUnit.MILLISECONDS.toNanos(2));
    }
    assertEquals(2, times.longestMs());
  }
}
