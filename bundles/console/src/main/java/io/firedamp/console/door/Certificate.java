package io.firedamp.console.door;

import io.firedamp.file.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * The pages' own certificate, {@code secure/console.p12}, made at the first start: P-256, signed by
 * itself, for this machine's name and loopback, for ten years. Who wants another one puts it there.
 *
 * <p>Design note: the bundle's activator and no component, because the web server reads the file
 * when it starts and does not look again; bundles of a lower start level have started by then,
 * components perhaps not.
 */
public final class Certificate implements BundleActivator {
  private static final String FILE = "secure/console.p12";
  private static final String ALIAS = "console";

  /** That of etc/org.ops4j.pax.web.cfg. No secret: PKCS#12 has to have one. */
  private static final char[] WORD = "firedamp".toCharArray();

  private static final Duration LIFE = Duration.ofDays(3652);

  /** Clocks of browsers may be behind. */
  private static final Duration BEFORE = Duration.ofDays(1);

  private static final int SERIAL_BITS = 128;

  /** Called by the framework. */
  public Certificate() {}

  @Override
  public void start(BundleContext context) throws IOException, GeneralSecurityException {
    make(Path.of(context.getProperty("karaf.base")), Instant.now());
  }

  @Override
  public void stop(BundleContext context) {
    // the file stays
  }

  /**
   * When the certificate ends; empty if there is none, or it cannot be read with the word above.
   *
   * @param base the gateway's folder
   */
  public static Optional<Instant> ends(Path base) {
    try (InputStream in = Files.newInputStream(base.resolve(FILE))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, WORD);
      return store.getCertificate(store.aliases().nextElement())
              instanceof java.security.cert.X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (IOException | GeneralSecurityException | NoSuchElementException unreadable) {
      return Optional.empty();
    }
  }

  /** Makes the file if it is missing: readable for its owner alone, whole or not at all. */
  static void make(Path base, Instant now) throws IOException, GeneralSecurityException {
    Path file = base.resolve(FILE);
    if (Files.exists(file)) {
      return;
    }
    PrivateFile.folder(file.getParent());
    PrivateFile.replace(file, store(now));
  }

  private static byte[] store(Instant now) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        ALIAS, pair.getPrivate(), WORD, new java.security.cert.Certificate[] {signed(pair, now)});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, WORD);
    return bytes.toByteArray();
  }

  private static java.security.cert.Certificate signed(KeyPair pair, Instant now)
      throws IOException, GeneralSecurityException {
    X500Principal name = new X500Principal("CN=" + host() + ", O=Firedamp");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, new SecureRandom()),
            Date.from(now.minus(BEFORE)),
            Date.from(now.plus(LIFE)),
            name,
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, host()),
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            }));
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    } catch (OperatorCreationException missing) {
      throw new GeneralSecurityException(missing);
    }
  }

  /** The machine's name, as far as a certificate can carry it. */
  private static String host() {
    try {
      String host = InetAddress.getLocalHost().getHostName();
      return host.matches("[A-Za-z0-9.-]{1,63}") ? host : "localhost";
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
