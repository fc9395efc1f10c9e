package io.firedamp.buffer;

import io.firedamp.point.PointId;
import io.firedamp.store.Delivery;
import io.firedamp.store.Settlement;
import io.firedamp.store.TableText;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sealed: the month files of a directory, of which a few are open. Any thread; they take
 * turns, a unit at a time.
 */
final class Archive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
  private static final String MONTH = "\\d{4,}-\\d\\d\\.db";
  private static final int OPEN = 3;

  private final Path directory;
  private final Set<String> damaged = new TreeSet<>();
  private final Map<String, MonthFile> open = new LinkedHashMap<>(OPEN, 1, true);

  /** The unit that was read last: who follows the store reads it in many pieces. */
  private SoftReference<Unit> last = new SoftReference<>(null);

  /** What was asked for last: who asks for one frame's delivery asks for the next one's. */
  private Optional<Answer> asked = Optional.empty();

  private record Question(long unit, String uplink, int part) {}

  private record Answer(
      Question question, Optional<Ledger> ledger, Map<Long, String> words, List<Outage> outages) {}

  Archive(Path directory) {
    this.directory = directory;
  }

  private MonthFile file(long hour) throws SQLException, IOException {
    String name = MonthFile.name(hour);
    MonthFile month = open.get(name);
    if (month == null) {
      month = new MonthFile(place(directory.resolve(name)));
      open.put(name, month);
      for (Iterator<MonthFile> oldest = open.values().iterator(); open.size() > OPEN; ) {
        oldest.next().close();
        oldest.remove();
      }
    }
    return month;
  }

  private interface Work<T> {
    T on(MonthFile month) throws SQLException;
  }

  /** What shows that a file is damaged has it repaired later, by {@link #repair}. */
  private <T> T with(long hour, Work<T> work) throws SQLException, IOException {
    try {
      return work.on(file(hour));
    } catch (SQLException failed) {
      reset();
      if (Database.damaged(failed)) {
        damaged.add(MonthFile.name(hour));
      }
      throw failed;
    }
  }

  /** Names of files that were found to be damaged, and are not repaired. */
  synchronized List<String> damaged() {
    return List.copyOf(damaged);
  }

  /**
   * Sets a damaged file aside, and makes a new one of all its units that can be read and still have
   * the digest that is known of them.
   *
   * @param aside the damaged file's new place
   * @param units that should be in it
   * @return those that are lost
   */
  synchronized List<Sealed> repair(String name, Path aside, List<Sealed> units)
      throws SQLException, IOException {
    reset();
    Path file = directory.resolve(name);
    Files.move(file, aside);
    List<Sealed> lost = new ArrayList<>();
    try (MonthFile fresh = new MonthFile(place(file))) {
      fresh.attach(aside);
      for (Sealed unit : units) {
        if (!fresh.salvage(unit)) {
          lost.add(unit);
        }
      }
    }
    damaged.remove(name);
    return lost;
  }

  /** A new file is in the directory for good before anything relies on it. */
  private Path place(Path file) throws IOException {
    if (HotKeeper.createOurs(file)) {
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
    return file;
  }

  /** See {@link MonthFile#write}. */
  synchronized Sealed write(Unit unit, String previous, Optional<TableText> table)
      throws SQLException, IOException {
    return with(unit.hour(), month -> month.write(unit, previous, table));
  }

  /** Units of that hour's month that begin at a frame or after it. */
  synchronized List<Sealed> from(long first, long hour) throws SQLException, IOException {
    return with(hour, month -> month.from(first));
  }

  /** See {@link MonthFile#remove}. */
  synchronized void remove(Sealed sealed) throws SQLException, IOException {
    with(
        sealed.hour(),
        month -> {
          month.remove(sealed.first());
          return true;
        });
  }

  /**
   * A unit.
   *
   * @throws SQLException also if it is not in its file
   */
  synchronized Unit unit(Sealed sealed) throws SQLException, IOException {
    Unit known = last.get();
    if (known != null && known.first() == sealed.first()) {
      return known;
    }
    Unit unit =
        with(sealed.hour(), month -> month.unit(sealed.first()))
            .orElseThrow(
                () ->
                    new SQLException(
                        MonthFile.name(sealed.hour()) + " has no unit " + sealed.first()));
    last = new SoftReference<>(unit);
    return unit;
  }

  /**
   * See {@link MonthFile#pieces}.
   *
   * @param units of one month, by frame, at least one; what lies between them is shown too
   */
  synchronized void pieces(List<Sealed> units, PointId point, Consumer<MonthFile.Piece> reader)
      throws SQLException, IOException {
    Sealed last = units.get(units.size() - 1);
    with(
        last.hour(),
        month -> {
          month.pieces(point, units.get(0).first(), last.first(), reader);
          return true;
        });
  }

  /**
   * What a unit is, and what it says it is.
   *
   * @param previous the digest of the unit before it, as it says
   * @param stored its digest, as it says
   * @param computed its digest
   * @param summed whether its counts and sums are those of its values
   */
  record Proof(String previous, String stored, String computed, boolean summed) {}

  synchronized Proof prove(Sealed unit) throws SQLException, IOException {
    return with(
        unit.hour(),
        month ->
            new Proof(
                month.previous(unit),
                month.sealed(unit.first()).map(Sealed::digest).orElse(""),
                month.digest(unit.first()),
                month.sealed(unit.first()).filter(unit::equals).isPresent() && month.summed(unit)));
  }

  /** See {@link MonthFile#settle}. */
  synchronized void settle(
      Sealed unit, String uplink, List<Settlement> settlements, List<Outage> outages)
      throws SQLException, IOException {
    if (!settlements.isEmpty() || !outages.isEmpty()) {
      with(
          unit.hour(),
          month -> {
            month.settle(unit, uplink, settlements, outages);
            return true;
          });
    }
    asked = Optional.empty();
  }

  /**
   * What became of a part of a frame of a unit at an uplink; empty if nothing was written of it.
   */
  synchronized Optional<Delivery> delivery(Sealed unit, String uplink, long number, int part)
      throws SQLException, IOException {
    Question question = new Question(unit.first(), uplink, part);
    if (asked.filter(answer -> answer.question.equals(question)).isEmpty()) {
      asked =
          Optional.of(
              with(
                  unit.hour(),
                  month ->
                      new Answer(
                          question,
                          month.ledger(unit, uplink, part),
                          month.words(),
                          month.outages(unit, uplink))));
    }
    Answer answer = asked.orElseThrow();
    Optional<Delivery> delivery =
        answer.ledger.flatMap(ledger -> ledger.delivery(number, answer.words::get));
    return delivery.isPresent()
        ? delivery
        : answer.outages.stream()
            .filter(outage -> outage.covers(number))
            .map(Outage::delivery)
            .findFirst();
  }

  /** What month files know that a hot file does not. */
  record Ahead(List<Sealed> units, List<TableText> tables) {}

  /**
   * What is sealed beyond a frame, if the newest month reaches beyond another one: then the hot
   * file is new, or older than the months. A month that cannot be read is left out.
   *
   * @param sealed the last frame that the hot file knows to be sealed
   * @param newest the newest frame that it knows at all
   */
  synchronized Optional<Ahead> ahead(long sealed, long newest) throws IOException {
    Ahead ahead = new Ahead(new ArrayList<>(), new ArrayList<>());
    for (Path month : months()) {
      try (MonthFile file = new MonthFile(month)) {
        if (ahead.units.isEmpty() && file.last() <= newest) {
          return Optional.empty(); // the usual case: one file is looked at
        }
        ahead.units.addAll(file.from(sealed + 1));
        ahead.tables.addAll(file.tables());
      } catch (SQLException unreadable) { // who asks for what it has will have it repaired
        LOG.warn("{} cannot be read", month, unreadable);
      }
    }
    ahead.units.sort((a, b) -> Long.compare(a.first(), b.first()));
    return ahead.units.isEmpty() ? Optional.empty() : Optional.of(ahead);
  }

  /** Copies every month, each complete, whatever is being written meanwhile. */
  void copyTo(Path folder) throws IOException {
    for (Path month : months()) {
      synchronized (this) { // nothing is being written now
        Files.copy(month, folder.resolve(month.getFileName()));
      }
    }
  }

  /** The files of months before a month, oldest first. */
  List<String> before(YearMonth month) throws IOException {
    return months().stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> MonthFile.month(name).isBefore(month))
        .sorted()
        .toList();
  }

  /** Deletes a month for good; nothing may know of its units any more. */
  synchronized void delete(String name) throws IOException {
    reset();
    Files.delete(directory.resolve(name));
    damaged.remove(name);
  }

  /** Bytes of all months. */
  long size() throws IOException {
    long bytes = 0;
    for (Path month : months()) {
      bytes += Files.size(month);
    }
    return bytes;
  }

  /**
   * The last two months.
   *
   * @param firstHour since 1970, of the older one
   */
  record Recent(long bytes, long firstHour) {}

  /** How much there is of the last two months. */
  Recent recent() throws IOException {
    List<Path> months = months();
    long bytes = 0;
    long firstHour = 0;
    for (Path month : months.subList(0, Math.min(2, months.size()))) {
      bytes += Files.size(month);
      firstHour = MonthFile.firstHour(month.getFileName().toString());
    }
    return new Recent(bytes, firstHour);
  }

  /** The newest first. */
  private List<Path> months() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(MONTH))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /** Forgets the open files after a failure; the next use opens them again. */
  synchronized void reset() {
    for (MonthFile month : open.values()) {
      try {
        month.close();
      } catch (SQLException broken) {
        // it is not used any more
      }
    }
    open.clear();
    last.clear();
    asked = Optional.empty();
  }

  @Override
  public void close() {
    reset();
  }
}
