package io.firedamp.simulator.alone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * An NTP server (RFC 5905, the client and server modes) that tells the time of a clock, or a wrong
 * one on purpose (附录F 时钟同步). One thread of its own, which ends with {@link #close}.
 *
 * <p>A packet has 48 bytes: leap indicator, version and mode; stratum; poll; precision; root delay,
 * root dispersion, reference id (4 bytes each); reference, originate, receive and transmit time (8
 * bytes each: seconds since 1900, and their fraction).
 */
final class TimeServer implements AutoCloseable {
  private static final int PACKET = 48;
  private static final int TRANSMIT = 40;
  private static final int CLIENT_MODE = 3;
  private static final int SERVER_MODE = 4;
  private static final int MODE = 0x07;
  private static final int VERSION = 0x38;
  private static final byte STRATUM = 2;

  /** 2^-20 s, about a microsecond. */
  private static final byte PRECISION = -20;

  /** From 1900 to 1970. */
  private static final long EPOCH_S = 2_208_988_800L;

  private final DatagramSocket socket;
  private final InstantSource clock;
  private final Duration offset;
  private final Thread thread = new Thread(this::serve, "platform-ntp");

  /**
   * Begins to answer.
   *
   * @param port 0 for any
   * @param offset how far the time it tells is ahead
   * @throws IOException if the port is taken
   */
  TimeServer(String host, int port, InstantSource clock, Duration offset) throws IOException {
    this.socket = new DatagramSocket(port, InetAddress.getByName(host));
    this.clock = clock;
    this.offset = offset;
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Instant received = now();
        if (packet.getLength() >= PACKET && (buffer[0] & MODE) == CLIENT_MODE) {
          byte[] reply = reply(buffer, received);
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (IOException closedOrUnsent) {
        // who asked asks again; a closed socket ends the loop
      }
    }
  }

  private byte[] reply(byte[] request, Instant received) {
    ByteBuffer reply = ByteBuffer.allocate(PACKET);
    reply.put((byte) (request[0] & VERSION | SERVER_MODE));
    reply.put(STRATUM).put(request[2]).put(PRECISION);
    reply.putInt(0).putInt(0).put("LOCL".getBytes(StandardCharsets.US_ASCII));
    put(reply, received);
    reply.put(request, TRANSMIT, 8);
    put(reply, received);
    put(reply, now());
    return reply.array();
  }

  private Instant now() {
    return clock.instant().plus(offset);
  }

  private static void put(ByteBuffer packet, Instant time) {
    packet.putInt((int) (time.getEpochSecond() + EPOCH_S));
    packet.putInt((int) (((long) time.getNano() << 32) / 1_000_000_000L));
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join(Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
