package io.firedamp.shell.door;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of Karaf's that says who may come in: a line {@code user = credential,_g_:group} each,
 * with comments and groups between them, which stay as they are.
 */
final class Names {
  private static final String GROUP = "_g_";

  private final Path file;

  Names(Path file) {
    this.file = file;
  }

  /** Whether nobody may come in. */
  boolean isEmpty() throws IOException {
    return lines().stream().map(Names::name).allMatch(String::isEmpty);
  }

  /** Whether that user may come in. */
  boolean has(String user) throws IOException {
    return lines().stream().map(Names::name).anyMatch(user::equals);
  }

  /** From the next login on, that user comes in with that credential, as an administrator. */
  void put(String user, String credential) throws IOException {
    List<String> lines = new ArrayList<>(lines());
    lines.removeIf(line -> name(line).equals(user));
    lines.add(user + " = " + credential + ",_g_:admingroup");
    PrivateFile.replace(file, String.join("\n", lines) + "\n");
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The user that a line is about; empty for comments, groups and empty lines. */
  private static String name(String line) {
    String text = line.strip();
    int end = text.indexOf('=');
    if (end < 0 || text.startsWith("#") || text.startsWith("!") || text.startsWith(GROUP)) {
      return "";
    }
    return text.substring(0, end).strip();
  }
}
