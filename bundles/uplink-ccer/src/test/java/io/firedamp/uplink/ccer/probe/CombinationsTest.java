package io.firedamp.uplink.ccer.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.uplink.ccer.Content;
import io.firedamp.uplink.ccer.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CCER-7.3-04; AMB-06, AMB-08: each way to encrypt is told from all others")
class CombinationsTest {
  /** As hex a key of 128 bit, in Base64 of 192, in UTF-8 of 256. */
  static final String KEY = "dcea8dae99826aead01f0bb9582fec35";

  private static final String IV = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  /** A reply as table 4 has it; with the reason its length can be chosen. */
  private static final String REPLY =
      "{\"ts\":\"1757667682934\",\"response_id\":\"1742106103853928448\",\"result\":"
          + "{\"success\":\"1\",\"status\":\"1\",\"reason\":\"%s\"}}";

  @TempDir Path folder;

  static Map<String, String> file(String... pairs) {
    Map<String, String> file = new HashMap<>();
    file.put("felix.fileinstall.filename", "io.firedamp.uplink.ccer-national.cfg");
    file.put("supplier.name", "佳华智联");
    file.put("supplier.credit.code", "911101126996050290");
    file.put("broker", "tcp://127.0.0.1:1883");
    file.put("client.id", "FIREDAMP000001");
    file.put("topic", "/SXST_BDMK");
    for (int i = 0; i < pairs.length; i += 2) {
      file.put(pairs[i], pairs[i + 1]);
    }
    return file;
  }

  private static Map<Combination, Variant> variants(Map<String, String> file) {
    Map<Combination, Variant> variants = new LinkedHashMap<>();
    Combinations.toOpen(file).forEach(c -> variants.put(c, Variant.of(c.in(file))));
    return variants;
  }

  private List<Combination> fitting(Map<Combination, Variant> variants, byte[] payload)
      throws IOException {
    List<Combination> fitting = new ArrayList<>();
    for (Map.Entry<Combination, Variant> variant : variants.entrySet()) {
      if (variant.getValue().open(payload, folder).isPresent()) {
        fitting.add(variant.getKey());
      }
    }
    return fitting;
  }

  /** Of every length of the last block: what fills it may look like a part of the text. */
  @Test
  void everyAesCombinationIsFoundInAMessageOfOpenssl() throws IOException {
    Map<Combination, Variant> variants =
        variants(file("cipher", "aes", "aes.key", KEY, "aes.iv", IV));
    assertEquals(162 + 3 * 12, variants.size());
    int over = 0;
    for (Combination truth : variants.keySet()) {
      String text = REPLY.formatted("x".repeat(over++ % 16));
      byte[] payload = Sealing.aes(truth.settings(), KEY, text);
      List<Combination> expected = new ArrayList<>(List.of(truth));
      String padding = truth.settings().getOrDefault("aes.padding", "");
      if (text.length() % 16 == 0 && !padding.isEmpty() && !padding.equals("PKCS5")) {
        expected.add(with(truth, "aes.padding", padding.equals("zero") ? "none" : "zero"));
      }
      assertEquals(
          new HashSet<>(expected),
          new HashSet<>(fitting(variants, payload)),
          truth.line() + ", " + text.length() + " bytes");
    }
  }

  private static Combination with(Combination combination, String key, String value) {
    Map<String, String> settings = new LinkedHashMap<>(combination.settings());
    settings.put(key, value);
    return new Combination(settings);
  }

  @Test
  void everyFillOfTheLastBlockIsToldFromTheOthers() throws IOException {
    Map<Combination, Variant> variants = variants(file("cipher", "aes", "aes.key", KEY));
    for (String padding : List.of("PKCS5", "zero", "none")) {
      Combination truth =
          new Combination(
              Map.of(
                  "aes.mode", "ECB",
                  "aes.padding", padding,
                  "aes.key.encoding", "hex",
                  "payload.encoding", "raw"));
      for (int i = 0; i < 16; i++) {
        String text = REPLY.formatted("x".repeat(i));
        List<Combination> fitting = fitting(variants, Sealing.aes(truth.settings(), KEY, text));
        assertTrue(fitting.contains(truth), padding + ", " + text.length());
        assertEquals(
            text.length() % 16 == 0 && !padding.equals("PKCS5") ? 2 : 1,
            fitting.size(),
            padding + ", " + text.length());
      }
    }
  }

  @Test
  void everyRsaPaddingIsFoundInAMessageOfOpenssl() throws IOException {
    Path own = Sealing.pair(folder.resolve("uplink-ccer-national.key"));
    Map<String, String> file = file("cipher", "rsa", "rsa.platform.key", Sealing.publicHalf(own));
    Map<Combination, Variant> variants = variants(file);
    assertEquals(12, variants.size());
    for (Combination truth : variants.keySet()) {
      byte[] payload = Sealing.rsa(truth.settings(), own, REPLY.formatted(""));
      assertEquals(List.of(truth), fitting(variants, payload));
    }
  }

