package io.firedamp.clock.sync;

import java.net.DatagramPacket;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.TimeStamp;

/**
 * The header of an NTP packet (RFC 5905 7.3), the only one who knows the library. What follows the
 * header, extensions and digests, is not looked at.
 *
 * @param leap 0 none, 1 the day's last minute has 61 seconds, 2 it has 59, 3 not synchronised
 * @param mode 3 asks, 4 answers
 * @param stratum 0 a kiss, 1 to 15 so far from a reference clock, 16 not synchronised
 * @param precision of the sender's clock, log2 s
 * @param rootDelay to the reference clock and back, ns
 * @param rootDispersion error of the sender's clock, ns
 * @param referenceId whom the sender follows; a kiss's code
 * @param reference when the sender's clock was last set; this and the following as in {@link
 *     NtpTime}
 * @param origin what the request had as {@code transmit}
 * @param receive when the request came in
 * @param transmit when this was sent
 */
record Packet(
    int leap,
    int version,
    int mode,
    int stratum,
    int precision,
    long rootDelay,
    long rootDispersion,
    int referenceId,
    long reference,
    long origin,
    long receive,
    long transmit) {
  static final int LENGTH = 48;
  static final int VERSION = 4;
  static final int ASKS = 3;
  static final int ANSWERS = 4;
  static final int NOT_SYNCHRONISED = 3;

  /**
   * A request. Its {@code transmit} is no time, but a random number that the answer has to repeat:
   * it tells nobody our time, and cannot be guessed.
   */
  static Packet request(long nonce) {
    return new Packet(0, VERSION, ASKS, 0, 0, 0, 0, 0, 0, 0, 0, nonce);
  }

  /** Reads a packet; empty if it is shorter than the header. */
  static Optional<Packet> of(byte[] bytes, int length) {
    if (length < LENGTH) {
      return Optional.empty();
    }
    NtpV3Impl packet = new NtpV3Impl();
    packet.setDatagramPacket(new DatagramPacket(bytes, length));
    return Optional.of(
        new Packet(
            packet.getLeapIndicator(),
            packet.getVersion(),
            packet.getMode(),
            packet.getStratum(),
            packet.getPrecision(),
            NtpTime.ofShort(packet.getRootDelay()),
            NtpTime.ofShort(packet.getRootDispersion()),
            packet.getReferenceId(),
            packet.getReferenceTimeStamp().ntpValue(),
            packet.getOriginateTimeStamp().ntpValue(),
            packet.getReceiveTimeStamp().ntpValue(),
            packet.getTransmitTimeStamp().ntpValue()));
  }

  /** As it goes over the line. */
  byte[] bytes() {
    NtpV3Impl packet = new NtpV3Impl();
    packet.setLeapIndicator(leap);
    packet.setVersion(version);
    packet.setMode(mode);
    packet.setStratum(stratum);
    packet.setPrecision(precision);
    packet.setRootDelay(NtpTime.toShort(rootDelay));
    packet.setRootDispersion(NtpTime.toShort(rootDispersion));
    packet.setReferenceId(referenceId);
    packet.setReferenceTime(new TimeStamp(reference));
    packet.setOriginateTimeStamp(new TimeStamp(origin));
    packet.setReceiveTimeStamp(new TimeStamp(receive));
    packet.setTransmitTime(new TimeStamp(transmit));
    return Arrays.copyOf(packet.getDatagramPacket().getData(), LENGTH);
  }
}
