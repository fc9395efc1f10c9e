package io.firedamp.driver.gauge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/writing-a-driver.md says of this module. */
class ExampleTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir"));

  @Test
  void aDriverTakesFewerThanTwoHundredLines() throws IOException {
    try (Stream<Path> files = Files.walk(MODULE.resolve("src/main"))) {
      long lines = files.filter(Files::isRegularFile).mapToLong(ExampleTest::lines).sum();
      assertTrue(lines < 200, lines + " lines");
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void everyFileThatTheDocumentNamesIsThere() throws IOException {
    Path project = MODULE.resolve("../..");
    String document = Files.readString(project.resolve("docs/writing-a-driver.md"));
    for (String link : document.split("\\]\\(\\.\\./")) {
      if (link.startsWith("examples/")
          || link.startsWith("bundles/")
          || link.startsWith("itests/")) {
        String name = link.substring(0, link.indexOf(')'));
        assertTrue(Files.exists(project.resolve(name)), name);
      }
    }
    assertTrue(document.contains("](../examples/driver-gauge/"));
  }
}
