package io.firedamp.buffer;

import io.firedamp.file.LineFile;
import io.firedamp.store.DayRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code roots.txt}: for each day of China (UTC+8) the digest of its last unit, which
 * stands for that day and every day before it. A line that was printed, or given to somebody, later
 * proves that nothing was changed. One thread writes; a line is only ever appended.
 */
final class Roots {
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  private static DayRoot of(String line) {
    String[] words = line.split(" ");
    return new DayRoot(LocalDate.parse(words[0]), Long.parseLong(words[1]), words[2]);
  }

  private final LineFile file;

  Roots(Path directory) {
    this.file = new LineFile(directory.resolve("roots.txt"));
  }

  /** The day of an hour since 1970. */
  static LocalDate day(long hour) {
    return Instant.ofEpochSecond(hour * 3600).atOffset(CHINA).toLocalDate();
  }

  /** All of them, oldest first; a line that a power cut has torn is left out. */
  List<DayRoot> all() throws IOException {
    List<DayRoot> roots = new ArrayList<>();
    for (String line : file.lines()) {
      if (line.matches("\\d{4,}-\\d\\d-\\d\\d \\d+ [0-9a-f]{64}")) {
        roots.add(of(line));
      }
    }
    return roots;
  }

  /** Appends a line; on return it survives a power cut. */
  void add(DayRoot root) throws IOException {
    file.add(root.day() + " " + root.last() + " " + root.digest());
  }

  /** Copies the file into another directory, if there is one. */
  void copyTo(Path folder) throws IOException {
    Path path = file.path();
    if (Files.exists(path)) {
      Files.copy(path, folder.resolve(path.getFileName()));
    }
  }
}
