package io.firedamp.shell.door;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted PBKDF2 of a password, as text {@code rounds:salt:key}, the latter two in base64. The
 * rounds are those that OWASP asks for with SHA-512: about 0.2 s of a core for each guess.
 *
 * <p>Read, but never made here, is what Karaf makes by itself of a clear password in its file:
 * SHA-512 in hexadecimal, without salt.
 */
final class Hash {
  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
  private static final int ROUNDS = 210_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Hash() {}

  static String of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return ROUNDS
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(key(password, salt, ROUNDS));
  }

  /** Whether that is the hash of that password; false too if it is no hash at all. */
  static boolean matches(String password, String hash) {
    String[] parts = hash.split(":");
    try {
      if (parts.length != 3) {
        return MessageDigest.isEqual(sha512(password), HexFormat.of().parseHex(hash));
      }
      Base64.Decoder base64 = Base64.getDecoder();
      byte[] found = key(password, base64.decode(parts[1]), Integer.parseInt(parts[0]));
      return MessageDigest.isEqual(found, base64.decode(parts[2]));
    } catch (IllegalArgumentException noHash) {
      return false;
    }
  }

  private static byte[] sha512(String password) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-512", missing);
    }
  }

  private static byte[] key(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java 17 has " + ALGORITHM, missing);
    } finally {
      spec.clearPassword();
    }
  }
}
