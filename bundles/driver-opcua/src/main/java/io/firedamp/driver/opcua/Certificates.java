package io.firedamp.driver.opcua;

import io.firedamp.file.PrivateFile;
import io.firedamp.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;

/**
 * The gateway's own certificate, and those of the servers. The folder is all the state there is: it
 * is read for every connection, so that what a person changes holds from the next connection on.
 *
 * <pre>
 * own.key          PKCS#8, PEM, 0600; made at first use, never replaced
 * own.der          X.509, DER or PEM, for that key; made at first use and by renew, or a person puts one of an authority here
 * trusted/FP.der   servers that a person approved; FP: SHA-256 of the certificate, hexadecimal
 * waiting/FP.der   servers that nobody has judged yet, at most 50; FP.txt: where it was met
 * </pre>
 *
 * <p>A file is written aside and renamed: after a power cut it is the old one or the new one. Any
 * thread.
 */
public final class Certificates {
  /** A server's certificate. */
  public record Entry(
      String fingerprint, boolean trusted, String subject, Instant expires, String server) {}

  /** Tells of an expiry that long before. */
  static final Duration NOTICE = Duration.ofDays(30);

  private static final int MOST_WAITING = 50;

  /** Several sources, and the command, have one folder. */
  private static final Object FOLDER = new Object();

  private static final String DER = ".der";
  private static final String NOTE = ".txt";

  private final Identity identity;
  private final Path trusted;
  private final Path waiting;
  private final InstantSource clock;

  /**
   * Does not touch the disk.
   *
   * @param folder the gateway's {@code secure/driver-opcua}
   * @param clock whether a certificate is valid is judged by it
   */
  public Certificates(Path folder, InstantSource clock) {
    this.identity = new Identity(folder, clock);
    this.trusted = folder.resolve("trusted");
    this.waiting = folder.resolve("waiting");
    this.clock = clock;
  }

  // ---- the gateway's own

  /** The file that a server's administrator needs. */
  public Path ownFile() {
    return identity.file();
  }

  /**
   * The own certificate; made if there is none.
   *
   * @throws Trouble if it can be neither read nor made
   */
  Own own() throws Trouble {
    synchronized (FOLDER) {
      return identity.own();
    }
  }

  /** When the own certificate expires; empty if there is none that can be read. */
  public Optional<Instant> ownExpiry() {
    return certificate(identity.file()).map(own -> own.getNotAfter().toInstant());
  }

  /**
   * Makes a new certificate for the own key, which servers have to be told of.
   *
   * @throws IOException if the folder cannot be written
   */
  public void renew() throws IOException {
    synchronized (FOLDER) {
      identity.renew();
    }
  }

  // ---- the servers'

  /**
   * @param server where it was met, for people
   * @throws Trouble if nobody has approved it, which then can be done, or if it is not valid now
   */
  void check(X509Certificate certificate, String server) throws Trouble {
    String fingerprint = fingerprint(certificate);
    if (!Files.exists(trusted.resolve(fingerprint + DER))) {
      park(fingerprint, certificate, server);
      throw new Trouble(
          new Text("its certificate is not approved: " + fingerprint, "服务器证书尚未批准: " + fingerprint),
          new Text(
              "Compare the fingerprint with the server's, then firedamp:opcua-certificates approve "
                  + fingerprint,
              "请与服务器上的指纹核对，然后执行 firedamp:opcua-certificates approve " + fingerprint));
    }
    try {
      certificate.checkValidity(Date.from(clock.instant()));
    } catch (CertificateException invalid) {
      throw new Trouble(
          new Text(
              "its certificate is valid from "
                  + certificate.getNotBefore().toInstant()
                  + " to "
                  + certificate.getNotAfter().toInstant()
                  + " only",
              "服务器证书有效期为 "
                  + certificate.getNotBefore().toInstant()
                  + " 至 "
                  + certificate.getNotAfter().toInstant()),
          new Text(
              "Renew it on the server and approve the new one; check the gateway's clock.",
              "请在服务器上更新证书并批准新证书；同时检查网关时钟。"));
    }
  }

