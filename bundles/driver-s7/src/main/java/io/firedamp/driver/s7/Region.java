package io.firedamp.driver.s7;

import io.firedamp.point.PointId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A planned block, and what its controller thinks of it. A controller refuses the whole for one
 * byte that it does not have; the region then falls into parts, down to the rows that are to blame.
 * It remembers those, and asks for each again once a minute; when one is there, the next read tries
 * the whole.
 */
final class Region {
  /** How long a refusal is believed. */
  static final Duration BELIEF = Duration.ofSeconds(60);

  private final Block whole;
  private final List<Part> parts = new ArrayList<>();
  private boolean healed;

  Region(Block whole) {
    this.whole = whole;
    parts.add(new Part(whole));
  }

  /** Those that have a due point. */
  List<Part> parts(Set<PointId> due) {
    if (healed) {
      healed = false;
      parts.clear();
      parts.add(new Part(whole));
    }
    return parts.stream().filter(part -> part.concerns(due)).toList();
  }

  /** A piece of the region that is asked for as one. */
  final class Part {
    private final Block block;
    private boolean bad;
    private Instant again = Instant.MIN;

    private Part(Block block) {
      this.block = block;
    }

    Block block() {
      return block;
    }

    boolean concerns(Set<PointId> due) {
      return block.rows().stream().anyMatch(row -> due.contains(row.point()));
    }

    /** Whether the controller refused it, and cannot be asked for less. */
    boolean bad() {
      return bad;
    }

    /** Whether it is to be asked for at that tick. */
    boolean asked(Instant tick) {
      return !bad || !tick.isBefore(again);
    }

    /** The controller gave it. */
    void given() {
      healed |= bad;
    }

    /**
     * The controller does not have all of it.
     *
     * @return the smaller parts to ask for; none if it cannot be smaller and is bad itself
     */
    List<Part> refused(Instant tick) {
      List<Part> halves = block.halves().stream().map(Part::new).toList();
      if (halves.isEmpty()) {
        bad = true;
        again = tick.plus(BELIEF);
      } else {
        int at = parts.indexOf(this);
        parts.remove(at);
        parts.addAll(at, halves);
      }
      return halves;
    }
  }
}
