package io.firedamp.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Space that is kept for the day when the disk is full: a file that is given up then, and made
 * again when there is plenty. Any thread.
 */
final class Reserve {
  private static final int BLOCK = 1 << 20;

  private final Path file;
  private final long bytes;

  Reserve(Path directory, long bytes) {
    this.file = directory.resolve("reserve");
    this.bytes = bytes;
  }

  /** Makes the file, if it is not there and three times its size is free. */
  synchronized void keep() throws IOException {
    boolean plenty = file.getParent().toFile().getUsableSpace() > 3 * bytes;
    if (bytes == 0 || !plenty || file.toFile().length() >= bytes) {
      return;
    }
    HotKeeper.createOurs(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK); // written, because a hole takes no space
      for (long at = 0; at < bytes; at += BLOCK) {
        channel.write(block.clear(), at);
      }
      channel.force(true);
    } catch (IOException full) {
      release();
      throw full;
    }
  }

  /** Whether the space is still kept. */
  boolean isKept() {
    return bytes == 0 || Files.exists(file);
  }

  /**
   * Gives the space up.
   *
   * @return whether there was something to give up
   */
  synchronized boolean release() throws IOException {
    return Files.deleteIfExists(file);
  }
}
