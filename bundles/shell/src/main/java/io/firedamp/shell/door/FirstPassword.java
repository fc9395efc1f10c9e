package io.firedamp.shell.door;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The file {@code secure/first-password}, from which the engineer takes the password for the first
 * login.
 */
final class FirstPassword {
  /** No letter or digit that can be taken for another one. */
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP_LENGTH = 5;

  private final Path file;

  /**
   * @param base the gateway's folder
   */
  FirstPassword(Path base) {
    file = base.resolve("secure").resolve("first-password");
  }

  Path file() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Makes a password of 100 random bits and writes it down. */
  String make() throws IOException {
    SecureRandom random = new SecureRandom();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
      word.append(i > 0 && i % GROUP_LENGTH == 0 ? "-" : "");
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    PrivateFile.replace(file, word + "\n");
    return word.toString();
  }

  /**
   * Somebody came in with that password: if it is the first one, it is known now, and goes.
   *
   * @return whether it was there, and is gone now
   */
  boolean used(String password) throws IOException {
    if (!exists()) {
      return false;
    }
    byte[] content = Files.readAllBytes(file);
    byte[] typed = (password + "\n").getBytes(StandardCharsets.UTF_8);
    boolean same = MessageDigest.isEqual(content, typed);
    Arrays.fill(content, (byte) 0);
    return same && Files.deleteIfExists(file);
  }

  /** Another password was set: this one opens nothing any more. */
  void discard() throws IOException {
    Files.deleteIfExists(file);
  }
}