  @Test
  void withAnotherKeyNoneFits() throws IOException {
    Map<Combination, Variant> variants =
        variants(file("cipher", "aes", "aes.key", "00112233445566778899aabbccddeeff"));
    for (Combination truth : variants.keySet()) {
      byte[] payload = Sealing.aes(truth.settings(), KEY, REPLY.formatted(""));
      assertEquals(List.of(), fitting(variants, payload), truth.line());
    }
  }

  @Test
  void everyMessageOfTheSpecificationIsKnownByItsName() throws IOException {
    Map<String, String> file = file("cipher", "aes", "aes.key", KEY);
    Combination present = Combinations.toOpen(file).get(0);
    Map<String, String> messages =
        Map.of(
            "{\"ts\":\"1\",\"request_id\":\"7\",\"value\":{\"key\":\"x\"}}",
            "M1",
            "{\"request_id\":\"7\",\"result\":{\"success\":\"1\"}}",
            "M2",
            "{\"request_id\":\"7\",\"flag\":\"1\",\"value\":{\"data\":{}}}",
            "M3",
            REPLY.formatted("").replace("1742106103853928448", "7"),
            "M4",
            "{\"request_id\":\"7\",\"cmd_type\":\"1\",\"value\":{\"ts_start\":\"1 \"}}",
            "M5",
            "{\"response_id\":\"7\",\"cmd_type\":\"1\",\"result\":{\"success\":\"1\"}}",
            "M6",
            "{\"request_id\":\"7\",\"value\":{\"cpu_usage\":1}}",
            "M7",
            "{\"request_id\"：\"7\"，\"cmd_type\":\"1\"}",
            "M5");
    for (Map.Entry<String, String> message : messages.entrySet()) {
      byte[] payload = Sealing.aes(present.settings(), KEY, message.getKey());
      Content content = Variant.of(file).open(payload, folder).orElseThrow();
      assertTrue(content.name().en().startsWith(message.getValue()), content.toString());
      assertEquals("7", content.id());
    }
    for (String none : List.of("{}", "{\"request_id\":\"7\"}", "[]", "7", "{\"a\":1}x}")) {
      byte[] payload = Sealing.aes(present.settings(), KEY, none);
      assertTrue(Variant.of(file).open(payload, folder).isEmpty(), none);
    }
  }

  @Test
  void whatTheFileSaysComesFirstThenTheLikeliest() {
    assertEquals(
        "aes.mode=ECB aes.padding=PKCS5 aes.key.encoding=hex payload.encoding=base64",
        Combinations.toSend(file("cipher", "aes", "aes.key", KEY)).get(0).line());
    List<Combination> all =
        Combinations.toSend(
            file("cipher", "AES", "aes.key", KEY, "aes.mode", "gcm", "aes.iv", "zero"));
    assertEquals(162, new HashSet<>(all).size());
    assertEquals(162, all.size());
    assertEquals(
        "aes.mode=GCM aes.iv=zero aes.key.encoding=hex payload.encoding=base64", all.get(0).line());
    assertEquals(
        "aes.mode=ECB aes.padding=PKCS5 aes.key.encoding=utf8 payload.encoding=base64",
        all.get(1).line());
  }

  /** Also where the file's own encoding makes none of it, so that no uplink can start. */
  @Test
  void onlyEncodingsThatMakeAKeyAreTried() {
    for (String encoding : List.of("hex", "utf8")) {
      List<Combination> all =
          Combinations.toSend(
              file("cipher", "aes", "aes.key", "sixteen letters!", "aes.key.encoding", encoding));
      assertEquals(54, all.size());
      assertTrue(all.stream().allMatch(c -> c.settings().get("aes.key.encoding").equals("utf8")));
    }
  }

  @Test
  void rawBytesAreNotTriedInAField() throws IOException {
    Path pair = Sealing.pair(folder.resolve("platform.key"));
    List<Combination> all =
        Combinations.toSend(file("cipher", "rsa", "rsa.platform.key", Sealing.publicHalf(pair)));
    assertEquals(60, all.size());
    assertTrue(
        all.stream()
            .noneMatch(c -> c.line().contains("handshake=field") && c.line().contains("=raw")));
    assertTrue(Files.exists(pair));
  }

  @Test
  void aVectorThatWasHandedOutIsNotShown() {
    List<Combination> all =
        Combinations.toSend(file("cipher", "aes", "aes.key", KEY, "aes.iv", IV));
    assertTrue(all.stream().anyMatch(c -> c.settings().containsValue(IV)));
    assertTrue(all.stream().noneMatch(c -> c.line().contains(IV)));
  }
}
