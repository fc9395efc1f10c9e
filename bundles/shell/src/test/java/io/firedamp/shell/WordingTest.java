package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.text.Text;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final Instant NOW = Samples.NOW;

  @Test
  void aValueHasItsDecimalsHalfUp() {
    assertEquals("0.15", Wording.value(0.145, 2));
    assertEquals("-3.00", Wording.value(-3, 2));
    assertEquals("1", Wording.value(0.5, 0));
    assertEquals("–", Wording.value(Double.NaN, 2));
    assertEquals("1.000000e+300", Wording.value(1e300, 2));
  }

  @Test
  void aFigureIsAsShortAsItCanBe() {
    assertEquals("1200", Wording.number(1200));
    assertEquals("80793", Wording.number(80793.402));
    assertEquals("312.5", Wording.number(312.47));
    assertEquals("0", Wording.number(0));
    assertEquals("0.21", Wording.number(0.2104));
    assertEquals("1.00e-05", Wording.number(1e-5));
    assertEquals("–", Wording.number(Double.POSITIVE_INFINITY));
  }

  @Test
  void anAgeMayBeNegativeAndThatOfNeverIsNothing() {
    assertEquals("0.4", Wording.age(NOW.minusMillis(400), NOW));
    assertEquals("-2.5", Wording.age(NOW.plusMillis(2500), NOW));
    assertEquals("86400", Wording.age(NOW.minusSeconds(86_400), NOW));
    assertEquals("–", Wording.age(Instant.EPOCH, NOW));
  }

  @Test
  void timesAreThoseOfTheSite() {
    assertEquals("2026-11-21 18:40:05 Asia/Shanghai", Wording.timeWithZone(NOW));
    assertEquals(new Text("2 d 1 h", "2 天 1 小时"), Wording.span(NOW.minusSeconds(176_400), NOW));
    assertEquals(new Text("0 s", "0 秒"), Wording.span(NOW.plusSeconds(9), NOW));
  }
}
