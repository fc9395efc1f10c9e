package io.firedamp.driver.modbus;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.driver.modbus.RawDevice.Manner;
import io.firedamp.driver.modbus.RawDevice.Request;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Units of one link that do not answer (CCER-4.3-04)")
class SilentUnitsTest {
  private static final List<Binding> ROWS =
      Rig.uint16s(
          "holding:1", "holding:100", "holding:2;unit=2", "holding:200;unit=2", "input:3;unit=3");
  private static final String ALL =
      "{holding_1=GOOD 1, holding_100=GOOD 100, holding_200;unit=2=GOOD 200,"
          + " holding_2;unit=2=GOOD 2, input_3;unit=3=GOOD 3}";
  private static final String WITHOUT_2 =
      "{holding_1=GOOD 1, holding_100=GOOD 100, holding_200;unit=2=NO_ANSWER,"
          + " holding_2;unit=2=NO_ANSWER, input_3;unit=3=GOOD 3}";
  private static final List<String> HEALTHY = List.of("3:1-1", "3:100-100", "4:3-3;unit=3");

  /** The time limit of a reply, and what a busy machine may add. */
  private static final Duration BOUND = Duration.ofMillis(200 + 300);

  private static final String LIMIT = "200";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Consumer<Manner> behave;
  private Supplier<List<String>> requests;
  private Instant now = Rig.TICK;

  private ModbusSource gateway(Transport transport) throws IOException {
    if (transport == Transport.UDP) {
      DatagramDevice device = new DatagramDevice();
      open.push(device);
      behave = device::behave;
      requests = device::requests;
      return opened(Rig.source(device.port(), "transport", "udp", "timeout.ms", LIMIT));
    }
    RawDevice device = new RawDevice(transport != Transport.TCP);
    open.push(device);
    behave = device::behave;
    requests = device::requests;
    if (transport == Transport.SERIAL) {
      Python line = Python.line(device.port());
      open.push(line);
      return opened(Rig.serial(line.file(), "timeout.ms", LIMIT));
    }
    return opened(Rig.source(device.port(), "transport", transport.word(), "timeout.ms", LIMIT));
  }

  private ModbusSource opened(ModbusSource source) {
    open.push(source::rest);
    return source;
  }

  @AfterEach
  void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private static Manner mute(Predicate<Request> which) {
    return (request, out) -> {
      if (!which.test(request)) {
        out.write(request.answer());
      }
    };
  }

  private String read(Plan plan) throws SourceException, InterruptedException {
    return Rig.told(plan.read(now, Rig.points(ROWS)));
  }

  /** The first requests of a process may take longer than the time limit. */
  private void assertAllAreRead(Plan plan) {
    eventually(
        "all units are read",
        Duration.ofSeconds(10),
        () -> {
          later(30);
          return read(plan).equals(ALL);
        });
    requests.get();
  }

  private void later(int seconds) {
    now = now.plusSeconds(seconds);
  }

  @ParameterizedTest
  @EnumSource
  void oneOfThreeCostsItsNeighboursNoReading(Transport transport) throws Exception {
    Plan plan = gateway(transport).prepare(ROWS);
    assertAllAreRead(plan);
    behave.accept(mute(request -> request.unit() == 2));
    later(1);
    assertEquals(WITHOUT_2, assertTimeout(BOUND, () -> read(plan)));
    assertEquals(List.of("3:1-1", "3:100-100", "3:2-2;unit=2", "4:3-3;unit=3"), requests.get());
    int asked = 1;
    for (int second = 0; second < 100; second++) {
      later(1);
      assertEquals(WITHOUT_2, assertTimeout(BOUND, () -> read(plan)));
      List<String> all = requests.get();
      assertEquals(HEALTHY, all.subList(0, 3), "neighbours come first");
      asked += all.size() - 3;
    }
    assertEquals(1 + 5 + 2, asked, "after 1, 2, 4, 8 and 16 seconds, then each 30");
    behave.accept(RawDevice.RIGHT);
    later(30);
    assertEquals(ALL, read(plan));
    later(1);
    assertEquals(ALL, read(plan));
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsMuteFromTheStartCostsItsNeighboursNoReading(Transport transport) throws Exception {
    ModbusSource source = gateway(transport);
    behave.accept(mute(request -> request.unit() == 1));
    Plan plan = source.prepare(ROWS);
    assertTrue(read(plan).contains("holding_2;unit=2=GOOD 2, input_3;unit=3=GOOD 3"));
  }

  @ParameterizedTest
  @EnumSource
  void allOfThemAreALinkThatIsDownAndReadAgainAtOnceWhenItIsBack(Transport transport)
      throws Exception {
    Plan plan = gateway(transport).prepare(ROWS);
    assertAllAreRead(plan);
    behave.accept(mute(request -> true));
    for (int i = 0; i < 6; i++) {
      later(1);
      assertTimeout(
          BOUND.multipliedBy(2), () -> assertThrows(SourceException.class, () -> read(plan)));
    }
    behave.accept(RawDevice.RIGHT);
    later(1);
    read(plan);
    later(1);
    assertEquals(ALL, read(plan));
  }

  @ParameterizedTest
  @EnumSource
  void twoOfThreeCostTheThirdOneReadAtMost(Transport transport) throws Exception {
    ModbusSource source = gateway(transport);
    behave.accept(mute(request -> request.unit() < 3));
    Plan plan = source.prepare(ROWS);
    assertThrows(SourceException.class, () -> read(plan));
    for (int i = 0; i < 10; i++) {
      later(1);
      assertTrue(assertTimeout(BOUND, () -> read(plan)).contains("input_3;unit=3=GOOD 3"));
    }
  }

  /** It comes while a neighbour is asked, or before; these reads have no second between them. */
  @ParameterizedTest
  @EnumSource
  void anAnswerThatComesLateIsNobodys(Transport transport) throws Exception {
    Plan plan = gateway(transport).prepare(ROWS);
    assertAllAreRead(plan);
    behave.accept(
        (request, out) -> {
          if (request.unit() == 2) {
            LockSupport.parkNanos(Duration.ofMillis(220).toNanos());
          }
          out.write(request.answer());
        });
    for (int i = 0; i < 8; i++) {
      later(1);
      try {
        String told = read(plan);
        Matcher value = Pattern.compile("_(\\d+)(?:;unit=\\d)?=GOOD (\\d+)").matcher(told);
        while (value.find()) {
          assertEquals(value.group(1), value.group(2), told);
        }
      } catch (SourceException lost) {
        // on a line the late answer may spoil the next one, too
      }
    }
  }
}
