package io.firedamp.driver.modbus;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.driver.modbus.RawDevice.Manner;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device that speaks in datagrams (CCER-4.3-04)")
class DatagramTest {
  private static final String GOOD = "{coil_7=GOOD 1, holding_5=GOOD 5}";

  private final List<Binding> rows =
      List.of(Rig.uint16("holding:5"), Rig.row("coil_7", "coil:7", ValueType.BOOL, WordOrder.ABCD));
  private DatagramDevice device;
  private ModbusSource source;
  private Plan plan;

  @BeforeEach
  void start() throws Exception {
    device = new DatagramDevice();
    source = Rig.source(device.port(), "transport", "udp", "timeout.ms", "150");
    plan = source.prepare(rows);
  }

  @AfterEach
  void end() {
    source.rest();
    device.close();
  }

  private String read() throws SourceException, InterruptedException {
    return Rig.told(plan.read(Rig.TICK, Rig.points(rows)));
  }

  private SourceException assertDown(Manner manner) throws Exception {
    device.behave(manner);
    SourceException down = assertThrows(SourceException.class, this::read);
    device.behave(RawDevice.RIGHT);
    assertEquals(GOOD, read());
    return down;
  }

  @Test
  void isReadWithAsManyRequestsAsThereAreBlocks() throws Exception {
    assertEquals(GOOD, read());
    assertEquals(List.of("1:7-7", "3:5-5"), device.requests());
  }

  @Test
  void isBelievedOnlyWithTheWholeAnswerToTheQuestion() throws Exception {
    assertTrue(assertDown((request, out) -> {}).reason().en().contains("did not answer"));
    assertDown((request, out) -> out.write(new byte[0]));
    assertDown((request, out) -> out.write(Arrays.copyOf(request.answer(), 8)));
    assertDown((request, out) -> out.write(new byte[300]));
    for (int edited : new int[] {0, 1, 3, 4, 5, 6, 7, 8}) {
      assertDown(
          (request, out) -> {
            byte[] answer = request.answer();
            answer[edited] += 1;
            out.write(answer);
          });
    }
  }

  @Test
  void mayBeHeardTwiceByItsNetwork() throws Exception {
    device.behave(
        (request, out) -> {
          out.write(request.answer());
          out.write(request.answer());
        });
    for (int i = 0; i < 20; i++) {
      assertEquals(GOOD, read());
    }
  }

  @Test
  void thatIsNotThereIsNamed() {
    int port = device.port();
    device.close();
    SourceException down = assertThrows(SourceException.class, this::read);
    assertTrue(down.reason().en().contains("127.0.0.1:" + port), down.reason().en());
    assertTrue(down.remedy().en().contains("Modbus UDP"), down.remedy().en());
  }

  @Test
  void mayBePymodbus() throws Exception {
    try (Python pymodbus = Python.device("udp")) {
      ModbusSource other = Rig.source(pymodbus.port(), "transport", "udp");
      List<Binding> float32 =
          List.of(
              Rig.row("known", "holding:10", ValueType.FLOAT32, WordOrder.ABCD),
              Rig.row("unknown", "holding:12", ValueType.FLOAT32, WordOrder.ABCD));
      Plan real = other.prepare(float32);
      eventually(
          "pymodbus answers",
          Duration.ofSeconds(20),
          () -> {
            try {
              return Rig.told(real.read(Rig.TICK, Rig.points(float32)))
                  .equals("{known=GOOD, unknown=BAD_ADDRESS}");
            } catch (SourceException notYet) {
              return false;
            }
          });
      other.rest();
    }
  }
}
