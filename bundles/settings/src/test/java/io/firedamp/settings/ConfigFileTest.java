package io.firedamp.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;

  /**
   * Each pair was seen with the readers of Felix File Install 3.7.4 and its interpolation 1.2.8.
   */
  @Test
  void valuesAreWrittenSoThatFelixReadsThemBack() {
    assertEquals("a$\\\\{b\\\\}c", ConfigFile.escaped("a${b}c"));
    assertEquals("a\\\\$[env:H]", ConfigFile.escaped("a$[env:H]"));
    assertEquals("a\\\\\\\\b", ConfigFile.escaped("a\\b"));
    assertEquals("p:a=s#s !x 佳华", ConfigFile.escaped("p:a=s#s !x 佳华"));
    assertFalse(ConfigFile.writable("a\\$[b"));
    assertFalse(ConfigFile.writable("a\nb"));
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    String letters = "ab\\${}=: #!佳\"'";
    Random random = new Random(7);
    Path file = folder.resolve("x.cfg");
    for (int i = 0; i < 2000; i++) {
      StringBuilder value = new StringBuilder("v");
      for (int j = random.nextInt(12); j > 0; j--) {
        value.append(letters.charAt(random.nextInt(letters.length())));
      }
      String clear = value.append('v').toString();
      Files.writeString(file, ConfigFile.read(file).with(Map.of("k", clear), List.of("k")));
      assertEquals(clear, ConfigFile.read(file).value("k", name -> "?").orElseThrow());
    }
    assertEquals(1, Files.readAllLines(file).size());
  }

  @Test
  void variablesOfAKeptValueAreReplaced() throws IOException {
    Path file = folder.resolve("x.cfg");
    Files.writeString(file, "k = file:${karaf.base}/x\n");
    assertEquals("file:/opt/x", ConfigFile.read(file).value("k", name -> "/opt").orElseThrow());
  }
}
