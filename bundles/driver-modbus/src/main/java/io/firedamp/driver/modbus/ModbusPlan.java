package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Plan;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the blocks of a set of rows, and finds out which row a device refuses. */
final class ModbusPlan implements Plan {
  private static final Logger LOG = LoggerFactory.getLogger(ModbusPlan.class);

  private final String source;
  private final Link link;
  private final List<Piece> pieces;
  private final List<Refusal> refused;
  private final Duration search;

  /**
   * @param source the source's name, for the log
   * @param search how long a read may look for the rows that a device refuses; the next one goes on
   */
  ModbusPlan(String source, Link link, List<Block> blocks, List<Refusal> refused, Duration search) {
    this.source = source;
    this.link = link;
    this.pieces = blocks.stream().map(Piece::new).toList();
    this.refused = List.copyOf(refused);
    this.search = search;
  }

  @Override
  public List<Refusal> refused() {
    return refused;
  }

  @Override
  public List<Reading> read(Instant tick, Set<PointId> due)
      throws SourceException, InterruptedException {
    return new Sweep(tick, due).readings();
  }

  /** One read. */
  private final class Sweep {
    private final Instant tick;
    private final Set<PointId> due;
    private final List<Reading> readings = new ArrayList<>();
    private final Deque<Piece> queue = new ArrayDeque<>();
    private final Set<Integer> silentUnits = new HashSet<>();

    Sweep(Instant tick, Set<PointId> due) {
      this.tick = tick;
      this.due = due;
    }

    List<Reading> readings() throws SourceException, InterruptedException {
      boolean questioned = false;
      for (Piece piece : pieces) {
        questioned = visit(piece, questioned);
      }
      for (int known = queue.size(); known > 0; known--) {
        ask(queue.remove());
      }
      long start = System.nanoTime();
      while (!queue.isEmpty()) {
        if (System.nanoTime() - start < search.toNanos()) {
          ask(queue.remove());
        } else {
          miss(queue.remove(), Quality.NO_ANSWER);
        }
      }
      return readings;
    }

    private boolean visit(Piece piece, boolean questioned) {
      return piece.visit(tick, due, questioned, queue::add, bad -> miss(bad, Quality.BAD_ADDRESS));
    }

    private void ask(Piece piece) throws SourceException, InterruptedException {
      Block block = piece.block();
      if (silentUnits.contains(block.unit())) {
        miss(piece, Quality.NO_ANSWER);
        return;
      }
      try {
        int[] items = link.read(block);
        if (piece.bad()) {
          LOG.info("{}: the device knows {} now", source, block);
        }
        piece.answered();
        for (Row row : block.rows()) {
          if (due.contains(row.point())) {
            readings.add(row.reading(items, row.start() - block.start(), tick));
          }
        }
      } catch (ExceptionReply reply) {
        hear(reply.code(), piece);
      }
    }

    private void hear(int code, Piece piece) {
      switch (code) {
        case ExceptionReply.ILLEGAL_DATA_ADDRESS, ExceptionReply.ILLEGAL_DATA_VALUE -> {
          boolean known = piece.bad();
          List<Piece> smaller = piece.refused(tick);
          smaller.forEach(half -> visit(half, true));
          if (smaller.isEmpty()) {
            condemn(piece, code, known);
          }
        }
        case ExceptionReply.ILLEGAL_FUNCTION -> {
          boolean known = piece.bad();
          piece.spoil(tick);
          condemn(piece, code, known);
        }
        case ExceptionReply.GATEWAY_PATH_UNAVAILABLE, ExceptionReply.GATEWAY_TARGET_SILENT -> {
          silentUnits.add(piece.block().unit());
          miss(piece, Quality.NO_ANSWER);
        }
        case ExceptionReply.ACKNOWLEDGE, ExceptionReply.DEVICE_BUSY ->
            miss(piece, Quality.NO_ANSWER);
        default -> miss(piece, Quality.DEVICE_FAULT);
      }
    }

    private void condemn(Piece piece, int code, boolean known) {
      if (!known) {
        List<PointId> points = piece.block().rows().stream().map(Row::point).toList();
        LOG.warn(
            "{}: the device refuses {} with exception {}: {}", source, piece.block(), code, points);
      }
      miss(piece, Quality.BAD_ADDRESS);
    }

    private void miss(Piece piece, Quality why) {
      for (Row row : piece.block().rows()) {
        if (due.contains(row.point())) {
          readings.add(Reading.missing(row.point(), why, tick));
        }
      }
    }
  }
}
