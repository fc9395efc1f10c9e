package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.Eventually;
import io.firedamp.testkit.FakeCpu;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A controller that refuses (CCER-4.3-04)")
class RefusalsTest {
  private FakeCpu cpu;
  private S7Source source;
  private Instant now = Rig.TICK;

  @BeforeEach
  void start() throws Exception {
    cpu = new FakeCpu().has("DB1", new byte[] {0, 1, 0, 2, 0, 3});
    source = Rig.source(cpu.port(), "timeout.ms", "10000");
  }

  @AfterEach
  void end() throws Exception {
    source.close();
    cpu.close();
  }

  private String read(Plan plan, List<Binding> rows) throws Exception {
    return Rig.told(plan.read(now, Rig.points(rows)));
  }

  private static List<Binding> words(String... addresses) {
    return List.of(addresses).stream().map(Rig::word).toList();
  }

  @Test
  void oneAddressSpoilsNoOtherPointOfItsBlock() throws Exception {
    List<Binding> rows = words("DB1.DBW0", "DB1.DBW2", "DB1.DBW4", "DB1.DBW6");
    String told = "{DB1.DBW0=GOOD 1, DB1.DBW2=GOOD 2, DB1.DBW4=GOOD 3, DB1.DBW6=BAD_ADDRESS}";
    Plan plan = source.prepare(rows);
    assertEquals(told, read(plan, rows));
    assertEquals(List.of("DB1:0-7", "DB1:0-3 DB1:4-7", "DB1:4-5 DB1:6-7"), cpu.messages());
    now = now.plusSeconds(1);
    assertEquals(told, read(plan, rows));
    assertEquals(List.of("DB1:4-5 DB1:0-3"), cpu.messages());
  }

  @Test
  void itsRefusalIsQuestionedOnceAMinuteAndForgottenWhenItIsThere() throws Exception {
    List<Binding> rows = words("DB1.DBW4", "DB1.DBW6");
    Plan plan = source.prepare(rows);
    read(plan, rows);
    cpu.messages();
    for (int i = 0; i < 59; i++) {
      now = now.plusSeconds(1);
      read(plan, rows);
    }
    assertTrue(cpu.messages().stream().allMatch("DB1:4-5"::equals));
    now = now.plusSeconds(1);
    assertEquals("{DB1.DBW4=GOOD 3, DB1.DBW6=BAD_ADDRESS}", read(plan, rows));
    assertEquals(List.of("DB1:4-5 DB1:6-7"), cpu.messages());
    cpu.has("DB1", new byte[] {0, 1, 0, 2, 0, 3, 0, 4});
    now = now.plusSeconds(60);
    assertEquals("{DB1.DBW4=GOOD 3, DB1.DBW6=GOOD 4}", read(plan, rows));
    cpu.messages();
    now = now.plusSeconds(1);
    assertEquals("{DB1.DBW4=GOOD 3, DB1.DBW6=GOOD 4}", read(plan, rows));
    assertEquals(List.of("DB1:4-7"), cpu.messages());
  }

  @Test
  void rowsOfTheSameBytesAreRefusedTogether() throws Exception {
    List<Binding> rows =
        List.of(
            Rig.row("A", "DB1.DBX6.0", ValueType.BOOL), Rig.row("B", "DB1.DBX6.1", ValueType.BOOL));
    assertEquals("{A=BAD_ADDRESS, B=BAD_ADDRESS}", read(source.prepare(rows), rows));
    assertEquals(List.of("DB1:6-6"), cpu.messages());
  }

