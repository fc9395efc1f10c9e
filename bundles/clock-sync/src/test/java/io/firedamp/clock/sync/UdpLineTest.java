package io.firedamp.clock.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.NtpResponder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Questions over the loopback to a server that tells what the test wants. */
class UdpLineTest {
  private static final int BOGUS = Boolean.getBoolean("firedamp.long") ? 100_000 : 2_000;
  private static final int AT_ONCE = 20;
  private static final int ORIGIN = 24;
  private static final int RECEIVE = 32;
  private static final int TRANSMIT = 40;

  private final Line line = new UdpLine(System::nanoTime, Duration.ofSeconds(5));
  private NtpResponder server;
  private Server.Address address;

  @BeforeEach
  void begin() throws IOException {
    server = new NtpResponder();
    address = new Server.Address("127.0.0.1", server.port());
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Sample sample() {
    return assertInstanceOf(Answer.Measured.class, line.ask(address).answer()).sample();
  }

  /** How far the server is ahead of this machine, by that sample. */
  private static long offset(Sample sample) {
    return sample.epoch() - Machine.REAL.look().epoch();
  }

  @Test
  @DisplayName(
      "CCER-F-01: NTPv4 over UDP: the offset is right within 1 ms and half the round trip, median of 16")
  void theOffsetIsMeasured() {
    for (Duration offset : List.of(Duration.ZERO, Duration.ofMillis(-250), Duration.ofHours(1))) {
      server.offset(offset).delay(Duration.ofMillis(4), Duration.ofMillis(3));
      List<Sample> samples = new ArrayList<>();
      for (int poll = 0; poll < 16; poll++) {
        samples.add(sample());
      }
      long[] errors =
          samples.stream()
              .mapToLong(s -> Math.abs(offset(s) - offset.toNanos()))
              .sorted()
              .toArray();
      long[] delays = samples.stream().mapToLong(Sample::delay).sorted().toArray();
      long median = (errors[7] + errors[8]) / 2;
      assertTrue(delays[0] >= 4_000_000, "the way takes 4 ms: " + delays[0]);
      assertTrue(median <= 1_000_000 + delays[8] / 2, () -> Arrays.toString(errors));
    }
  }

  @Test
  void stratumAndLeapAreRead() {
    server.stratum(3).leap(1);
    assertEquals(3, sample().stratum());
    assertEquals(1, sample().leap());
  }

  @Test
  void whoIsNotSynchronisedIsNotBelieved() {
    server.stratum(16);
    assertInstanceOf(Answer.Unsynchronised.class, line.ask(address).answer());
    server.stratum(2).leap(3);
    assertInstanceOf(Answer.Unsynchronised.class, line.ask(address).answer());
  }

  @Test
  void aKissIsHeard() {
    for (String code : List.of("RATE", "DENY", "RSTR")) {
      server.kiss(code);
      assertEquals(new Answer.Kiss(code), line.ask(address).answer());
    }
  }

  @Test
  void silenceIsToldInTime() {
    server.silent(true);
    long begin = System.nanoTime();
    Line hasty = new UdpLine(System::nanoTime, Duration.ofMillis(50));
    assertInstanceOf(Answer.Silence.class, hasty.ask(address).answer());
    assertTrue(System.nanoTime() - begin >= 50_000_000);
    assertEquals(
        new Answer.Silence(), line.ask(new Server.Address("no-such-host.invalid", 123)).answer());
  }

  /**
   * What an adversary without sight of the question, or a bad line, can send. What he can who sees
   * it cannot be told from the truth: NTP without keys is that.
   */
  @Test
  @DisplayName(
      "Issue 6: malformed, replayed, truncated and spoofed answers are ignored and counted; the right one still counts")
  void bogusAnswersAreIgnoredAndCounted() {
    Random chance = new Random(20261121);
    AtomicInteger sent = new AtomicInteger();
    List<byte[]> former = new ArrayList<>();
    server.tamper(
        right -> {
          byte[] answer = right.get(0);
          List<byte[]> all = new ArrayList<>();
          for (int i = 0; i < AT_ONCE; i++) {
            all.add(bogus(chance, answer, former));
          }
          sent.addAndGet(AT_ONCE);
          former.add(answer);
          all.add(answer);
          return all;
        });
    Server known = new Server(address, Duration.ofSeconds(64), 0);
    while (sent.get() < BOGUS) {
      Line.Reply reply = line.ask(address);
      known.answered(reply.answer(), reply.bogus(), System.nanoTime());
      Sample sample = assertInstanceOf(Answer.Measured.class, reply.answer()).sample();
      assertTrue(Math.abs(offset(sample)) < 1_000_000 + sample.delay(), "the right one");
    }
    assertEquals(sent.get(), known.view(System.nanoTime()).ignored());
  }

  private static byte[] bogus(Random chance, byte[] right, List<byte[]> former) {
    byte[] bytes = right.clone();
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    switch (chance.nextInt(8)) {
      case 0 -> { // truncated
        return Arrays.copyOf(bytes, chance.nextInt(bytes.length));
      }
      case 1 -> { // anything
        bytes = new byte[chance.nextInt(200)];
        chance.nextBytes(bytes);
      }
      case 2 -> fields.putLong(ORIGIN, chance.nextLong()); // spoofed
      case 3 -> { // spoofed kiss
        fields.putLong(ORIGIN, chance.nextLong()).put(1, (byte) 0);
        fields.put(12, "DENY".getBytes(StandardCharsets.US_ASCII));
      }
      case 4 -> { // replayed
        if (former.isEmpty()) {
          fields.putLong(ORIGIN, 0);
        } else {
          bytes = former.get(chance.nextInt(former.size()));
        }
      }
      case 5 -> fields.put(0, (byte) (4 << 3 | chance.nextInt(4))); // not an answer
      case 6 -> fields.putLong(TRANSMIT, fields.getLong(RECEIVE) - 1 - chance.nextInt(1 << 30));
      default -> // it claims to have thought longer than we waited
          fields.putLong(TRANSMIT, fields.getLong(RECEIVE) + (10L + chance.nextInt(999) << 32));
    }
    return bytes;
  }
}
