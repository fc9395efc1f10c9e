package io.firedamp.driver.s7;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Plan;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the blocks of a set of rows, and finds out which row a controller refuses. */
final class S7Plan implements Plan {
  /** So many refusals at most are questioned in a tick, or errors would slow down the rest. */
  private static final int QUESTIONS = 16;

  private static final int MOST_SHOWN = 10;
  private static final Logger LOG = LoggerFactory.getLogger(S7Plan.class);

  private final String source;
  private final Link link;
  private final List<Region> regions;
  private final List<Refusal> refused;
  private final Duration search;

  /**
   * @param source the source's name, for the log
   * @param search how long a read may look for the rows that a controller refuses; the next one
   *     goes on
   */
  S7Plan(String source, Link link, List<Block> blocks, List<Refusal> refused, Duration search) {
    this.source = source;
    this.link = link;
    this.regions = blocks.stream().map(Region::new).toList();
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
    private final List<Block> condemned = new ArrayList<>();

    Sweep(Instant tick, Set<PointId> due) {
      this.tick = tick;
      this.due = due;
    }

    List<Reading> readings() throws SourceException, InterruptedException {
      long start = System.nanoTime();
      List<Region.Part> next = first();
      while (!next.isEmpty()) {
        next = smaller(next);
        if (System.nanoTime() - start > search.toNanos()) {
          next.forEach(part -> miss(part, Quality.NO_ANSWER));
          break;
        }
      }
      tell();
      return readings;
    }

    private List<Region.Part> first() {
      List<Region.Part> asked = new ArrayList<>();
      int questions = 0;
      for (Region region : regions) {
        for (Region.Part part : region.parts(due)) {
          if (part.bad() && (!part.asked(tick) || questions++ >= QUESTIONS)) {
            miss(part, Quality.BAD_ADDRESS);
          } else {
            asked.add(part);
          }
        }
      }
      return asked;
    }

    /** Asks for them, and returns what is to be asked for instead of those that were refused. */
    private List<Region.Part> smaller(List<Region.Part> parts)
        throws SourceException, InterruptedException {
      List<Answer> answers = link.read(parts.stream().map(Region.Part::block).toList());
      List<Region.Part> smaller = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        hear(parts.get(i), answers.get(i), smaller);
      }
      return smaller;
    }

    private void hear(Region.Part part, Answer answer, List<Region.Part> smaller) {
      switch (answer.verdict()) {
        case GIVEN -> {
          if (part.bad()) {
            LOG.info("{}: the controller has {} now", source, part.block());
          }
          part.given();
          take(part.block(), answer.bytes());
        }
        case NO_ADDRESS -> {
          boolean known = part.bad();
          List<Region.Part> halves = part.refused(tick);
          halves.stream().filter(half -> half.concerns(due)).forEach(smaller::add);
          if (halves.isEmpty()) {
            condemn(part, known);
          }
        }
        case FORBIDDEN, FAULT -> miss(part, Quality.DEVICE_FAULT);
      }
    }

    private void take(Block block, byte[] bytes) {
      for (Row row : block.rows()) {
        if (due.contains(row.point())) {
          readings.add(row.reading(bytes, row.start() - block.start(), tick));
        }
      }
    }

    private void condemn(Region.Part part, boolean known) {
      if (!known) {
        condemned.add(part.block());
      }
      miss(part, Quality.BAD_ADDRESS);
    }

    /** One line, however much a controller does not have; the rest is in the health. */
    private void tell() {
      if (!condemned.isEmpty()) {
        List<PointId> points =
            condemned.stream().flatMap(block -> block.rows().stream()).map(Row::point).toList();
        LOG.warn(
            "{}: {}{}: {}",
            source,
            points.subList(0, Math.min(points.size(), MOST_SHOWN)),
            points.size() > MOST_SHOWN ? " (" + points.size() + ")" : "",
            Outage.absent(condemned.get(0)).both());
      }
    }

    private void miss(Region.Part part, Quality why) {
      for (Row row : part.block().rows()) {
        if (due.contains(row.point())) {
          readings.add(Reading.missing(row.point(), why, tick));
        }
      }
    }
  }
}
