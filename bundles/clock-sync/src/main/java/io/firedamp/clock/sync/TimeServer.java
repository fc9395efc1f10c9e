package io.firedamp.clock.sync;

import io.firedamp.clock.ClockTrust;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the time to instruments and controllers (CCER-F-04), as long as it is synchronised itself;
 * else it is silent, because simple clients do not look whether a server is. An answer is no longer
 * than its question.
 */
final class TimeServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TimeServer.class);
  private static final Duration END = Duration.ofSeconds(5);
  private static final int MILLISECOND = -10; // RFC 5905 precision, log2 s

  private final Keeper keeper;
  private final DatagramSocket socket;
  private final Throttle throttle;
  private final Thread thread = new Thread(this::run, "clock-sync-serve");
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong ignored = new AtomicLong();

  /**
   * Begins to serve.
   *
   * @param port 0 for any that is free
   * @throws SocketException if the port cannot be had
   */
  TimeServer(Keeper keeper, int port) throws SocketException {
    this.keeper = keeper;
    socket = new DatagramSocket(port);
    throttle = new Throttle(System.nanoTime());
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  long answered() {
    return answered.get();
  }

  /** Questions that were none, came too fast, or at a time when we had no time to tell. */
  long ignored() {
    return ignored.get();
  }

  private void run() {
    byte[] bytes = new byte[1 << 10];
    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
    while (!socket.isClosed()) {
      try {
        packet.setLength(bytes.length);
        socket.receive(packet);
        long received = keeper.time().tell().time();
        Optional<Packet> answer =
            throttle.admits(packet.getAddress(), System.nanoTime())
                ? answer(bytes, packet.getLength(), received)
                : Optional.empty();
        if (answer.isPresent()) {
          byte[] said = answer.get().bytes();
          socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
          answered.incrementAndGet();
        } else {
          ignored.incrementAndGet();
        }
      } catch (IOException failed) { // closed, or he who asked cannot be reached
        LOG.debug("time server", failed);
      }
    }
  }

  /**
   * The answer to a question; empty if it is none, or we have no time to tell.
   *
   * @param received the site's time when it came
   */
  Optional<Packet> answer(byte[] bytes, int length, long received) {
    SiteTime time = keeper.time();
    if (time.state().trust() != ClockTrust.SYNCHRONISED) {
      return Optional.empty();
    }
    return Packet.of(bytes, length)
        .filter(question -> question.mode() == Packet.ASKS)
        .filter(question -> question.version() > 0 && question.version() <= Packet.VERSION)
        .flatMap(question -> keeper.fix().map(fix -> answer(question, fix, received, time.tell())));
  }

  private static Packet answer(Packet question, Fix fix, long received, SiteTime.Told told) {
    Sample sample = fix.sample();
    return new Packet(
        sample.leap(),
        question.version(),
        Packet.ANSWERS,
        sample.stratum() + 1,
        MILLISECOND,
        sample.delay(),
        sample.root() + fix.estimate(told),
        fix.server().hashCode(), // RFC 5905 7.3: any number that tells servers apart
        NtpTime.of(sample.epoch() + sample.at()),
        question.transmit(),
        NtpTime.of(received),
        NtpTime.of(told.time()));
  }

  /** Ends it; blocks for a few seconds at the worst. */
  @Override
  public void close() {
    socket.close();
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.error("the time server does not end | 时间服务线程未能结束");
    }
  }
}
