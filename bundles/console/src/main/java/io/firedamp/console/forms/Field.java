package io.firedamp.console.forms;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value of a form.
 *
 * @param key as in the file
 * @param preset what the form shows where the file has none; empty if there is no such thing
 * @param choices what it may be; empty if that is not so simple
 * @param required whether the file has to have it
 * @param secret never shown
 */
record Field(String key, String preset, List<String> choices, boolean required, boolean secret) {
  /** What the Web Console shows, and sends back, instead of a secret. */
  private static final String MASK = "unmodified";

  Field {
    Objects.requireNonNull(key);
    Objects.requireNonNull(preset);
    choices = List.copyOf(choices);
  }

  /**
   * What the form shows, and the browser sends if nobody touches it. Of a choice that it does not
   * know, as one in capitals, a browser shows the first.
   *
   * @param present what is configured now
   */
  String shown(Map<String, String> present) {
    String value = present.getOrDefault(key, preset).strip();
    if (secret) {
      return MASK;
    }
    return choices.isEmpty() || choices.contains(value) ? value : choices.get(0);
  }
}
