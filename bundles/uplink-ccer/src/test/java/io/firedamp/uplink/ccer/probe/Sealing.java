package io.firedamp.uplink.ccer.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other side: encrypts as settings say, by {@code openssl}, whose tool has no GCM: that by the
 * JDK.
 */
final class Sealing {
  private static final HexFormat HEX = HexFormat.of();
  private static final int BLOCK = 16;
  private static final int RSA_BLOCK = 128;

  private Sealing() {}

  static byte[] openssl(byte[] input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (var out = process.getOutputStream()) {
        out.write(input);
      }
      byte[] output = process.getInputStream().readAllBytes();
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command));
      }
      return output;
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  // ---- AES

  private static byte[] key(Map<String, String> settings, String key) {
    return switch (settings.get("aes.key.encoding")) {
      case "hex" -> HEX.parseHex(key);
      case "base64" -> Base64.getDecoder().decode(key);
      default -> key.getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] vector(Map<String, String> settings, byte[] key) {
    int length = settings.get("aes.mode").equals("GCM") ? 12 : BLOCK;
    return switch (settings.get("aes.iv")) {
      case "key" -> Arrays.copyOf(key, length);
      case "zero" -> new byte[length];
      case "prefix" -> HEX.parseHex("a1b2c3d4e5f60718293a4b5c6d7e8f90".substring(0, 2 * length));
      default -> HEX.parseHex(settings.get("aes.iv"));
    };
  }

  /** The payload of that text. */
  static byte[] aes(Map<String, String> settings, String key, String text) {
    byte[] bytes = key(settings, key);
    boolean vectored = settings.containsKey("aes.iv");
    byte[] iv = vectored ? vector(settings, bytes) : new byte[0];
    byte[] clear = text.getBytes(StandardCharsets.UTF_8);
    byte[] sealed =
        settings.get("aes.mode").equals("GCM")
            ? gcm(bytes, iv, clear)
            : openssl(
                filled(settings.getOrDefault("aes.padding", ""), clear),
                arguments(settings, bytes, iv, "-e"));
    return encoded(
        settings,
        vectored && settings.get("aes.iv").equals("prefix") ? joined(iv, sealed) : sealed);
  }

  /** The text of a payload, for vectors that are no prefix. */
  static String openAes(Map<String, String> settings, String key, byte[] payload) {
    byte[] bytes = key(settings, key);
    byte[] iv = settings.containsKey("aes.iv") ? vector(settings, bytes) : new byte[0];
    return new String(
        openssl(decoded(settings, payload), arguments(settings, bytes, iv, "-d")),
        StandardCharsets.UTF_8);
  }

  private static String[] arguments(
      Map<String, String> settings, byte[] key, byte[] iv, String direction) {
    String mode = settings.get("aes.mode").toLowerCase(java.util.Locale.ROOT);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "enc",
                "-aes-" + key.length * Byte.SIZE + "-" + mode,
                direction,
                "-K",
                HEX.formatHex(key)));
    if (iv.length > 0) {
      arguments.addAll(List.of("-iv", HEX.formatHex(iv)));
    }
    if (!settings.getOrDefault("aes.padding", "PKCS5").equals("PKCS5")) {
      arguments.add("-nopad");
    }
    return arguments.toArray(String[]::new);
  }

  private static byte[] filled(String padding, byte[] clear) {
    if (!padding.equals("zero") && !padding.equals("none")) {
      return clear;
    }
    byte[] filled = Arrays.copyOf(clear, (clear.length + BLOCK - 1) / BLOCK * BLOCK);
    Arrays.fill(filled, clear.length, filled.length, (byte) (padding.equals("zero") ? 0 : ' '));
    return filled;
  }

  private static byte[] gcm(byte[] key, byte[] iv, byte[] clear) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      return cipher.doFinal(clear);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // ---- RSA of 1024 bit

  /** The payload of that text, for the owner of that private key. */
  static byte[] rsa(Map<String, String> settings, Path key, String text) {
    byte[] clear = text.getBytes(StandardCharsets.UTF_8);
    int segment = 62; // fits into a block with every padding
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    for (int at = 0; at < clear.length; at += segment) {
      byte[] piece = Arrays.copyOfRange(clear, at, Math.min(clear.length, at + segment));
      sealed.writeBytes(openssl(piece, pkeyutl("-encrypt", settings, key)));
    }
    return encoded(settings, sealed.toByteArray());
  }

  /** The text of a payload. */
  static String openRsa(Map<String, String> settings, Path key, byte[] payload) {
    byte[] sealed = decoded(settings, payload);
    ByteArrayOutputStream clear = new ByteArrayOutputStream();
    for (int at = 0; at < sealed.length; at += RSA_BLOCK) {
      byte[] block = Arrays.copyOfRange(sealed, at, at + RSA_BLOCK);
      clear.writeBytes(openssl(block, pkeyutl("-decrypt", settings, key)));
    }
    return clear.toString(StandardCharsets.UTF_8);
  }

  private static String[] pkeyutl(String direction, Map<String, String> settings, Path key) {
    boolean open = key.toString().endsWith(".pub");
    List<String> arguments =
        new ArrayList<>(List.of("pkeyutl", direction, "-keyform", "DER", "-inkey", key.toString()));
    if (open) {
      arguments.add("-pubin");
    }
    String padding = settings.get("rsa.padding");
    if (!padding.equals("PKCS1")) {
      String digest = padding.equals("OAEP-SHA1") ? "sha1" : "sha256";
      arguments.addAll(
          List.of(
              "-pkeyopt",
              "rsa_padding_mode:oaep",
              "-pkeyopt",
              "rsa_oaep_md:" + digest,
              "-pkeyopt",
              "rsa_mgf1_md:" + (padding.endsWith("SHA1") ? "sha1" : "sha256")));
    }
    return arguments.toArray(String[]::new);
  }

  /** Makes a private key of 1024 bit, PKCS#8 in DER. */
  static Path pair(Path file) throws IOException {
    byte[] pem =
        openssl(new byte[0], "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024");
    return Files.write(file, openssl(pem, "pkcs8", "-topk8", "-nocrypt", "-outform", "DER"));
  }

  /** The public half in Base64. */
  static String publicHalf(Path pair) {
    byte[] der =
        openssl(
            new byte[0],
            "pkey",
            "-inform",
            "DER",
            "-in",
            pair.toString(),
            "-pubout",
            "-outform",
            "DER");
    return Base64.getEncoder().encodeToString(der);
  }

  // ---- payloads

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] encoded(Map<String, String> settings, byte[] bytes) {
    return switch (settings.get("payload.encoding")) {
      case "base64" -> Base64.getEncoder().encode(bytes);
      case "hex" -> HEX.formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
      default -> bytes;
    };
  }

  private static byte[] decoded(Map<String, String> settings, byte[] payload) {
    return switch (settings.get("payload.encoding")) {
      case "base64" -> Base64.getDecoder().decode(payload);
      case "hex" -> HEX.parseHex(new String(payload, StandardCharsets.US_ASCII));
      default -> payload;
    };
  }
}
