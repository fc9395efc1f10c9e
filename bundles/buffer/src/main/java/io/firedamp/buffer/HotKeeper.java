package io.firedamp.buffer;

import io.firedamp.clock.SiteClock;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hot file open: opens it when it is used, closes it after a failed write, sets it aside
 * when it is damaged, and lets no second gateway near it. Any thread.
 */
final class HotKeeper implements Sealer.Hot, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotKeeper.class);
  private static final long CHECKED_BYTES = 256L * 1024 * 1024; // about a second
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** What is known of the file before it is opened; SET_ASIDE: the new one has nothing yet. */
  private enum Doubt {
    NONE,
    UNCHECKED,
    DAMAGED,
    SET_ASIDE
  }

  private final Path directory;
  private final Path file;
  private final Path natives;
  private final Archive archive;
  private final SiteClock clock;
  private final LongSupplier maxPages;

  // guards what is not volatile; fair, or the sealer would take it again before an append has it
  private final ReentrantLock writing = new ReentrantLock(true);
  private Doubt doubt = Doubt.UNCHECKED;
  private Optional<FileChannel> lock = Optional.empty();
  private boolean writeFailed; // then only a write that succeeds ends the trouble
  private volatile Optional<HotFile> hot = Optional.empty();
  private volatile long newest;
  private volatile long given;
  private volatile boolean closed;
  private volatile Optional<Trouble> failing = Optional.empty();
  private volatile Optional<Path> setAside = Optional.empty();

  /**
   * @param natives where SQLite's library is unpacked, because /tmp may be mounted noexec
   * @param maxPages how large the file may grow, asked whenever it is opened; 0 for no limit
   */
  HotKeeper(Path directory, Path natives, Archive archive, SiteClock clock, LongSupplier maxPages) {
    this.directory = directory;
    this.file = directory.resolve("hot.db");
    this.natives = natives;
    this.archive = archive;
    this.clock = clock;
    this.maxPages = maxPages;
  }

  /** The number of the newest frame, 0 in an empty store; nobody sees anything above it. */
  long newest() {
    return newest;
  }

  /** The number for the next frame: nobody has ever seen another of it. */
  long next() {
    return given + 1;
  }

  /** That frame is the newest one. */
  void reached(long number) {
    newest = number;
    given = number;
  }

  /** Why nothing can be written; empty as long as it can. */
  Optional<Trouble> failing() {
    return failing;
  }

  /** Where the file is that was damaged; empty if none was since the start. */
  Optional<Path> damaged() {
    return setAside;
  }

  boolean isClosed() {
    return closed;
  }

  /** Bytes of the file and its journal. */
  long size() {
    return file.toFile().length() + Path.of(file + "-wal").toFile().length();
  }

  @Override
  public <T> T read(Sealer.Work<T> work) throws IOException {
    HotFile open = file();
    try {
      return work.on(open);
    } catch (SQLException failed) {
      throw new IOException(
          new Text("Cannot read " + file, "无法读取 " + file).both() + ": " + failed.getMessage(),
          failed);
    }
  }

  /** One write at a time. */
  @Override
  public <T> T write(Sealer.Work<T> work) throws IOException {
    return alone(() -> written(work));
  }

  /** Something that must not be done beside a write. */
  interface Action<T> {
    T run() throws IOException;
  }

  <T> T alone(Action<T> action) throws IOException {
    writing.lock();
    try {
      return action.run();
    } finally {
      writing.unlock();
    }
  }

  private <T> T written(Sealer.Work<T> work) throws IOException {
    HotFile open = file();
    try {
      T result = work.on(open);
      failing = Optional.empty();
      writeFailed = false;
      return result;
    } catch (SQLException failed) {
      hot = Optional.empty();
      writeFailed = true;
      if (Database.damaged(failed)) {
        doubt = Doubt.DAMAGED;
      }
      end(open, failed);
      throw trouble(failed);
    }
  }

  /**
   * The file; opens it if it is not open.
   *
   * @throws IOException if it cannot be opened now
   */
  HotFile file() throws IOException {
    Optional<HotFile> now = hot;
    if (now.isPresent()) {
      return now.get();
    }
    writing.lock();
    try {
      return openOnce();
    } catch (SQLException failed) {
      throw trouble(failed);
    } catch (IOException failed) {
      if (closed) {
        throw failed;
      }
      throw failing(Trouble.unavailable(directory, failed.getMessage()), failed);
    } finally {
      writing.unlock();
    }
  }

  private HotFile openOnce() throws IOException, SQLException {
    if (hot.isEmpty() && !closed) {
      hot = Optional.of(open());
      failing = failing.filter(trouble -> writeFailed);
    }
    return hot.orElseThrow(this::closedNow);
  }

  private HotFile open() throws IOException, SQLException {
    makePlace();
    if (doubt == Doubt.NONE || doubt == Doubt.UNCHECKED) {
      try {
        return openUsual();
      } catch (SQLException failed) {
        if (!Database.damaged(failed)) {
          throw failed;
        }
        doubt = Doubt.DAMAGED;
      }
    }
    if (doubt == Doubt.DAMAGED) {
      setAside = Optional.of(setAside());
      LOG.error("{} was damaged and is now {}; a new one goes on", file, setAside.get());
      doubt = Doubt.SET_ASIDE;
      makePlace();
    }
    return openAnew(setAside.orElseThrow());
  }

  private HotFile openUsual() throws IOException, SQLException {
    HotFile open = new HotFile(file, maxPages.getAsLong());
    try {
      if (doubt == Doubt.NONE) {
        open.forgetAfter(newest);
      } else {
        if (Files.size(file) <= CHECKED_BYTES) {
          open.check();
        }
        compare(open);
      }
      return open;
    } catch (SQLException | IOException failed) {
      end(open, failed);
      throw failed;
    }
  }

  private HotFile openAnew(Path damaged) throws IOException, SQLException {
    HotFile open = new HotFile(file, maxPages.getAsLong());
    try {
      open.succeed(damaged, newest);
      compare(open);
      return open;
    } catch (SQLException | IOException failed) {
      end(open, failed);
      throw failed;
    }
  }

  /** With the months: a hot file that is new, or came from a backup, learns what they have. */
  private void compare(HotFile open) throws IOException, SQLException {
    Optional<Archive.Ahead> ahead = archive.ahead(open.sealedThrough(), open.newestNumber());
    if (ahead.isPresent()) {
      LOG.warn("{} is behind the months, and learns from them | 落后于月度文件，已据其补全", file);
      open.adopt(ahead.get().units(), ahead.get().tables());
    }
    newest = open.newestNumber();
    given = Math.max(given, open.givenNumber());
    doubt = Doubt.NONE;
  }

  private Path setAside() throws IOException {
    Path target = unused(directory, "hot-damaged-" + STAMP.format(clock.instant()));
    // The database first: a journal without its database is ignored, not taken for another's.
    for (String part : List.of("", "-wal", "-shm")) {
      Path from = Path.of(file + part);
      if (Files.exists(from)) {
        Files.move(from, Path.of(target + part));
      }
    }
    return target;
  }

  /** A database of that name that is not there yet, with a number behind it if need be. */
  static Path unused(Path directory, String stem) {
    Path file = directory.resolve(stem + ".db");
    for (int count = 2; Files.exists(file); count++) {
      file = directory.resolve(stem + "-" + count + ".db");
    }
    return file;
  }

  private void makePlace() throws IOException {
    Files.createDirectories(directory, mode(directory, "rwx------"));
    if (lock.isEmpty()) {
      lock = Optional.of(lockDirectory());
      unpackTo(natives);
    }
    createOurs(file);
  }

  /**
   * Makes an empty file that is ours alone, if there is none yet.
   *
   * @return whether it was made
   */
  static boolean createOurs(Path file) throws IOException {
    try {
      Files.createFile(file, mode(file, "rw-------"));
      return true;
    } catch (FileAlreadyExistsException usual) {
      return false;
    }
  }

  private static FileAttribute<?>[] mode(Path place, String mode) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private FileChannel lockDirectory() throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("hot.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean ours = false;
    try {
      ours = channel.tryLock() != null;
    } catch (OverlappingFileLockException taken) {
      // by another store in this process: said below
    } finally {
      if (!ours) {
        channel.close();
      }
    }
    if (!ours) {
      throw new IOException(
          new Text(
                  "another gateway uses the history in " + directory,
                  "另一个网关正在使用 " + directory + " 中的历史数据")
              .both());
    }
    return channel;
  }

  /** Where SQLite unpacks its library; what a killed process left there is removed. */
  private static void unpackTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> left = Files.list(folder)) {
      for (Path each : left.toList()) {
        each.toFile().delete(); // on Windows it fails, rightly, for one that is in use
      }
    }
    System.setProperty("org.sqlite.tmpdir", folder.toString());
  }

  private static void end(HotFile open, Exception why) {
    try {
      open.close();
    } catch (SQLException also) {
      why.addSuppressed(also);
    }
  }

  private IOException trouble(SQLException failed) {
    Trouble trouble =
        switch (failed.getErrorCode()) {
          case Database.FULL -> Trouble.full(directory);
          case Database.BUSY, Database.LOCKED -> Trouble.locked(file);
          default -> Trouble.failed(file, failed.getMessage());
        };
    return failing(trouble, failed);
  }

  private IOException failing(Trouble trouble, Exception cause) {
    failing = Optional.of(trouble);
    return new IOException(trouble.cause().both(), cause);
  }

  IOException closedNow() {
    return new IOException(new Text("the store is closed", "存储已关闭").both());
  }

  /** Ends it for good; waits for what is being written. */
  @Override
  public void close() {
    writing.lock();
    try {
      closed = true;
      if (hot.isPresent()) {
        hot.get().close();
        hot = Optional.empty();
      }
      if (lock.isPresent()) {
        lock.get().close();
        lock = Optional.empty();
      }
    } catch (SQLException | IOException failed) {
      LOG.warn("closing {}: {}", file, failed.getMessage()); // all that was promised is on disk
    } finally {
      writing.unlock();
    }
  }
}
