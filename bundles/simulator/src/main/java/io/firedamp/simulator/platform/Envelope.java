package io.firedamp.simulator.platform;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a message is wrapped on its way: in clear, or as AES/ECB/PKCS5 in Base64 without line breaks
 * (AMB-08). Any thread.
 */
final class Envelope {
  private static final String AES = "AES/ECB/PKCS5Padding";

  private final Optional<SecretKeySpec> key;

  private Envelope(Optional<SecretKeySpec> key) {
    this.key = key;
  }

  /** Asks for {@code cipher}, {@code aes.key} and {@code aes.key.encoding}. */
  static Envelope of(Settings settings) {
    boolean aes = settings.choice("cipher", "none", List.of("none", "aes")).equals("aes");
    String encoding = settings.choice("aes.key.encoding", "hex", List.of("hex", "base64", "utf8"));
    Secret secret = settings.secret("aes.key");
    if (!aes) {
      return new Envelope(Optional.empty());
    }
    settings.required("aes.key");
    byte[] key = bytes(secret, encoding);
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      settings.problem(
          "aes.key",
          new Text(
              "must be 16, 24 or 32 bytes in " + encoding, "按 " + encoding + " 解码后应为16、24或32字节"));
      return new Envelope(Optional.empty());
    }
    return new Envelope(Optional.of(new SecretKeySpec(key, "AES")));
  }

  private static byte[] bytes(Secret secret, String encoding) {
    try {
      return switch (encoding) {
        case "hex" -> HexFormat.of().parseHex(secret.reveal());
        case "base64" -> Base64.getDecoder().decode(secret.reveal());
        default -> secret.reveal().getBytes(StandardCharsets.UTF_8);
      };
    } catch (IllegalArgumentException wrong) {
      return new byte[0];
    }
  }

  /** Whether encryption was agreed on. */
  boolean secret() {
    return key.isPresent();
  }

  /**
   * The message in that payload. One in clear is read in any case; {@link #clear} tells.
   *
   * @throws Unreadable if it cannot be read
   */
  String open(byte[] payload) throws Unreadable {
    try {
      byte[] message =
          key.isPresent() && !clear(payload)
              ? crypt(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(payload))
              : payload;
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (IllegalArgumentException noBase64) {
      throw new Unreadable(new Text("the payload is no Base64", "报文不是 Base64"));
    } catch (GeneralSecurityException wrongKey) {
      throw new Unreadable(new Text("cannot be decrypted; another key or mode?", "无法解密，密钥或模式不一致？"));
    } catch (CharacterCodingException noText) {
      throw new Unreadable(
          secret()
              ? new Text("no text after decryption; another key?", "解密后不是文本，密钥不一致？")
              : new Text("no UTF-8 text; encrypted?", "不是 UTF-8 文本，是否已加密？"));
    }
  }

  /** Whether it is a JSON object as it stands. */
  static boolean clear(byte[] payload) {
    return payload.length > 0 && payload[0] == '{';
  }

  /** Wraps a reply as the requests are wrapped. */
  byte[] seal(String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    if (key.isEmpty()) {
      return text;
    }
    try {
      return Base64.getEncoder().encode(crypt(Cipher.ENCRYPT_MODE, text));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every JDK has AES/ECB/PKCS5Padding
    }
  }

  private byte[] crypt(int mode, byte[] input) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(AES);
    cipher.init(mode, key.orElseThrow());
    return cipher.doFinal(input);
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
