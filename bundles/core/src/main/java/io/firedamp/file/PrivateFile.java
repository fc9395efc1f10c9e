package io.firedamp.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/** Files and folders that only their owner may read. Any thread; all block for the disk. */
public final class PrivateFile {
  private static final String FOLDER = "rwx------";

  private PrivateFile() {}

  /** Makes the folder if it is missing, and takes everybody else's rights in any case. */
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (posix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(FOLDER));
    }
  }

  /** The same for a text, UTF-8. */
  public static void replace(Path file, String text) throws IOException {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Replaces a file as a whole: after a power cut it is the former one or the new one. It keeps its
   * owner, whoever writes it; a new one gets its folder's. Missing folders are made.
   *
   * @throws IOException if it cannot be written; then it is what it was
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    // a name that nobody takes for a configuration, or for a bundle
    Path next = target.resolveSibling("." + target.getFileName() + ".new");
    Files.deleteIfExists(next);
    try {
      Files.createFile(next, mode(next));
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true); // before the move: else the name may be on the disk, the content not
      }
      UserPrincipal owner = Files.getOwner(Files.exists(target) ? target : target.getParent());
      if (!owner.equals(Files.getOwner(next))) {
        Files.setOwner(next, owner);
      }
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
    if (posix(target)) { // elsewhere a folder cannot be opened
      try (FileChannel folder = FileChannel.open(target.getParent())) {
        folder.force(true);
      }
    }
  }

  /** Of a file that is about to be made, as far as its file system knows such a thing. */
  static FileAttribute<?>[] mode(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path place) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
