package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
  private static final String KEY = "000102030405060708090a0b0c0d0e0f";

  /** No whole number of AES's blocks. */
  private static final String UNEVEN = "{\"supplier_name\":\"佳华\"}";

  private static final String CLEAR = "{\"supplier_name\":\"佳华智联\"}";

  @TempDir Path folder;

  private static Envelope envelope(String key, String encoding) {
    Settings settings =
        Settings.of(Map.of("cipher", "aes", "aes.key", key, "aes.key.encoding", encoding));
    Envelope envelope = Envelope.of(settings);
    settings.check();
    return envelope;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The payloads are those of {@code printf '{…}' | openssl enc -aes-N-ecb -K KEY -a -A}. */
  @ParameterizedTest
  @CsvSource({
    "000102030405060708090a0b0c0d0e0f, hex, 1dM5v5q99w+Uzb2DMYr5wprN5eKT1j7Bm10dx5CXGyuVT2Ty5Ohunu6C0gIWaEiZ",
    "AAECAwQFBgcICQoLDA0ODw==, base64, 1dM5v5q99w+Uzb2DMYr5wprN5eKT1j7Bm10dx5CXGyuVT2Ty5Ohunu6C0gIWaEiZ",
    "firedamp-firedamp-firedamp-32byt, utf8, YgTZPKRRJI20SXwmNO8aBadfFnNvqA2beXJAvqn/qpCHIQSdQ8tAhpSSB342ek+p"
  })
  @DisplayName("CCER-7.3-04: the payload is the one that openssl makes, in both directions")
  void aesIsWhatOpensslMakes(String key, String encoding, String payload) throws Exception {
    Envelope envelope = envelope(key, encoding);
    assertEquals(CLEAR, envelope.open(ascii(payload)));
    assertArrayEquals(ascii(payload), envelope.seal(CLEAR));
  }

  private static Envelope aes(String mode, String padding, String iv, String encoding) {
    Settings settings =
        Settings.of(
            Map.of(
                "cipher", "aes",
                "aes.key", KEY,
                "aes.mode", mode,
                "aes.padding", padding,
                "aes.iv", iv,
                "payload.encoding", encoding));
    Envelope envelope = Envelope.of(settings);
    settings.check();
    return envelope;
  }

  /** The vector as openssl takes it; with prefix it stands in front of what openssl makes. */
  private static String vector(String iv) {
    return switch (iv) {
      case "zero" -> "00".repeat(16);
      case "key" -> KEY;
      case "prefix" -> "f0e1d2c3b4a5968778695a4b3c2d1e0f";
      default -> iv;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "CBC, PKCS5, zero, base64",
    "CBC, PKCS5, key, hex",
    "CBC, PKCS5, prefix, raw",
    "CBC, PKCS5, 0f1e2d3c4b5a69788796a5b4c3d2e1f0, base64",
    "CBC, zero, prefix, base64",
    "CBC, none, zero, base64",
    "ECB, zero, prefix, hex",
    "ECB, none, prefix, raw",
    "CTR, PKCS5, prefix, base64",
    "CTR, none, key, hex",
    "CTR, zero, 0f1e2d3c4b5a69788796a5b4c3d2e1f0, raw"
  })
  @DisplayName("AMB-08: every form of AES reads what openssl makes, and openssl what it makes")
  void eachFormOfAesIsThatOfOpenssl(String mode, String padding, String iv, String encoding)
      throws Exception {
    Envelope envelope = aes(mode, padding, iv, encoding);
    boolean blocks = !mode.equals("CTR");
    byte[] clear = UNEVEN.getBytes(StandardCharsets.UTF_8);
    byte[] filled = clear;
    if (blocks && !padding.equals("PKCS5")) {
      filled = Arrays.copyOf(clear, (clear.length + 15) / 16 * 16);
      Arrays.fill(filled, clear.length, filled.length, (byte) (padding.equals("zero") ? 0 : ' '));
      assertTrue(filled.length > clear.length);
    }
    List<String> arguments =
        new ArrayList<>(List.of("enc", "-aes-128-" + mode.toLowerCase(Locale.ROOT), "-K", KEY));
    if (blocks && !padding.equals("PKCS5")) {
      arguments.add("-nopad");
    }
    boolean prefixed = iv.equals("prefix") && !mode.equals("ECB");
    if (!mode.equals("ECB")) {
      arguments.addAll(List.of("-iv", vector(iv)));
    }
    byte[] made = Openssl.run(folder, filled, arguments.toArray(new String[0]));
    byte[] payload = prefixed ? joined(HexFormat.of().parseHex(vector(iv)), made) : made;
    assertEquals(UNEVEN, envelope.open(written(payload, encoding)).stripTrailing());

    byte[] own = read(envelope.seal(UNEVEN), encoding);
    if (prefixed) {
      byte[] first = Arrays.copyOf(own, 16);
      assertFalse(Arrays.equals(first, Arrays.copyOf(read(envelope.seal(UNEVEN), encoding), 16)));
      arguments.set(arguments.indexOf(vector(iv)), HexFormat.of().formatHex(first));
      own = Arrays.copyOfRange(own, 16, own.length);
    }
    arguments.add("-d");
    assertArrayEquals(filled, Openssl.run(folder, own, arguments.toArray(new String[0])));
  }

  private static byte[] written(byte[] bytes, String encoding) {
    return switch (encoding) {
      case "hex" -> ascii(HexFormat.of().formatHex(bytes));
      case "base64" -> Base64.getEncoder().encode(bytes);
      default -> bytes;
    };
  }

  private static byte[] read(byte[] payload, String encoding) {
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    return switch (encoding) {
      case "hex" -> HexFormat.of().parseHex(text);
      case "base64" -> Base64.getDecoder().decode(text);
      default -> payload;
    };
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Test case 1 and 2 of the specification of GCM (McGrew and Viega): a key and a vector of 0. */
  @Test
  @DisplayName("AMB-08: GCM is that of its specification, the tag behind the text")
  void gcmIsThatOfItsSpecification() throws Exception {
    Settings settings =
        Settings.of(
            Map.of(
                "cipher", "aes",
                "aes.key", "00".repeat(16),
                "aes.mode", "GCM",
                "aes.iv", "zero",
                "payload.encoding", "hex"));
    Envelope envelope = Envelope.of(settings);
    settings.check();
    String sixteenZeros = "\u0000".repeat(16);
    String sealed = "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf";
    assertArrayEquals(ascii(sealed), envelope.seal(sixteenZeros));
    assertEquals(sixteenZeros, envelope.open(ascii(sealed)));
    assertThrows(Envelope.Unreadable.class, () -> envelope.open(ascii(sealed.replace("03", "04"))));
    for (String iv : List.of("prefix", "key", "00112233445566778899aabb")) {
      Envelope other = aes("GCM", "PKCS5", iv, "raw");
      assertEquals(CLEAR, other.open(other.seal(CLEAR)));
    }
    assertThrows(SettingsException.class, () -> aes("GCM", "none", "00".repeat(16), "raw"));
    assertThrows(SettingsException.class, () -> aes("CBC", "none", "fixed", "raw"));
  }

  @Test
  void aPayloadShorterThanItsVectorIsReportedAsSuch() {
    Envelope envelope = aes("CTR", "none", "prefix", "hex");
    assertThrows(Envelope.Unreadable.class, () -> envelope.open(ascii("0011")));
  }

  private static Envelope rsa(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("cipher", "rsa");
    Settings settings = Settings.of(all);
    Envelope envelope = Envelope.of(settings);
    settings.check();
    return envelope;
  }

  /** Cuts into blocks as the document leaves to us and runs each through openssl. */
  private byte[] openssl(String direction, String key, String padding, byte[] input, int size)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("pkeyutl", direction, "-inkey", key));
    if (key.endsWith(".pub")) {
      arguments.add("-pubin");
    }
    if (padding.equals("PKCS1")) {
      arguments.addAll(List.of("-pkeyopt", "rsa_padding_mode:pkcs1"));
    } else {
      arguments.addAll(List.of("-pkeyopt", "rsa_padding_mode:oaep"));
      String digest = padding.replace("OAEP-", "").toLowerCase(Locale.ROOT);
      arguments.addAll(List.of("-pkeyopt", "rsa_oaep_md:" + digest));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int from = 0; from < input.length; from += size) {
      byte[] block = Arrays.copyOfRange(input, from, Math.min(input.length, from + size));
      all.writeBytes(Openssl.run(folder, block, arguments.toArray(new String[0])));
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "PKCS1, 1024, 117, pkcs8, x509-base64",
    "PKCS1, 2048, 245, pkcs1, pkcs1-base64",
    "OAEP-SHA1, 1024, 86, pkcs8, x509-hex",
    "OAEP-SHA256, 1024, 62, pkcs1, x509-pem",
    "OAEP-SHA256, 2048, 190, pkcs8, pkcs1-der"
  })
  @DisplayName("AMB-06, CCER-7.5-02/-03/-06: RSA in blocks, checked by openssl in both directions")
  void rsaIsThatOfOpenssl(String padding, int bits, int block, String form, String written)
      throws Exception {
    String pem = Openssl.key(folder, "platform", bits);
    Openssl.key(folder, "gateway", bits);
    if (form.equals("pkcs1")) {
      byte[] old = Openssl.run(folder, ascii(pem), "rsa", "-traditional");
      pem = new String(old, StandardCharsets.US_ASCII);
      assertTrue(pem.contains("BEGIN RSA PRIVATE KEY"), "an openssl that knows no -traditional");
    }
    Files.writeString(folder.resolve("platform.key"), pem);
    Envelope envelope =
        rsa(
            Map.of(
                "rsa.private.key",
                "file:" + folder.resolve("platform.key"),
                "rsa.padding",
                padding));
    assertFalse(envelope.ready());

    byte[] field = openssl("-encrypt", "platform.pub", padding, key(written), block);
    envelope.learn(
        envelope.handshake().orElseThrow(),
        new String(Base64.getEncoder().encode(field), StandardCharsets.US_ASCII));
    assertTrue(envelope.ready());

    byte[] clear = CLEAR.repeat(9).getBytes(StandardCharsets.UTF_8);
    assertTrue(clear.length > 245);
    byte[] up = openssl("-encrypt", "platform.pub", padding, clear, block);
    assertEquals(CLEAR.repeat(9), envelope.open(Base64.getEncoder().encode(up)));
    byte[] down = Base64.getDecoder().decode(envelope.seal(CLEAR.repeat(9)));
    assertArrayEquals(clear, openssl("-decrypt", "gateway.pem", padding, down, bits / 8));
  }

  /** The gateway's public key in one of the forms that gateways may write. */
  private byte[] key(String written) throws Exception {
    byte[] pem = Files.readAllBytes(folder.resolve("gateway.pub"));
    byte[] x509 = Openssl.run(folder, pem, "pkey", "-pubin", "-outform", "DER");
    byte[] pkcs1 =
        Openssl.run(folder, pem, "rsa", "-pubin", "-RSAPublicKey_out", "-outform", "DER");
    return switch (written) {
      case "x509-base64" -> Base64.getEncoder().encode(x509);
      case "pkcs1-base64" -> Base64.getEncoder().encode(pkcs1);
      case "x509-hex" -> ascii(HexFormat.of().formatHex(x509));
      case "x509-pem" -> pem;
      default -> pkcs1;
    };
  }

  @Test
  void whatIsNoPrivateKeyIsAConfigurationErrorThatDoesNotShowIt() {
    SettingsException wrong =
        assertThrows(SettingsException.class, () -> rsa(Map.of("rsa.private.key", "AAAA")));
    assertTrue(wrong.getMessage().contains("RSA private key of 1024 bits"), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("AAAA"));
    assertThrows(SettingsException.class, () -> rsa(Map.of()));
  }

  @Test
  void anotherKeyIsReportedAsSuch() {
    byte[] sealed = envelope("000102030405060708090a0b0c0d0e0f", "hex").seal(CLEAR);
    Envelope other = envelope("f00102030405060708090a0b0c0d0e0f", "hex");
    Envelope.Unreadable wrong = assertThrows(Envelope.Unreadable.class, () -> other.open(sealed));
    assertTrue(wrong.text().en().contains("another key"), wrong.text().en());
  }

  @Test
  void whatIsNoBase64IsReportedAsSuch() {
    Envelope envelope = envelope("000102030405060708090a0b0c0d0e0f", "hex");
    Envelope.Unreadable wrong =
        assertThrows(Envelope.Unreadable.class, () -> envelope.open(new byte[] {1, 2, 3}));
    assertTrue(wrong.text().en().contains("Base64"), wrong.text().en());
  }

  @Test
  void aKeyOfAWrongLengthIsAConfigurationErrorThatDoesNotShowTheKey() {
    SettingsException wrong =
        assertThrows(SettingsException.class, () -> envelope("0001020304", "hex"));
    assertTrue(wrong.getMessage().contains("16, 24 or 32 bytes"), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("0001020304"));
    assertThrows(SettingsException.class, () -> envelope("no hex at all!!!", "hex"));
  }

  @Test
  void withoutCipherTheMessageTravelsAsItIs() throws Exception {
    Settings settings = Settings.of(Map.of());
    Envelope envelope = Envelope.of(settings);
    settings.check();
    assertArrayEquals(CLEAR.getBytes(StandardCharsets.UTF_8), envelope.seal(CLEAR));
    assertEquals(CLEAR, envelope.open(CLEAR.getBytes(StandardCharsets.UTF_8)));
    assertThrows(
        Envelope.Unreadable.class, () -> envelope.open(new byte[] {'{', (byte) 0xff, '}'}));
  }
}
