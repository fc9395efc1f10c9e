package io.firedamp.driver.modbus;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.driver.modbus.RawDevice.Manner;
import io.firedamp.driver.modbus.RawDevice.Request;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device that answers wrongly (CCER-4.3-04)")
class OutOfStepTest {
  private static final Duration BOUND = Duration.ofMillis(400 + 500);
  private static final String GOOD = "{holding_5=GOOD 5}";

  private final List<Binding> rows = Rig.uint16s("holding:5");
  private RawDevice device;
  private ModbusSource source;
  private Plan plan;

  @BeforeEach
  void start() throws IOException {
    device = new RawDevice();
    source = Rig.source(device.port());
    plan = source.prepare(rows);
  }

  @AfterEach
  void end() throws IOException {
    source.rest();
    device.close();
  }

  private String read() throws SourceException, InterruptedException {
    return Rig.told(plan.read(Rig.TICK, Rig.points(rows)));
  }

  /** A good read, a wrong answer, a good read on a connection of its own. */
  private SourceException assertClosedFor(Manner manner) throws Exception {
    assertEquals(GOOD, read());
    device.requests();
    device.behave(manner);
    SourceException down =
        assertTimeout(BOUND, () -> assertThrows(SourceException.class, this::read));
    assertTrue(down.reason().en().contains("127.0.0.1:" + device.port()), down.reason().en());
    assertTrue(down.reason().zh().contains("127.0.0.1:" + device.port()), down.reason().zh());
    assertEquals(List.of("3:5-5"), device.requests(), "it was asked twice");
    int connections = device.connections();
    device.behave(RawDevice.RIGHT);
    assertEquals(GOOD, read());
    assertEquals(connections + 1, device.connections(), "the old connection was read on");
    return down;
  }

  private void assertGarbled(String what, Manner manner) throws Exception {
    SourceException down = assertClosedFor(manner);
    assertTrue(down.reason().en().contains(what), down.reason().en());
    assertTrue(down.reason().zh().contains("错位或乱码"), down.reason().zh());
  }

  private static Manner edited(int index, int change) {
    return (request, out) -> {
      byte[] answer = request.answer();
      answer[index] += (byte) change;
      out.write(answer);
    };
  }

  @Test
  void isNotBelievedWithTheTransactionOfAnotherRequest() throws Exception {
    assertGarbled("transaction", edited(1, -1));
    assertGarbled("transaction", edited(0, 1));
  }

  @Test
  void isNotBelievedWithAnotherProtocol() throws Exception {
    assertGarbled("protocol 1 instead of 0", edited(3, 1));
  }

  @Test
  void isNotBelievedForAnotherUnit() throws Exception {
    assertGarbled("unit 2 instead of 1", edited(6, 1));
  }

  @Test
  void isNotBelievedForAnotherFunction() throws Exception {
    assertGarbled("function 4 instead of 3", edited(7, 1));
  }

  @Test
  void isNotBelievedWithTheExceptionOfAnotherFunction() throws Exception {
    assertGarbled(
        "function 132 instead of 131",
        (request, out) -> out.write(RawDevice.frame(request.transaction(), 0, 3, 1, 0x84, 2)));
  }

  @Test
  void isNotBelievedWithAnotherByteCount() throws Exception {
    assertGarbled("byte count 4 instead of 2", edited(8, 2));
  }

  @Test
  void isNotBelievedWithFewerOrMoreRegistersThanWereAskedFor() throws Exception {
    assertGarbled("length 7 instead of 5", (request, out) -> out.write(longer(request, 2)));
    assertGarbled(
        "length 4 instead of 5",
        (request, out) ->
            out.write(RawDevice.frame(request.transaction(), 0, 4, 1, 3, 1, (byte) 7)));
  }

  private static byte[] longer(Request request, int registers) {
    return new Request(
            request.rtu(),
            request.transaction(),
            request.unit(),
            request.function(),
            request.start(),
            registers)
        .answer();
  }

  @Test
  void isNotBelievedWithAWrongLengthOfAnySize() throws Exception {
    assertGarbled("length 65285 instead of 5", edited(4, 0xFF));
    assertGarbled("length 0 instead of 5", edited(5, -5));
  }

  @Test
  void isNotBelievedWithGarbage() throws Exception {
    assertGarbled(
        "transaction",
        (request, out) -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII")));
  }

  @Test
  void thatStaysSilentIsLeftInTime() throws Exception {
    SourceException down = assertClosedFor((request, out) -> {});
    assertTrue(down.reason().en().contains("did not answer"), down.reason().en());
    assertTrue(down.reason().en().contains("holding:5 of unit 1"), down.reason().en());
    assertTrue(down.reason().zh().contains("未应答"), down.reason().zh());
  }

  @Test
  void thatStopsInTheMiddleOfAReplyIsLeftInTime() throws Exception {
    for (int part : new int[] {1, 6, 7, 8, 10}) {
      assertClosedFor((request, out) -> out.write(Arrays.copyOf(request.answer(), part)));
    }
  }

  @Test
  void thatSendsAByteNowAndThenIsLeftInTime() throws Exception {
    assertClosedFor(
        (request, out) -> {
          for (byte one : request.answer()) {
            LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
            out.write(one);
          }
        });
  }

  @Test
  void thatAnswersTooLateIsNeverOneBehind() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    assertEquals(GOOD, read());
    device.behave(
        (request, out) -> {
          try {
            late.await();
          } catch (InterruptedException never) {
            throw new IOException(never);
          }
          out.write(request.answer());
        });
    assertThrows(SourceException.class, this::read);
    device.behave(RawDevice.RIGHT);
    late.countDown();
    for (int i = 0; i < 3; i++) {
      assertEquals(GOOD, read());
    }
  }

