package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final int ROUNDS = Boolean.getBoolean("firedamp.long") ? 50 : 3;

  @TempDir private Path folder;
  private long sealed;

  @Test
  @Timeout(600)
  @DisplayName(
      "CCER-4.3-02, ISC-9.2-01: kill -9 while sealing loses nothing that was said to be stored")
  void nothingPromisedIsLost() throws Exception {
    Random random = new Random(42);
    long settledBefore = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long appended = 0;
      long settled = settledBefore;
      long enough = settledBefore + 200 + random.nextInt(1500);
      for (String line : killedAfter(enough)) {
        long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("append ")) {
          appended = number;
        } else {
          settled = number;
        }
      }
      assertTrue(appended >= enough, "it got to " + appended);
      sealed = Math.max(sealed, Victim.verify(folder, folder.resolve("native"), appended, settled));
      settledBefore = settled;
    }
    assertTrue(sealed > 0, "it was killed while sealing");
  }

  /** The whole lines that the process wrote before it was killed. */
  private List<String> killedAfter(long enough) throws Exception {
    Path log = folder.resolve("errors.txt");
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString(),
                folder.resolve("native").toString())
            .redirectError(log.toFile())
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = gateway.inputReader()) {
      boolean killed = false;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (!killed && line.equals("append " + enough)) {
          gateway.toHandle().destroyForcibly(); // the Process's own would close our pipe as well
          killed = true;
        }
      }
      assertTrue(unpacked(), "the library is unpacked where we say");
      assertTrue(killed, () -> "it ended by itself: " + text(log));
    } finally {
      gateway.destroyForcibly();
      assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    }
    String last = lines.get(lines.size() - 1);
    if (!last.matches("(append|settle) \\d+")) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private boolean unpacked() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("native"))) {
      return files.anyMatch(each -> each.getFileName().toString().contains("sqlitejdbc"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
