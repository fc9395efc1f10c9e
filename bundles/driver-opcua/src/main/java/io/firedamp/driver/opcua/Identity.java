package io.firedamp.driver.opcua;

import io.firedamp.text.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * The gateway's own key and certificate: the files {@code own.key} and {@code own.der}. One thread
 * at a time, for which {@link Certificates} cares.
 */
final class Identity {
  private static final Duration VALIDITY = Duration.ofDays(5 * 365);
  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final int KEY_BITS = 2048;
  private static final int URI = 6;
  private static final String KEY = "own.key";
  private static final String OWN = "own.der";

  private final Path folder;
  private final InstantSource clock;

  /** Does not touch the disk. */
  Identity(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** The certificate. */
  Path file() {
    return folder.resolve(OWN);
  }

  /**
   * The key and its certificate; made if there are none.
   *
   * @throws Trouble if they can be neither read nor made
   */
  Own own() throws Trouble {
    try {
      KeyPair pair = pair();
      if (!Files.exists(file())) {
        make(pair);
      }
      X509Certificate certificate = Certificates.parsed(Files.readAllBytes(file()));
      if (!certificate.getPublicKey().equals(pair.getPublic())) {
        throw new GeneralSecurityException(OWN + " is not for the key " + KEY);
      }
      return new Own(pair, certificate, uri(certificate));
    } catch (IOException | GeneralSecurityException unusable) {
      throw new Trouble(
          new Text(
              "the gateway's own certificate cannot be used: " + unusable,
              "网关自身证书不可用: " + unusable),
          new Text(
              "Check own.key and own.der in " + folder + "; without them new ones are made.",
              "请检查 " + folder + " 中的 own.key 和 own.der；删除后会重新生成。"));
    }
  }

  /**
   * Makes a new certificate for the key.
   *
   * @throws IOException if the folder cannot be written
   */
  void renew() throws IOException {
    try {
      make(pair());
    } catch (GeneralSecurityException unusable) {
      throw new IOException(KEY + " cannot be used", unusable);
    }
  }

  private KeyPair pair() throws IOException, GeneralSecurityException {
    Path file = folder.resolve(KEY);
    try {
      String pem = Files.readString(file, StandardCharsets.US_ASCII);
      KeyFactory factory = KeyFactory.getInstance("RSA");
      byte[] pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new KeyPair(
          factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
          key);
    } catch (NoSuchFileException none) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      KeyPair made = generator.generateKeyPair();
      String text = Base64.getMimeEncoder().encodeToString(made.getPrivate().getEncoded());
      Certificates.write(
          file,
          ("-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n")
              .getBytes(StandardCharsets.US_ASCII));
      return made;
    } catch (IllegalArgumentException | ClassCastException noKey) {
      throw new GeneralSecurityException(KEY + " holds no RSA key", noKey);
    }
  }

  private void make(KeyPair pair) throws IOException {
    Instant now = clock.instant();
    String host = host();
    X509Certificate certificate;
    try {
      certificate =
          new SelfSignedCertificateGenerator()
              .generateSelfSigned(
                  pair,
                  Date.from(now.minus(BACKDATED)),
                  Date.from(now.plus(VALIDITY)),
                  "Firedamp on " + host,
                  "Firedamp",
                  null,
                  null,
                  null,
                  null,
                  "urn:firedamp:" + UUID.nameUUIDFromBytes(pair.getPublic().getEncoded()),
                  List.of(host),
                  List.of(),
                  "SHA256withRSA");
      Certificates.write(file(), certificate.getEncoded());
    } catch (Exception failed) { // what the generator declares
      throw new IOException("no certificate can be made", failed);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unresolved) { // a host need not be able to resolve its own name
      return "gateway";
    }
  }

  private static String uri(X509Certificate certificate) throws CertificateException {
    for (List<?> name :
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of())) {
      if (name.get(0).equals(URI)) {
        return (String) name.get(1);
      }
    }
    throw new CertificateException(OWN + " names no application URI");
  }
}
