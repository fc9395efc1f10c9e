package io.firedamp.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {
  @TempDir Path folder;

  private LineFile file() {
    return new LineFile(folder.resolve("state/said.txt"));
  }

  @Test
  void whatWasAddedIsThereInItsOrder() throws IOException {
    assertEquals(List.of(), file().lines());
    file().add("first");
    file().add("检修");
    assertEquals(List.of("first", "检修"), file().lines());
  }

  @Test
  void aTornLineCostsItselfAlone() throws IOException {
    file().add("first");
    byte[] letter = "检".getBytes(StandardCharsets.UTF_8);
    byte[] torn = {'t', letter[0], letter[1]};
    Files.write(file().path(), torn, StandardOpenOption.APPEND);
    file().add("third");
    List<String> lines = file().lines();
    assertEquals(3, lines.size());
    assertEquals("first", lines.get(0));
    assertEquals("third", lines.get(2));
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    file().add("li");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())));
  }

  @Test
  void whatIsThereAndCannotBeReadIsNotTakenForEmpty() throws IOException {
    Files.createDirectories(file().path());
    assertThrows(IOException.class, () -> file().lines());
  }
}
