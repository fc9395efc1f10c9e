package io.firedamp.buffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes month files, unit by unit, as the sealer does, without the hot file: the store learns of
 * them when it is opened. One thread.
 */
final class Filling implements AutoCloseable {
  private final Archive archive;
  private long next = 1;
  private long values;
  private String previous = Sealed.NO_DIGEST;

  /** Into an empty directory. */
  Filling(Path directory) throws IOException {
    remove(directory);
    Files.createDirectories(directory);
    archive = new Archive(directory);
  }

  void add(Signals signals, Instant hour, int stepS) throws IOException {
    try {
      Sealed sealed = archive.write(signals.unit(next, hour, stepS), previous, Optional.empty());
      next = sealed.last() + 1;
      values += sealed.samples();
      previous = sealed.digest();
    } catch (SQLException failed) {
      throw new IOException(failed);
    }
  }

  /** How many were written. */
  long values() {
    return values;
  }

  @Override
  public void close() {
    archive.close();
  }

  /** How many bytes its month files have. */
  static long size(Path directory) throws IOException {
    long size = 0;
    for (Path month : months(directory)) {
      size += Files.size(month);
    }
    return size;
  }

  static List<Path> months(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().matches(".*-\\d\\d\\.db")).toList();
    }
  }

  static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
