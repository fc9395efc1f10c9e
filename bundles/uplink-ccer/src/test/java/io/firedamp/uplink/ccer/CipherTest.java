package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against openssl, not against itself. CCER-7.3-04, CCER-7.2-02 (数据加密). */
class CipherTest {
  private static final String KEY = "dcea8dae99826aead01f0bb9582fec35";
  private static final String JSON = "{\"value\":{\"supplier_name\":\"佳华智联\"}}";

  private static byte[] openssl(byte[] input, String... arguments)
      throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("openssl", "enc", "-aes-128-ecb", "-K", KEY));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), new String(output, StandardCharsets.UTF_8));
    return output;
  }

  private static Cipher aes(Cipher.Encoding encoding) {
    return new Cipher.Aes(HexFormat.of().parseHex(KEY), encoding);
  }

  @Test
  void whatWeSealOpensslOpensInEveryEncoding() throws IOException, InterruptedException {
    byte[] clear = JSON.getBytes(StandardCharsets.UTF_8);
    byte[] base64 = aes(Cipher.Encoding.BASE64).seal(JSON);
    assertArrayEquals(clear, openssl(base64, "-d", "-base64", "-A"));
    assertArrayEquals(clear, openssl(aes(Cipher.Encoding.RAW).seal(JSON), "-d"));
    byte[] hex = aes(Cipher.Encoding.HEX).seal(JSON);
    String text = new String(hex, StandardCharsets.US_ASCII);
    assertArrayEquals(clear, openssl(HexFormat.of().parseHex(text), "-d"));
  }

  @Test
  void whatOpensslSealsWeOpenAlsoWithLineBreaks()
      throws IOException, InterruptedException, GeneralSecurityException {
    byte[] clear = JSON.repeat(10).getBytes(StandardCharsets.UTF_8);
    byte[] broken = openssl(clear, "-e", "-base64");
    assertEquals(JSON.repeat(10), aes(Cipher.Encoding.BASE64).open(broken));
    assertEquals(JSON.repeat(10), aes(Cipher.Encoding.RAW).open(openssl(clear, "-e")));
  }

  @Test
  void aMessageOfAnotherKeyOrNoMessageIsSaidToBeNone() {
    Cipher other = new Cipher.Aes(new byte[16], Cipher.Encoding.BASE64);
    Cipher ours = aes(Cipher.Encoding.BASE64);
    assertThrows(GeneralSecurityException.class, () -> ours.open(other.seal(JSON)));
    assertThrows(
        GeneralSecurityException.class, () -> ours.open("!".getBytes(StandardCharsets.UTF_8)));
    assertThrows(
        GeneralSecurityException.class,
        () -> aes(Cipher.Encoding.HEX).open("zz".getBytes(StandardCharsets.UTF_8)));
  }
}
