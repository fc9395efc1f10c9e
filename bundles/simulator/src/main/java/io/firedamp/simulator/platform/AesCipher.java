package io.firedamp.simulator.platform;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in the forms that AMB-08 leaves open.
 *
 * <p>Where the vector is {@code prefix}, it stands before the cipher text; GCM's tag of 128 bits
 * stands behind it.
 */
final class AesCipher implements MessageCipher {
  private static final int BLOCK = 16;
  private static final int GCM_VECTOR = 12;
  private static final int GCM_TAG_BITS = 128;

  private final SecretKeySpec key;
  private final String mode;
  private final String padding;

  /** Empty: one of its own in front of each message. */
  private final Optional<byte[]> vector;

  private final SecureRandom random = new SecureRandom();

  private AesCipher(SecretKeySpec key, String mode, String padding, Optional<byte[]> vector) {
    this.key = key;
    this.mode = mode;
    this.padding = padding;
    this.vector = vector;
  }

  /**
   * Asks for {@code aes.key}, {@code aes.key.encoding}, {@code aes.mode}, {@code aes.padding},
   * {@code aes.iv}.
   *
   * @param wanted whether this is the cipher; otherwise the questions only make the keys known
   * @return empty if it is not wanted, or not possible, which is then noted
   */
  static Optional<AesCipher> of(Settings settings, boolean wanted) {
    String encoding = settings.choice("aes.key.encoding", "hex", List.of("hex", "base64", "utf8"));
    Secret secret = settings.secret("aes.key");
    String mode = settings.choice("aes.mode", "ECB", List.of("ECB", "CBC", "CTR", "GCM"));
    String padding = settings.choice("aes.padding", "PKCS5", List.of("PKCS5", "zero", "none"));
    String form = settings.text("aes.iv", "prefix");
    if (!wanted) {
      return Optional.empty();
    }
    settings.required("aes.key");
    byte[] key = bytes(secret, encoding);
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      settings.problem(
          "aes.key",
          new Text(
              "must be 16, 24 or 32 bytes in " + encoding, "按 " + encoding + " 解码后应为16、24或32字节"));
      return Optional.empty();
    }
    Optional<byte[]> vector =
        form.equalsIgnoreCase("prefix") || mode.equals("ECB")
            ? Optional.empty()
            : Optional.of(vector(settings, form, key, mode.equals("GCM") ? GCM_VECTOR : BLOCK));
    return Optional.of(new AesCipher(new SecretKeySpec(key, "AES"), mode, padding, vector));
  }

  private static byte[] vector(Settings settings, String form, byte[] key, int length) {
    if (form.equalsIgnoreCase("zero")) {
      return new byte[length];
    }
    if (form.equalsIgnoreCase("key")) {
      return Arrays.copyOf(key, length);
    }
    try {
      byte[] vector = HexFormat.of().parseHex(form);
      if (vector.length == length) {
        return vector;
      }
    } catch (IllegalArgumentException noHex) {
      // said below, with what is allowed
    }
    settings.problem(
        "aes.iv",
        form,
        new Text(
            "prefix, zero, key, or " + length + " bytes in hex",
            "prefix、zero、key，或 " + length + " 字节的十六进制"));
    return new byte[length];
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

  @Override
  public byte[] encrypt(byte[] clear) throws GeneralSecurityException {
    byte[] iv = vector.orElseGet(this::fresh);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(filled(clear));
    if (vector.isPresent() || mode.equals("ECB")) {
      return sealed;
    }
    byte[] both = Arrays.copyOf(iv, iv.length + sealed.length);
    System.arraycopy(sealed, 0, both, iv.length, sealed.length);
    return both;
  }

  @Override
  public byte[] decrypt(byte[] sealed) throws GeneralSecurityException {
    byte[] iv = vector.orElse(new byte[0]);
    int from = 0;
    if (vector.isEmpty() && !mode.equals("ECB")) {
      from = vectorLength();
      if (sealed.length < from) {
        throw new GeneralSecurityException("shorter than its vector");
      }
      iv = Arrays.copyOf(sealed, from);
    }
    return stripped(cipher(Cipher.DECRYPT_MODE, iv).doFinal(sealed, from, sealed.length - from));
  }

  private int vectorLength() {
    return mode.equals("GCM") ? GCM_VECTOR : BLOCK;
  }

  private byte[] fresh() {
    byte[] iv = new byte[vectorLength()];
    random.nextBytes(iv);
    return iv;
  }

  private boolean inBlocks() {
    return mode.equals("ECB") || mode.equals("CBC");
  }

  private Cipher cipher(int direction, byte[] iv) throws GeneralSecurityException {
    boolean standard = inBlocks() && padding.equals("PKCS5");
    Cipher cipher =
        Cipher.getInstance("AES/" + mode + "/" + (standard ? "PKCS5Padding" : "NoPadding"));
    if (mode.equals("ECB")) {
      cipher.init(direction, key);
    } else {
      AlgorithmParameterSpec start =
          mode.equals("GCM") ? new GCMParameterSpec(GCM_TAG_BITS, iv) : new IvParameterSpec(iv);
      cipher.init(direction, key, start);
    }
    return cipher;
  }

  /** Up to a whole block: with zeros, or with blanks, which JSON does not mind. */
  private byte[] filled(byte[] clear) {
    int over = clear.length % BLOCK;
    if (!inBlocks() || padding.equals("PKCS5") || over == 0) {
      return clear;
    }
    byte[] whole = Arrays.copyOf(clear, clear.length + BLOCK - over);
    Arrays.fill(whole, clear.length, whole.length, (byte) (padding.equals("zero") ? 0 : ' '));
    return whole;
  }

  private byte[] stripped(byte[] clear) {
    int end = clear.length;
    while (inBlocks() && padding.equals("zero") && end > 0 && clear[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(clear, end);
  }
}
