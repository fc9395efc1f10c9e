package io.firedamp.uplink.ccer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * How to speak TLS with the broker ({@code ssl://}). The files are read for every connection, so
 * that a renewed certificate needs no restart.
 *
 * @param ca PEM certificates that may sign the broker's; without them the JDK's own authorities
 * @param certificate PEM chain of the client certificate, its own first; without it the client
 *     shows none
 * @param key PEM of its private key, PKCS#8 (BEGIN PRIVATE KEY), not encrypted
 */
record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  /**
   * Sockets that check the broker's certificate.
   *
   * @throws IOException if a file cannot be read, or holds something else; the message names it
   */
  SSLSocketFactory sockets() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), trust(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException unusable) {
      throw new IOException(unusable.getMessage(), unusable);
    }
  }

  /** None means the JDK's own. */
  private TrustManager[] trust() throws IOException, GeneralSecurityException {
    if (ca.isEmpty()) {
      return null; // how SSLContext.init is told so
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate authority : certificates(ca.get())) {
      store.setCertificateEntry("ca" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager[] keys() throws IOException, GeneralSecurityException {
    if (certificate.isEmpty() || key.isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(certificate.get()).toArray(Certificate[]::new);
    store.setKeyEntry("client", privateKey(key.get()), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException noCertificate) {
      throw new IOException(file + " holds no PEM certificate", noCertificate);
    }
    throw new IOException(file + " holds no PEM certificate");
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    try {
      byte[] der =
          Base64.getMimeDecoder()
              .decode(text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").strip());
      for (String algorithm : KEY_ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException another) {
          // the next algorithm may fit
        }
      }
    } catch (IllegalArgumentException notBase64) {
      // said below
    }
    throw new IOException(file + " holds no PEM private key (PKCS#8, not encrypted)");
  }
}
