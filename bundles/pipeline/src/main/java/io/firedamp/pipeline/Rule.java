package io.firedamp.pipeline;

import io.firedamp.health.Health;
import io.firedamp.point.Point;
import java.util.List;
import java.util.Optional;

/** What measurements have to be like to be plausible. One thread at a time. */
interface Rule {
  /** The subject of its health. */
  String subject();

  /** The points that it is about; when one of their rows changes, it begins anew. */
  List<Point> points();

  /** Called after every frame. */
  void judge(Newest newest);

  /** How it is; empty as long as there never was anything to say. */
  Optional<Health> health();
}
