package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.driver.modbus.RawDevice.Manner;
import io.firedamp.driver.modbus.RawDevice.Request;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device that refuses (CCER-4.3-04)")
class RefusalsTest {
  private RawDevice device;
  private ModbusSource source;
  private Instant now = Rig.TICK;

  @BeforeEach
  void start() throws IOException {
    device = new RawDevice();
    source = Rig.source(device.port());
  }

  @AfterEach
  void end() throws IOException {
    source.rest();
    device.close();
  }

  private String read(Plan plan, List<Binding> rows) throws Exception {
    return Rig.told(plan.read(now, Rig.points(rows)));
  }

  private void later(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private static Manner refusing(int code, Predicate<Request> which) {
    return (request, out) ->
        out.write(which.test(request) ? request.exception(code) : request.answer());
  }

  private static Manner without(int... registers) {
    return refusing(
        2,
        request -> {
          for (int register : registers) {
            if (request.touches(register)) {
              return true;
            }
          }
          return false;
        });
  }

  private static List<Binding> registers(int count) {
    List<Binding> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          Rig.row(String.format("P%03d", i), "holding:" + i, ValueType.UINT16, WordOrder.ABCD));
    }
    return rows;
  }

  @Test
  void oneRegisterSpoilsNoOtherPointOfItsBlock() throws Exception {
    device.behave(without(2));
    List<Binding> rows = registers(4);
    String told = "{P000=GOOD 0, P001=GOOD 1, P002=BAD_ADDRESS, P003=GOOD 3}";
    assertEquals(told, read(source.prepare(rows), rows));
    assertEquals(List.of("3:0-3", "3:0-1", "3:2-3", "3:2-2", "3:3-3"), device.requests());
  }

  @Test
  void itsRefusalIsRememberedAndQuestionedOnceAMinute() throws Exception {
    device.behave(without(2));
    List<Binding> rows = registers(4);
    Plan plan = source.prepare(rows);
    read(plan, rows);
    device.requests();
    for (int i = 0; i < 59; i++) {
      later(1);
      read(plan, rows);
      assertEquals(List.of("3:0-1", "3:3-3"), device.requests());
    }
    later(1);
    assertEquals("{P000=GOOD 0, P001=GOOD 1, P002=BAD_ADDRESS, P003=GOOD 3}", read(plan, rows));
    assertEquals(List.of("3:0-1", "3:2-2", "3:3-3"), device.requests());
    later(1);
    read(plan, rows);
    assertEquals(List.of("3:0-1", "3:3-3"), device.requests());
  }

  @Test
  void aRegisterThatComesBackIsReadInOneBlockAgain() throws Exception {
    device.behave(without(2));
    List<Binding> rows = registers(4);
    Plan plan = source.prepare(rows);
    read(plan, rows);
    device.behave(RawDevice.RIGHT);
    later(60);
    assertEquals("{P000=GOOD 0, P001=GOOD 1, P002=GOOD 2, P003=GOOD 3}", read(plan, rows));
    later(1);
    device.requests();
    assertEquals("{P000=GOOD 0, P001=GOOD 1, P002=GOOD 2, P003=GOOD 3}", read(plan, rows));
    assertEquals(List.of("3:0-3"), device.requests());
  }

  @Test
  void aDeviceThatRefusedEverythingIsReadInOneBlockAsSoonAsItKnowsSomething() throws Exception {
    device.behave(refusing(2, request -> true));
    List<Binding> rows = registers(8);
    Plan plan = source.prepare(rows);
    assertEquals(8, read(plan, rows).split("BAD_ADDRESS", -1).length - 1);
    Set<String> probes = new TreeSet<>();
    for (int i = 0; i < 15; i++) {
      device.requests();
      later(1);
      assertEquals(8, read(plan, rows).split("BAD_ADDRESS", -1).length - 1);
      List<String> asked = device.requests();
      assertEquals(1, asked.size(), asked.toString());
      probes.addAll(asked);
    }
    assertEquals(15, probes.size(), "each part is asked for in its turn");
    device.behave(RawDevice.RIGHT);
    later(1);
    assertEquals(8, read(plan, rows).split("GOOD", -1).length - 1);
    assertEquals("3:0-7", device.requests().get(1));
  }

  /** Forty blocks of ten registers; one of those is wrong for good. */
  @Test
  void aControllerThatRefusesAllWhileItStartsIsReadInSecondsAfterIt() throws Exception {
    List<Binding> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int at = i / 10 * 100 + i % 10;
      rows.add(Rig.row("R" + i, "holding:" + at, ValueType.UINT16, WordOrder.ABCD));
    }
    Plan plan = source.prepare(rows);
    device.behave(refusing(2, request -> true));
    for (int second = 0; second < 45; second++) {
      read(plan, rows);
      later(1);
    }
    device.behave(refusing(2, request -> request.touches(3303)));
    read(plan, rows);
    later(1);
    assertEquals(399, read(plan, rows).split("GOOD", -1).length - 1);
    later(1);
    device.requests();
    assertEquals(399, read(plan, rows).split("GOOD", -1).length - 1);
    assertEquals(39 + 4, device.requests().size(), "the start is forgotten");
  }

  @Test
  void whatAControllerRefusedBeforeItsFirstAnswerIsForgotten() throws Exception {
    List<Binding> rows = Rig.uint16s("holding:1", "input:1", "input:5");
    Plan plan = source.prepare(rows);
    device.behave(refusing(2, request -> true));
    read(plan, Rig.uint16s("input:1", "input:5"));
    device.behave(RawDevice.RIGHT);
    later(1);
    read(plan, Rig.uint16s("holding:1"));
    later(1);
    assertEquals("{holding_1=GOOD 1, input_1=GOOD 1, input_5=GOOD 5}", read(plan, rows));
  }

  @Test
  void oneRefusalAtMostIsQuestionedInATick() throws Exception {
    device.behave(without(0, 2, 4, 6));
    List<Binding> rows = registers(8);
    Plan plan = source.prepare(rows);
    read(plan, rows);
    later(60);
    Set<String> questioned = new TreeSet<>();
    for (int i = 0; i < 4; i++) {
      device.requests();
      read(plan, rows);
      List<String> asked = device.requests();
      assertEquals(5, asked.size(), asked.toString());
      asked.removeAll(List.of("3:1-1", "3:3-3", "3:5-5", "3:7-7"));
      questioned.addAll(asked);
      later(1);
    }
    assertEquals(Set.of("3:0-0", "3:2-2", "3:4-4", "3:6-6"), questioned);
  }

  @Test
  void aGapThatIsRefusedIsBridgedNoMore() throws Exception {
    device.behave(without(2));
    source = Rig.source(device.port(), "max.gap", "5");
    List<Binding> rows = Rig.uint16s("holding:0", "holding:1", "holding:3", "holding:4");
    Plan plan = source.prepare(rows);
    String told = "{holding_0=GOOD 0, holding_1=GOOD 1, holding_3=GOOD 3, holding_4=GOOD 4}";
    assertEquals(told, read(plan, rows));
    device.requests();
    later(1);
    assertEquals(told, read(plan, rows));
    assertEquals(List.of("3:0-1", "3:3-4"), device.requests());
  }

  @Test
  void aDeviceThatTakesSmallerRequestsOnlyGetsThem() throws Exception {
    device.behave(refusing(3, request -> request.count() > 50));
    List<Binding> rows = registers(120);
    Plan plan = source.prepare(rows);
    assertEquals(120, plan.read(now, Rig.points(rows)).size());
    device.requests();
    later(1);
    String told = read(plan, rows);
    assertEquals(120, told.split("GOOD").length - 1);
    assertEquals(List.of("3:0-29", "3:30-59", "3:60-89", "3:90-119"), device.requests());
  }

  @Test
  void bitsOfOneRegisterAreFoundBadTogether() throws Exception {
    device.behave(without(7));
    List<Binding> rows = new ArrayList<>();
    for (int bit = 0; bit < 16; bit++) {
      rows.add(Rig.row("B" + bit, "holding:7." + bit, ValueType.BOOL, WordOrder.ABCD));
    }
    rows.add(Rig.row("C", "holding:8", ValueType.UINT16, WordOrder.ABCD));
    String told = read(source.prepare(rows), rows);
    assertEquals(16, told.split("BAD_ADDRESS", -1).length - 1);
    assertTrue(told.contains("C=GOOD 8"), told);
    assertEquals(List.of("3:7-8", "3:7-7", "3:8-8"), device.requests());
  }

  @Test
  void theSearchEndsInTimeAndGoesOnInTheNextTick() throws Exception {
    source = Rig.source(device.port(), "timeout.ms", "100");
    Manner refusing = without(77);
    device.behave(
        (request, out) -> {
          LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
          refusing.reply(request, out);
        });
    List<Binding> rows = registers(120);
    Plan plan = source.prepare(rows);
    String first = read(plan, rows);
    assertTrue(first.contains("NO_ANSWER"), first);
    assertTrue(device.requests().size() <= 6, "it went on searching");
    String last = first;
    for (int i = 0; i < 8 && last.contains("NO_ANSWER"); i++) {
      later(1);
      last = read(plan, rows);
    }
    assertEquals(119, last.split("GOOD").length - 1, last);
    assertTrue(last.contains("P077=BAD_ADDRESS"), last);
  }

  @Test
  void aTableThatTheDeviceDoesNotHaveIsNotSearched() throws Exception {
    device.behave(refusing(1, request -> request.function() == 4));
    List<Binding> rows = Rig.uint16s("input:0", "input:1", "holding:0");
    Plan plan = source.prepare(rows);
    String told = "{holding_0=GOOD 0, input_0=BAD_ADDRESS, input_1=BAD_ADDRESS}";
    assertEquals(told, read(plan, rows));
    assertEquals(List.of("4:0-1", "3:0-0"), device.requests());
    later(59);
    assertEquals(told, read(plan, rows));
    assertEquals(List.of("3:0-0"), device.requests());
    device.behave(RawDevice.RIGHT);
    later(1);
    assertEquals("{holding_0=GOOD 0, input_0=GOOD 0, input_1=GOOD 1}", read(plan, rows));
  }

  @Test
  void aSilentUnitBehindAGatewayFailsNoOther() throws Exception {
    for (int code : new int[] {10, 11}) {
      device.behave(refusing(code, request -> request.unit() == 2));
      List<Binding> rows =
          Rig.uint16s("holding:3;unit=2", "holding:5;unit=3", "holding:9;unit=2", "holding:4");
      Plan plan = source.prepare(rows);
      assertEquals(
          "{holding_3;unit=2=NO_ANSWER, holding_4=GOOD 4, holding_5;unit=3=GOOD 5,"
              + " holding_9;unit=2=NO_ANSWER}",
          read(plan, rows));
      assertEquals(List.of("3:4-4", "3:3-3;unit=2", "3:5-5;unit=3"), device.requests());
      device.behave(RawDevice.RIGHT);
      assertTrue(read(plan, rows).contains("holding_9;unit=2=NO_ANSWER"));
      assertEquals(List.of("3:4-4", "3:5-5;unit=3"), device.requests());
      later(1);
      assertTrue(read(plan, rows).contains("holding_9;unit=2=GOOD 9"));
      device.requests();
    }
  }

  @Test
  void aGatewayThatSpeaksForManyIsAskedForAllOthers() throws Exception {
    device.behave(refusing(11, request -> request.unit() < 5));
    List<Binding> rows =
        Rig.uint16s("holding:1", "holding:2;unit=2", "holding:3;unit=3", "holding:5;unit=5");
    Plan plan = source.prepare(rows);
    assertTrue(read(plan, rows).contains("holding_5;unit=5=GOOD 5"));
    assertEquals(4, device.requests().size());
    later(1);
    assertTrue(read(plan, rows).contains("holding_5;unit=5=GOOD 5"));
    assertEquals(List.of("3:5-5;unit=5", "3:1-1"), device.requests());
  }

  @Test
  void aUnitThatIsBusyAfterItsSilenceKeepsNoOtherFromBeingTried() throws Exception {
    List<Binding> rows = Rig.uint16s("holding:1", "holding:2;unit=2", "holding:3;unit=3");
    Plan plan = source.prepare(rows);
    device.behave(refusing(11, request -> request.unit() < 3));
    read(plan, rows);
    device.behave(refusing(6, request -> request.unit() == 1));
    later(1);
    read(plan, rows);
    later(1);
    assertEquals(
        "{holding_1=NO_ANSWER, holding_2;unit=2=GOOD 2, holding_3;unit=3=GOOD 3}",
        read(plan, rows));
  }

  @Test
  void otherExceptionsAreTheAnswerOfTheirBlockAlone() throws Exception {
    int[] codes = {4, 5, 6, 8, 99};
    String[] qualities = {"DEVICE_FAULT", "NO_ANSWER", "NO_ANSWER", "DEVICE_FAULT", "DEVICE_FAULT"};
    List<Binding> rows = Rig.uint16s("holding:0", "holding:1", "holding:9");
    Plan plan = source.prepare(rows);
    for (int i = 0; i < codes.length; i++) {
      device.behave(refusing(codes[i], request -> request.touches(0)));
      assertEquals(
          "{holding_0=" + qualities[i] + ", holding_1=" + qualities[i] + ", holding_9=GOOD 9}",
          read(plan, rows));
      assertEquals(List.of("3:0-1", "3:9-9"), device.requests());
    }
    assertEquals(1, device.connections(), "an exception is no reason to hang up");
  }

  @Test
  void onlyBlocksWithADuePointAreAskedFor() throws Exception {
    List<Binding> rows = Rig.uint16s("holding:0", "holding:1", "holding:9", "input:0");
    Plan plan = source.prepare(rows);
    assertEquals(
        "{holding_1=GOOD 1}", Rig.told(plan.read(now, Set.of(Rig.uint16("holding:1").point()))));
    assertEquals(List.of("3:0-1"), device.requests());
  }

  @Test
  void aRowThatIsWiderThanARequestMayBeIsRefused() {
    source = Rig.source(device.port(), "max.registers", "3");
    List<Binding> rows =
        List.of(
            Rig.row("wide", "holding:0", ValueType.FLOAT64, WordOrder.ABCD),
            Rig.row("fits", "holding:4", ValueType.FLOAT32, WordOrder.ABCD));
    Plan plan = source.prepare(rows);
    assertEquals(1, plan.refused().size());
    assertEquals("wide", plan.refused().get(0).point().value());
    assertTrue(plan.refused().get(0).reason().en().contains("max.registers"));
  }
}
