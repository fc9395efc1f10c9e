package io.firedamp.uplink.ccer;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A short text that is kept over a restart. One thread. */
final class Memo {
  private final Path file;

  /**
   * @param file UTF-8; its folder is made with it
   */
  Memo(Path file) {
    this.file = file;
  }

  /** What was written last; empty if nothing ever was. */
  Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  void write(String text) throws IOException {
    PrivateFile.replace(file, text);
  }

  /** Puts aside what cannot be understood, so that a person may look at it. */
  void putAside() throws IOException {
    Files.move(
        file,
        file.resolveSibling(file.getFileName() + ".damaged"),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
