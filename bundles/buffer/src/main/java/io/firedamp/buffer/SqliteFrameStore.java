package io.firedamp.buffer;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.store.Bucket;
import io.firedamp.store.DayRoot;
import io.firedamp.store.Delivery;
import io.firedamp.store.FrameStore;
import io.firedamp.store.History;
import io.firedamp.store.HourCount;
import io.firedamp.store.Recall;
import io.firedamp.store.Settlement;
import io.firedamp.store.StoredFrame;
import io.firedamp.store.TableText;
import io.firedamp.store.Verdict;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history in a directory of its own.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><td>{@code hot.db}, {@code hot.db-wal}, {@code hot.db-shm}</td><td>the database, see {@link
 *     HotFile}; mode 0600 in a directory 0700</td></tr>
 * <tr><td>{@code hot.lock}</td><td>locked while a gateway uses the directory</td></tr>
 * <tr><td>{@code hot-damaged-TIME.db}</td><td>a database that was damaged, set aside with its
 *     {@code -wal}</td></tr>
 * </table>
 *
 * <table>
 * <caption>When something fails</caption>
 * <tr><td>a write, or opening</td><td>IOException; health is CRITICAL; the file is closed, and the
 *     next call opens it again. So the store comes up, and comes back, without a restart.</td></tr>
 * <tr><td>the file is damaged</td><td>It is set aside, and a new one goes on with the numbers
 *     above, the point tables and the names of the uplinks, as far as they can be read; health is
 *     MAJOR until the next start. Only SQLite's own word for damage does this, never a lock, a full
 *     disk or a failing read.</td></tr>
 * <tr><td>a read</td><td>IOException; nothing else</td></tr>
 * </table>
 *
 * <p>One write at a time; readers do not wait for it. A follower that is at the end waits for the
 * next append without touching the disk.
 */
@Component(
    service = {FrameStore.class, History.class, Vital.class},
    configurationPid = "io.firedamp.buffer",
    configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = BufferForm.class)
