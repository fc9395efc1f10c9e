package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A unit behind a link, and how far it can be relied on.
 *
 * <p>One that does not answer is asked again after a second, then after twice as long each time, up
 * to half a minute. One that refuses everything, as a controller does while it starts, is asked for
 * something in each read; what it refused before its first answer is forgotten with that answer.
 */
final class Unit {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final int number;
  private final List<Piece> pieces;
  private Duration pause = Duration.ZERO;
  private Instant again = Instant.MIN;
  private boolean started;
  private boolean doubtful;
  private Optional<Instant> firstRefusal = Optional.empty();

  /**
   * @param pieces all that is read from it
   */
  Unit(int number, List<Piece> pieces) {
    this.number = number;
    this.pieces = pieces;
  }

  int number() {
    return number;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Whether one of these points is read from it. */
  boolean wanted(Set<PointId> due) {
    for (Piece piece : pieces) { // in every read: no streams
      if (piece.block().wanted(due)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it did not answer when it was asked last. */
  boolean silent() {
    return !pause.isZero();
  }

  /** When a silent one is to be asked again. */
  Instant again() {
    return again;
  }

  /** It did not answer. */
  void fallSilent(Instant tick) {
    Duration doubled = silent() ? pause.multipliedBy(2) : FIRST_PAUSE;
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    again = tick.plus(pause);
    mayRestart();
  }

  /** It is to be asked as if it had never been silent. */
  void trust() {
    pause = Duration.ZERO;
  }

  /** It refused something. */
  void refused(Instant tick) {
    started &= !lost();
    if (!started && firstRefusal.isEmpty()) {
      firstRefusal = Optional.of(tick);
    }
  }

  /** It answered with data. */
  void answered(Instant tick) {
    trust();
    if (!started) {
      started = true;
      doubtful = lost() || firstRefusal.filter(first -> first.isBefore(tick)).isPresent();
      firstRefusal = Optional.empty();
    }
  }

  /** The link to it was lost: it may have been switched off. */
  void mayRestart() {
    started = false;
  }

  /** Forgets, before a read, what it refused in the reads before its first answer. */
  void forgetItsStart() {
    if (doubtful) {
      doubtful = false;
      pieces.forEach(Piece::forget);
    }
  }

  /** Whether it refuses everything. */
  boolean lost() {
    return pieces.stream().allMatch(Piece::hopeless);
  }

  /** Of one that is lost, what was asked for longest ago. */
  Piece oldestRefusal() {
    return pieces.stream()
        .flatMap(Piece::refusals)
        .min(Comparator.comparing(Piece::again))
        .orElseThrow();
  }
}
