package io.firedamp.clock.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a packet that came in is worth. */
sealed interface Answer {
  /** A good answer. */
  record Measured(Sample sample) implements Answer {}

  /**
   * The server asks for something (kiss-o'-death, RFC 5905 7.4).
   *
   * @param code four letters: RATE, DENY, RSTR, …
   */
  record Kiss(String code) implements Answer {}

  /** The server has no time to tell. */
  record Unsynchronised() implements Answer {}

  /** Nobody answered in time. */
  record Silence() implements Answer {}

  /** Not an answer to this question: damaged, too late, repeated, or somebody else's. */
  record Bogus() implements Answer {}

  /** RFC 5905 MAXDIST: a server that may be farther off is none. */
  long FARTHEST = 1_500_000_000L;

  /** RFC 5905 MAXSTRAT. */
  int NO_STRATUM = 16;

  /**
   * Judges a packet.
   *
   * @param nonce what the question had as its transmit timestamp
   * @param sent monotonic, when the question went
   * @param received monotonic, when this came
   */
  static Answer of(byte[] bytes, int length, long nonce, long sent, long received) {
    return Packet.of(bytes, length)
        .filter(packet -> packet.mode() == Packet.ANSWERS)
        .filter(packet -> packet.version() > 0 && packet.version() <= Packet.VERSION)
        .filter(packet -> packet.origin() == nonce)
        .map(packet -> of(packet, sent, received))
        .orElseGet(Bogus::new);
  }

  private static Answer of(Packet packet, long sent, long received) {
    if (packet.stratum() == 0) {
      byte[] code = ByteBuffer.allocate(Integer.BYTES).putInt(packet.referenceId()).array();
      return new Kiss(new String(code, StandardCharsets.US_ASCII).replaceAll("[^A-Z]", ""));
    }
    long came = NtpTime.nanos(packet.receive());
    long went = NtpTime.nanos(packet.transmit());
    long root = packet.rootDelay() / 2 + packet.rootDispersion();
    long delay = received - sent - (went - came);
    if (packet.receive() == 0 || packet.transmit() == 0 || went < came || delay < 0) {
      return new Bogus();
    }
    if (packet.leap() == Packet.NOT_SYNCHRONISED
        || packet.stratum() >= NO_STRATUM
        || root + delay / 2 >= FARTHEST) {
      return new Unsynchronised();
    }
    long epoch = came - sent + (went - received - (came - sent)) / 2;
    return new Measured(new Sample(epoch, delay, root, packet.stratum(), packet.leap(), received));
  }
}
