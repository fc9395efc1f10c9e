package io.firedamp.shell;

import io.firedamp.settings.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration file that the first steps write: one that is there keeps all but the answers, a
 * new one is the example of {@code etc/examples} with the answers in their places. One thread.
 */
final class SetupFile {
  /** A key of an example, taken or only mentioned. */
  private static final Pattern KEY = Pattern.compile("#?([a-z][a-z0-9.]*) *=.*");

  private final Path example;
  private final ConfigFile file;

  private SetupFile(Path example, ConfigFile file) {
    this.example = example;
    this.file = file;
  }

  /**
   * @param name the file's
   * @param example the name of one like it
   * @throws IOException if it is there and cannot be read
   */
  static SetupFile of(Path etc, String name, String example) throws IOException {
    return new SetupFile(
        etc.resolve("examples").resolve(example), ConfigFile.read(etc.resolve(name)));
  }

  boolean exists() {
    return file.exists();
  }

  /** The file's value, as its component gets it; empty text if there is none. */
  String value(String key) {
    return file.value(key, name -> Objects.requireNonNullElse(System.getProperty(name), ""))
        .orElse("");
  }

  /**
   * Writes the file, if anything is new.
   *
   * @param settings clear values; one that is as it was stays as it is written
   * @throws IOException if it cannot be written; it is what it was then
   */
  void write(Map<String, String> settings) throws IOException {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    changed.entrySet().removeIf(setting -> setting.getValue().equals(value(setting.getKey())));
    if (!file.exists()) {
      file.write(begun(changed));
    } else if (!changed.isEmpty()) {
      file.write(file.with(changed, List.of()));
    }
  }

  /** The example; what it sets and nobody has answered is a comment. */
  private String begun(Map<String, String> settings) throws IOException {
    Map<String, String> left = new LinkedHashMap<>(settings);
    StringBuilder text = new StringBuilder();
    for (String line : example()) {
      Matcher form = KEY.matcher(line);
      Optional<String> key =
          form.matches() ? Optional.of(form.group(1)).filter(left::containsKey) : Optional.empty();
      if (key.isPresent()) {
        text.append(file.with(Map.of(key.get(), left.remove(key.get())), List.of()));
      } else {
        text.append(form.matches() && !line.startsWith("#") ? "#" : "").append(line).append('\n');
      }
    }
    return text.append(file.with(left, List.of())).toString();
  }

  private List<String> example() throws IOException {
    try {
      return Files.readAllLines(example);
    } catch (NoSuchFileException removed) {
      return List.of();
    }
  }
}
