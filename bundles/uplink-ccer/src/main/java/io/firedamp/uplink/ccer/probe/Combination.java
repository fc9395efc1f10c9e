package io.firedamp.uplink.ccer.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One way to encrypt, by the settings that make it; those that make no difference to it are absent.
 *
 * @param settings keys and values, in the order in which they are shown
 */
record Combination(Map<String, String> settings) {
  private static final String IV = "aes.iv";
  private static final List<String> IV_WORDS = List.of("prefix", "zero", "key");

  Combination {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** This one's settings in place of the file's. */
  Map<String, String> in(Map<String, String> file) {
    Map<String, String> whole = new LinkedHashMap<>(file);
    whole.putAll(settings);
    return whole;
  }

  /** What may be seen of it: not a vector that was handed out. */
  Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>(settings);
    shown.computeIfPresent(IV, (key, value) -> IV_WORDS.contains(value) ? value : "••••");
    return shown;
  }

  /** On one line. */
  String line() {
    return shown().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(" "));
  }
}
