package io.firedamp.pipeline;

import io.firedamp.point.Frame;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The newest sample of every point, frame by frame. One thread. */
final class Newest {
  private record Seen(Sample sample, Instant tick) {}

  private final Map<PointId, Seen> seen = new HashMap<>();
  private Instant tick = Instant.EPOCH;

  void add(Frame frame) {
    tick = frame.time();
    frame.samples().forEach(sample -> seen.put(sample.point(), new Seen(sample, tick)));
  }

  void clear() {
    seen.clear();
  }

  void retain(Collection<PointId> points) {
    seen.keySet().retainAll(points);
  }

  /** The tick of the newest frame. */
  Instant tick() {
    return tick;
  }

  /** Whether the point was due at the newest tick. */
  boolean due(Point point) {
    return seen.containsKey(point.id()) && seen.get(point.id()).tick().equals(tick);
  }

  /** What can be reported of the point; empty if that is nothing, or older than its period. */
  OptionalDouble value(Point point) {
    Seen last = seen.get(point.id());
    boolean usable =
        last != null
            && last.sample().quality().usable()
            && Duration.between(last.tick(), tick).compareTo(point.period()) <= 0;
    return usable ? OptionalDouble.of(last.sample().value()) : OptionalDouble.empty();
  }
}
