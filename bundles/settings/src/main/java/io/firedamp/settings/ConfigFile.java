package io.firedamp.settings;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .cfg} file of {@code etc/}, whose comments and further keys stay as they are.
 *
 * <pre>
 * file    UTF-8, 0600. Written aside and renamed: a power cut leaves the old one or the new one, and whoever watches
 *         the folder never sees a half. Its former content is beside it as .old, 0600 too
 * value   three readers unescape it, one after the other: the properties' reader each \; then the substitution of
 *         ${…} each \\, \{ and \}; then, in the framework, $[…] a \ before it
 * </pre>
 */
public final class ConfigFile {
  private static final String FILE_NAME = "felix.fileinstall.filename";
  private static final Pattern LINE = Pattern.compile("^\\s*([^\\s=:#!]+)\\s*[=:\\s]\\s*(.*)$");
  private static final Pattern VARIABLE = Pattern.compile("(?<!\\\\)\\$\\{([^{}]*)\\}");

  /** An assignment with the lines that it spans, or a line that is none. */
  private record Entry(String key, String value, String raw) {}

  private final Path file;
  private final List<Entry> entries;
  private final boolean exists;

  private ConfigFile(Path file, List<Entry> entries, boolean exists) {
    this.file = file;
    this.entries = entries;
    this.exists = exists;
  }

  /**
   * Reads the file; one without lines where there is none.
   *
   * @throws IOException if it is there and cannot be read as UTF-8
   */
  public static ConfigFile read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return new ConfigFile(
          file, entries(text.startsWith("\ufeff") ? text.substring(1) : text), true);
    } catch (NoSuchFileException none) {
      return new ConfigFile(file, List.of(), false);
    }
  }

  private static List<Entry> entries(String text) {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String raw = lines.get(i);
      Matcher assignment = LINE.matcher(raw);
      if (!assignment.matches()) {
        entries.add(new Entry("", "", raw));
        continue;
      }
      StringBuilder value = new StringBuilder(assignment.group(2));
      StringBuilder all = new StringBuilder(raw);
      while (continues(value) && i + 1 < lines.size()) {
        i++;
        value.setLength(value.length() - 1);
        value.append(lines.get(i).strip());
        all.append('\n').append(lines.get(i));
      }
      entries.add(new Entry(assignment.group(1), value.toString(), all.toString()));
    }
    return entries;
  }

  /** An odd number of backslashes at the end. */
  private static boolean continues(CharSequence line) {
    int count = 0;
    while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }

  /** Where it is, or would be. */
  public Path path() {
    return file;
  }

  /** Whether it was there when it was read. */
  public boolean exists() {
    return exists;
  }

  /** All keys. */
  public Set<String> keys() {
    Set<String> keys = new HashSet<>();
    entries.stream().map(Entry::key).filter(key -> !key.isEmpty()).forEach(keys::add);
    return keys;
  }

  /**
   * A value as its component will get it.
   *
   * @param variables the value of a name in <code>${}</code>
   */
  public Optional<String> value(String key, UnaryOperator<String> variables) {
    return entries.stream()
        .filter(entry -> entry.key().equals(key))
        .reduce((first, last) -> last)
        .map(
            entry ->
                unescaped(
                    VARIABLE
                        .matcher(unescaped(entry.value().strip(), "\\\\(.)"))
                        .replaceAll(
                            name -> Matcher.quoteReplacement(variables.apply(name.group(1)))),
                    "\\\\([\\\\{}])"));
  }

  /**
   * All values as their component will get them, with the file's name as the framework adds it.
   *
   * @param variables the value of a name in <code>${}</code>
   */
  public Map<String, String> settings(UnaryOperator<String> variables) {
    Map<String, String> settings = new LinkedHashMap<>();
    keys().forEach(key -> settings.put(key, value(key, variables).orElse("")));
    settings.put(FILE_NAME, file.getFileName().toString());
    return settings;
  }

  private static String unescaped(String value, String escape) {
    return Pattern.compile(escape).matcher(value).replaceAll("$1");
  }

  /** Whether a value can be written at all: a {@code \} right before <code>$[</code> cannot. */
  public static boolean writable(String value) {
    return !value.contains("\\$[") && value.chars().noneMatch(Character::isISOControl);
  }

  /** The value as it has to be written, so that the component gets this one. */
  static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("{", "\\{")
        .replace("}", "\\}")
        .replace("$[", "\\$[")
        .replace("\\", "\\\\");
  }

  /**
   * The file's text with those settings: each in the place of its former line, new ones at the end.
   *
   * @param settings clear values
   * @param forgotten keys that go where they are not among the settings
   */
  public String with(Map<String, String> settings, Collection<String> forgotten) {
    StringBuilder text = new StringBuilder();
    Set<String> written = new HashSet<>();
    for (Entry entry : entries) {
      if (settings.containsKey(entry.key())) {
        if (written.add(entry.key())) {
          assign(text, entry.key(), settings.get(entry.key()));
        }
      } else if (entry.key().isEmpty() || !forgotten.contains(entry.key())) {
        text.append(entry.raw()).append('\n');
      }
    }
    settings.forEach(
        (key, value) -> {
          if (written.add(key)) {
            assign(text, key, value);
          }
        });
    return text.toString();
  }

  private static void assign(StringBuilder text, String key, String value) {
    text.append(key).append(" = ").append(escaped(value)).append('\n');
  }

  /**
   * Writes the file, and what it was before beside it.
   *
   * @return the former one, if there was one
   * @throws IOException if it cannot be written; then it is what it was
   */
  public Optional<Path> write(String text) throws IOException {
    Optional<Path> old = Optional.empty();
    if (exists) {
      Path former = file.resolveSibling(file.getFileName() + ".old");
      PrivateFile.replace(former, Files.readAllBytes(file));
      old = Optional.of(former);
    }
    PrivateFile.replace(file, text);
    return old;
  }
}