public final class SqliteFrameStore implements FrameStore, History, Vital, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteFrameStore.class);
  private static final long CHECKED_BYTES = 256L * 1024 * 1024; // about a second
  private static final int SCAN_PAGE = 256;
  private static final long FULL_BYTES = 1024 * 1024;

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** An hour at the usual pace. */
  private static final int KEPT_IN_MEMORY = 3600;

  /** Of a hundred points it lasts for most of a day. */
  private static final long RESERVE_BYTES = 64L * 1024 * 1024;

  private static final int ENOUGH_DAYS = 90;
  private static final double MEGABYTE = 1024 * 1024;
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
  private final Archive archive;
  private final Roots roots;
  private final Sealer sealer;
  private final Reserve reserve;
  private final Overflow overflow = new Overflow(KEPT_IN_MEMORY);
  private final HistoryReader history;
  private final Path natives;
  private final long reserveBytes;
  private final LongSupplier maxPages;
  private final SiteClock clock;

  // guards what is not volatile; fair, or the sealer would take it again before an append has it
  private final ReentrantLock writing = new ReentrantLock(true);
  private final ReentrantLock arrivals = new ReentrantLock();
  private final Condition arrived = arrivals.newCondition();
  private Doubt doubt = Doubt.UNCHECKED;
  private Optional<FileChannel> lock = Optional.empty();
  private long retryNanos; // not before that is a full disk tried again
  private boolean writeFailed; // then only a write that succeeds ends the trouble
  private volatile Optional<HotFile> hot = Optional.empty();
  private volatile long newestNumber; // 0 in an empty store; readers see nothing above it
  private volatile boolean closed;

  private volatile Optional<Trouble> failing = Optional.empty();
  private volatile Optional<Path> setAside = Optional.empty();
  private volatile long appended;
  private volatile double appendMs = Double.NaN;
  private String healthCode = "";
  private Instant healthSince = Instant.EPOCH;

  /**
   * Opens the store; if it cannot be opened now, health says why, and each use tries again.
   *
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public SqliteFrameStore(
      BundleContext bundle, @Reference SiteClock clock, Map<String, Object> configuration) {
    this(
        BufferSettings.of(
            configuration, folder(bundle, "karaf.base", ""), folder(bundle, "karaf.data", "data")),
        bundle.getDataFile("native").toPath(),
        clock,
        () -> 0);
    sealer.start();
  }

  /**
   * A store that seals when it is told to.
   *
   * @param natives where SQLite's library is unpacked, because /tmp may be mounted noexec
   * @param maxPages how large the file may grow, asked whenever it is opened; 0 for no limit
   */
  SqliteFrameStore(BufferSettings settings, Path natives, SiteClock clock, LongSupplier maxPages) {
    this.directory = settings.directory();
    this.file = directory.resolve("hot.db");
    this.archive = new Archive(directory);
    this.reserve = new Reserve(directory, Math.min(RESERVE_BYTES, settings.reserveBytes()));
    Hot hotFile = new Hot();
    this.roots = new Roots(directory);
    this.sealer = new Sealer(hotFile, archive, roots, reserve, directory);
    this.history =
        new HistoryReader(
            hotFile,
            archive,
            roots,
            (number, limit) -> read(open -> after(open, number, limit), file()));
    this.natives = natives;
    this.reserveBytes = settings.reserveBytes();
    this.clock = clock;
    this.maxPages = maxPages;
    try {
      file();
    } catch (IOException unable) {
      // health says so
    }
  }

  /** Seals now what is due, as the sealer does by itself; returns how many units. */
  int sealDue() {
    return sealer.sealDue();
  }

  private static Path folder(BundleContext bundle, String property, String preset) {
    return Path.of(Optional.ofNullable(bundle.getProperty(property)).orElse(preset));
  }

  // ---- the contract

  @Override
  public StoredFrame append(Frame frame) throws IOException {
    long start = System.nanoTime();
    StoredFrame stored;
    writing.lock();
    try {
      stored = store(frame);
      newestNumber = stored.number();
      appendMs = (System.nanoTime() - start) / 1e6;
    } finally {
      writing.unlock();
    }
    wake();
    return stored;
  }

  private StoredFrame store(Frame frame) throws IOException {
    if (!overflow.isEmpty() && System.nanoTime() - retryNanos < 0) {
      return keep(frame);
    }
    try {
      return written(frame);
    } catch (IOException failed) {
      if (!full()) {
        throw failed;
      }
      if (reserve.release()) {
        LOG.warn("the disk of {} is full; the reserve is used | 磁盘已满，启用预留空间", directory);
        try {
          return written(frame);
        } catch (IOException stillFull) {
          failed.addSuppressed(stillFull);
        }
      }
      retryNanos = System.nanoTime() + RETRY.toNanos();
      return keep(frame);
    }
  }

  private StoredFrame keep(Frame frame) {
    StoredFrame kept = new StoredFrame(newestNumber + 1, frame);
    overflow.add(kept);
    return kept;
  }

  private StoredFrame written(Frame frame) throws IOException {
    flush();
    StoredFrame stored = write(open -> open.append(frame));
    appended++;
    return stored;
  }

  /** Writes what the disk did not take before. */
  private void flush() throws IOException {
    if (!overflow.isEmpty()) {
      List<StoredFrame> kept = overflow.all();
      write(
          open -> {
            open.append(kept);
            return true;
          });
      appended += kept.size();
      overflow.clear();
    }
  }

  /** A full disk is not always called so: SQLite may be unable to open its file of locks. */
  private boolean full() {
    return failing.filter(trouble -> trouble.code().equals(Trouble.FULL)).isPresent()
        || freeBytes() < FULL_BYTES;
  }

  @Override
  public List<StoredFrame> after(long number, int limit, Duration patience)
      throws IOException, InterruptedException {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " (from 1)");
    }
    if (!overflow.follows(number)) {
      file();
    }
    if (!waitFor(number, TimeUnit.NANOSECONDS.convert(patience))) {
      return List.of();
    }
    return overflow.follows(number)
        ? overflow.after(number, limit)
        : read(open -> after(open, number, limit), file());
  }

  /** What is sealed first; where it ends may move on while we look. */
  private List<StoredFrame> after(HotFile open, long number, int limit)
      throws SQLException, IOException {
    while (true) {
      if (number < open.sealedThrough()) {
        Optional<Sealed> unit = open.sealedAfter(number);
        if (unit.isPresent()) {
          return archive.unit(unit.get()).frames(number, limit);
        }
      }
      List<StoredFrame> frames = open.after(number, newestNumber, limit);
      if (number >= open.sealedThrough()) {
        return frames.isEmpty() ? overflow.after(number, limit) : frames;
      }
    }
  }

  private boolean waitFor(long number, long nanos) throws IOException, InterruptedException {
    long left = nanos;
    arrivals.lock();
    try {
      while (newestNumber <= number && left > 0 && !closed) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      arrivals.unlock();
    }
    if (closed) {
      throw closedNow();
    }
    return newestNumber > number;
  }

  private void wake() {
    arrivals.lock();
    try {
      arrived.signalAll();
    } finally {
      arrivals.unlock();
    }
  }

  @Override
  public Optional<StoredFrame> newest() throws IOException {
    return after(Math.max(0, newestNumber - 1)).stream().findFirst();
  }

  private List<StoredFrame> after(long number) throws IOException {
    return overflow.follows(number)
        ? overflow.after(number, 1)
        : read(open -> after(open, number, 1), file());
  }

  @Override
  public void scan(Instant from, Instant to, Consumer<StoredFrame> reader) throws IOException {
    read(
        open -> {
          scan(open, firstMilli(from), firstMilli(to), reader);
          return true;
        },
        file());
  }

  private void scan(HotFile open, long from, long to, Consumer<StoredFrame> reader)
      throws SQLException, IOException {
    long newest = newestNumber;
    long at = 0;
    List<StoredFrame> page;
    do {
      long sealed = Math.min(open.sealedThrough(), newest);
      if (at < sealed) { // also what was sealed since the last page
        at = scanSealed(open, at, from, to, reader);
      }
      page = unsealed(open, at, newest, from, to);
      if (at < open.sealedThrough() && at < newest) {
        continue; // some of it may be gone
      }
      page.forEach(reader);
      at = page.isEmpty() ? newest : page.get(page.size() - 1).number();
    } while (at < newest);
  }

  private List<StoredFrame> unsealed(HotFile open, long at, long newest, long from, long to)
      throws SQLException {
    List<StoredFrame> page = open.after(at, newest, SCAN_PAGE, from, to);
    return !page.isEmpty()
        ? page
        : overflow.after(at, SCAN_PAGE).stream()
            .filter(stored -> stored.number() <= newest && within(stored, from, to))
            .toList();
  }

  private static boolean within(StoredFrame stored, long from, long to) {
    long time = stored.frame().time().toEpochMilli();
    return time >= from && time < to;
  }

  /** Shows the sealed frames of a span after a frame; returns the last that is sealed. */
  private long scanSealed(
      HotFile open, long after, long from, long to, Consumer<StoredFrame> reader)
      throws SQLException, IOException {
    long through = open.sealedThrough();
    Optional<Sealed> begun = open.sealedAfter(after).filter(unit -> unit.first() <= after);
    List<Sealed> units = new ArrayList<>();
    begun.ifPresent(units::add);
    units.addAll(open.sealedAfter(after, Unit.hour(from), Unit.hour(Math.max(from, to - 1))));
    for (Sealed unit : units) {
      if (unit.last() <= through) {
        show(unit, after, from, to, reader);
      }
    }
    return through;
  }

  /** By pages: an hour of ten thousand points is large as frames. */
  private void show(Sealed unit, long after, long from, long to, Consumer<StoredFrame> reader)
      throws SQLException, IOException {
    long at = after;
    while (at < unit.last()) {
      List<StoredFrame> page = archive.unit(unit).frames(at, SCAN_PAGE);
      for (StoredFrame frame : page) {
        if (within(frame, from, to)) {
          reader.accept(frame);
        }
      }
      at = page.isEmpty() ? unit.last() : page.get(page.size() - 1).number();
    }
  }

  /** The first whole millisecond at or after an instant, since frames are on whole ones. */
  private static long firstMilli(Instant instant) {
    if (instant.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
      return Long.MIN_VALUE;
    }
    if (!instant.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE))) {
      return Long.MAX_VALUE;
    }
    long floor = instant.toEpochMilli();
    return Instant.ofEpochMilli(floor).equals(instant) ? floor : floor + 1;
  }

  @Override
  public void settle(String uplink, List<Settlement> settlements, long through) throws IOException {
    locked(
        open -> {
          open.settle(uplink, settlements, through, newestNumber);
          return true;
        });
  }

  @Override
  public void expireThrough(String uplink, long number, Instant at, String reason)
      throws IOException {
    locked(
        open -> {
          open.expire(uplink, number, at, reason, newestNumber);
          return true;
        });
  }

  @Override
  public long settled(String uplink) throws IOException {
    Optional<Long> known = file().settled(uplink);
    return known.isPresent() ? known.get() : locked(open -> open.settled(uplink, newestNumber));
  }

  @Override
  public Optional<Delivery> delivery(String uplink, long number, int part) throws IOException {
    return read(
        open -> {
          if (number > open.carried(uplink)) {
            Optional<Delivery> here = open.delivery(uplink, number, part);
            if (number > open.carried(uplink)) { // it may have moved while we looked
              return here;
            }
          }
          Optional<Sealed> unit =
              open.sealedAfter(number - 1).filter(found -> found.first() <= number);
          return unit.isPresent()
              ? archive.delivery(unit.get(), uplink, number, part)
              : Optional.<Delivery>empty();
        },
        file());
  }

  @Override
  public void recalled(Recall recall) throws IOException {
    locked(open -> open.recalled(recall));
  }

  @Override
  public List<Recall> recalls(String uplink, Instant from, Instant to) throws IOException {
    return read(open -> open.recalls(uplink, firstMilli(from), firstMilli(to)), file());
  }

  @Override
  public TableText keepTable(String text, Instant since) throws IOException {
    return locked(open -> open.keepTable(text, since));
  }

  @Override
  public Optional<TableText> table(long number) throws IOException {
    return read(open -> open.table(number), file());
  }

  @Override
  public Optional<TableText> newestTable() throws IOException {
    return read(HotFile::newestTable, file());
  }

  @Override
  public List<Bucket> series(PointId point, Instant from, Instant to, int buckets)
      throws IOException {
    return history.series(point, from, to, buckets);
  }

  @Override
  public List<HourCount> hours(Instant from, Instant to) throws IOException {
    return history.hours(from, to);
  }

  @Override
  public Verdict verify(Instant from, Instant to) throws IOException {
    return history.verify(from, to);
  }

  @Override
  public Verdict backup(Path folder) throws IOException {
    return history.backup(folder);
  }

  @Override
  public List<DayRoot> roots() throws IOException {
    return roots.all();
  }

  // ---- the file

  /** What the sealer sees. */
  private final class Hot implements Sealer.Hot {
    @Override
    public <T> T read(Sealer.Work<T> work) throws IOException {
      return SqliteFrameStore.this.read(work, file());
    }

    @Override
    public <T> T write(Sealer.Work<T> work) throws IOException {
      return locked(work);
    }
  }

  private <T> T read(Sealer.Work<T> work, HotFile open) throws IOException {
    try {
      return work.on(open);
    } catch (SQLException failed) {
      throw new IOException(
          new Text("Cannot read " + file, "无法读取 " + file).both() + ": " + failed.getMessage(),
          failed);
    }
  }

  private <T> T locked(Sealer.Work<T> work) throws IOException {
    writing.lock();
    try {
      return write(work);
    } finally {
      writing.unlock();
    }
  }

  private <T> T write(Sealer.Work<T> work) throws IOException {
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

  private HotFile file() throws IOException {
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
        open.forgetAfter(newestNumber);
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
      open.succeed(damaged, newestNumber);
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
    newestNumber = open.newestNumber();
    doubt = Doubt.NONE;
  }

  private Path setAside() throws IOException {
    String stamp = "hot-damaged-" + STAMP.format(clock.instant());
    Path target = directory.resolve(stamp + ".db");
    for (int count = 2; Files.exists(target); count++) {
      target = directory.resolve(stamp + "-" + count + ".db");
    }
    // The database first: a journal without its database is ignored, not taken for another's.
    for (String part : List.of("", "-wal", "-shm")) {
      Path from = Path.of(file + part);
      if (Files.exists(from)) {
        Files.move(from, Path.of(target + part));
      }
    }
    return target;
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

  private IOException closedNow() {
    return new IOException(new Text("the store is closed", "存储已关闭").both());
  }

  /** Ends the store: who waits in {@link #after} gets an IOException. */
  @Deactivate
  @Override
  public void close() {
    sealer.close();
    archive.close();
    writing.lock();
    try {
      if (!overflow.isEmpty()) {
        flush();
      }
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
      if (!overflow.isEmpty()) {
        LOG.error("{} frames that the full disk did not take are lost", overflow.all().size());
      }
    } finally {
      writing.unlock();
      wake();
    }
  }

  // ---- health

  @Override
  public synchronized List<Health> health() {
    double freeBytes = freeBytes();
    Optional<Trouble> failed = failing;
    Optional<Path> damaged = setAside;
    if (failed.isPresent()) {
      return List.of(health(Level.CRITICAL, failed.get(), freeBytes));
    }
    if (freeBytes < reserveBytes) {
      return List.of(
          health(Level.MAJOR, Trouble.lowOnSpace(directory, freeBytes, reserveBytes), freeBytes));
    }
    if (damaged.isPresent()) {
      return List.of(health(Level.MAJOR, Trouble.setAside(damaged.get()), freeBytes));
    }
    Optional<Sealer.Loss> loss = sealer.loss();
    if (loss.isPresent()) {
      return List.of(health(Level.MAJOR, Trouble.lost(loss.get()), freeBytes));
    }
    if (!sealer.trouble().isEmpty()) {
      return List.of(health(Level.MAJOR, Trouble.unsealed(sealer.trouble()), freeBytes));
    }
    if (daysLeft(freeBytes) < ENOUGH_DAYS) {
      return List.of(health(Level.NOTICE, Trouble.soonFull(daysLeft(freeBytes)), freeBytes));
    }
    return List.of(health(Level.OK, Trouble.NONE, freeBytes));
  }

  private Health health(Level level, Trouble trouble, double freeBytes) {
    if (!healthCode.equals(trouble.code())) {
      healthCode = trouble.code();
      healthSince = clock.instant();
    }
    return new Health(
        "store",
        level,
        healthSince,
        trouble.code(),
        trouble.cause(),
        trouble.remedy(),
        List.of(
            Figure.of("appended", "Frames stored since start", "启动后存储帧数", appended, ""),
            Figure.of("newest", "Number of the newest frame", "最新帧编号", newestNumber, ""),
            Figure.of("memory", "In memory only", "仅在内存中", overflow.all().size(), ""),
            Figure.of("lost", "Lost to a full disk", "因磁盘已满丢失", overflow.lost(), ""),
            Figure.of("append", "Last append took", "最近一次存储耗时", appendMs, "ms"),
            Figure.of("free", "Free on the disk", "磁盘剩余空间", freeBytes / MEGABYTE, "MB"),
            Figure.of("file", "Size of the history", "历史数据大小", sizeBytes() / MEGABYTE, "MB"),
            Figure.of(
                "days", "Days until the disk is full", "磁盘预计可用天数", daysLeft(freeBytes), "d")));
  }

  /** Asked by file, not by file system: that one needs the table of mounts, which may hide ours. */
  private double freeBytes() {
    return directory.toFile().getUsableSpace();
  }

  private double sizeBytes() {
    return file.toFile().length()
        + Path.of(file + "-wal").toFile().length()
        + sealer.growth().sealedBytes();
  }

  /** NaN as long as there is not a day of history to tell from. */
  private double daysLeft(double freeBytes) {
    return Math.floor(freeBytes / sealer.growth().bytesPerDay());
  }
}
