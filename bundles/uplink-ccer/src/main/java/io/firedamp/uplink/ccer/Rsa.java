package io.firedamp.uplink.ccer;

import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA as the specification has it (7.5): what goes up is encrypted with the platform's public key,
 * what comes down is decrypted with our private one (CCER-7.5-06). A message is longer than a
 * block, so it goes in segments (AMB-06):
 *
 * <pre>
 * payload = encoding( block block … )      each block as long as the key: 128 bytes for 1024 bit
 * segment   117 bytes of the text with PKCS#1 v1.5, 86 with OAEP-SHA1, 62 with OAEP-SHA256, for 1024 bit
 * </pre>
 */
final class Rsa implements Cipher {
  /** How a block is padded. */
  enum Padding {
    /** RFC 8017 section 7.2. */
    PKCS1("PKCS1", 11, "", ""),
    /** RFC 8017 section 7.1 with SHA-1, for the mask too. */
    OAEP_SHA1("OAEP-SHA1", 42, "SHA-1", "SHA-1"),
    /** RFC 8017 section 7.1 with SHA-256, for the mask too. */
    OAEP_SHA256("OAEP-SHA256", 66, "SHA-256", "SHA-256"),
    /** The same with SHA-1 for the mask: what Java does unless it is told otherwise. */
    OAEP_SHA256_MGF1_SHA1("OAEP-SHA256-MGF1-SHA1", 66, "SHA-256", "SHA-1");

    private final String word;
    private final int overhead;
    private final String digest;
    private final String mask;

    Padding(String word, int overhead, String digest, String mask) {
      this.word = word;
      this.overhead = overhead;
      this.digest = digest;
      this.mask = mask;
    }

    /** As the configuration has it. */
    String word() {
      return word;
    }
  }

  /** How our public key, an X.509 SubjectPublicKeyInfo, is written in M1. */
  enum KeyForm {
    /** Base64 on one line. */
    BASE64("base64"),
    /** Hexadecimal digits. */
    HEX("hex"),
    /** With its header and line breaks. */
    PEM("pem");

    private final String word;

    KeyForm(String word) {
      this.word = word;
    }

    /** As the configuration has it. */
    String word() {
      return word;
    }
  }

  private static final int PEM_LINE = 64;

  private final PublicKey platform;
  private final RsaKeys.Own own;
  private final Padding padding;
  private final Encoding encoding;
  private final KeyForm form;

  Rsa(PublicKey platform, RsaKeys.Own own, Padding padding, Encoding encoding, KeyForm form) {
    this.platform = platform;
    this.own = own;
    this.padding = padding;
    this.encoding = encoding;
    this.form = form;
  }

  @Override
  public Text words() {
    return Text.same("RSA " + padding.word() + " · " + encoding);
  }

  @Override
  public byte[] seal(byte[] json) {
    try {
      return encoding.encode(encrypt(json));
    } catch (GeneralSecurityException impossible) { // the key was checked
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String open(byte[] payload) throws GeneralSecurityException {
    return new String(
        decrypt(encoding.decode(payload), own.pair().getPrivate()), StandardCharsets.UTF_8);
  }

  /** When our pair was generated. */
  Instant made() {
    return own.made();
  }

  /** Our public key, as M1 has it before it is encrypted. */
  String publicKey() {
    byte[] der = own.pair().getPublic().getEncoded();
    return switch (form) {
      case BASE64 -> Base64.getEncoder().encodeToString(der);
      case HEX -> HexFormat.of().formatHex(der);
      case PEM ->
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der)
              + "\n-----END PUBLIC KEY-----\n";
    };
  }

  /** The same encrypted with the platform's key, for the field of M1 (CCER-7.5-03, AMB-07). */
  String sealedPublicKey() {
    return new String(seal(publicKey()), StandardCharsets.ISO_8859_1);
  }

  private byte[] encrypt(byte[] clear) throws GeneralSecurityException {
    int segment = blockLength(platform) - padding.overhead;
    return inPieces(cipher(javax.crypto.Cipher.ENCRYPT_MODE, platform), clear, segment);
  }

  private byte[] decrypt(byte[] sealed, PrivateKey key) throws GeneralSecurityException {
    int block = blockLength(key);
    if (sealed.length % block != 0) {
      throw new GeneralSecurityException(sealed.length + " bytes are not whole blocks of " + block);
    }
    return inPieces(cipher(javax.crypto.Cipher.DECRYPT_MODE, key), sealed, block);
  }

  private static byte[] inPieces(javax.crypto.Cipher cipher, byte[] bytes, int length)
      throws GeneralSecurityException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length * 2);
    for (int at = 0; at < bytes.length; at += length) {
      whole.writeBytes(cipher.doFinal(bytes, at, Math.min(length, bytes.length - at)));
    }
    return whole.toByteArray();
  }

  private javax.crypto.Cipher cipher(int direction, Key key) throws GeneralSecurityException {
    if (padding == Padding.PKCS1) {
      javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(direction, key);
      return cipher;
    }
    javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("RSA/ECB/OAEPPadding");
    // said outright: Java's own default has SHA-1 in the mask whatever the digest is, openssl's has
    // the digest
    cipher.init(
        direction,
        key,
        new OAEPParameterSpec(
            padding.digest,
            "MGF1",
            new MGF1ParameterSpec(padding.mask),
            PSource.PSpecified.DEFAULT));
    return cipher;
  }

  private static int blockLength(Key key) {
    return (((RSAKey) key).getModulus().bitLength() + 7) / 8;
  }
}
