package io.firedamp.shell;

import io.firedamp.text.Text;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One wrong setting, as {@code io.firedamp.settings.Settings} words it: {@code file: key = found:
 * English | Chinese}.
 *
 * @param file the configuration's file; empty if the line has another form
 * @param key the setting; empty if the line has another form
 * @param found what stands there; empty if it is missing, or a secret
 * @param allowed what is allowed; the whole line if it has another form
 */
record Complaint(String file, String key, String found, Text allowed) {
  private static final String SECOND_LANGUAGE = " | ";
  private static final Pattern FORM =
      Pattern.compile("(?<file>[^:]+): (?<key>[^\\s:=]+)(?: = (?<found>.*?))?: (?<allowed>.+)");

  Complaint {
    Objects.requireNonNull(file);
    Objects.requireNonNull(key);
    Objects.requireNonNull(found);
    Objects.requireNonNull(allowed);
  }

  /** Reads a line back; one of another form is kept as it is. */
  static Complaint of(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      return new Complaint("", "", "", Text.same(line));
    }
    String allowed = form.group("allowed");
    int cut = allowed.lastIndexOf(SECOND_LANGUAGE);
    Text text =
        cut < 0
            ? Text.same(allowed)
            : new Text(
                allowed.substring(0, cut), allowed.substring(cut + SECOND_LANGUAGE.length()));
    String found = form.group("found");
    return new Complaint(form.group("file"), form.group("key"), found == null ? "" : found, text);
  }

  /** The line again, in both languages. */
  Text text() {
    String head = key.isEmpty() ? "" : key + (found.isEmpty() ? "" : " = " + found) + ": ";
    return new Text(head + allowed.en(), head + allowed.zh());
  }
}
