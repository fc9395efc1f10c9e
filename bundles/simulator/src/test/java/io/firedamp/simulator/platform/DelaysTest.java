package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelaysTest {
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  @Test
  void quantilesAreExactAndSpansStayFew() {
    Delays delays = new Delays();
    for (int second = 0; second < 10_000; second++) {
      Instant made = START.plusSeconds(second);
      delays.add(made, made.plusMillis(second % 100 + 1));
    }
    Delays.Figures figures = delays.figures();
    assertEquals(10_000, figures.count());
    assertEquals(50, figures.medianMs());
    assertEquals(95, figures.p95Ms());
    assertEquals(100, figures.mostMs());
    List<Delays.Span> spans = figures.spans();
    assertTrue(spans.size() <= Delays.SPANS && spans.size() > Delays.SPANS / 4, "" + spans.size());
    assertEquals(10_000, spans.stream().mapToLong(Delays.Span::count).sum());
    double mean =
        spans.stream().mapToDouble(span -> span.meanMs() * span.count()).sum() / figures.count();
    assertEquals(50.5, mean, 1e-6);
  }

  @Test
  void aClockAheadCountsAsZeroAndALongDelayAsItIs() {
    Delays delays = new Delays();
    delays.add(START.plusSeconds(1), START);
    delays.add(START, START.plusSeconds(90));
    Delays.Figures figures = delays.figures();
    assertEquals(0, figures.medianMs());
    assertEquals(90_000, figures.mostMs());
  }
}
