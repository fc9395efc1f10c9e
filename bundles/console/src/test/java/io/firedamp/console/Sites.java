package io.firedamp.console;

import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Raw;
import io.firedamp.testkit.ManualClock;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small site for the tests of this bundle. */
final class Sites {
  static final Instant NOW = Instant.parse("2026-11-21T10:40:05Z");

  private Sites() {}

  static Point point(String code, Text name) {
    return new Point(
        new PointId(code),
        name,
        "boiler1",
        true,
        2,
        "kPa",
        Kind.INSTANTANEOUS,
        Double.NEGATIVE_INFINITY,
        200,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Map.of("address", "holding:0", "model", "3051-A"));
  }

  static Live live(String code, Text name, double value) {
    Point point = point(code, name);
    return new Live(point, new Sample(point.id(), value, Quality.GOOD), NOW, Text.NONE);
  }

  /** A site with these points and nothing else; its time stands still. */
  static Site of(Live... lives) {
    Site site = new Site();
    site.addClock(new ManualClock(NOW));
    site.addInstruments(new Known(List.of(lives)));
    return site;
  }

  private record Known(List<Live> live) implements Instruments {
    @Override
    public Optional<Live> read(PointId id) {
      return Optional.empty();
    }

    @Override
    public List<Live> readAll(String source) {
      return List.of();
    }

    @Override
    public List<String> explorable() {
      return List.of();
    }

    @Override
    public Optional<Listing> browse(String source, String place) {
      return Optional.empty();
    }

    @Override
    public Optional<Raw> raw(String source, String address, int bytes) {
      return Optional.empty();
    }
  }
}
