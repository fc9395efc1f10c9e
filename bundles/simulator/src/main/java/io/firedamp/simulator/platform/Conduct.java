package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Step.Act;
import io.firedamp.simulator.platform.Step.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays scripts: says for each message what is to go wrong with its reply, and from time to time
 * what else is to be done. No I/O, no clock. One thread at a time.
 */
final class Conduct {
  private final List<Playing> playing = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<Act> acts = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final Map<String, Long> played = new LinkedHashMap<>();

  /** A step, and when it comes next; empty if it waits for a message, or is over. */
  private static final class Playing {
    private final Step step;
    private Optional<Instant> next = Optional.empty();
    private long skipped;
    private boolean begun;

    Playing(Step step) {
      this.step = step;
    }

    /** Its time counts from now on, unless it does already. */
    void begin(Instant now) {
      if (begun) {
        return;
      }
      begun = true;
      if (step.when() instanceof Step.After after) {
        next = Optional.of(now.plus(after.time()));
      } else if (step.when() instanceof Step.Each each) {
        next = Optional.of(now.plus(each.time()));
      }
    }

    boolean due(Instant now) {
      return next.isPresent() && !now.isBefore(next.get());
    }

    void advance(Instant now) {
      if (step.when() instanceof Step.Each each) {
        Instant following = next.orElse(now).plus(each.time());
        next = Optional.of(following.isBefore(now) ? now.plus(each.time()) : following);
      } else {
        next = Optional.empty();
      }
    }
  }

  /** A fault that goes on for some messages. */
  private static final class Pending {
    private final Fault fault;
    private int left;

    Pending(Fault fault) {
      this.fault = fault;
      this.left = fault.count();
    }
  }

  /** Its times count from the gateway's first message on. */
  Conduct(Script script) {
    script.steps().forEach(step -> playing.add(new Playing(step)));
  }

  /** Plays one more script; its times and numbers count from now on. */
  void play(Script script, Instant now) {
    for (Step step : script.steps()) {
      Playing more = new Playing(step);
      if (step.when() instanceof Step.At at) {
        more.skipped = counts.getOrDefault(at.kind(), 0L);
      }
      more.begin(now);
      playing.add(more);
    }
  }

  /** Does no more of what was asked for. */
  void stop() {
    playing.clear();
    pending.clear();
    acts.clear();
  }

  /**
   * To be called once for each message.
   *
   * @return what is to go wrong with its reply
   */
  Optional<Fault> fault(Kind kind, Instant now) {
    playing.forEach(one -> one.begin(now));
    time(now);
    long count = counts.merge(kind, 1L, Long::sum);
    for (Playing one : playing) {
      if (one.step.when() instanceof Step.At at
          && at.kind() == kind
          && at.comes(count - one.skipped)) {
        start(one.step);
      }
    }
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending one = all.next();
      if (one.fault.kind() == kind) {
        one.left--;
        if (one.left == 0) {
          all.remove();
        }
        return Optional.of(one.fault);
      }
    }
    return Optional.empty();
  }

  private void time(Instant now) {
    for (Playing one : playing) {
      if (one.due(now)) {
        one.advance(now);
        start(one.step);
      }
    }
  }

  private void start(Step step) {
    played.merge(step.text(), 1L, Long::sum);
    if (step.act() instanceof Fault fault) {
      pending.add(new Pending(fault));
    } else {
      acts.add(step.act());
    }
  }

  /** What else is to be done now, each once. */
  List<Act> due(Instant now) {
    time(now);
    List<Act> due = List.copyOf(acts);
    acts.clear();
    return due;
  }

  /** The steps that were played, and how often each. */
  Map<String, Long> played() {
    return new LinkedHashMap<>(played);
  }
}
