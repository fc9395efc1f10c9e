package io.firedamp.uplink.ccer;

import io.firedamp.text.Text;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Encrypts the whole JSON string of a message and decrypts those of the platform (7.4,
 * CCER-7.3-04).
 *
 * <p>One thread.
 */
interface Cipher {
  /**
   * The payload to publish.
   *
   * @param json in UTF-8
   */
  byte[] seal(byte[] json);

  /** What it is, without its key. */
  Text words();

  /** The payload to publish. */
  default byte[] seal(String json) {
    return seal(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The text of a payload.
   *
   * @throws GeneralSecurityException if it was not made with this key
   */
  String open(byte[] payload) throws GeneralSecurityException;

  /**
   * The text of a message of the platform; empty if it was not made with this key. Plain JSON is
   * understood whatever the cipher is: not every message need be encrypted (AMB-09).
   */
  default Optional<String> read(byte[] payload) {
    String plain = new Plain().open(payload).strip();
    if (plain.startsWith("{") && plain.endsWith("}")) {
      return Optional.of(plain);
    }
    try {
      return Optional.of(open(payload));
    } catch (GeneralSecurityException otherKey) {
      return Optional.empty();
    }
  }

  /** No encryption: UTF-8 text. */
  record Plain() implements Cipher {
    @Override
    public Text words() {
      return new Text("not encrypted", "未加密");
    }

    @Override
    public byte[] seal(byte[] json) {
      return json;
    }

    @Override
    public String open(byte[] payload) {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** How cipher text becomes a payload, and back. */
  enum Encoding {
    BASE64,
    HEX,
    RAW;

    byte[] encode(byte[] bytes) {
      return switch (this) {
        case BASE64 -> Base64.getEncoder().encode(bytes);
        case HEX -> HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
        case RAW -> bytes;
      };
    }

    /**
     * The bytes of a payload; line breaks in Base64 are forgiven.
     *
     * @throws GeneralSecurityException if it is not so encoded, or empty
     */
    byte[] decode(byte[] payload) throws GeneralSecurityException {
      String text = new String(payload, StandardCharsets.ISO_8859_1);
      byte[] bytes;
      try {
        bytes =
            switch (this) {
              case BASE64 -> Base64.getMimeDecoder().decode(text);
              case HEX -> HexFormat.of().parseHex(text.strip());
              case RAW -> payload;
            };
      } catch (IllegalArgumentException notEncoded) {
        throw new GeneralSecurityException("the payload is not " + this, notEncoded);
      }
      if (bytes.length == 0) { // a cipher would call nothing a valid message of no text
        throw new GeneralSecurityException("the payload is empty");
      }
      return bytes;
    }
  }
}
