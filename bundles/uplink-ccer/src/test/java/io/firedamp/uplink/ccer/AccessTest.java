package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  static Map<String, Object> properties(String... pairs) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("felix.fileinstall.filename", "file:/etc/io.firedamp.uplink.ccer-national.cfg");
    properties.put("supplier.name", "佳华智联");
    properties.put("supplier.credit.code", "911101126996050290");
    properties.put("broker", "tcp://127.0.0.1:1883");
    properties.put("client.id", "FIREDAMP000001");
    properties.put("topic", "/SXST_BDMK");
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
    }
    return properties;
  }

  private static String error(String... pairs) {
    return assertThrows(SettingsException.class, () -> Access.of(properties(pairs))).getMessage();
  }

  /** An operator takes the # away before what he needs; it then must be understood. */
  @Test
  void everySettingOfTheShippedExampleIsUnderstood() throws IOException {
    String example =
        Files.readString(
            Path.of("../../karaf-assembly/src/main/resources/etc/examples")
                .resolve("io.firedamp.uplink.ccer-national.cfg"));
    Properties settings = new Properties();
    settings.load(new StringReader(example.replaceAll("(?m)^#([a-z.]+ = )", "$1")));
    assertTrue(settings.size() > 15, settings.toString());
    Map<String, Object> all = properties("aes.key", "00".repeat(16));
    settings.forEach((key, value) -> all.putIfAbsent(key.toString(), value));
    assertEquals(1, Access.of(all).qos());
  }

  /** CCER-7.4-02, CCER-7.4-03. */
  @Test
  void topicsFollowFromTheMainTopicAndEachCanBeOverridden() {
    Topics topics = Access.of(properties("topic", "AC04", "topic.heart", "/x/heart")).topics();
    assertEquals("/AC04/server/data/upload", topics.data());
    assertEquals("/AC04/client/data/upload/reply", topics.dataReply());
    assertEquals("/x/heart", topics.heart());
    assertEquals("/AC04/client/heart/reply", topics.heartReply());
  }

  @Test
  void theCommentBehindThePortOfTheDocumentsAddressIsLeftOut() {
    Access access = Access.of(properties("broker", "tcp://mqtt.example:1883//固定的域名或IP，全国碳管理平台"));
    assertEquals("tcp://mqtt.example:1883", access.broker());
  }

  @Test
  void aWrongKeyIsNamedWithoutBeingShown() {
    String message = error("cipher", "aes", "aes.key", "c0ffee77", "broker", "http://x");
    assertTrue(
        message.contains(
            "io.firedamp.uplink.ccer-national.cfg: aes.key: the key has 4 bytes as hex; AES takes 16, 24 or 32"),
        message);
    assertTrue(message.contains("broker = http://x: tcp://HOST:PORT"), message);
    assertFalse(message.contains("c0ffee77"), message);
    assertTrue(error("cipher", "aes", "aes.key", "xyz").contains("0 bytes as hex"));
    assertTrue(error("cipher", "aes").contains("aes.key: is missing"), error("cipher", "aes"));
    assertEquals(1, error("cipher", "aes").lines().count());
    assertTrue(error("broker", "tcp://mqtt:99999").contains("tcp://HOST:PORT"));
    assertTrue(error("topic", "/a/#").contains("a topic without +, #"));
    assertTrue(error("cipher", "des").contains("one of none, aes, rsa"));
    assertTrue(error("cipher", "rsa").contains("rsa.platform.key: an RSA public key"));
    String iv =
        error("cipher", "aes", "aes.key", "00".repeat(16), "aes.mode", "GCM", "aes.iv", "00");
    assertTrue(iv.contains("aes.iv = 00: prefix, zero, key, or 12 bytes in hex"), iv);
  }

  @Test
  void theKeyMayBeHexBase64OrText() {
    Access.of(properties("cipher", "aes", "aes.key", "dcea8dae99826aead01f0bb9582fec35"));
    Access.of(
        properties(
            "cipher", "aes", "aes.key", "AAAAAAAAAAAAAAAAAAAAAA==", "aes.key.encoding", "base64"));
    Access.of(
        properties("cipher", "aes", "aes.key", "0123456789abcdef", "aes.key.encoding", "utf8"));
  }

  /**
   * CCER-E-02: whose gateway it is. GB 32100: the samples' code is right, that of the energy
   * document is not.
   */
  @Test
  void theCheckDigitOfACreditCodeIsChecked() {
    assertTrue(CreditCode.valid("911101126996050290"));
    assertTrue(CreditCode.valid("91350100M000100Y43"));
    assertFalse(CreditCode.valid("911010200000123456"));
    assertTrue(CreditCode.valid("91101020000012345G"));
    assertFalse(CreditCode.valid("9111011269960502"));
    assertFalse(CreditCode.valid("91110112699605029I"));
  }

  /** CCER-7.3-02. */
  @ParameterizedTest
  @CsvSource({
    "tcp://192.0.2.20:1883,cipher,none,true",
    "tcp://mqtt.example:1883,cipher,none,true",
    "tcp://127.0.0.1.example:1883,cipher,none,true",
    "tcp://192.0.2.20:1883,bind.interface,tun0,false",
    "ssl://192.0.2.20:8883,cipher,none,false",
    "tcp://192.0.2.20:1883,cipher,aes,false",
    "tcp://192.0.2.20:1883,cipher,rsa,false",
    "tcp://127.0.0.1:1883,cipher,none,false",
    "tcp://LocalHost:1883,cipher,none,false",
    "tcp://[::1]:1883,cipher,none,false",
  })
  void plainIsWhatCouldBeReadOnItsWay(String broker, String key, String value, boolean plain) {
    String platform =
        Base64.getEncoder().encodeToString(RsaKeys.generate(1024).getPublic().getEncoded());
    Access access =
        Access.of(
            properties(
                "broker",
                broker,
                "aes.key",
                "00".repeat(16),
                "rsa.platform.key",
                platform,
                key,
                value));
    assertEquals(plain, access.plain());
  }
}
