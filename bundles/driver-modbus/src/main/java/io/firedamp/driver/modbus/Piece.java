package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A block, and what its device thinks of it. A device refuses a whole request for one register that
 * it does not have, or for a gap that it will not have bridged; the piece then falls into halves,
 * down to the rows that are to blame. It remembers, and tries again once a minute.
 */
final class Piece {
  /** How long a refusal is believed. */
  static final Duration BELIEF = Duration.ofSeconds(60);

  private final Block block;
  private List<Piece> halves = List.of();
  private boolean bad;
  private Instant again = Instant.MIN;

  Piece(Block block) {
    this.block = block;
  }

  Block block() {
    return block;
  }

  /**
   * Hands over the pieces with due points: those to ask for at that tick, and those that are known
   * as bad. One refusal at most is questioned in a tick, so that a table full of errors does not
   * slow down the rest.
   *
   * @param questioned whether one was already
   * @return whether one was
   */
  boolean visit(
      Instant tick,
      Set<PointId> due,
      boolean questioned,
      Consumer<Piece> ask,
      Consumer<Piece> skip) {
    if (!block.wanted(due)) {
      return questioned;
    }
    boolean question = !questioned && !tick.isBefore(again);
    if (bad) {
      (question ? ask : skip).accept(this);
      return questioned || question;
    }
    if (halves.isEmpty()) {
      ask.accept(this);
      return questioned;
    }
    if (question && (!spoilt() || hopeless())) {
      ask.accept(this);
      return true;
    }
    boolean so = questioned;
    for (Piece half : halves) {
      so |= half.visit(tick, due, so, ask, skip);
    }
    return so;
  }

  private boolean spoilt() {
    return bad || halves.stream().anyMatch(Piece::spoilt);
  }

  /** A device that refused everything, as some do while they start, may know all of it by now. */
  boolean hopeless() {
    return bad || !halves.isEmpty() && halves.stream().allMatch(Piece::hopeless);
  }

  /** It and the smaller ones, as far as the device refused them. */
  Stream<Piece> refusals() {
    Stream<Piece> smaller = halves.stream().flatMap(Piece::refusals);
    return bad || !halves.isEmpty() ? Stream.concat(Stream.of(this), smaller) : smaller;
  }

  /** When its refusal may be questioned. */
  Instant again() {
    return again;
  }

  /** The device answered for the whole of it, or may do so by now. */
  void forget() {
    bad = false;
    halves = List.of();
  }

  /** The device does not know what is asked for, however it is asked. */
  void spoil(Instant tick) {
    bad = true;
    believe(tick);
  }

  /** The refusal is not questioned for a while. */
  void believe(Instant tick) {
    again = tick.plus(BELIEF);
  }

  /**
   * The device refused something of it.
   *
   * @return the smaller pieces to ask for; none if it cannot be smaller and is bad itself
   */
  List<Piece> refused(Instant tick) {
    if (block.atomic()) {
      spoil(tick);
      return List.of();
    }
    bad = false;
    believe(tick);
    if (halves.isEmpty()) {
      halves = block.halves().stream().map(Piece::new).toList();
    }
    return halves;
  }

  boolean bad() {
    return bad;
  }
}
