package io.firedamp.accounting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The pages of an uplink, {@code state/accounts/NAME/2026-11.jsonl}: a file for each natural month,
 * a line for each page ({@link PageText}). A later line of the same hour counts in its place.
 *
 * <p>Pages are derived from the store: they are not forced to the disk, a damaged or missing one is
 * {@link #open} again, and the whole folder may be deleted. Any thread; they take turns.
 */
final class Book {
  private static final String MONTH = "\\d{4,}-\\d\\d\\.jsonl";

  private final Path directory;
  private final PageText text = new PageText();
  private final NavigableMap<Long, Integer> known = new TreeMap<>(); // its recalls
  private final NavigableMap<Long, Long> open = new TreeMap<>(); // its last frame; 0 if unknown

  /** Reads which pages there are. */
  Book(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().matches(MONTH)) {
          lines(file).values().forEach(line -> note(PageText.head(line).orElseThrow()));
        }
      }
    }
    if (!known.isEmpty()) {
      for (long hour = known.firstKey(); hour < known.lastKey(); hour++) {
        if (!known.containsKey(hour)) {
          open.put(hour, 0L);
        }
      }
    }
  }

  private void note(PageText.Head head) {
    known.put(head.hour(), head.recalls());
    if (head.settled()) {
      open.remove(head.hour());
    } else {
      open.put(head.hour(), head.last());
    }
  }

  private static NavigableMap<Long, String> lines(Path file) throws IOException {
    NavigableMap<Long, String> lines = new TreeMap<>();
    // ISO 8859-1 understands any byte, so that a damaged line costs itself alone
    try (Stream<String> all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      all.map(
              line ->
                  new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
          .forEach(line -> PageText.head(line).ifPresent(head -> lines.put(head.hour(), line)));
    } catch (NoSuchFileException none) {
      return lines;
    }
    return lines;
  }

  private Path file(YearMonth month) {
    return directory.resolve(month + ".jsonl");
  }

  /** The hour after the last page; empty if there is none. */
  synchronized Optional<Long> next() {
    return known.isEmpty() ? Optional.empty() : Optional.of(known.lastKey() + 1);
  }

  /**
   * Hours that are to be counted again, with the last frame that was counted: those not settled
   * then. With 0 those missing or damaged.
   */
  synchronized NavigableMap<Long, Long> open() {
    return new TreeMap<>(open);
  }

  /** Hours of which more was delivered on command than their pages know are to be counted again. */
  synchronized void recalled(Map<Long, Integer> recalls) {
    recalls.forEach(
        (hour, count) -> {
          if (!known.getOrDefault(hour, count).equals(count)) {
            open.put(hour, 0L);
          }
        });
  }

  /** Pages from that hour on count for nothing: the clock was set back, and it comes again. */
  synchronized void turnBack(long hour) {
    known.tailMap(hour, true).clear();
    open.tailMap(hour, true).clear();
  }

  synchronized void write(Page page) throws IOException {
    Files.createDirectories(directory);
    Path file = file(China.month(China.begin(page.hour())));
    // a line break first: whatever stands there torn ends with it
    Files.writeString(
        file,
        "\n" + PageText.line(page) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    note(new PageText.Head(page.hour(), page.settled(), page.last(), page.recalls()));
  }

  /** The page of an hour; empty if there is none. */
  Optional<Page> page(long hour) throws IOException {
    TreeMap<Long, Page> found = new TreeMap<>();
    read(hour, hour + 1, page -> found.put(page.hour(), page));
    return Optional.ofNullable(found.get(hour));
  }

  /** Shows the pages of a span in the order of their hours, one at a time. */
  void read(long from, long to, Consumer<Page> reader) throws IOException {
    long end = Math.min(to, next().orElse(from));
    if (from >= end) {
      return;
    }
    YearMonth last = China.month(China.begin(end - 1));
    for (YearMonth month = China.month(China.begin(from));
        !month.isAfter(last);
        month = month.plusMonths(1)) {
      NavigableMap<Long, String> lines;
      synchronized (this) {
        lines = lines(file(month));
      }
      for (String line : lines.subMap(from, true, end, false).values()) {
        text.page(line).ifPresent(reader);
      }
    }
  }
}
