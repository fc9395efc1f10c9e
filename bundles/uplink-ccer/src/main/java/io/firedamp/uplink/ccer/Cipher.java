package io.firedamp.uplink.ccer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the whole JSON string of a message and decrypts those of the platform (7.4,
 * CCER-7.3-04).
 *
 * <p>The specification names AES but neither mode nor encoding (AMB-08); the default is
 * AES/ECB/PKCS5Padding, Base64. One thread.
 */
sealed interface Cipher {
  /** The payload to publish. */
  byte[] seal(String json);

  /**
   * The text of a payload.
   *
   * @throws GeneralSecurityException if it was not made with this key
   */
  String open(byte[] payload) throws GeneralSecurityException;

  /** No encryption: UTF-8 text. */
  record Plain() implements Cipher {
    @Override
    public byte[] seal(String json) {
      return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String open(byte[] payload) {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** How cipher text becomes a payload. */
  enum Encoding {
    BASE64,
    HEX,
    RAW;

    private byte[] encode(byte[] bytes) {
      return switch (this) {
        case BASE64 -> Base64.getEncoder().encode(bytes);
        case HEX -> HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
        case RAW -> bytes;
      };
    }

    private byte[] decode(byte[] payload) {
      String text = new String(payload, StandardCharsets.ISO_8859_1);
      return switch (this) {
        case BASE64 -> Base64.getMimeDecoder().decode(text);
        case HEX -> HexFormat.of().parseHex(text.strip());
        case RAW -> payload;
      };
    }
  }

  /** AES in ECB mode with PKCS5 padding. */
  final class Aes implements Cipher {
    private static final String TRANSFORMATION = "AES/ECB/PKCS5Padding";

    private final SecretKeySpec key;
    private final Encoding encoding;

    /**
     * @param key 16, 24 or 32 bytes
     */
    Aes(byte[] key, Encoding encoding) {
      this.key = new SecretKeySpec(key, "AES");
      this.encoding = encoding;
    }

    @Override
    public byte[] seal(String json) {
      try {
        return encoding.encode(
            run(javax.crypto.Cipher.ENCRYPT_MODE, json.getBytes(StandardCharsets.UTF_8)));
      } catch (
          GeneralSecurityException
              impossible) { // every JDK has AES, and the key's length was checked
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public String open(byte[] payload) throws GeneralSecurityException {
      byte[] bytes;
      try {
        bytes = encoding.decode(payload);
      } catch (IllegalArgumentException notEncoded) {
        throw new GeneralSecurityException("the payload is not " + encoding, notEncoded);
      }
      if (bytes.length == 0) { // AES would call nothing a valid message of no text
        throw new GeneralSecurityException("the payload is empty");
      }
      return new String(run(javax.crypto.Cipher.DECRYPT_MODE, bytes), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] bytes) throws GeneralSecurityException {
      javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance(TRANSFORMATION);
      cipher.init(mode, key);
      return cipher.doFinal(bytes);
    }
  }
}