  private void park(String fingerprint, X509Certificate certificate, String server) throws Trouble {
    Path file = waiting.resolve(fingerprint + DER);
    synchronized (FOLDER) {
      try {
        if (Files.exists(file)) {
          return;
        }
        if (entries(waiting, false).size() >= MOST_WAITING) {
          throw new Trouble(
              new Text(
                  "its certificate is not approved, and too many others wait: " + fingerprint,
                  "服务器证书尚未批准，且等待批准的证书过多: " + fingerprint),
              new Text(
                  "firedamp:opcua-certificates reject those that are not known.",
                  "请执行 firedamp:opcua-certificates reject 删除不认识的证书。"));
        }
        write(waiting.resolve(fingerprint + NOTE), server.getBytes(StandardCharsets.UTF_8));
        write(file, certificate.getEncoded());
      } catch (IOException | CertificateException unwritable) {
        throw new Trouble(
            new Text(
                "its certificate is not approved, and cannot be kept: " + unwritable,
                "服务器证书尚未批准，且无法保存: " + unwritable),
            new Text("Make " + waiting + " writable.", "请确保 " + waiting + " 可写。"));
      }
    }
  }

  /** Those that wait for a judgement, and then those that are approved, in order of expiry. */
  public List<Entry> servers() {
    List<Entry> all = new ArrayList<>(entries(waiting, false));
    all.addAll(entries(trusted, true));
    return all;
  }

  private List<Entry> entries(Path place, boolean approved) {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*" + DER)) {
      for (Path file : files) {
        String fingerprint = file.getFileName().toString().replace(DER, "");
        certificate(file)
            .filter(found -> fingerprint(found).equals(fingerprint)) // or it would count for nobody
            .ifPresent(
                found ->
                    entries.add(
                        new Entry(
                            fingerprint,
                            approved,
                            found.getSubjectX500Principal().getName(),
                            found.getNotAfter().toInstant(),
                            note(place.resolve(fingerprint + NOTE)))));
      }
    } catch (IOException none) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::expires));
    return entries;
  }

  private static String note(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException none) {
      return "";
    }
  }

  /**
   * Trusts the waiting server of that fingerprint, all of it, because anybody can make a
   * certificate whose fingerprint begins like another's. Colons and case do not matter.
   *
   * @return who it is; empty if there is no such one
   * @throws IOException if the folder cannot be written
   */
  public Optional<Entry> approve(String fingerprint) throws IOException {
    synchronized (FOLDER) {
      Optional<Entry> one =
          entries(waiting, false).stream()
              .filter(entry -> entry.fingerprint().equals(digits(fingerprint)))
              .findFirst();
      if (one.isPresent()) {
        for (String ending : List.of(NOTE, DER)) {
          Path file = waiting.resolve(one.get().fingerprint() + ending);
          if (Files.exists(file)) {
            write(trusted.resolve(file.getFileName()), Files.readAllBytes(file));
          }
        }
        remove(waiting, one.get());
      }
      return one;
    }
  }

  /**
   * Forgets the server whose fingerprint begins so, whether it waits or is trusted; colons and case
   * do not matter. When it is met again, it waits.
   *
   * @return who it is; empty if there is no such one, or more than one
   * @throws IOException if the folder cannot be written
   */
  public Optional<Entry> reject(String beginning) throws IOException {
    synchronized (FOLDER) {
      Optional<Entry> one = one(servers(), beginning);
      if (one.isPresent()) {
        remove(one.get().trusted() ? trusted : waiting, one.get());
      }
      return one;
    }
  }

  private static void remove(Path place, Entry entry) throws IOException {
    Files.deleteIfExists(place.resolve(entry.fingerprint() + DER));
    Files.deleteIfExists(place.resolve(entry.fingerprint() + NOTE));
  }

  private static Optional<Entry> one(List<Entry> entries, String beginning) {
    String start = digits(beginning);
    List<Entry> those =
        entries.stream()
            .filter(entry -> !start.isEmpty() && entry.fingerprint().startsWith(start))
            .toList();
    return those.size() == 1 ? Optional.of(those.get(0)) : Optional.empty();
  }

  private static String digits(String fingerprint) {
    return fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
  }

  // ---- files

  /** SHA-256 of the certificate, 64 small hexadecimal digits. */
  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException impossible) { // it was parsed, and every JDK has SHA-256
      throw new IllegalStateException(impossible);
    }
  }

  /** The server's own, of a chain as OPC UA sends it; empty if it cannot be read. */
  static Optional<X509Certificate> first(ByteString chain) {
    try {
      return Optional.of(parsed(chain.bytesOrEmpty()));
    } catch (CertificateException none) {
      return Optional.empty();
    }
  }

  private static Optional<X509Certificate> certificate(Path file) {
    try {
      return Optional.of(parsed(Files.readAllBytes(file)));
    } catch (IOException | CertificateException none) {
      return Optional.empty();
    }
  }

  static X509Certificate parsed(byte[] bytes) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  /** For whoever runs the gateway only. */
  static void write(Path file, byte[] bytes) throws IOException {
    PrivateFile.folder(file.getParent());
    PrivateFile.replace(file, bytes);
  }
}
