package io.firedamp.clock.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine and its time servers, whose time a test lets pass. */
final class World implements Line {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final long LINE = 200_000; // there and back, ns

  private Instant system = NOON;
  private Instant truth = NOON;
  private long nanos = -5; // a monotonic clock may begin anywhere
  private final Map<String, Answer> say = new HashMap<>();
  private final Map<String, Duration> offsets = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  int leap;

  Machine machine() {
    return new Machine(() -> system, () -> nanos);
  }

  Instant system() {
    return system;
  }

  Instant truth() {
    return truth;
  }

  /** Lets real time pass, as all clocks see it. */
  void pass(Duration time) {
    system = system.plus(time);
    truth = truth.plus(time);
    nanos += time.toNanos();
  }

  /** Somebody sets the system's clock. */
  void step(Duration by) {
    system = system.plus(by);
  }

  /** The monotonic clock and the system's drift from the truth. */
  void drift(Duration by) {
    truth = truth.minus(by);
  }

  /** That server tells the truth, but for so much. */
  void server(String name, Duration offset) {
    offsets.put(name, offset);
    say.remove(name);
  }

  /** That server always says so. */
  void server(String name, Answer answer) {
    say.put(name, answer);
  }

  @Override
  public Reply ask(Server.Address address) {
    String name = address.host();
    asked.add(name);
    Answer silence = new Answer.Silence();
    if (!offsets.containsKey(name)) {
      return new Reply(say.getOrDefault(name, silence), 0);
    }
    long time = Machine.nanos(truth.plus(offsets.get(name)));
    Answer measured = new Answer.Measured(new Sample(time - nanos, LINE, 0, 1, leap, nanos));
    return new Reply(say.getOrDefault(name, measured), 0);
  }
}
