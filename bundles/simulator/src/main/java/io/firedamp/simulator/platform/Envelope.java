package io.firedamp.simulator.platform;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How a message is wrapped on its way: in clear, with AES (AMB-08) or with RSA (AMB-06), the bytes
 * then written as Base64 without line breaks, as hex or as they are. Any thread.
 */
final class Envelope {
  private final Optional<? extends MessageCipher> cipher;
  private final Optional<Handshake> handshake;
  private final String encoding;

  private Envelope(
      Optional<? extends MessageCipher> cipher, Optional<Handshake> handshake, String encoding) {
    this.cipher = cipher;
    this.handshake = handshake;
    this.encoding = encoding;
  }

  /** Asks for {@code cipher}, {@code payload.encoding} and the keys that begin with aes and rsa. */
  static Envelope of(Settings settings) {
    String method = settings.choice("cipher", "none", List.of("none", "aes", "rsa"));
    String encoding =
        settings.choice("payload.encoding", "base64", List.of("base64", "hex", "raw"));
    Optional<AesCipher> aes = AesCipher.of(settings, method.equals("aes"));
    Optional<RsaCipher> rsa = RsaCipher.of(settings, method.equals("rsa"));
    boolean whole =
        settings.choice("rsa.handshake", "field", List.of("field", "message")).equals("message");
    return new Envelope(
        aes.isPresent() ? aes : rsa, rsa.map(cipher -> new Handshake(cipher, whole)), encoding);
  }

  /**
   * The key negotiation of RSA.
   *
   * @param cipher what learns the key
   * @param whole whether the whole of M1 is encrypted, not only its field {@code key} (AMB-07)
   */
  record Handshake(RsaCipher cipher, boolean whole) {}

  /** Whether encryption was agreed on. */
  boolean secret() {
    return cipher.isPresent();
  }

  /** The key negotiation; empty for other methods than RSA (CCER-7.5-07). */
  Optional<Handshake> handshake() {
    return handshake;
  }

  /** Whether replies can be wrapped; with RSA only after the gateway's key is known. */
  boolean ready() {
    return handshake.map(negotiated -> negotiated.cipher().learned()).orElse(true);
  }

  /**
   * The message in that payload. One in clear is read in any case; {@link #clear} tells.
   *
   * @throws Unreadable if it cannot be read
   */
  String open(byte[] payload) throws Unreadable {
    try {
      byte[] message =
          cipher.isPresent() && !clear(payload) ? cipher.get().decrypt(decoded(payload)) : payload;
      return text(message);
    } catch (IllegalArgumentException wrongEncoding) {
      throw new Unreadable(notEncoded());
    } catch (GeneralSecurityException wrongKey) {
      throw new Unreadable(new Text("cannot be decrypted; another key or mode?", "无法解密，密钥或模式不一致？"));
    } catch (CharacterCodingException noText) {
      throw new Unreadable(
          secret()
              ? new Text("no text after decryption; another key?", "解密后不是文本，密钥不一致？")
              : new Text("no UTF-8 text; encrypted?", "不是 UTF-8 文本，是否已加密？"));
    }
  }

  /**
   * Learns the gateway's public key.
   *
   * @param written the field {@code key} of M1
   * @throws Unreadable if there is no key in it
   */
  void learn(Handshake negotiation, String written) throws Unreadable {
    byte[] field = written.getBytes(StandardCharsets.UTF_8);
    try {
      RSAPublicKey key =
          RsaCipher.publicKey(
              negotiation.whole() ? field : negotiation.cipher().decrypt(decodedField(field)));
      negotiation.cipher().learn(key);
    } catch (IllegalArgumentException wrongEncoding) {
      throw new Unreadable(notEncoded());
    } catch (GeneralSecurityException noKey) {
      throw new Unreadable(
          new Text(
              "value.key holds no RSA public key that can be read; encrypted with another key or"
                  + " padding?",
              "value.key 中没有可解读的 RSA 公钥，加密所用密钥或填充方式不一致？"));
    }
  }

  /** Whether it is a JSON object as it stands: cipher text that begins with a brace is no UTF-8. */
  static boolean clear(byte[] payload) {
    if (payload.length == 0 || payload[0] != '{') {
      return false;
    }
    try {
      text(payload);
      return true;
    } catch (CharacterCodingException binary) {
      return false;
    }
  }

  /**
   * Wraps a reply as the requests are wrapped. With RSA only when {@link #ready}.
   *
   * @throws IllegalStateException if it is not
   */
  byte[] seal(String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    if (cipher.isEmpty()) {
      return text;
    }
    try {
      return encoded(cipher.get().encrypt(text));
    } catch (GeneralSecurityException notReady) {
      throw new IllegalStateException(notReady);
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Raw bytes cannot stand in JSON; there it is Base64. */
  private byte[] decodedField(byte[] field) {
    return encoding.equals("raw") ? Base64.getDecoder().decode(field) : decoded(field);
  }

  private byte[] decoded(byte[] payload) {
    return switch (encoding) {
      case "hex" -> HexFormat.of().parseHex(new String(payload, StandardCharsets.ISO_8859_1));
      case "base64" -> Base64.getDecoder().decode(payload);
      default -> payload;
    };
  }

  private byte[] encoded(byte[] sealed) {
    return switch (encoding) {
      case "hex" -> HexFormat.of().formatHex(sealed).getBytes(StandardCharsets.US_ASCII);
      case "base64" -> Base64.getEncoder().encode(sealed);
      default -> sealed;
    };
  }

  private Text notEncoded() {
    return encoding.equals("hex")
        ? new Text("the payload is no hex", "报文不是十六进制")
        : new Text("the payload is no Base64", "报文不是 Base64");
  }

  /** A payload that gives no message. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Text text;

    Unreadable(Text text) {
      super(text.en());
      this.text = text;
    }

    Text text() {
      return text;
    }
  }
}
