package io.firedamp.uplink.ccer.probe;

import io.firedamp.settings.SettingsException;
import io.firedamp.uplink.ccer.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All ways to encrypt that the keys of a file allow, the likeliest first: what the file says, then
 * by the sum of the ranks on each axis. What cannot differ is not listed twice: ECB has no vector,
 * CTR and GCM fill no blocks.
 *
 * <pre>
 * AES   162 for a key that can be read as UTF-8, hex and Base64, 54 for each of these; a vector of the file's own
 *       adds 12 to every 54
 * RSA    60, all with the pair that the uplink has: the platform shall not be told another one
 * </pre>
 */
final class Combinations {
  /**
   * @param values the likeliest first
   */
  private record Axis(String key, List<String> values) {
    static Axis of(String key, String... values) {
      return new Axis(key, List.of(values));
    }
  }

  private record Ranked(int rank, Combination combination) {}

  private static final Axis PAYLOAD = Axis.of("payload.encoding", "base64", "hex", "raw");
  private static final Axis AES_KEY = Axis.of("aes.key.encoding", "utf8", "hex", "base64");
  private static final Axis AES_PADDING = Axis.of("aes.padding", "PKCS5", "zero", "none");
  private static final Axis RSA_KEY = Axis.of("rsa.key.encoding", "base64", "pem", "hex");
  private static final Axis RSA_PADDING =
      Axis.of("rsa.padding", "PKCS1", "OAEP-SHA1", "OAEP-SHA256", "OAEP-SHA256-MGF1-SHA1");

  /** Raw bytes cannot stand in a field of JSON. */
  private static final Axis FIELD = Axis.of("payload.encoding", "base64", "hex");

  /** What the uplink does where the file is silent. */
  private static final Map<String, String> PRESETS =
      Map.of(
          "payload.encoding", "base64",
          "aes.mode", "ECB",
          "aes.padding", "PKCS5",
          "aes.iv", "prefix",
          "aes.key.encoding", "hex",
          "rsa.padding", "PKCS1",
          "rsa.handshake", "field",
          "rsa.key.encoding", "base64");

  private final Map<String, String> file;
  private final List<Ranked> ranked = new ArrayList<>();

  private Combinations(Map<String, String> file) {
    this.file = file;
  }

  /** Those to try with the platform. */
  static List<Combination> toSend(Map<String, String> file) {
    Combinations all = new Combinations(file);
    if (isRsa(file)) {
      all.cross(0, RSA_PADDING, Axis.of("rsa.handshake", "field"), RSA_KEY, FIELD);
      all.cross(1, RSA_PADDING, Axis.of("rsa.handshake", "message"), RSA_KEY, PAYLOAD);
    } else {
      Axis vector = all.vector();
      all.cross(0, Axis.of("aes.mode", "ECB"), AES_PADDING, AES_KEY, PAYLOAD);
      all.cross(1, Axis.of("aes.mode", "CBC"), AES_PADDING, vector, AES_KEY, PAYLOAD);
      all.cross(2, Axis.of("aes.mode", "GCM", "CTR"), vector, AES_KEY, PAYLOAD);
    }
    return all.sorted();
  }

  /** Those to try on a captured message, which tells nothing of the key request. */
  static List<Combination> toOpen(Map<String, String> file) {
    if (!isRsa(file)) {
      return toSend(file);
    }
    Combinations all = new Combinations(file);
    all.cross(0, RSA_PADDING, PAYLOAD);
    return all.sorted();
  }

  /** Whether it is what the file says already. */
  static boolean isPresent(Combination combination, Map<String, String> file) {
    return combination.settings().entrySet().stream()
        .allMatch(
            setting -> {
              String said = file.getOrDefault(setting.getKey(), "");
              String meant = said.isEmpty() ? PRESETS.get(setting.getKey()) : said;
              return meant.equalsIgnoreCase(setting.getValue());
            });
  }

  private static boolean isRsa(Map<String, String> file) {
    return file.getOrDefault("cipher", "").equalsIgnoreCase("rsa");
  }

  /** A vector that the file has was handed out: it comes first. */
  private Axis vector() {
    List<String> forms = new ArrayList<>(List.of("key", "zero", "prefix"));
    String own = file.getOrDefault("aes.iv", "");
    if (own.matches("(?:[0-9a-fA-F]{2})+")) {
      forms.add(0, own);
    }
    return new Axis("aes.iv", forms);
  }

  private void cross(int rank, Axis... axes) {
    cross(rank, Map.of(), List.of(axes));
  }

  private void cross(int rank, Map<String, String> chosen, List<Axis> axes) {
    if (axes.isEmpty()) {
      add(rank, new Combination(chosen));
      return;
    }
    Axis axis = axes.get(0);
    for (int i = 0; i < axis.values().size(); i++) {
      Map<String, String> next = new LinkedHashMap<>(chosen);
      next.put(axis.key(), axis.values().get(i));
      cross(rank + i, next, axes.subList(1, axes.size()));
    }
  }

  /** Adds it if an uplink would start with it: not every text is a key in every encoding. */
  private void add(int rank, Combination combination) {
    try {
      Variant.of(combination.in(file));
      ranked.add(new Ranked(isPresent(combination, file) ? -1 : rank, combination));
    } catch (SettingsException impossible) {
      // the others remain
    }
  }

  private List<Combination> sorted() {
    return ranked.stream()
        .sorted(Comparator.comparingInt(Ranked::rank))
        .map(Ranked::combination)
        .toList();
  }
}
