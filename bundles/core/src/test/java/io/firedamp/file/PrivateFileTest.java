package io.firedamp.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("in/secret");
    PrivateFile.replace(file, "former");
    PrivateFile.replace(file, "气 later");
    assertEquals("气 later", Files.readString(file));
    assertEquals(List.of(file), list(file.getParent()));
    assertEquals("rw-------", mode(file));
  }

  @Test
  void whatCannotBeReplacedStays() throws IOException {
    Path file = folder.resolve("secret");
    Files.createDirectories(file.resolve("is a folder"));
    assertThrows(IOException.class, () -> PrivateFile.replace(file, "later"));
    assertEquals(List.of(file), list(folder));
  }

  @Test
  void aFolderIsTakenFromEverybodyElse() throws IOException {
    Path open = Files.createDirectory(folder.resolve("secure"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    PrivateFile.folder(open);
    assertEquals("rwx------", mode(open));
  }

  private static String mode(Path place) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(place));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