  @Test
  void thatHangsUpInTheMiddleOfAReplyIsNotAskedTwice() throws Exception {
    SourceException down =
        assertClosedFor(
            (request, out) -> {
              out.write(Arrays.copyOf(request.answer(), 8));
              device.hangUp();
            });
    assertTrue(down.reason().en().contains("closed the connection"), down.reason().en());
    assertTrue(down.reason().zh().contains("关闭了连接"), down.reason().zh());
  }

  @Test
  void thatAlwaysHangsUpIsDown() throws Exception {
    device.behave((request, out) -> device.hangUp());
    assertTimeout(BOUND, () -> assertThrows(SourceException.class, this::read));
    assertEquals(1, device.connections());
  }

  @Test
  void thatClosedAnIdleConnectionCostsNoRead() throws Exception {
    assertEquals(GOOD, read());
    device.hangUp();
    assertEquals(GOOD, read());
    assertEquals(2, device.connections());
  }

  @Test
  void thatTakesOneRequestForEachConnectionIsRead() throws Exception {
    device.behave(
        (request, out) -> {
          out.write(request.answer());
          out.flush();
          device.hangUp();
        });
    for (int i = 0; i < 3; i++) {
      assertEquals(GOOD, read());
    }
  }

  @Test
  void thatRefusesTheConnectionIsNamed() throws Exception {
    device.close();
    SourceException down = assertThrows(SourceException.class, this::read);
    assertTrue(down.reason().en().endsWith("refused the connection"), down.reason().en());
    assertTrue(down.reason().zh().endsWith("拒绝连接"), down.reason().zh());
  }

  @Test
  void thatHasNoAddressIsNamed() {
    ModbusSource nowhere = Rig.source(502, "host", "no-such-device.invalid");
    Plan lost = nowhere.prepare(rows);
    SourceException down =
        assertThrows(SourceException.class, () -> lost.read(Rig.TICK, Rig.points(rows)));
    assertTrue(down.reason().en().contains("no-such-device.invalid"), down.reason().en());
    assertTrue(down.reason().zh().contains("主机名"), down.reason().zh());
  }

  /** A listener with a full backlog swallows SYNs, as a dead address does. */
  @Test
  void thatDoesNotEvenAcceptIsLeftInTime() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<ModbusSource> sources = new ArrayList<>();
      AtomicInteger unaccepted = new AtomicInteger();
      try {
        for (int i = 0; i < 6; i++) {
          ModbusSource one = Rig.source(full.getLocalPort(), "timeout.ms", "100");
          sources.add(one);
          Plan lost = one.prepare(rows);
          SourceException down =
              assertTimeout(
                  BOUND,
                  () ->
                      assertThrows(
                          SourceException.class, () -> lost.read(Rig.TICK, Rig.points(rows))));
          if (down.reason().en().contains("did not accept a connection within 100 ms")) {
            unaccepted.incrementAndGet();
          }
        }
        assertTrue(unaccepted.get() > 0, "no connection was left waiting");
      } finally {
        sources.forEach(ModbusSource::rest);
      }
    }
  }

  @Test
  void isGivenItsPauseBetweenRequests() throws Exception {
    List<Binding> apart = Rig.uint16s("holding:5", "holding:50", "holding:500");
    ModbusSource gentle = Rig.source(device.port(), "request.delay.ms", "60");
    try {
      Plan slow = gentle.prepare(apart);
      long start = System.nanoTime();
      slow.read(Rig.TICK, Rig.points(apart));
      slow.read(Rig.TICK, Rig.points(apart));
      assertFalse(System.nanoTime() - start < Duration.ofMillis(5 * 60).toNanos(), "5 pauses");
      assertEquals(6, device.requests().size());
    } finally {
      gentle.rest();
    }
  }

  @Test
  void isLeftAtOnceByAnInterruptedThread() throws Exception {
    assertEquals(GOOD, read());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, this::read);
    assertFalse(Thread.currentThread().isInterrupted());
    eventually("it is read again", BOUND, () -> read().equals(GOOD));
  }

  @Test
  void isReadOverAnySequenceOfTransactionNumbers() throws Exception {
    for (int i = 0; i < 70_000; i++) {
      read();
    }
    assertEquals(1, device.connections());
  }
}
