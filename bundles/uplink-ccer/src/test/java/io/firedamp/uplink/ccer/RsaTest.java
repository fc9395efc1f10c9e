package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against openssl on both ends. CCER-7.5-02, CCER-7.5-06; AMB-06. */
class RsaTest {
  private static final String JSON =
      "{\"value\":{\"supplier_name\":\"" + "佳华智联".repeat(40) + "\"}}";

  @TempDir Path folder;

  private byte[] openssl(byte[] input, String... arguments)
      throws IOException, InterruptedException {
    return Openssl.run(folder, input, arguments);
  }

  private String platformKey(int bits) throws IOException, InterruptedException {
    openssl(new byte[0], "genrsa", "-out", "platform.pem", Integer.toString(bits));
    return utf8(openssl(new byte[0], "rsa", "-in", "platform.pem", "-pubout"));
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Access access(String... settings) {
    List<String> all = new ArrayList<>(List.of("cipher", "rsa", "payload.encoding", "raw"));
    all.addAll(List.of(settings));
    return Access.of(AccessTest.properties(all.toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource({
    "PKCS1,1024,117",
    "OAEP-SHA1,1024,86",
    "OAEP-SHA256,1024,62",
    "OAEP-SHA256-MGF1-SHA1,1024,62",
    "PKCS1,2048,245",
  })
  void opensslAndWeUnderstandEachOther(String padding, int bits, int segment) throws Exception {
    Access access =
        access(
            "rsa.platform.key",
            platformKey(bits),
            "rsa.padding",
            padding,
            "rsa.bits",
            Integer.toString(bits));
    Rsa rsa = access.rsa().orElseThrow().open(folder.resolve("own.key"));

    byte[] sealed = rsa.seal(JSON);
    int blocks = (JSON.getBytes(StandardCharsets.UTF_8).length + segment - 1) / segment;
    assertEquals(blocks * bits / 8, sealed.length);
    assertEquals(
        JSON,
        utf8(Openssl.rsa(folder, sealed, bits / 8, padding, "-decrypt", "-inkey", "platform.pem")));

    Files.write(folder.resolve("own.pub"), Base64.getDecoder().decode(rsa.publicKey()));
    byte[] theirs =
        Openssl.rsa(
            folder,
            JSON.getBytes(StandardCharsets.UTF_8),
            segment,
            padding,
            "-encrypt",
            "-pubin",
            "-keyform",
            "DER",
            "-inkey",
            "own.pub");
    assertEquals(JSON, rsa.open(theirs));
  }

  /** CCER-7.4-02: the platform's key in every form in which access information may have it. */
  @Test
  void thePlatformsKeyMayBeWrittenInManyWays() throws Exception {
    String pem = platformKey(1024);
    byte[] x509 = openssl(new byte[0], "rsa", "-in", "platform.pem", "-pubout", "-outform", "DER");
    byte[] pkcs1 =
        openssl(new byte[0], "rsa", "-in", "platform.pem", "-RSAPublicKey_out", "-outform", "DER");
    String pkcs1Pem = utf8(openssl(new byte[0], "rsa", "-in", "platform.pem", "-RSAPublicKey_out"));
    Path file = Files.writeString(folder.resolve("public.pem"), pem);
    var expected = RsaKeys.platform(pem);
    for (String form :
        List.of(
            pem.replace("\n", ""),
            pkcs1Pem,
            Base64.getEncoder().encodeToString(x509),
            Base64.getEncoder().encodeToString(pkcs1),
            Base64.getMimeEncoder().encodeToString(x509),
            HexFormat.of().formatHex(x509),
            HexFormat.of().withUpperCase().formatHex(pkcs1),
            "file:" + file)) {
      assertEquals(expected, access("rsa.platform.key", form).rsa().orElseThrow().platform(), form);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "!!", "3003020101", "30820000", "3006020100020103", "020101"})
  void whatIsNoKeyIsSaidToBeNone(String text) {
    assertThrows(GeneralSecurityException.class, () -> RsaKeys.platform(text));
  }

  @Test
  void ownPairIsKeptAndNeverReplacedBecauseItCannotBeRead() throws Exception {
    Path file = folder.resolve("secure/own.key");
    var made = RsaKeys.own(file, 1024);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(made.pair().getPublic(), RsaKeys.own(file, 1024).pair().getPublic());
    assertEquals(made.made(), RsaKeys.own(file, 1024).made());
    assertArrayEquals(
        made.pair().getPublic().getEncoded(),
        openssl(Files.readAllBytes(file), "rsa", "-inform", "DER", "-pubout", "-outform", "DER"));

    Files.writeString(file, "damaged");
    assertThrows(IOException.class, () -> RsaKeys.own(file, 1024));
    assertEquals("damaged", Files.readString(file));

    Files.delete(file);
    var other = RsaKeys.own(file, 2048);
    assertNotEquals(
        other.pair().getPublic(),
        RsaKeys.own(file, 1024).pair().getPublic(),
        "another length was asked for");
  }

  @Test
  void ownPublicKeyIsWrittenAsIsAskedFor() throws Exception {
    String platform = platformKey(1024);
    Path file = folder.resolve("own.key");
    String base64 = access("rsa.platform.key", platform).rsa().orElseThrow().open(file).publicKey();
    for (String form : List.of("hex", "pem")) {
      String key =
          access("rsa.platform.key", platform, "rsa.key.encoding", form)
              .rsa()
              .orElseThrow()
              .open(file)
              .publicKey();
      assertEquals(
          base64, Base64.getEncoder().encodeToString(RsaKeys.platform(key).getEncoded()), form);
    }
  }

  /** AMB-06: what a platform in Java is likely to have. */
  @Test
  void javasOwnOaepIsUnderstood() throws Exception {
    Path file = folder.resolve("own.key");
    Rsa rsa =
        access("rsa.platform.key", platformKey(1024), "rsa.padding", "OAEP-SHA256-MGF1-SHA1")
            .rsa()
            .orElseThrow()
            .open(file);
    var java = javax.crypto.Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    java.init(javax.crypto.Cipher.ENCRYPT_MODE, RsaKeys.own(file, 1024).pair().getPublic());
    assertEquals("{}", rsa.open(java.doFinal("{}".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aMessageOfAnotherKeyOrLengthIsSaidToBeNone() throws Exception {
    Rsa rsa =
        access("rsa.platform.key", platformKey(1024))
            .rsa()
            .orElseThrow()
            .open(folder.resolve("own.key"));
    assertThrows(GeneralSecurityException.class, () -> rsa.open(rsa.seal(JSON)));
    assertThrows(GeneralSecurityException.class, () -> rsa.open(new byte[127]));
    assertThrows(GeneralSecurityException.class, () -> rsa.open(new byte[0]));
  }
}
