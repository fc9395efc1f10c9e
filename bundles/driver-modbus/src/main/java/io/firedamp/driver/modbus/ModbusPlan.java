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
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the blocks of a set of rows, and finds out which row a device refuses. */
final class ModbusPlan implements Plan {
  private static final Logger LOG = LoggerFactory.getLogger(ModbusPlan.class);

  /** So many units may use up their time limit in one read; then it ends. */
  private static final int SILENCES = 2;

  private final String source;
  private final Link link;
  private final List<Unit> units;
  private final List<Refusal> refused;
  private final Duration search;

  /**
   * @param source the source's name, for the log
   * @param search how long a read may look for the rows that a device refuses; the next one goes on
   */
  ModbusPlan(String source, Link link, List<Block> blocks, List<Refusal> refused, Duration search) {
    this.source = source;
    this.link = link;
    this.units =
        blocks.stream()
            .map(Piece::new)
            .collect(
                Collectors.groupingBy(
                    piece -> piece.block().unit(), TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(unit -> new Unit(unit.getKey(), unit.getValue()))
            .toList();
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

  /**
   * One read. Units that answered the last time come first; one of the others at most is asked, at
   * the end, so that its silence costs no neighbour a reading.
   */
  private final class Sweep {
    private final Instant tick;
    private final Set<PointId> due;
    private final List<Reading> readings;
    private final Deque<Job> queue = new ArrayDeque<>();
    private final Set<Unit> gone = new HashSet<>();
    private int silences;
    private boolean questioned;
    private boolean linked;

    private record Job(Unit unit, Piece piece) {}

    Sweep(Instant tick, Set<PointId> due) {
      this.tick = tick;
      this.due = due;
      readings = new ArrayList<>(due.size());
    }

    List<Reading> readings() throws SourceException, InterruptedException {
      List<Unit> well = new ArrayList<>();
      List<Unit> silent = new ArrayList<>();
      for (Unit unit : units) {
        if (unit.wanted(due)) {
          (unit.silent() ? silent : well).add(unit);
        }
      }
      boolean all = !silent.isEmpty() && units.stream().allMatch(Unit::silent);
      Optional<Unit> trial =
          silent.stream()
              .min(Comparator.comparing(Unit::again))
              .filter(unit -> all || !tick.isBefore(unit.again()));
      trial.ifPresent(silent::remove);
      for (Unit unit : well) {
        enter(unit);
      }
      ask();
      if (trial.isPresent()) {
        enter(trial.get());
        ask();
      }
      silent.forEach(unit -> unit.pieces().forEach(piece -> miss(piece, Quality.NO_ANSWER)));
      if (all && trial.filter(unit -> !unit.silent()).isPresent()) {
        units.forEach(Unit::trust); // it was the link
      }
      return readings;
    }

    private void enter(Unit unit) throws SourceException, InterruptedException {
      if (unit.lost()) {
        probe(unit);
      }
      unit.forgetItsStart();
      unit.pieces().forEach(piece -> visit(unit, piece));
    }

    private void visit(Unit unit, Piece piece) {
      questioned =
          piece.visit(
              tick,
              due,
              questioned,
              one -> queue.add(new Job(unit, one)),
              bad -> miss(bad, Quality.BAD_ADDRESS));
    }

    /** Asks for what is wanted, then looks for the rows that spoil what was refused. */
    private void ask() throws SourceException, InterruptedException {
      for (int known = queue.size(); known > 0; known--) {
        ask(queue.remove());
      }
      long start = System.nanoTime();
      while (!queue.isEmpty()) {
        if (System.nanoTime() - start < search.toNanos()) {
          ask(queue.remove());
        } else {
          miss(queue.remove().piece(), Quality.NO_ANSWER);
        }
      }
    }

    private void ask(Job job) throws SourceException, InterruptedException {
      Block block = job.piece().block();
      if (gone.contains(job.unit()) || silences >= SILENCES) {
        miss(job.piece(), Quality.NO_ANSWER);
        return;
      }
      try {
        byte[] data = read(job.unit(), block);
        if (job.piece().bad()) {
          LOG.info("{}: the device knows {} now", source, block);
        }
        job.piece().forget();
        for (Row row : block.rows()) {
          if (due.contains(row.point())) {
            readings.add(row.reading(data, row.start() - block.start(), tick));
          }
        }
      } catch (ExceptionReply reply) {
        hear(reply.code(), job.unit(), job.piece());
      } catch (Unanswered none) {
        miss(job.piece(), Quality.NO_ANSWER);
      }
    }

    /** A unit that refuses everything may know its addresses by now. */
    private void probe(Unit unit) throws SourceException, InterruptedException {
      questioned = true;
      Piece piece = unit.oldestRefusal();
      try {
        read(unit, piece.block());
        LOG.info("{}: unit {} knows its addresses now", source, unit.number());
      } catch (ExceptionReply reply) {
        piece.believe(tick);
        unit.refused(tick);
      } catch (Unanswered none) {
        // its pieces are not asked for
      }
    }

    private byte[] read(Unit unit, Block block)
        throws ExceptionReply, SourceException, InterruptedException {
      try {
        byte[] data = link.read(block);
        linked = true;
        if (unit.silent() && units.size() > 1) {
          LOG.info("{}: unit {} answers again", source, unit.number());
        }
        unit.answered(tick);
        return data;
      } catch (ExceptionReply reply) {
        linked = true;
        if (!reply.ofGateway()) {
          unit.trust();
        }
        throw reply;
      } catch (Unanswered none) {
        silences++;
        fallSilent(unit);
        boolean nobody = silences >= SILENCES || units.stream().allMatch(Unit::silent);
        if (!linked && nobody) {
          throw new SourceException(none.reason(), none.remedy(), none);
        }
        throw none;
      } catch (SourceException down) {
        units.forEach(Unit::mayRestart);
        throw down;
      }
    }

    private void fallSilent(Unit unit) {
      if (!unit.silent() && units.size() > 1) {
        LOG.warn("{}: unit {} does not answer; its neighbours are read on", source, unit.number());
      }
      unit.fallSilent(tick);
      gone.add(unit);
    }

    private void hear(int code, Unit unit, Piece piece) {
      switch (code) {
        case ExceptionReply.ILLEGAL_DATA_ADDRESS, ExceptionReply.ILLEGAL_DATA_VALUE -> {
          boolean known = piece.bad();
          List<Piece> smaller = piece.refused(tick);
          questioned = true;
          smaller.forEach(half -> visit(unit, half));
          if (smaller.isEmpty()) {
            condemn(piece, code, known);
          }
          unit.refused(tick);
        }
        case ExceptionReply.ILLEGAL_FUNCTION -> {
          boolean known = piece.bad();
          piece.spoil(tick);
          condemn(piece, code, known);
          unit.refused(tick);
        }
        case ExceptionReply.GATEWAY_PATH_UNAVAILABLE, ExceptionReply.GATEWAY_TARGET_SILENT -> {
          fallSilent(unit);
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
