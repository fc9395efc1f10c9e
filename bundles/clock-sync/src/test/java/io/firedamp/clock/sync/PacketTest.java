package io.firedamp.clock.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketTest {
  @Test
  void everyFieldComesBackAsItWent() {
    Random chance = new Random(5905);
    for (int run = 0; run < 1000; run++) {
      Packet packet =
          new Packet(
              chance.nextInt(4),
              1 + chance.nextInt(4),
              chance.nextInt(8),
              chance.nextInt(256),
              -chance.nextInt(32),
              NtpTime.ofShort(chance.nextInt() >>> 1),
              NtpTime.ofShort(chance.nextInt() >>> 1),
              chance.nextInt(),
              chance.nextLong(),
              chance.nextLong(),
              chance.nextLong(),
              chance.nextLong());
      byte[] bytes = packet.bytes();
      assertEquals(Packet.LENGTH, bytes.length);
      Packet read = Packet.of(bytes, bytes.length).orElseThrow();
      assertTrue(Math.abs(packet.rootDelay() - read.rootDelay()) <= 15_259, "2^-16 s");
      assertTrue(Math.abs(packet.rootDispersion() - read.rootDispersion()) <= 15_259, "2^-16 s");
      assertEquals(
          packet.toString().replaceAll("root\\w+=\\d+", ""),
          read.toString().replaceAll("root\\w+=\\d+", ""));
    }
  }

  @Test
  void aShortPacketIsNone() {
    assertEquals(Optional.empty(), Packet.of(new byte[Packet.LENGTH], Packet.LENGTH - 1));
  }

  @Test
  void timesGoOnAfterTheEraOf1900() {
    for (String text :
        new String[] {
          "1970-01-01T00:00:00Z",
          "2026-11-21T16:00:00.5Z",
          "2036-02-07T06:28:15Z",
          "2036-02-07T06:28:16Z",
          "2100-01-01T00:00:00.123456789Z"
        }) {
      long nanos = Machine.nanos(Instant.parse(text));
      assertTrue(Math.abs(nanos - NtpTime.nanos(NtpTime.of(nanos))) <= 1, text);
    }
    assertEquals(0, NtpTime.of(Machine.nanos(Instant.parse("2036-02-07T06:28:16Z"))), "RFC 5905 6");
  }
}
