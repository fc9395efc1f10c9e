package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes from the broker: no exception escapes, the heap does not grow, nothing changes by
 * a message that is not valid. Guided by coverage, in a process of its own, where Jazzer calls
 * {@link BrokerFuzz}; its log and its findings lie in {@code target/fuzz}.
 */
class FuzzTest {
  private static final boolean LONG = Boolean.getBoolean("firedamp.long");
  private static final int RUNS = LONG ? 1_000_000 : 20_000;
  private static final long PATIENCE_MINUTES = LONG ? 60 : 5;

  /** The classes whose branches and comparisons guide the fuzzer. */
  private static final String GUIDES =
      "io.firedamp.uplink.ccer.**:com.fasterxml.jackson.core.json.**";

  private static final long MARGIN_BYTES = 4_000_000;
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();

  @Test
  void whateverComesFromTheBrokerDoesNoHarm() throws IOException, InterruptedException {
    clean();
    Path corpus = Files.createDirectories(FOLDER.resolve("corpus"));
    Path temporary = Files.createDirectories(FOLDER.resolve("tmp"));
    Path log = FOLDER.resolve("jazzer.log");
    BrokerFuzz.seed(corpus);
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + BrokerFuzz.class.getName(),
                "--instrumentation_includes=" + GUIDES,
                "--custom_hook_includes=" + GUIDES,
                "--instrumentation_excludes=" + BrokerFuzz.class.getName() + "**",
                "--custom_hook_excludes=" + BrokerFuzz.class.getName() + "**",
                "-runs=" + RUNS,
                "-seed=20261121",
                "-max_len=2048",
                corpus.toString())
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(jazzer.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), () -> "not done, see " + log);
    } finally {
      jazzer.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    assertEquals(0, jazzer.exitValue(), () -> "see " + log + "\n" + finding(said));
    long runs = figure(said, "Done (\\d+) runs");
    assertTrue(runs >= RUNS, "runs " + runs);
    long understood = figure(said, "understood (\\d+),");
    assertTrue(understood > RUNS / 1000, "some mutations are still messages: " + understood);
    long growth = figure(said, "heap grew by (-?\\d+) bytes");
    assertTrue(growth < MARGIN_BYTES, "the heap grew by " + growth + " bytes");
    System.out.printf(
        "fuzzing: %d messages, %d of them valid; %d edges in %d corpus files; heap %+d bytes%n",
        runs,
        understood,
        figure(said, "DONE +cov: (\\d+)"),
        figure(said, "DONE .*corp: (\\d+)/"),
        growth);
  }

  private static String finding(String said) {
    int at = Math.max(0, said.indexOf("\n== "));
    return said.substring(at, Math.min(said.length(), at + 3000));
  }

  private static long figure(String said, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(said);
    assertTrue(matcher.find(), () -> pattern + " in " + FOLDER.resolve("jazzer.log"));
    return Long.parseLong(matcher.group(1));
  }

  /** What a run before has left. */
  private static void clean() throws IOException {
    if (Files.exists(FOLDER)) {
      try (Stream<Path> files = Files.walk(FOLDER)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
