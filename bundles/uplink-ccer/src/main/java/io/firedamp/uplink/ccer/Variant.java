package io.firedamp.uplink.ccer;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An uplink's configuration as it might be: to be tried before it is written. Any thread. */
public final class Variant {
  /** JSON ends with its brace; what fills a block behind it, the cipher takes away. */
  private static final Pattern WHOLE = Pattern.compile("\\s*\\{.*\\}\\r?\\n?", Pattern.DOTALL);

  private final Access access;

  private Variant(Access access) {
    this.access = access;
  }

  /**
   * @param properties as the framework would hand them over
   * @throws io.firedamp.settings.SettingsException if no uplink would start with them
   */
  public static Variant of(Map<String, ?> properties) {
    return new Variant(Access.of(properties));
  }

  /** How long an answer is waited for. */
  public Duration patience() {
    return access.replyTimeout();
  }

  /**
   * Decrypts a message. Blocks for the reading of a small file.
   *
   * @param payload as it came over the wire
   * @param secure the folder of the uplink's own key pair, which only RSA needs
   * @return empty if that does not make a message of the specification
   * @throws IOException if the key pair cannot be read, or there is none
   */
  public Optional<Content> open(byte[] payload, Path secure) throws IOException {
    Cipher cipher = cipher(RsaKeys.file(secure, access.name()));
    try {
      String text = cipher.open(payload);
      return WHOLE.matcher(text).matches()
          ? new Codec(access.keepZeros(), access.lenient()).content(text)
          : Optional.empty();
    } catch (GeneralSecurityException other) {
      return Optional.empty();
    }
  }

  /** The cipher, in RSA with the pair of that file: it makes none, for the platform knows it. */
  Cipher cipher(Path keyFile) throws IOException {
    if (access.rsa().isEmpty()) {
      return access.cipher();
    }
    return RsaKeys.kept(keyFile)
        .map(access.rsa().get()::with)
        .orElseThrow(() -> new IOException("there is no key pair " + keyFile));
  }

  /** In RSA, whether the key request is encrypted as a whole. */
  boolean wholeMessage() {
    return access.rsa().filter(RsaAccess::wholeMessage).isPresent();
  }
}
