package io.firedamp.console.forms;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a form that was filled in changes in its file.
 *
 * @param written values that are new, or others than before
 * @param removed keys that the file has and shall not have any more
 */
record Change(Map<String, String> written, Set<String> removed) {
  /**
   * Compares what was filled in with what was shown. A default that nobody touched does not enter
   * the file; a value that was emptied leaves it. Where the console has a box beside an optional
   * value, one that was unticked leaves it, too, and one that was typed enters it without a tick,
   * which is easily forgotten.
   *
   * @param present what is configured now
   * @param given what the browser sends
   * @param ticked keys with a tick, or without a box
   */
  static Change of(
      Form form, Map<String, String> present, Map<String, String> given, Set<String> ticked) {
    Map<String, String> written = new LinkedHashMap<>();
    Set<String> removed = new LinkedHashSet<>();
    for (Field field : form.fields()) {
      String key = field.key();
      boolean there = present.containsKey(key);
      String shown = field.shown(present);
      String value = given.getOrDefault(key, shown).strip();
      boolean typed = !value.equals(shown);
      if (there && (value.isEmpty() || !typed && !ticked.contains(key))) {
        removed.add(key);
      } else if (!value.isEmpty() && (typed || !there && field.required() && !field.secret())) {
        written.put(key, value);
      }
    }
    return new Change(written, removed);
  }

  boolean isEmpty() {
    return written.isEmpty() && removed.isEmpty();
  }
}
