package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The other opinion on ciphers. Inputs are short: they fit into a pipe. */
final class Openssl {
  private Openssl() {}

  /**
   * What {@code openssl} makes of that input.
   *
   * @param folder where it looks for files
   */
  static byte[] run(Path folder, byte[] input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    String errors =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor(), () -> command + " " + errors);
    return output;
  }

  /** {@code openssl pkeyutl}, piece by piece: it takes no more than one block of RSA. */
  static byte[] rsa(Path folder, byte[] input, int piece, String padding, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("pkeyutl"));
    command.addAll(List.of(arguments));
    command.addAll(options(padding));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int at = 0; at < input.length; at += piece) {
      byte[] part = Arrays.copyOfRange(input, at, Math.min(input.length, at + piece));
      whole.writeBytes(run(folder, part, command.toArray(String[]::new)));
    }
    return whole.toByteArray();
  }

  /** What {@code openssl} calls the paddings of our configuration. */
  private static List<String> options(String padding) {
    return switch (padding) {
      case "PKCS1" -> List.of("-pkeyopt", "rsa_padding_mode:pkcs1");
      case "OAEP-SHA1" -> List.of("-pkeyopt", "rsa_padding_mode:oaep");
      default ->
          List.of(
              "-pkeyopt",
              "rsa_padding_mode:oaep",
              "-pkeyopt",
              "rsa_oaep_md:sha256",
              "-pkeyopt",
              "rsa_mgf1_md:" + (padding.endsWith("MGF1-SHA1") ? "sha1" : "sha256"));
    };
  }
}
