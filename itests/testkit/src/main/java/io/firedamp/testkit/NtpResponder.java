package io.firedamp.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * An NTP server (RFC 5905 7.3) on a free port of the loopback that tells the machine's time, as far
 * off, as late and as badly as a test wants. Shares no code with the gateway. Any thread.
 */
public final class NtpResponder implements AutoCloseable {
  private static final int LENGTH = 48;
  private static final int ANSWER = 4 << 3 | 4; // version 4, mode 4
  private static final int ORIGIN = 24;
  private static final int TRANSMIT = 40;
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private final DatagramSocket socket;
  private final Thread thread = new Thread(this::run, "testkit-ntp");
  private final Random chance = new Random(5905);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Duration offset = Duration.ZERO;
  private volatile Duration delay = Duration.ZERO;
  private volatile Duration jitter = Duration.ZERO;
  private volatile int stratum = 1;
  private volatile int leap;
  private volatile String reference = "GPS";
  private volatile boolean silent;
  private volatile UnaryOperator<List<byte[]>> tamper = UnaryOperator.identity();

  /** Begins to answer. */
  public NtpResponder() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it answers. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Its clock is ahead by so much. */
  public NtpResponder offset(Duration ahead) {
    offset = ahead;
    return this;
  }

  /**
   * The way to it and back takes so long, half of it each.
   *
   * @param more at random up to so much more, on the way back alone
   */
  public NtpResponder delay(Duration both, Duration more) {
    delay = both;
    jitter = more;
    return this;
  }

  /** So far from a reference clock; 16 is not synchronised. */
  public NtpResponder stratum(int number) {
    stratum = number;
    return this;
  }

  /** The leap indicator: 0 none, 1 a second more, 2 a second less, 3 not synchronised. */
  public NtpResponder leap(int indicator) {
    leap = indicator;
    return this;
  }

  /** Answers with a kiss-o'-death: RATE, DENY, RSTR. */
  public NtpResponder kiss(String code) {
    stratum = 0;
    reference = code;
    return this;
  }

  /** Whether it says nothing. */
  public NtpResponder silent(boolean nothing) {
    silent = nothing;
    return this;
  }

  /** Sends what this makes of the list with the one right answer. */
  public NtpResponder tamper(UnaryOperator<List<byte[]>> maker) {
    tamper = maker;
    return this;
  }

  /** How many questions came. */
  public int asked() {
    return asked.get();
  }

  private void run() {
    while (!socket.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(new byte[LENGTH], LENGTH);
        socket.receive(question);
        asked.incrementAndGet();
        if (!silent) {
          for (byte[] answer : tamper.apply(List.of(answer(question.getData())))) {
            socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
          }
        }
      } catch (IOException closed) { // the loop looks
        continue;
      }
    }
  }

  private byte[] answer(byte[] question) {
    LockSupport.parkNanos(delay.toNanos() / 2);
    Instant received = Instant.now().plus(offset);
    ByteBuffer answer = ByteBuffer.allocate(LENGTH);
    answer.put((byte) (leap << 6 | ANSWER)).put((byte) stratum).put((byte) 6).put((byte) -20);
    answer.putInt(0).putInt(1); // root delay and dispersion
    answer.put(reference.getBytes(StandardCharsets.US_ASCII));
    answer.putLong(ORIGIN - Long.BYTES, timestamp(received));
    answer.putLong(ORIGIN, ByteBuffer.wrap(question).getLong(TRANSMIT));
    answer.putLong(TRANSMIT - Long.BYTES, timestamp(received));
    answer.putLong(TRANSMIT, timestamp(Instant.now().plus(offset)));
    long more = (long) (jitter.toNanos() * chance.nextDouble());
    LockSupport.parkNanos(delay.toNanos() / 2 + more);
    return answer.array();
  }

  private static long timestamp(Instant time) {
    long fraction = ((long) time.getNano() << Integer.SIZE) / Duration.ofSeconds(1).toNanos();
    return time.getEpochSecond() + SECONDS_1900_TO_1970 << Integer.SIZE | fraction;
  }

  /** Ends it. */
  @Override
  public void close() {
    socket.close();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
