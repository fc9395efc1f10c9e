package io.firedamp.simulator.platform;

import java.security.GeneralSecurityException;

/** Bytes in clear to bytes in cipher and back. Any thread. */
interface MessageCipher {
  /**
   * What goes down to the gateway.
   *
   * @throws GeneralSecurityException if there is no key for it yet
   */
  byte[] encrypt(byte[] clear) throws GeneralSecurityException;

  /**
   * What came up from the gateway.
   *
   * @throws GeneralSecurityException if it was made with another key, mode or padding
   */
  byte[] decrypt(byte[] sealed) throws GeneralSecurityException;
}
