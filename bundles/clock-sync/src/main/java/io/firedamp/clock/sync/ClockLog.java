package io.firedamp.clock.sync;

import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.ClockEvent.Kind;
import io.firedamp.clock.ClockEvent.Result;
import io.firedamp.file.PrivateFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
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
  private static final Logger LOG = LoggerFactory.getLogger(ClockLog.class);
  private static final String HEADING = "time,event,subject,against,ms,limit_ms,result";
  private static final int MOST = 2000;
  private static final int COLUMNS = 7;
  private static final int DIGITS_TO_NANOS = 6;

  private final Path file;
  private volatile List<ClockEvent> events = List.of();

  /** Reads the file; one that cannot be read is told in the log, and begun anew. */
  ClockLog(Path file) {
    this.file = file;
    try {
      events =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .flatMap(line -> event(line).stream())
              .toList();
    } catch (NoSuchFileException first) { // as on a new gateway
      events = List.of();
    } catch (IOException unreadable) {
      LOG.error("cannot read {} | 无法读取时钟日志", file, unreadable);
    }
  }

  /** What is kept, oldest first. Any thread. */
  List<ClockEvent> events() {
    return events;
  }

  /** Keeps one more, in memory also if the disk fails. */
  synchronized void add(ClockEvent event) throws IOException {
    List<ClockEvent> next = new ArrayList<>(events);
    next.add(event);
    next = next.subList(Math.max(0, next.size() - MOST), next.size());
    events = List.copyOf(next);
    List<String> lines = new ArrayList<>(List.of(HEADING));
    next.forEach(one -> lines.add(line(one)));
    PrivateFile.replace(file, String.join("\n", lines) + "\n");
  }

  private static String line(ClockEvent event) {
    return String.join(
        ",",
        event.time().truncatedTo(ChronoUnit.SECONDS).toString(),
        event.kind().name().toLowerCase(Locale.ROOT),
        event.subject(),
        event.against(),
        event.difference().map(Lasting::inMillis).orElse(""),
        event.limit().map(limit -> String.valueOf(limit.toMillis())).orElse(""),
        event.result() == Result.NONE ? "" : event.result().name().toLowerCase(Locale.ROOT));
  }

  /** Empty if that is no line of ours. */
  private static Optional<ClockEvent> event(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ClockEvent(
              Instant.parse(cells[0]),
              Kind.valueOf(cells[1].toUpperCase(Locale.ROOT)),
              cells[2],
              cells[3],
              span(cells[4]),
              span(cells[5]),
              cells[6].isEmpty()
                  ? Result.NONE
                  : Result.valueOf(cells[6].toUpperCase(Locale.ROOT))));
    } catch (DateTimeException | IllegalArgumentException foreign) { // a hand was in the file
      return Optional.empty();
    }
  }

  private static Optional<Duration> span(String ms) {
    return ms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Duration.ofNanos(new BigDecimal(ms).movePointRight(DIGITS_TO_NANOS).longValue()));
  }
}
