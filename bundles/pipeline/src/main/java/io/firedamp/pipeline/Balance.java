package io.firedamp.pipeline;

import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gas that enters the pipeline of a project cannot be more than its pumps deliver; one that
 * claims it is revoked. The same holds for the methane in it. Places are told apart by the number
 * of the code: {@code PPNP002} and {@code PPCH002} are the second pump's outlet.
 *
 * <p>Normal flows are compared; where no place has one, they are computed from working flow,
 * pressure and temperature. The temperature of the normal state cancels out. Without the flow of
 * every pump nothing is compared.
 */
final class Balance {
  private static final String INLET = "PL";
  private static final String PUMP = "PP";
  private static final List<String> NORMAL = List.of("NP");
  private static final List<String> WORKING = List.of("FL", "PA", "TE");
  private static final String METHANE = "CH";

  /** What flow meters may disagree by. */
  private static final double TOLERANCE = 1.02;

  /** What meters may show when nothing flows, m³/h. */
  private static final double FLOW_NOISE = 10;

  private static final double METHANE_NOISE = 1;

  /** So long more has to arrive than is pumped: pipes store a little. */
  private static final Duration HELD = Duration.ofSeconds(10);

  private static final double NORMAL_KPA = 101.325;
  private static final double NORMAL_KELVIN = 293.15;
  private static final double ZERO_CELSIUS = 273.15;

  private static final Text REMEDY =
      new Text(
          "Check the meters at once and write down what was found: more gas used than pumped, if"
              + " confirmed, has the project revoked.",
          "请立即核查仪表并记录结果：利用量大于抽采量一经核实，项目将被撤销。");

  private Balance() {}

  /** The limits of that project. */
  static List<Limit> of(String project, Collection<Point> points) {
    Collection<Map<String, Point>> inlets = places(INLET, points);
    Collection<Map<String, Point>> pumps = places(PUMP, points);
    inlets.removeIf(place -> !has(place, NORMAL) && !has(place, WORKING));
    List<Map<String, Point>> all = Stream.of(inlets, pumps).flatMap(Collection::stream).toList();
    Optional<List<String>> flow =
        Stream.of(NORMAL, WORKING)
            .filter(way -> all.stream().allMatch(place -> has(place, way)))
            .findFirst();
    if (inlets.isEmpty() || pumps.isEmpty() || flow.isEmpty()) {
      return List.of();
    }
    String name = project.isEmpty() ? "" : " " + project;
    List<Limit> limits = new ArrayList<>();
    limits.add(
        limit(
            "plausibility flow" + name,
            "plausibility.flow",
            new Text("gas", "瓦斯"),
            factors(inlets, flow.get()),
            factors(pumps, flow.get()),
            FLOW_NOISE));
    if (all.stream().allMatch(place -> place.containsKey(METHANE))) {
      List<String> methane = Stream.concat(flow.get().stream(), Stream.of(METHANE)).toList();
      limits.add(
          limit(
              "plausibility methane" + name,
              "plausibility.methane",
              new Text("methane", "甲烷"),
              factors(inlets, methane),
              factors(pumps, methane),
              METHANE_NOISE));
    }
    return limits;
  }

  /** What is measured at each place of that line, by the last two letters of the parameter. */
  private static Collection<Map<String, Point>> places(String line, Collection<Point> points) {
    Map<String, Map<String, Point>> places = new TreeMap<>();
    for (Point point : points) {
      String code = point.id().code();
      if (code.startsWith(line)) {
        places
            .computeIfAbsent(code.substring(4), number -> new TreeMap<>())
            .put(code.substring(2, 4), point);
      }
    }
    return new ArrayList<>(places.values());
  }

  private static boolean has(Map<String, Point> place, List<String> what) {
    return place.keySet().containsAll(what);
  }

  private static List<List<Point>> factors(
      Collection<Map<String, Point>> places, List<String> what) {
    return places.stream().map(place -> what.stream().map(place::get).toList()).toList();
  }

  private static Limit limit(
      String subject,
      String code,
      Text matter,
      List<List<Point>> inlets,
      List<List<Point>> pumps,
      double noise) {
    List<Point> points =
        Stream.of(inlets, pumps).flatMap(List::stream).flatMap(List::stream).toList();
    Duration slowest =
        points.stream().map(Point::period).max(Comparator.naturalOrder()).orElseThrow();
    Duration twice = slowest.multipliedBy(2); // what is compared may be a period apart
    return new Limit(
        subject,
        code,
        points,
        twice.compareTo(HELD) > 0 ? twice : HELD,
        REMEDY,
        newest -> {
          OptionalDouble arrives = sum(inlets, newest);
          OptionalDouble pumped = sum(pumps, newest);
          if (arrives.isEmpty() || pumped.isEmpty()) {
            return Optional.empty();
          }
          double most = pumped.getAsDouble() * TOLERANCE + noise;
          return Optional.of(
              new Limit.Verdict(
                  arrives.getAsDouble() > most,
                  cause(matter, inlets, arrives.getAsDouble(), pumps, pumped.getAsDouble())));
        });
  }

  private static OptionalDouble sum(List<List<Point>> places, Newest newest) {
    double sum = 0;
    for (List<Point> place : places) {
      double flow = 1;
      for (Point point : place) {
        OptionalDouble value = newest.value(point);
        if (value.isEmpty()) {
          return OptionalDouble.empty();
        }
        flow *= factor(point, value.getAsDouble());
      }
      sum += flow;
    }
    return OptionalDouble.of(sum);
  }

  private static double factor(Point point, double value) {
    return switch (point.id().code().substring(2, 4)) {
      case "PA" -> value / NORMAL_KPA;
      case "TE" -> NORMAL_KELVIN / (ZERO_CELSIUS + value);
      case METHANE -> value / 100;
      default -> value;
    };
  }

  private static Text cause(
      Text matter,
      List<List<Point>> inlets,
      double arrives,
      List<List<Point>> pumps,
      double pumped) {
    String here = String.format(Locale.ROOT, "%.1f m³/h (%s)", arrives, names(inlets));
    String there = String.format(Locale.ROOT, "%.1f m³/h (%s)", pumped, names(pumps));
    return new Text(
        "More "
            + matter.en()
            + " enters the pipeline than the pumps deliver: "
            + here
            + " against "
            + there
            + ".",
        "管道入口处" + matter.zh() + "流量大于抽采泵出口之和：" + here + "，抽采 " + there + "。");
  }

  private static String names(List<List<Point>> places) {
    return places.stream()
        .flatMap(List::stream)
        .map(Point::id)
        .map(PointId::value)
        .collect(Collectors.joining(" "));
  }
}
