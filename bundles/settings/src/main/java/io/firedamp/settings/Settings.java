package io.firedamp.settings;

import io.firedamp.text.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The configuration of one component. Every question notes what is wrong with its answer and goes
 * on with the default; {@link #check()} then refuses the whole, with every problem at once:
 *
 * <pre>
 * io.firedamp.driver.modbus-boiler1.cfg: timeout.ms = abc: a whole number from 50 to 10000
 * </pre>
 *
 * <p>One thread, used once, thrown away.
 */
public final class Settings {
  private static final String FILE = "felix.fileinstall.filename";

  /**
   * The byte order mark, with which some editors begin a file; it then sticks to the first line.
   */
  private static final String MARK = "\ufeff";

  /** What a reader of UTF-8 puts where the bytes are something else, as GBK is. */
  private static final String UNREADABLE = "\ufffd";

  private static final List<String> FRAMEWORK =
      List.of(
          "service.",
          "component.",
          "felix.",
          "org.apache.felix.",
          "org.apache.karaf.",
          "osgi.",
          "webconsole.",
          ".");

  private final Map<String, String> values = new TreeMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();
  private final String file;

  private Settings(Map<String, ?> properties) {
    properties.forEach(
        (written, value) -> {
          boolean marked = written.startsWith(MARK);
          String key = marked ? written.substring(MARK.length()) : written;
          boolean comment = marked && key.startsWith("#");
          if (!comment && FRAMEWORK.stream().noneMatch(key::startsWith)) {
            values.put(key, plain(value).strip());
          }
        });
    file = fileOf(properties);
    values.forEach(
        (key, value) -> {
          if (value.contains(UNREADABLE)) {
            problem(
                key, new Text("is not UTF-8; save the file as UTF-8", "不是 UTF-8 编码；请将文件另存为 UTF-8"));
          }
        });
  }

  /**
   * @param properties what the component was activated with
   */
  public static Settings of(Map<String, ?> properties) {
    return new Settings(properties);
  }

  /** The name of the file, or the PID if the configuration has none. */
  public String file() {
    return file;
  }

  /**
   * The part of the file's name behind the hyphen, which names the instance; empty if there is
   * none.
   */
  public String instance() {
    int hyphen = file.indexOf('-');
    int tilde = file.indexOf('~');
    int cut = hyphen < 0 ? tilde : hyphen;
    return cut < 0 ? "" : file.substring(cut + 1).replaceFirst("\\.(cfg|config|cfg\\.json)$", "");
  }

  /** Text that must be there. */
  public String required(String key) {
    String value = text(key, "");
    if (value.isEmpty()) {
      problem(key, new Text("is missing", "缺少此项"));
    }
    return value;
  }

  /** Text, or the default where it is missing or empty. */
  public String text(String key, String preset) {
    asked.add(key);
    String value = values.getOrDefault(key, "");
    return value.isEmpty() ? preset : value;
  }

  /** A whole number. */
  public int integer(String key, int preset, int least, int most) {
    return parse(
        key,
        preset,
        value -> {
          int number = Integer.parseInt(value);
          return number < least || number > most ? null : number;
        },
        new Text("a whole number from " + least + " to " + most, least + " 到 " + most + " 之间的整数"));
  }

  /** A time in milliseconds. */
  public Duration millis(String key, Duration preset, Duration least, Duration most) {
    return Duration.ofMillis(
        integer(key, (int) preset.toMillis(), (int) least.toMillis(), (int) most.toMillis()));
  }

  /** A time in seconds. */
  public Duration seconds(String key, int preset, int least, int most) {
    return Duration.ofSeconds(integer(key, preset, least, most));
  }

  /** true or false. */
  public boolean flag(String key, boolean preset) {
    return choice(key, Boolean.toString(preset), List.of("true", "false")).equals("true");
  }

  /** One of a few words, as they are written here; case is forgiven. */
  public String choice(String key, String preset, Collection<String> words) {
    String list = String.join(", ", words);
    return parse(
        key,
        preset,
        value -> words.stream().filter(value::equalsIgnoreCase).findFirst().orElse(null),
        new Text("one of " + list, "可选: " + list));
  }

  /** A file or folder. It need not exist. */
  public Path path(String key, String preset) {
    return parse(key, Path.of(preset), Path::of, new Text("a path", "路径"));
  }

  /**
   * A secret: clear, {@code file:PATH} (its first line) or {@code env:NAME}. It is resolved here,
   * inside the component, and never becomes part of a message.
   */
  public Secret secret(String key) {
    String value = text(key, "");
    if (value.startsWith("file:")) {
      return secretFile(key, value.substring("file:".length()));
    }
    if (value.startsWith("env:")) {
      String name = value.substring("env:".length());
      String clear = System.getenv(name);
      if (clear == null) {
        problem(
            key, new Text("environment variable " + name + " is not set", "环境变量 " + name + " 未设置"));
        return Secret.NONE;
      }
      return new Secret(clear);
    }
    if (value.startsWith("{enc}")) {
      problem(
          key,
          new Text(
              "{enc} values are not understood by this version; use file:PATH or env:NAME",
              "此版本不支持 {enc}，请用 file:路径 或 env:变量名"));
      return Secret.NONE;
    }
    return new Secret(value);
  }

  private Secret secretFile(String key, String name) {
    try {
      return new Secret(Files.readString(Path.of(name)).lines().findFirst().orElse("").strip());
    } catch (IOException | InvalidPathException unreadable) {
      problem(key, new Text("cannot read " + name, "无法读取 " + name));
      return Secret.NONE;
    }
  }

  /** Text of any length: written here, or the whole of the file that {@code file:PATH} names. */
  public String document(String key) {
    String value = text(key, "");
    if (!value.startsWith("file:")) {
      return value;
    }
    String name = value.substring("file:".length());
    try {
      return Files.readString(Path.of(name));
    } catch (IOException | InvalidPathException unreadable) {
      problem(key, new Text("cannot read " + name, "无法读取 " + name));
      return "";
    }
  }

  /**
   * Notes a problem that only the component can see.
   *
   * @param key the key that it is about
   * @param allowed what is wrong, or what is allowed
   */
  public void problem(String key, Text allowed) {
    problems.add(file + ": " + key + ": " + allowed.both());
  }

  /**
   * Notes that a value is wrong.
   *
   * @param found what stands there; never a secret
   * @param allowed what is allowed
   */
  public void problem(String key, String found, Text allowed) {
    problems.add(file + ": " + key + " = " + found + ": " + allowed.both());
  }

  /**
   * Ends the questions.
   *
   * @throws SettingsException if an answer was wrong, or a key is there that nobody asked for
   */
  public void check() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        String known = String.join(", ", asked);
        problem(key, new Text("unknown setting; known are " + known, "未知设置；已知设置: " + known));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private <T> T parse(String key, T preset, Function<String, T> parser, Text allowed) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return preset;
    }
    T parsed = null;
    try {
      parsed = parser.apply(value);
    } catch (IllegalArgumentException wrong) {
      // said below, with what is allowed
    }
    if (parsed == null) {
      problem(key, value, allowed);
      return preset;
    }
    return parsed;
  }

  private static String plain(Object value) {
    if (value instanceof Object[] array) {
      return String.join(",", Arrays.stream(array).map(String::valueOf).toList());
    }
    return String.valueOf(value);
  }

  private static String fileOf(Map<String, ?> properties) {
    if (properties.get(FILE) instanceof String url) {
      return fileName(url);
    }
    return properties.get("service.pid") instanceof String pid ? pid : "configuration";
  }

  /**
   * The name of a configuration's file.
   *
   * @param url as the framework has it, where a blank is {@code %20}
   */
  public static String fileName(String url) {
    String path = url;
    try {
      path = Objects.requireNonNullElse(URI.create(url).getPath(), url);
    } catch (IllegalArgumentException noUrl) {
      // then it is a name
    }
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
