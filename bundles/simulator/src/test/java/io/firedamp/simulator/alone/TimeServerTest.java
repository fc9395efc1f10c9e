package io.firedamp.simulator.alone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimeServerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00.500Z");

  private static ByteBuffer ask(DatagramSocket client, int port, int first) throws IOException {
    byte[] request = new byte[48];
    request[0] = (byte) first;
    Arrays.fill(request, 40, 48, (byte) 7);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    client.send(new DatagramPacket(request, request.length, loopback, port));
    DatagramPacket reply = new DatagramPacket(new byte[64], 64);
    client.receive(reply);
    assertEquals(48, reply.getLength());
    return ByteBuffer.wrap(reply.getData());
  }

  @Test
  @DisplayName("附录F: the time of a clock, an hour ahead on purpose, as RFC 5905 has it")
  void itTellsTheTimeOrAWrongOne() throws Exception {
    try (TimeServer server =
            new TimeServer("127.0.0.1", 0, new ManualClock(NOW), Duration.ofHours(1));
        DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(10_000);
      ByteBuffer reply = ask(client, server.port(), 0x23); // version 4, client
      assertEquals(0x24, reply.get(0)); // version 4, server
      byte[] originate = new byte[8];
      reply.get(24, originate);
      assertArrayEquals(new byte[] {7, 7, 7, 7, 7, 7, 7, 7}, originate);
      long seconds = Integer.toUnsignedLong(reply.getInt(40));
      // days from 1900 to 1970: 70 years with 17 leap days
      assertEquals(NOW.getEpochSecond() + 3600 + (70 * 365 + 17) * 86_400L, seconds);
      assertEquals(0x80000000, reply.getInt(44));

      client.setSoTimeout(200);
      assertThrows(SocketTimeoutException.class, () -> ask(client, server.port(), 0x24));
    }
  }
}
