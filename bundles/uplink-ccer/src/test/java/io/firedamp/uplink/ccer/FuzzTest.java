package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes from the broker, no exception escapes the way from the wire to a reply or a
 * command.
 */
class FuzzTest {
  private static final List<String> SEEDS =
      List.of(
          "{\"ts\":\"1757667682934\",\"response_id\": \"1742106155427680258\",\"result\": {"
              + " \"success\": \"1\", \"status\": \"0\",\"reason\": \"错误原因\" } }",
          "{\"ts\":\"1740240364527\",\"cmd_type\":\"1\",\"request_id\"：\"1742106155427680258\","
              + "\"value\":{\"ts_start\": \"1740240360 \", \"ts_end\": \"1740240450\"} }",
          "{ \"ts\": \"1757667695104\",\u00a0\"response_id\":\"1\",\"result\":{\"success\":\" 1\"}}",
          "{\"a\":".repeat(200),
          "[".repeat(1500),
          "\"\\u0000\\ud800\"",
          "{\"response_id\":1e999999999,\"result\":{\"success\":1}}");

  private final Random random = new Random(20261121);
  private final Codec codec = new Codec(true, true);

  private static List<Cipher> ciphers() {
    KeyPair own = RsaKeys.generate(1024);
    List<Cipher> ciphers = new ArrayList<>(List.of(new Cipher.Plain()));
    for (Aes.Mode mode : Aes.Mode.values()) {
      ciphers.add(
          new Aes(new byte[16], mode, Aes.Padding.ZERO, new byte[0], Cipher.Encoding.BASE64));
    }
    // sealed for ourselves, so that a mutation of it is nearly a message
    ciphers.add(
        new Rsa(own.getPublic(), own, Rsa.Padding.PKCS1, Cipher.Encoding.HEX, Rsa.KeyForm.BASE64));
    return ciphers;
  }

  private byte[] mutated(byte[] message) {
    byte[] bytes = message.clone();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) > 0
        ? bytes
        : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
  }

  @Test
  void nothingThatComesFromTheBrokerEscapesAsAnException() {
    int inputs = Boolean.getBoolean("firedamp.long") ? 1_000_000 : 20_000;
    List<Cipher> ciphers = ciphers();
    int understood = 0;
    for (int i = 0; i < inputs; i++) {
      Cipher cipher = ciphers.get(random.nextInt(ciphers.size()));
      String seed = SEEDS.get(random.nextInt(SEEDS.size()));
      byte[] clear = seed.getBytes(StandardCharsets.UTF_8);
      byte[] payload =
          random.nextBoolean() ? cipher.seal(mutated(clear)) : mutated(cipher.seal(clear));
      int[] count = new int[1];
      assertDoesNotThrow(
          () -> {
            try {
              String text = cipher.open(payload);
              count[0] += codec.reply(text).isPresent() || codec.command(text).isPresent() ? 1 : 0;
            } catch (GeneralSecurityException refused) {
              // the one way in which a message may be refused
            }
          },
          () -> java.util.HexFormat.of().formatHex(payload));
      understood += count[0];
    }
    assertEquals(
        true, understood > inputs / 50, "some mutations are still messages: " + understood);
  }
}
