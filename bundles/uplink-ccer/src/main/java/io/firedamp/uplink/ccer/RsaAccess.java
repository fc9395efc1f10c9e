package io.firedamp.uplink.ccer;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;

/**
 * What the RSA method needs to know, as far as the specification leaves it open.
 *
 * @param platform the platform's public key of the access information
 * @param encoding of cipher text
 * @param wholeMessage whether M1 is encrypted as a whole, instead of its field {@code key} alone
 *     (AMB-07)
 * @param bits length of our own pair
 * @param form how our public key is written in M1
 * @param once whether a pair that the platform has confirmed is not negotiated again (AMB-10)
 */
record RsaAccess(
    RSAPublicKey platform,
    Rsa.Padding padding,
    Cipher.Encoding encoding,
    boolean wholeMessage,
    int bits,
    Rsa.KeyForm form,
    boolean once) {

  private static final int LEAST_BITS = 1024;

  /** Asks for its keys; notes what is wrong. */
  static RsaAccess of(Settings settings, Cipher.Encoding encoding) {
    RSAPublicKey platform = platform(settings, settings.document("rsa.platform.key"));
    List<String> paddings = Arrays.stream(Rsa.Padding.values()).map(Rsa.Padding::word).toList();
    List<String> forms = Arrays.stream(Rsa.KeyForm.values()).map(Rsa.KeyForm::word).toList();
    return new RsaAccess(
        platform,
        Rsa.Padding.values()[
            paddings.indexOf(settings.choice("rsa.padding", paddings.get(0), paddings))],
        encoding,
        settings.choice("rsa.handshake", "field", List.of("field", "message")).equals("message"),
        Integer.parseInt(settings.choice("rsa.bits", "1024", List.of("1024", "2048"))),
        Rsa.KeyForm.values()[
            forms.indexOf(settings.choice("rsa.key.encoding", forms.get(0), forms))],
        settings.choice("rsa.rekey", "connect", List.of("connect", "once")).equals("once"));
  }

  private static RSAPublicKey platform(Settings settings, String text) {
    try {
      RSAPublicKey key = RsaKeys.platform(text);
      if (key.getModulus().bitLength() >= LEAST_BITS) {
        return key;
      }
    } catch (GeneralSecurityException wrong) {
      // said below, with what is allowed
    }
    settings.problem(
        "rsa.platform.key",
        new Text(
            "an RSA public key of 1024 bit or more: PEM, or Base64 or hex of X.509 or PKCS#1, or file:PATH",
            "1024 位及以上的 RSA 公钥：PEM，或 X.509 / PKCS#1 的 Base64、十六进制，或 file:路径"));
    // never used: the settings are refused
    return (RSAPublicKey) RsaKeys.generate(LEAST_BITS).getPublic();
  }

  /**
   * The cipher with our own pair, which is made if there is none.
   *
   * @throws IOException if the file of the pair can be neither read nor written
   */
  Rsa open(Path keyFile) throws IOException {
    return with(RsaKeys.own(keyFile, bits));
  }

  /** The cipher with that pair as our own. */
  Rsa with(RsaKeys.Own own) {
    return new Rsa(platform, own, padding, encoding, form);
  }
}
