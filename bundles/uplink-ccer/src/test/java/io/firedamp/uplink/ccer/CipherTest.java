package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against openssl, not against itself. CCER-7.3-04, CCER-7.2-02 (数据加密); AMB-08. */
class CipherTest {
  private static final String KEY = "dcea8dae99826aead01f0bb9582fec35";
  private static final String IV = "000102030405060708090a0b0c0d0e0f";
  private static final String JSON = "{\"value\":{\"supplier_name\":\"佳华智联\"}}";

  private static byte[] openssl(String cipher, byte[] input, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("enc", "-" + cipher));
    all.addAll(List.of(arguments));
    return Openssl.run(Path.of("."), input, all.toArray(String[]::new));
  }

  private static Cipher cipher(String... settings) {
    List<String> all = new ArrayList<>(List.of("cipher", "aes", "aes.key", KEY));
    all.addAll(List.of(settings));
    return Access.of(AccessTest.properties(all.toArray(String[]::new))).cipher();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWeSealOpensslOpensInEveryEncoding() throws IOException, InterruptedException {
    byte[] clear = utf8(JSON);
    assertArrayEquals(
        clear, openssl("aes-128-ecb", cipher().seal(JSON), "-K", KEY, "-d", "-base64", "-A"));
    assertArrayEquals(
        clear,
        openssl("aes-128-ecb", cipher("payload.encoding", "raw").seal(JSON), "-K", KEY, "-d"));
    byte[] hex = cipher("payload.encoding", "hex").seal(JSON);
    byte[] sealed = HexFormat.of().parseHex(new String(hex, StandardCharsets.US_ASCII));
    assertArrayEquals(clear, openssl("aes-128-ecb", sealed, "-K", KEY, "-d"));
  }

  @Test
  void whatOpensslSealsWeOpenAlsoWithLineBreaks()
      throws IOException, InterruptedException, GeneralSecurityException {
    byte[] clear = utf8(JSON.repeat(10));
    byte[] broken = openssl("aes-128-ecb", clear, "-K", KEY, "-e", "-base64");
    assertEquals(JSON.repeat(10), cipher().open(broken));
    byte[] raw = openssl("aes-128-ecb", clear, "-K", KEY, "-e");
    assertEquals(JSON.repeat(10), cipher("payload.encoding", "raw").open(raw));
  }

  @ParameterizedTest
  @CsvSource({
    "CBC,aes-128-cbc,hex",
    "CBC,aes-128-cbc,zero",
    "CBC,aes-128-cbc,key",
    "CTR,aes-128-ctr,hex"
  })
  void aFixedVectorIsThatOfOpenssl(String mode, String name, String form) throws Exception {
    String iv = form.equals("hex") ? IV : form.equals("zero") ? "00".repeat(16) : KEY;
    Cipher ours =
        cipher(
            "aes.mode", mode, "aes.iv", form.equals("hex") ? IV : form, "payload.encoding", "raw");
    assertArrayEquals(utf8(JSON), openssl(name, ours.seal(JSON), "-K", KEY, "-iv", iv, "-d"));
    assertEquals(JSON, ours.open(openssl(name, utf8(JSON), "-K", KEY, "-iv", iv, "-e")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CBC", "CTR"})
  void aPrefixedVectorIsNewForEveryMessage(String mode) throws Exception {
    Cipher ours = cipher("aes.mode", mode, "payload.encoding", "raw");
    byte[] first = ours.seal(JSON);
    byte[] second = ours.seal(JSON);
    assertEquals(JSON, ours.open(first));
    assertEquals(JSON, ours.open(second));
    byte[] iv = Arrays.copyOf(first, 16);
    assertEquals(false, Arrays.equals(iv, Arrays.copyOf(second, 16)));
    assertArrayEquals(
        utf8(JSON),
        openssl(
            "aes-128-" + mode.toLowerCase(java.util.Locale.ROOT),
            Arrays.copyOfRange(first, 16, first.length),
            "-K",
            KEY,
            "-iv",
            HexFormat.of().formatHex(iv),
            "-d"));
  }

  /** Test case 3 of McGrew and Viega: the tool of openssl has no GCM. */
  @Test
  void gcmIsThatOfItsAuthors() throws GeneralSecurityException {
    HexFormat hex = HexFormat.of();
    String key = "feffe9928665731c6d6a8f9467308308";
    String plain =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
    String sealed =
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985"
            + "4d5c2af327cd64a62cf35abd2ba6fab4";
    Aes aes =
        new Aes(
            hex.parseHex(key),
            Aes.Mode.GCM,
            Aes.Padding.PKCS5,
            hex.parseHex("cafebabefacedbaddecaf888"),
            Cipher.Encoding.RAW);
    String opened = aes.open(hex.parseHex(sealed));
    assertEquals(new String(hex.parseHex(plain), StandardCharsets.UTF_8), opened);

    Cipher ours = cipher("aes.mode", "GCM");
    byte[] message = ours.seal(JSON);
    assertEquals(JSON, ours.open(message));
    message[40] ^= 1;
    assertThrows(GeneralSecurityException.class, () -> ours.open(message));
  }

  @ParameterizedTest
  @CsvSource({"zero,ECB", "none,ECB", "zero,CBC", "none,CBC"})
  void paddingOfZerosOrBlanksIsWhatOpensslSeesWithoutPadding(String padding, String mode)
      throws Exception {
    Cipher ours =
        cipher(
            "aes.mode", mode, "aes.padding", padding, "aes.iv", "zero", "payload.encoding", "raw");
    List<String> arguments = new ArrayList<>(List.of("-K", KEY, "-d", "-nopad"));
    if (mode.equals("CBC")) {
      arguments.addAll(List.of("-iv", "00".repeat(16)));
    }
    String fill = padding.equals("zero") ? "\0" : " ";
    for (String text : List.of(JSON, "{\"0123456789\": 1}".substring(1), "{\"012345\":\"789\"}")) {
      byte[] clear =
          openssl(
              "aes-128-" + mode.toLowerCase(java.util.Locale.ROOT),
              ours.seal(text),
              arguments.toArray(String[]::new));
      int over = utf8(text).length % 16;
      assertArrayEquals(utf8(text + fill.repeat(over == 0 ? 0 : 16 - over)), clear);
      assertEquals(text, ours.open(ours.seal(text)).strip());
    }
  }

  @Test
  void longerKeysAreTaken() throws Exception {
    String key = KEY + KEY;
    Cipher ours = cipher("aes.key", key, "payload.encoding", "raw");
    assertArrayEquals(utf8(JSON), openssl("aes-256-ecb", ours.seal(JSON), "-K", key, "-d"));
  }

  @Test
  void aMessageOfAnotherKeyOrNoMessageIsSaidToBeNone() {
    Cipher other = cipher("aes.key", "00".repeat(16));
    assertThrows(GeneralSecurityException.class, () -> cipher().open(other.seal(JSON)));
    assertThrows(GeneralSecurityException.class, () -> cipher().open(utf8("!")));
    assertThrows(
        GeneralSecurityException.class, () -> cipher("payload.encoding", "hex").open(utf8("zz")));
    assertThrows(
        GeneralSecurityException.class, () -> cipher("aes.mode", "CBC").open(utf8("AAAA")));
  }

  /** {@code aes.key.encoding}. */
  @ParameterizedTest
  @CsvSource({"utf8,0123456789abcdef", "base64,MDEyMzQ1Njc4OWFiY2RlZg=="})
  void theKeyMayBeWrittenAsTextOrBase64(String form, String key) throws Exception {
    Cipher ours = cipher("aes.key", key, "aes.key.encoding", form, "payload.encoding", "raw");
    String hex = HexFormat.of().formatHex(utf8("0123456789abcdef"));
    assertArrayEquals(utf8(JSON), openssl("aes-128-ecb", ours.seal(JSON), "-K", hex, "-d"));
  }
}
