package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The other opinion on ciphers. */
final class Openssl {
  private static final long PATIENCE_S = 30;

  private Openssl() {}

  /**
   * Runs {@code openssl} on that input.
   *
   * @param folder where input and output may lie
   */
  static byte[] run(Path folder, byte[] input, String... arguments)
      throws IOException, InterruptedException {
    Path in = Files.write(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertEquals(true, process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "openssl hangs");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> text(err));
    return Files.readAllBytes(out);
  }

  /** A new private key in PKCS#8, in {@code NAME.pem}, and its public one in {@code NAME.pub}. */
  static String key(Path folder, String name, int bits) throws IOException, InterruptedException {
    byte[] pem =
        run(
            folder,
            new byte[0],
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:" + bits);
    Files.write(folder.resolve(name + ".pem"), pem);
    Files.write(folder.resolve(name + ".pub"), run(folder, pem, "pkey", "-pubout"));
    return new String(pem, StandardCharsets.US_ASCII);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
