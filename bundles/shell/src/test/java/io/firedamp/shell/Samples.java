package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.source.Raw;
import io.firedamp.text.Text;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small site for the tests of this bundle. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-21T10:40:05Z");

  private Samples() {}

  static Point point(String code, String zh, double low, double high) {
    return new Point(
        new PointId(code),
        new Text("point " + code, zh),
        "boiler1",
        true,
        2,
        "kPa",
        Kind.INSTANTANEOUS,
        low,
        high,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Map.of("address", "holding:0", "type", "float32", "scale", "0.1"));
  }

  static Live good(String code, String zh, double value) {
    Point point = point(code, zh, 0, 200);
    return new Live(
        point, new Sample(point.id(), value, Quality.GOOD), NOW.minusMillis(400), Text.NONE);
  }

  static Live missing(String code, Quality quality, Instant time, Text note) {
    Point point = point(code, "压力", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    return new Live(point, Sample.missing(point.id(), quality), time, note);
  }

  /** A point that is computed, and was just read with these inputs. */
  static Live computed(String code, String formula, double value, List<Live> inputs) {
    Point point = row(code, Point.COMPUTED, Kind.INSTANTANEOUS, Map.of("address", formula));
    return new Live(point, new Sample(point.id(), value, Quality.GOOD), NOW, Text.NONE, inputs);
  }

  static Live counter(String code) {
    Point point = row(code, "boiler1", Kind.CUMULATIVE, Map.of());
    return new Live(point, new Sample(point.id(), 0, Quality.GOOD), NOW, Text.NONE);
  }

  private static Point row(String code, String source, Kind kind, Map<String, String> columns) {
    return new Point(
        new PointId(code),
        Text.same("point " + code),
        source,
        true,
        2,
        kind == Kind.CUMULATIVE ? "MW·h" : "kPa",
        kind,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        columns);
  }

  static List<Live> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> good("P" + i, "第" + i + "号测点", i / 7.0))
        .toList();
  }

  static Health sick(String subject, Level level, String code) {
    return new Health(
        subject,
        level,
        NOW.minusSeconds(125),
        code,
        new Text("the link is down,\nnothing is read", "链路中断，\n无法读取"),
        new Text("check the cable", "请检查线缆"),
        List.of(Figure.of("late", "late frames", "迟到帧", Double.NaN, "")));
  }

  static Health fit(String subject) {
    return Health.ok(
        subject,
        NOW.minusSeconds(3600),
        List.of(
            Figure.of("sent", "packets sent", "已发送", 12, ""),
            Figure.of("delay.p99", "delay p99", "时延 p99", 0.2104, "s")));
  }

  static Picture picture(List<Health> healths, List<Trouble> troubles) {
    return new Picture(NOW, healths, troubles, List.of());
  }

  /** Instruments that know these points, and read what they know; no source can be explored. */
  static Instruments instruments(List<Live> lives) {
    return instruments(lives, Map.of(), Map.of());
  }

  /**
   * The same with sources that can be explored.
   *
   * @param directories the places below {@code SOURCE PLACE}
   * @param memory what lies at {@code SOURCE ADDRESS}
   */
  static Instruments instruments(
      List<Live> lives, Map<String, Listing> directories, Map<String, Raw> memory) {
    return new Instruments() {
      @Override
      public List<Live> live() {
        return lives;
      }

      @Override
      public Optional<Live> read(PointId id) {
        return lives.stream().filter(live -> live.point().id().equals(id)).findFirst();
      }

      @Override
      public List<Live> readAll(String source) {
        return lives.stream().filter(live -> live.point().source().equals(source)).toList();
      }

      @Override
      public List<String> explorable() {
        return Stream.concat(directories.keySet().stream(), memory.keySet().stream())
            .map(key -> key.substring(0, key.indexOf(' ')))
            .distinct()
            .sorted()
            .toList();
      }

      @Override
      public Optional<Listing> browse(String source, String place) {
        return Optional.ofNullable(directories.get(source + " " + place));
      }

      @Override
      public Optional<Raw> raw(String source, String address, int bytes) {
        return Optional.ofNullable(memory.get(source + " " + address));
      }
    };
  }

  /** An interface of the framework of which a test needs a few methods only. */
  static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
