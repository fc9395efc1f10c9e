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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
 * <tr><td>{@code 2026-11.db}</td><td>a month of what is sealed, see {@link MonthFile}</td></tr>
 * <tr><td>{@code roots.txt}</td><td>the digest of each day, see {@link Roots}</td></tr>
 * <tr><td>{@code reserve}</td><td>space for the day when the disk is full, see {@link
 *     Reserve}</td></tr>
 * <tr><td>{@code hot.lock}</td><td>locked while a gateway uses the directory</td></tr>
 * <tr><td>{@code …-damaged….db}</td><td>a file that was damaged, set aside</td></tr>
 * </table>
 *
 * <table>
 * <caption>When something fails</caption>
 * <tr><td>a write, or opening</td><td>IOException; health is CRITICAL; the file is closed, and the
 *     next call opens it again. So the store comes up, and comes back, without a restart.</td></tr>
 * <tr><td>the disk is full</td><td>The reserve is given up; then frames stay in memory ({@link
 *     Overflow}), so that followers go on; health is CRITICAL and counts what is lost.</td></tr>
 * <tr><td>a file is damaged</td><td>It is set aside, and a new one goes on with all that can be
 *     read of it; health is MAJOR until the next start. Only SQLite's own word for damage does
 *     this, never a lock, a full disk or a failing read.</td></tr>
 * <tr><td>a read, or sealing</td><td>IOException, and a MAJOR state; nothing else</td></tr>
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

  private final Path directory;
  private final Archive archive;
  private final HotKeeper hot;
  private final Roots roots;
  private final Reserve reserve;
  private final Overflow overflow = new Overflow(KEPT_IN_MEMORY);
  private final Sealer sealer;
  private final HistoryReader history;
  private final long reserveBytes;
  private final SiteClock clock;

  private final ReentrantLock arrivals = new ReentrantLock();
  private final Condition arrived = arrivals.newCondition();
  private long retryNanos; // not before that is a full disk tried again
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
    this.archive = new Archive(directory);
    this.hot = new HotKeeper(directory, natives, archive, clock, maxPages);
    this.roots = new Roots(directory);
    this.reserve = new Reserve(directory, Math.min(RESERVE_BYTES, settings.reserveBytes()));
    this.sealer = new Sealer(hot, archive, roots, reserve, settings, clock);
    this.history =
        new HistoryReader(
            hot, archive, roots, (number, limit) -> hot.read(open -> after(open, number, limit)));
    this.reserveBytes = settings.reserveBytes();
    this.clock = clock;
    try {
      hot.file();
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
    StoredFrame stored =
        hot.alone(
            () -> {
              StoredFrame done = store(frame);
              hot.reached(done.number());
              return done;
            });
    appendMs = (System.nanoTime() - start) / 1e6;
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
    StoredFrame kept = numbered(frame);
    overflow.add(kept);
    return kept;
  }

  private StoredFrame written(Frame frame) throws IOException {
    flush();
    StoredFrame stored =
        hot.write(
            open -> {
              StoredFrame next = numbered(frame); // which the open file may have changed
              open.append(List.of(next));
              return next;
            });
    appended++;
    return stored;
  }

  private StoredFrame numbered(Frame frame) {
    return new StoredFrame(hot.next(), frame);
  }

  /** Writes what the disk did not take before. */
  private void flush() throws IOException {
    if (!overflow.isEmpty()) {
      List<StoredFrame> kept = overflow.all();
      hot.write(
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
    return hot.failing().filter(trouble -> trouble.code().equals(Trouble.FULL)).isPresent()
        || freeBytes() < FULL_BYTES;
  }

  @Override
  public List<StoredFrame> after(long number, int limit, Duration patience)
      throws IOException, InterruptedException {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " (from 1)");
    }
    if (!overflow.follows(number)) {
      hot.file();
    }
    if (!waitFor(number, TimeUnit.NANOSECONDS.convert(patience))) {
      return List.of();
    }
    return overflow.follows(number)
        ? overflow.after(number, limit)
        : hot.read(open -> after(open, number, limit));
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
      List<StoredFrame> frames = open.after(number, hot.newest(), limit);
      if (number >= open.sealedThrough()) {
        return frames.isEmpty() ? overflow.after(number, limit) : frames;
      }
    }
  }

  private boolean waitFor(long number, long nanos) throws IOException, InterruptedException {
    long left = nanos;
    arrivals.lock();
    try {
      while (hot.newest() <= number && left > 0 && !hot.isClosed()) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      arrivals.unlock();
    }
    if (hot.isClosed()) {
      throw hot.closedNow();
    }
    return hot.newest() > number;
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
    return after(Math.max(0, hot.newest() - 1)).stream().findFirst();
  }

  private List<StoredFrame> after(long number) throws IOException {
    return overflow.follows(number)
        ? overflow.after(number, 1)
        : hot.read(open -> after(open, number, 1));
  }

  @Override
  public void scan(Instant from, Instant to, Consumer<StoredFrame> reader) throws IOException {
    hot.read(
        open -> {
          scan(open, firstMilli(from), firstMilli(to), reader);
          return true;
        });
  }

  private void scan(HotFile open, long from, long to, Consumer<StoredFrame> reader)
      throws SQLException, IOException {
    long newest = hot.newest();
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
    hot.write(
        open -> {
          open.settle(uplink, settlements, through, hot.newest());
          return true;
        });
  }

  @Override
  public void expireThrough(String uplink, long number, Instant at, String reason)
      throws IOException {
    hot.write(
        open -> {
          open.expire(uplink, number, at, reason, hot.newest());
          return true;
        });
  }

  @Override
  public long settled(String uplink) throws IOException {
    Optional<Long> known = hot.file().settled(uplink);
    return known.isPresent() ? known.get() : hot.write(open -> open.settled(uplink, hot.newest()));
  }

  @Override
  public Optional<Delivery> delivery(String uplink, long number, int part) throws IOException {
    return hot.read(
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
        });
  }

  @Override
  public void recalled(Recall recall) throws IOException {
    hot.write(open -> open.recalled(recall));
  }

  @Override
  public List<Recall> recalls(String uplink, Instant from, Instant to) throws IOException {
    return hot.read(open -> open.recalls(uplink, firstMilli(from), firstMilli(to)));
  }

  @Override
  public TableText keepTable(String text, Instant since) throws IOException {
    return hot.write(open -> open.keepTable(text, since));
  }

  @Override
  public Optional<TableText> table(long number) throws IOException {
    return hot.read(open -> open.table(number));
  }

  @Override
  public Optional<TableText> newestTable() throws IOException {
    return hot.read(HotFile::newestTable);
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

  /** Ends the store: who waits in {@link #after} gets an IOException. */
  @Deactivate
  @Override
  public void close() {
    sealer.close();
    archive.close();
    try {
      hot.alone(
          () -> {
            flush();
            return true;
          });
    } catch (IOException stillFull) {
      LOG.error("{} frames that the full disk did not take are lost", overflow.all().size());
    }
    hot.close();
    wake();
  }

  // ---- health

  @Override
  public synchronized List<Health> health() {
    double freeBytes = freeBytes();
    Optional<Trouble> failed = hot.failing();
    Optional<Path> damaged = hot.damaged();
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
            Figure.of("newest", "Number of the newest frame", "最新帧编号", hot.newest(), ""),
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
    return hot.size() + sealer.growth().sealedBytes();
  }

  /** NaN as long as there is not a day of history to tell from. */
  private double daysLeft(double freeBytes) {
    return Math.floor(freeBytes / sealer.growth().bytesPerDay());
  }
}
