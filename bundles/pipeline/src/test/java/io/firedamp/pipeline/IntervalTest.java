package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  @ParameterizedTest
  @CsvSource({
    "1次/年, P12M",
    "１次／年, P12M",
    "2 次/年, P6M",
    "1次/2年, P24M",
    "1次/半年, P6M",
    "每年, P12M",
    "每半年1次, P6M",
    "每两年, P24M",
    "一年一次, P12M",
    "2年1次, P24M",
    "1年/次, P12M",
    "12个月, P12M",
    "1次/季度, P3M",
    "每周, P7D",
    "30天, P30D",
    "7次/年, P51D",
    "1 year, P12M",
    "6 months, P6M",
    "every 2 years, P24M",
    "once a year, P12M",
    "2 times per year, P6M",
    "Annually, P12M",
  })
  void anIntervalIsUnderstoodAsPeopleWriteIt(String written, Period expected) {
    assertEquals(Optional.of(expected), Interval.of(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"按需", "1", "年检合格", "0年", "0次/年", "1次/0年", "soon", ""})
  void whatIsNoIntervalIsNotGuessed(String written) {
    assertEquals(Optional.empty(), Interval.of(written));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-12-03, 2025-12-03",
    "2025/12/3, 2025-12-03",
    "2025.12.03, 2025-12-03",
    "2025年12月3日, 2025-12-03",
    "20251203, 2025-12-03",
    "2025-12, 2025-12-01",
    "2025年12月, 2025-12-01",
    "2025-12-03 10:00, 2025-12-03",
  })
  void aDayIsUnderstoodAsPeopleWriteIt(String written, LocalDate expected) {
    assertEquals(Optional.of(expected), Interval.day(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"去年", "2025", "2025-13-01", "2025-02-30", "03.12.2025", ""})
  void whatIsNoDayIsNotGuessed(String written) {
    assertEquals(Optional.empty(), Interval.day(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "/", "无", "N/A", "不适用"})
  void aCellMaySayThatThereIsNone(String written) {
    assertTrue(Interval.isNone(written));
    assertFalse(Interval.isNone(written + "1年"));
  }
}
