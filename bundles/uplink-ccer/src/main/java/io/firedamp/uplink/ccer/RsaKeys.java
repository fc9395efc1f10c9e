package io.firedamp.uplink.ccer;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keys of the RSA method (7.5): the platform's public key in whatever form the access information
 * has it, and the gateway's own pair, which stays on disk.
 *
 * <pre>
 * own pair   PKCS#8 DER of the private key, which holds the public one too; 0600. Written aside and renamed, so that
 *            a power cut leaves the old pair or the new one. A file that cannot be read is never replaced: the
 *            platform may know its public half.
 * </pre>
 */
final class RsaKeys {
  /**
   * The gateway's own pair.
   *
   * @param made when it was generated, which the time of its file tells: a copy of the file that
   *     does not keep its time makes it that of the copy
   */
  record Own(KeyPair pair, Instant made) {}

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private RsaKeys() {}

  /**
   * The platform's public key: PEM, or Base64 or hex of DER; X.509 (SubjectPublicKeyInfo) or PKCS#1
   * (RFC 8017 A.1.1).
   *
   * @throws GeneralSecurityException if it is none of these
   */
  static RSAPublicKey platform(String text) throws GeneralSecurityException {
    byte[] der = der(text);
    KeyFactory factory = KeyFactory.getInstance("RSA");
    try {
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException notX509) {
      return (RSAPublicKey) factory.generatePublic(pkcs1(der));
    }
  }

  private static byte[] der(String text) throws GeneralSecurityException {
    String bare = text.replaceAll("-----[A-Z0-9 ]+-----", "").replaceAll("\\s", "");
    try {
      return bare.matches("([0-9a-fA-F]{2})+")
          ? HexFormat.of().parseHex(bare)
          : Base64.getDecoder().decode(bare);
    } catch (IllegalArgumentException neither) {
      throw new GeneralSecurityException("neither PEM nor Base64 nor hex", neither);
    }
  }

  /** {@code RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }}. */
  private static RSAPublicKeySpec pkcs1(byte[] der) throws GeneralSecurityException {
    ByteBuffer outer = ByteBuffer.wrap(der);
    ByteBuffer inner = element(outer, SEQUENCE);
    BigInteger modulus = integer(inner);
    BigInteger exponent = integer(inner);
    if (outer.hasRemaining() || inner.hasRemaining() || modulus.signum() <= 0) {
      throw new GeneralSecurityException("not a public key");
    }
    return new RSAPublicKeySpec(modulus, exponent);
  }

  private static BigInteger integer(ByteBuffer from) throws GeneralSecurityException {
    ByteBuffer content = element(from, INTEGER);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    if (bytes.length == 0) {
      throw new GeneralSecurityException("an empty number");
    }
    return new BigInteger(bytes);
  }

  private static ByteBuffer element(ByteBuffer from, int tag) throws GeneralSecurityException {
    if (from.remaining() < 2 || (from.get() & 0xff) != tag) {
      throw new GeneralSecurityException("not DER of a public key");
    }
    int length = from.get() & 0xff;
    if (length > 0x80) {
      int bytes = length - 0x80;
      length = 0;
      for (int i = 0; i < bytes && i < Integer.BYTES && from.hasRemaining(); i++) {
        length = length << 8 | from.get() & 0xff;
      }
    }
    if (length < 0 || length > from.remaining()) {
      throw new GeneralSecurityException("cut off");
    }
    ByteBuffer content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }

  /** Where the pair of the uplink of that name is kept. */
  static Path file(Path secure, String uplink) {
    return secure.resolve("uplink-ccer-" + uplink + ".key");
  }

  /** A new pair, kept nowhere. */
  static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) { // every JDK has RSA
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The pair of that file; makes it if there is none, or if it has another length (CCER-7.5-02).
   *
   * @throws IOException if the file can be neither read nor written, or holds no key
   */
  static Own own(Path file, int bits) throws IOException {
    Optional<Own> kept = kept(file);
    if (kept.isPresent()
        && ((RSAPublicKey) kept.get().pair().getPublic()).getModulus().bitLength() == bits) {
      return kept.get();
    }
    KeyPair made = generate(bits);
    PrivateFile.replace(file, made.getPrivate().getEncoded());
    return new Own(made, time(file));
  }

  private static Instant time(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /**
   * The pair of that file, if there is one.
   *
   * @throws IOException if the file cannot be read, or holds no key
   */
  static Optional<Own> kept(Path file) throws IOException {
    try {
      return Optional.of(new Own(pair(Files.readAllBytes(file)), time(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (GeneralSecurityException damaged) {
      throw new IOException(file + " holds no RSA key", damaged);
    }
  }

  private static KeyPair pair(byte[] pkcs8) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey secret =
        (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    RSAPublicKeySpec open = new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent());
    return new KeyPair(factory.generatePublic(open), secret);
  }
}
