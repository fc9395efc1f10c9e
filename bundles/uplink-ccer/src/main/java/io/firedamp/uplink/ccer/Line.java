package io.firedamp.uplink.ccer;

import java.io.IOException;

/**
 * A running uplink's own connection to the platform, over which other cipher settings can be tried
 * while it works: a second connection with its client id would push it out.
 */
public interface Line {
  /** The uplink's name, as its file has it. */
  String uplink();

  /**
   * Sends one harmless message as it would be with those settings, and waits for the platform's
   * answer: the heartbeat (M7), or with RSA the key request (M1) with the uplink's own pair, so
   * that the platform learns no other one. Blocks for {@link Variant#patience} at the most, and
   * while another attempt is under way. Any thread.
   *
   * @throws IOException if the uplink's own key pair cannot be read
   */
  Echo attempt(Variant variant) throws IOException, InterruptedException;
}