  @Test
  void aTableFullOfErrorsIsQuestionedALittleAtATime() throws Exception {
    List<Binding> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(Rig.word("DB9.DBW" + 20 * i));
    }
    Plan plan = source.prepare(rows);
    assertTrue(read(plan, rows).matches("\\{(DB9.DBW\\d+=BAD_ADDRESS(, )?){40}}"));
    cpu.messages();
    now = now.plusSeconds(60);
    for (int questions : new int[] {16, 16, 8, 0}) {
      assertTrue(read(plan, rows).matches("\\{(DB9.DBW\\d+=BAD_ADDRESS(, )?){40}}"));
      assertEquals(questions, String.join(" ", cpu.messages()).split("DB9", -1).length - 1);
      now = now.plusSeconds(1);
    }
  }

  @Test
  void whatIsNotDueIsNotAskedFor() throws Exception {
    List<Binding> rows = words("DB1.DBW0", "MW0");
    Plan plan = source.prepare(rows);
    assertEquals("{DB1.DBW0=GOOD 1}", Rig.told(plan.read(now, Rig.points(words("DB1.DBW0")))));
    assertEquals(List.of("DB1:0-1"), cpu.messages());
  }

  @Test
  void refusedPutAndGetIsToldWithItsRemedy() throws Exception {
    cpu.refuses(0x8104);
    List<Binding> rows = words("DB1.DBW0");
    Plan plan = source.prepare(rows);
    SourceException down = assertThrows(SourceException.class, () -> read(plan, rows));
    assertTrue(down.reason().en().endsWith("lets nobody read by PUT/GET"), down.reason().en());
    assertTrue(down.reason().zh().endsWith("不允许通过 PUT/GET 读取"), down.reason().zh());
    assertTrue(down.remedy().en().contains("Permit access with PUT/GET"), down.remedy().en());
    assertTrue(down.remedy().zh().contains("允许来自远程对象的 PUT/GET 通信访问"));
    Eventually.eventually("it is let go", Duration.ofSeconds(5), () -> cpu.open() == 0);
    cpu.refuses(0);
    assertEquals("{DB1.DBW0=GOOD 1}", read(plan, rows));
  }

  @Test
  void aHiddenDataBlockIsToldWithItsRemedy() throws Exception {
    cpu.loses("DB1");
    String said = source.raw("DB1.DBW0", 2).said().both();
    assertTrue(said.contains("untick \"Optimized block access\""), said);
    assertTrue(said.contains("取消“优化的块访问”"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "1, DEVICE_FAULT",
    "3, DEVICE_FAULT",
    "5, BAD_ADDRESS",
    "6, BAD_ADDRESS",
    "10, BAD_ADDRESS"
  })
  void everyReturnCodeIsABadReading(int code, String quality) throws Exception {
    cpu.says(code);
    List<Binding> rows = words("DB1.DBW0");
    assertEquals("{DB1.DBW0=" + quality + "}", read(source.prepare(rows), rows));
  }

  @Test
  void lessThanWasAskedForIsGarbage() {
    cpu.shortens();
    List<Binding> rows = words("DB1.DBW0");
    SourceException down =
        assertThrows(SourceException.class, () -> read(source.prepare(rows), rows));
    assertTrue(down.reason().en().contains("1 bytes instead of 2"), down.reason().en());
  }

  @Test
  void oneThatSaysWhatItWasNotAskedIsGivenUp() throws Exception {
    List<Binding> rows = words("DB1.DBW0", "DB2.DBW0");
    read(source.prepare(rows), rows); // loads PLC4X's classes
    S7Source hasty = Rig.source(cpu.port(), "timeout.ms", "500");
    try {
      Plan plan = hasty.prepare(rows);
      read(plan, rows);
      cpu.babbles();
      SourceException down =
          assertTimeout(
              Duration.ofSeconds(5),
              () -> assertThrows(SourceException.class, () -> read(plan, rows)));
      assertTrue(down.reason().en().contains("did not answer"), down.reason().en());
    } finally {
      hasty.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s7-1200, 0, 1, 0101",
    "s7-300, 0, 2, 0102",
    "s7-400, 1, 3, 0123",
    "s7-200smart, 0, 1, 0301",
  })
  void rackAndSlotAreAskedFor(String controller, String rack, String slot, String tsap)
      throws Exception {
    source.close();
    source =
        Rig.source(
            cpu.port(),
            "controller",
            controller,
            "rack",
            rack,
            "slot",
            slot,
            "timeout.ms",
            "10000");
    source.raw("DB1.DBB0", 1);
    assertEquals(tsap, cpu.calledTsap());
  }
}
