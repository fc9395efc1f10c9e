package io.firedamp.simulator.platform;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA as 7.3 of the document has it: up with the platform's key pair, down with the gateway's
 * public key, which it learns. A message is cut into as many blocks as it needs (AMB-06).
 */
final class RsaCipher implements MessageCipher {
  private static final int LEAST_BITS = 1024;

  /** {@code rsaEncryption} of RFC 8017, as DER has it in front of every key of that kind. */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;

  private final RSAPrivateKey own;
  private final Padding padding;
  private volatile Optional<RSAPublicKey> gateway = Optional.empty();

  /** The three paddings; {@code cost} is what each takes of a block, in bytes. */
  private enum Padding {
    PKCS1("PKCS1", 11),
    OAEP_SHA1("OAEP-SHA1", 42),
    OAEP_SHA256("OAEP-SHA256", 66);

    private final String word;
    private final int cost;

    Padding(String word, int cost) {
      this.word = word;
      this.cost = cost;
    }

    static Padding of(String word) {
      return List.of(values()).stream()
          .filter(one -> one.word.equals(word))
          .findFirst()
          .orElse(PKCS1);
    }

    Cipher cipher(int direction, Key key) throws GeneralSecurityException {
      if (this == PKCS1) {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(direction, key);
        return cipher;
      }
      // both digests by name: the JDK's own words mean MGF1 with SHA-1 in any case
      MGF1ParameterSpec mask =
          this == OAEP_SHA1 ? MGF1ParameterSpec.SHA1 : MGF1ParameterSpec.SHA256;
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          direction,
          key,
          new OAEPParameterSpec(
              mask.getDigestAlgorithm(), "MGF1", mask, PSource.PSpecified.DEFAULT));
      return cipher;
    }
  }

  private RsaCipher(RSAPrivateKey own, Padding padding) {
    this.own = own;
    this.padding = padding;
  }

  /**
   * Asks for {@code rsa.private.key} and {@code rsa.padding}.
   *
   * @param wanted whether this is the cipher; otherwise the questions only make the keys known
   * @return empty if it is not wanted, or not possible, which is then noted
   */
  static Optional<RsaCipher> of(Settings settings, boolean wanted) {
    String document = settings.document("rsa.private.key");
    String padding =
        settings.choice(
            "rsa.padding", "PKCS1", List.of(Padding.values()).stream().map(p -> p.word).toList());
    if (!wanted) {
      return Optional.empty();
    }
    settings.required("rsa.private.key");
    if (document.isEmpty()) {
      return Optional.empty();
    }
    try {
      RSAPrivateKey own = privateKey(der(document.getBytes(StandardCharsets.US_ASCII)));
      if (own.getModulus().bitLength() >= LEAST_BITS) {
        return Optional.of(new RsaCipher(own, Padding.of(padding)));
      }
    } catch (GeneralSecurityException | IllegalArgumentException noKey) {
      // said below, with what is allowed
    }
    settings.problem(
        "rsa.private.key",
        new Text(
            "must be an RSA private key of 1024 bits or more in PEM (PKCS#8 or PKCS#1, no password)",
            "应为1024位以上的 RSA 私钥，PEM 格式（PKCS#8 或 PKCS#1，无口令）"));
    return Optional.empty();
  }

  /** The gateway's key, from now on for all that goes down. */
  void learn(RSAPublicKey key) {
    gateway = Optional.of(key);
  }

  /** Whether the gateway's key is known. */
  boolean learned() {
    return gateway.isPresent();
  }

  /**
   * A public key as a gateway may write it: PEM, Base64 or hex of DER, or DER itself, in X.509 or
   * PKCS#1.
   *
   * @throws GeneralSecurityException if it is none of them, or has less than 1024 bits
   */
  static RSAPublicKey publicKey(byte[] written) throws GeneralSecurityException {
    byte[] der;
    try {
      der = written.length > 0 && written[0] == SEQUENCE ? written : der(written);
    } catch (IllegalArgumentException neither) {
      throw new InvalidKeySpecException(neither);
    }
    KeyFactory factory = KeyFactory.getInstance("RSA");
    RSAPublicKey key;
    try {
      key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(der));
    } catch (InvalidKeySpecException perhapsPkcs1) {
      byte[] bits = new byte[der.length + 1]; // the first says that no bit is unused
      System.arraycopy(der, 0, bits, 1, der.length);
      byte[] info = wrapped(SEQUENCE, RSA, wrapped(BIT_STRING, bits));
      key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(info));
    }
    if (key.getModulus().bitLength() < LEAST_BITS) {
      throw new InvalidKeyException("less than " + LEAST_BITS + " bits");
    }
    return key;
  }

  private static RSAPrivateKey privateKey(byte[] der) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    try {
      return (RSAPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException perhapsPkcs1) {
      byte[] version = {0x02, 0x01, 0x00};
      byte[] info = wrapped(SEQUENCE, version, RSA, wrapped(OCTET_STRING, der));
      return (RSAPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(info));
    }
  }

  /** DER out of PEM, hex or Base64. */
  private static byte[] der(byte[] written) {
    String text = new String(written, StandardCharsets.US_ASCII);
    String plain = text.replaceAll("-----(BEGIN|END) [A-Z ]+-----", "").replaceAll("\\s", "");
    return plain.matches("([0-9a-fA-F]{2})+")
        ? HexFormat.of().parseHex(plain)
        : Base64.getDecoder().decode(plain);
  }

  /** Tag, length and content as DER has them (X.690 8.1.3). */
  private static byte[] wrapped(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Override
  public byte[] encrypt(byte[] clear) throws GeneralSecurityException {
    RSAPublicKey key =
        gateway.orElseThrow(() -> new InvalidKeyException("the gateway's key is not known"));
    return inBlocks(padding.cipher(Cipher.ENCRYPT_MODE, key), clear, bytes(key) - padding.cost);
  }

  @Override
  public byte[] decrypt(byte[] sealed) throws GeneralSecurityException {
    if (sealed.length == 0 || sealed.length % bytes(own) != 0) {
      throw new GeneralSecurityException("not whole blocks of " + bytes(own) + " bytes");
    }
    return inBlocks(padding.cipher(Cipher.DECRYPT_MODE, own), sealed, bytes(own));
  }

  private static int bytes(RSAKey key) {
    return (key.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static byte[] inBlocks(Cipher cipher, byte[] input, int size)
      throws GeneralSecurityException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length * 2);
    ByteBuffer rest = ByteBuffer.wrap(input);
    while (rest.hasRemaining()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new GeneralSecurityException("the platform ends"); // 50,000 blocks take long
      }
      int length = Math.min(size, rest.remaining());
      out.writeBytes(cipher.doFinal(input, rest.position(), length));
      rest.position(rest.position() + length);
    }
    return out.toByteArray();
  }
}
