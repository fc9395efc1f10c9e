package io.firedamp.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * For tests that need a right which not everybody has. What was not tested is listed in {@code
 * target/not-run.txt} of the module, which {@code ./firedamp test} shows at its end.
 */
public final class Rights {
  private Rights() {}

  /**
   * Ends the test, and lists it, without the right.
   *
   * @param held whether whoever runs the test has it
   * @param what is not tested without it, and which right that is
   */
  public static void need(boolean held, String what) throws IOException {
    if (!held) {
      missing(what);
    }
    Assumptions.assumeTrue(held, what);
  }

  /** Lists what was not tested, and which right it needs. */
  public static void missing(String what) throws IOException {
    Path target = Files.createDirectories(Path.of(System.getProperty("basedir"), "target"));
    Files.writeString(
        target.resolve("not-run.txt"),
        what + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
