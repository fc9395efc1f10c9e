package io.firedamp.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The list that {@code ./firedamp test} shows at its end: what could not be tested with the rights
 * of whoever ran it.
 */
final class NotRun {
  private NotRun() {}

  /**
   * Adds a line.
   *
   * @param what was not tested, and which right it needs
   */
  static void note(String what) throws IOException {
    Files.writeString(
        Path.of(System.getProperty("firedamp.target"), "not-run.txt"),
        what + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
