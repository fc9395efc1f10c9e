package io.firedamp.shell.door;

import io.firedamp.file.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * The key {@code secure/local}, PKCS#8 in PEM, with which the script of this machine comes in.
 *
 * <p>RSA, because Karaf 4.4.10 reads the coordinates of an elliptic key as signed numbers and
 * refuses three of four of them.
 */
final class LocalKey {
  private static final int BITS = 3072;
  private static final int PEM_LINE = 64;

  private final Path file;

  LocalKey(Path file) {
    this.file = file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Makes the key and writes its private half down.
   *
   * @return the public half, in base64 as OpenSSH has it
   */
  String make() throws IOException {
    KeyPair pair = generate();
    Base64.Encoder pem = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
    PrivateFile.replace(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + pem.encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return Base64.getEncoder().encodeToString(wire((RSAPublicKey) pair.getPublic()));
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has RSA", missing);
    }
  }

  /** RFC 4253 6.6: the name, then exponent and modulus, each behind its length. */
  private static byte[] wire(RSAPublicKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (byte[] part :
        new byte[][] {
          "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
          key.getPublicExponent().toByteArray(),
          key.getModulus().toByteArray()
        }) {
      out.writeInt(part.length);
      out.write(part);
    }
    return bytes.toByteArray();
  }
}
