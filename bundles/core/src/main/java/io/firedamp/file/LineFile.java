package io.firedamp.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * A text file, UTF-8, to which lines are only ever added. A power cut leaves the former lines and
 * at most a torn one behind them, which costs itself alone: the next line begins on its own. It can
 * be read by its owner only. Any thread; one process.
 */
public final class LineFile {
  private final Path path;

  /**
   * @param path of the file; made, with its folders, by the first line
   */
  public LineFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Every line, the oldest first, a torn one too; empty if there is no file. Blocks for the disk.
   *
   * @throws IOException if the file is there and cannot be read
   */
  public List<String> lines() throws IOException {
    try {
      // ISO 8859-1 understands any byte, so that a torn letter costs its line alone
      return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
          .map(line -> line.getBytes(StandardCharsets.ISO_8859_1))
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /**
   * Adds a line. On return it survives a power cut. Blocks for the disk.
   *
   * @param line without a line break
   * @throws IOException if it may not have been kept
   */
  public synchronized void add(String line) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    try (FileChannel channel = open()) {
      channel.position(channel.size());
      String begin = endsTorn(channel) ? "\n" : "";
      ByteBuffer bytes = ByteBuffer.wrap((begin + line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PrivateFile.mode(path));
  }

  private static boolean endsTorn(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
  }
}
