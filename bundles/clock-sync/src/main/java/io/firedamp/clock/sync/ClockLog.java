package io.firedamp.clock.sync;

import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to the clock, kept in {@code state/clock.csv}, UTF-8, oldest first, two thousand
 * lines: more than a year, unless the clock is set several times each day.
 *
 * <pre>
 * time,event,subject,against,ms,limit_ms,result
 * 2026-11-21T16:00:05Z,check,10.0.0.5,ntp.example.cn,0.412,10,ok
 * 2026-11-21T17:20:00Z,step,system,,3600000.000,,
 * </pre>
 *
 * The file is replaced as a whole: after a power cut it is the former or the new one. Any thread.
 */
final class ClockLog {
  /** What happened. */
  enum Event {
    /** The secondary server was compared. */
    CHECK,
    /** A clock was set. */
    STEP
  }

  /** How a check ended. */
  enum Result {
    /** Within the limit. */
    OK,
    /** Beyond it. */
    OFF,
    /** One of the two did not answer. */
    SILENT,
    /** No check, hence no result. */
    NONE
  }

  /**
   * A line.
   *
   * @param subject the secondary server; {@code system} or {@code site}, whose clock was set
   * @param against the server that it was compared with; empty if there was none
   * @param ms the difference, or how far it was set forward
   * @param limitMs empty if there is none
   */
  record Entry(
      Instant time,
      Event event,
      String subject,
      String against,
      Optional<Double> ms,
      Optional<Long> limitMs,
      Result result) {
    private static final int COLUMNS = 7;

    private String line() {
      return String.join(
          ",",
          time.truncatedTo(ChronoUnit.SECONDS).toString(),
          event.name().toLowerCase(Locale.ROOT),
          subject,
          against,
          ms.map(value -> String.format(Locale.ROOT, "%.3f", value)).orElse(""),
          limitMs.map(String::valueOf).orElse(""),
          result == Result.NONE ? "" : result.name().toLowerCase(Locale.ROOT));
    }

    /** Empty if that is no line of ours. */
    private static Optional<Entry> of(String line) {
      String[] cells = line.split(",", -1);
      if (cells.length != COLUMNS) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Entry(
                Instant.parse(cells[0]),
                Event.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                cells[2],
                cells[3],
                cells[4].isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(cells[4])),
                cells[5].isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(cells[5])),
                cells[6].isEmpty()
                    ? Result.NONE
                    : Result.valueOf(cells[6].toUpperCase(Locale.ROOT))));
      } catch (DateTimeException | IllegalArgumentException foreign) { // a hand was in the file
        return Optional.empty();
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClockLog.class);
  private static final String HEADING = "time,event,subject,against,ms,limit_ms,result";
  private static final int MOST = 2000;

  private final Path file;
  private volatile List<Entry> entries = List.of();

  /** Reads the file; one that cannot be read is told in the log, and begun anew. */
  ClockLog(Path file) {
    this.file = file;
    try {
      entries =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .flatMap(line -> Entry.of(line).stream())
              .toList();
    } catch (NoSuchFileException first) { // as on a new gateway
      entries = List.of();
    } catch (IOException unreadable) {
      LOG.error("cannot read {} | 无法读取时钟日志", file, unreadable);
    }
  }

  /** What is kept, oldest first. Any thread. */
  List<Entry> entries() {
    return entries;
  }

  /** Keeps one more, in memory also if the disk fails. */
  synchronized void add(Entry entry) throws IOException {
    List<Entry> next = new ArrayList<>(entries);
    next.add(entry);
    next = next.subList(Math.max(0, next.size() - MOST), next.size());
    entries = List.copyOf(next);
    List<String> lines = new ArrayList<>(List.of(HEADING));
    next.forEach(one -> lines.add(one.line()));
    PrivateFile.replace(file, String.join("\n", lines) + "\n");
  }
}
