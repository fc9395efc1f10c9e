package io.firedamp.simulator.platform;

import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether heartbeats come when they should (CCER-7.8-01): the first at once after the gateway may
 * send, then one each minute. Needs to be told when the gateway comes and goes. No clock. One
 * thread at a time.
 */
final class Pulse {
  /** 需立即上报一次心跳信息: at once, as far as a network allows. */
  static final Duration AT_ONCE = Duration.ofSeconds(10);

  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** What the way may add or take. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private Optional<Instant> waiting = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private Optional<Instant> regular = Optional.empty();
  private boolean mayRepeat;

  /**
   * One thing judged.
   *
   * @param wrong what is wrong; empty if nothing is
   */
  record Judged(Rule rule, Optional<Text> wrong) {}

  /** From now on the gateway may send. */
  void present(Instant now) {
    absent();
    waiting = Optional.of(now);
  }

  /** The gateway is gone, or cannot be heard. */
  void absent() {
    waiting = Optional.empty();
    last = Optional.empty();
    regular = Optional.empty();
    mayRepeat = false;
  }

  /** The last one was not answered well: the next may come before its time. */
  void mayRepeat() {
    mayRepeat = true;
  }

  /** A heartbeat. */
  List<Judged> beat(Instant now) {
    List<Judged> judged = new ArrayList<>(look(now));
    if (waiting.isPresent()) {
      waiting = Optional.empty();
      judged.add(new Judged(Rule.FIRST, Optional.empty()));
    } else if (last.isPresent()) {
      Duration since = Duration.between(regular.orElse(last.get()), now);
      judged.add(
          new Judged(
              Rule.PERIOD,
              mayRepeat || since.compareTo(MINUTE.minus(SLACK)) >= 0
                  ? Optional.empty()
                  : Optional.of(
                      new Text(
                          "only " + since.toSeconds() + " s after the one before",
                          "距上一次仅 " + since.toSeconds() + " 秒"))));
    }
    last = Optional.of(now);
    if (!mayRepeat || regular.isEmpty()) {
      regular = Optional.of(now);
    }
    mayRepeat = false;
    return judged;
  }

  /** Whether one is overdue; each is told once. */
  List<Judged> look(Instant now) {
    if (waiting.isPresent() && now.isAfter(waiting.get().plus(AT_ONCE))) {
      waiting = Optional.empty();
      return List.of(
          new Judged(
              Rule.FIRST,
              Optional.of(
                  new Text(
                      "none within " + AT_ONCE.toSeconds() + " s",
                      AT_ONCE.toSeconds() + " 秒内未上报"))));
    }
    if (last.isPresent() && now.isAfter(last.get().plus(MINUTE).plus(SLACK))) {
      last = Optional.empty();
      regular = Optional.empty();
      return List.of(
          new Judged(
              Rule.PERIOD,
              Optional.of(
                  new Text(
                      "none for more than " + MINUTE.toSeconds() + " s",
                      "超过 " + MINUTE.toSeconds() + " 秒未上报"))));
    }
    return List.of();
  }
}
