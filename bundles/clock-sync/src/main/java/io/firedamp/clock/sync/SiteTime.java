package io.firedamp.clock.sync;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.SiteClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One life of the site's clock: it follows a leader, and never goes back.
 *
 * <table>
 * <caption>What it does when its leader is</caption>
 * <tr><td>the system's clock, ahead of it</td><td>follows at once</td></tr>
 * <tr><td>the servers' time, ahead by at most 10 s</td><td>runs at 105 % until both are equal</td></tr>
 * <tr><td>the servers' time, ahead by more</td><td>runs on, until {@link #step} is called</td></tr>
 * <tr><td>behind by at most 10 s</td><td>runs at 95 % until both are equal</td></tr>
 * <tr><td>behind by more</td><td>runs on by the monotonic clock</td></tr>
 * </table>
 *
 * <p>Any thread. Never blocks longer than another thread reads the clock.
 */
final class SiteTime implements SiteClock {
  /** Whom the site's clock follows. */
  enum Discipline {
    /** The system's clock, which somebody else keeps right. */
    OS,
    /** The time servers; the system's clock is only where it begins without them. */
    OWN
  }

  /** Judges the clock. */
  interface Judge {
    ClockState state(Told told);
  }

  /**
   * What it told.
   *
   * @param time ns since 1970
   * @param nanos monotonic, when it told that
   * @param ahead of its leader, ns; negative if behind
   * @param sinceStep how long ago somebody set the system's clock, ns; the greatest number if
   *     nobody has
   */
  record Told(long time, long nanos, long ahead, long sinceStep) {
    /** Whether it does not follow its leader, who has gone back too far. */
    boolean leftBehind() {
      return ahead > SLEWED;
    }
  }

  /**
   * Somebody has set the system's clock.
   *
   * @param at the site's time
   * @param by forward, or negative
   */
  record Step(Instant at, Duration by) {}

  /** Errors up to this one are made good slowly, ns. */
  static final long SLEWED = 10_000_000_000L;

  private static final int ONE_IN = 20; // 5 %

  /** RFC 5905 STEPT: the system's clock does not move by more of itself, ns. */
  static final long STEP = 128_000_000;

  private static final int MOST_STEPS = 100; // kept until somebody asks

  private final Machine machine;
  private final Discipline discipline;
  private final Judge judge;
  private final List<Step> steps = new ArrayList<>();

  private long epoch;
  private long systemEpoch;
  private long told;
  private long toldNanos;
  private Optional<Long> stepNanos = Optional.empty();

  /**
   * Begins a life.
   *
   * @param epoch the servers' time when the monotonic clock was zero; empty to begin with the
   *     system's
   */
  SiteTime(Machine machine, Discipline discipline, Optional<Long> epoch, Judge judge) {
    this.machine = machine;
    this.discipline = discipline;
    this.judge = judge;
    Machine.Look look = machine.look();
    systemEpoch = look.epoch();
    this.epoch = discipline == Discipline.OWN ? epoch.orElse(look.epoch()) : look.epoch();
    told = this.epoch + look.nanos();
    toldNanos = look.nanos();
  }

  @Override
  public Instant instant() {
    return Machine.instant(tell().time());
  }

  @Override
  public ClockState state() {
    return judge.state(tell());
  }

  /** The time, and how it was found. */
  synchronized Told tell() {
    Machine.Look look = machine.look();
    noteStep(look);
    long leader = leader(look);
    long elapsed = look.nanos() - toldNanos;
    long onward = told + elapsed;
    long ahead = onward - leader;
    if (ahead > SLEWED) {
      told = onward;
    } else if (ahead >= 0) {
      told = Math.max(leader, onward - elapsed / ONE_IN);
    } else if (discipline == Discipline.OS) {
      told = leader;
    } else {
      told = ahead < -SLEWED ? onward : Math.min(leader, onward + elapsed / ONE_IN);
    }
    toldNanos = look.nanos();
    return new Told(
        told,
        toldNanos,
        told - leader,
        stepNanos.map(then -> look.nanos() - then).orElse(Long.MAX_VALUE));
  }

  private long leader(Machine.Look look) {
    return discipline == Discipline.OS ? look.system() : epoch + look.nanos();
  }

  private void noteStep(Machine.Look look) {
    long by = look.epoch() - systemEpoch;
    if (!look.exact()) {
      return;
    }
    systemEpoch = look.epoch();
    if (Math.abs(by) > STEP) {
      stepNanos = Optional.of(look.nanos());
      if (steps.size() < MOST_STEPS) {
        steps.add(new Step(Machine.instant(told), Duration.ofNanos(by)));
      }
    }
  }

  /** The servers say that this was the time when the monotonic clock was zero. */
  synchronized void lead(long serversEpoch) {
    epoch = serversEpoch;
  }

  /** Goes forward to its leader at once; how far. */
  synchronized Duration step() {
    long before = tell().time();
    told = Math.max(told, epoch + toldNanos);
    return Duration.ofNanos(told - before);
  }

  /** How somebody has set the system's clock since this was asked last. */
  synchronized List<Step> steps() {
    List<Step> seen = List.copyOf(steps);
    steps.clear();
    return seen;
  }
}
