package io.firedamp.driver.opcua;

import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A driver without its container, as the tests of this package need it again and again. */
final class Rig implements AutoCloseable {
  static final Instant TICK = Instant.parse("2026-11-21T00:00:00Z");

  final ManualClock clock = new ManualClock(Instant.now());
  final Certificates certificates;
  final Condition condition;
  private final Engine engine = new Engine();
  private final List<OpcuaSource> sources = new ArrayList<>();

  /**
   * @param secure where certificates are
   */
  Rig(Path secure) {
    certificates = new Certificates(secure, clock);
    condition = new Condition("rig", clock, certificates);
  }

  /** The source of a server on that loopback port; words are further keys and values. */
  OpcuaSource source(int port, String... words) {
    Map<String, String> keys = new HashMap<>();
    keys.put("source.name", "rig");
    keys.put("timeout.ms", "8000"); // a first connection loads Milo's thousands of classes
    keys.put("endpoint", "opc.tcp://127.0.0.1:" + port + "/plant");
    for (int i = 0; i < words.length; i += 2) {
      keys.put(words[i], words[i + 1]);
    }
    OpcuaSource source =
        new OpcuaSource(Config.of(Map.copyOf(keys)), engine, certificates, condition);
    sources.add(source);
    return source;
  }

  @Override
  public void close() {
    sources.forEach(OpcuaSource::rest);
    engine.close();
  }

  static Binding row(String point, String address, ValueType type) {
    return new Binding(PointId.of("", point), address, type, WordOrder.ABCD, Duration.ofSeconds(1));
  }

  /** Rows P000, P001, … of those addresses. */
  static List<Binding> rows(String... addresses) {
    List<Binding> rows = new ArrayList<>();
    Arrays.stream(addresses)
        .forEach(
            address ->
                rows.add(row(String.format("P%03d", rows.size()), address, ValueType.FLOAT64)));
    return rows;
  }

  static Set<PointId> points(List<Binding> rows) {
    return rows.stream().map(Binding::point).collect(Collectors.toSet());
  }

  /** {@code {P000=GOOD 5, …}}, in the order of names. */
  static String told(List<Reading> readings) {
    Map<String, String> told = new TreeMap<>();
    for (Reading reading : readings) {
      String value = Double.isNaN(reading.raw().doubleValue()) ? "" : " " + reading.raw();
      String former = told.put(reading.point().value(), reading.quality() + value);
      if (former != null) {
        throw new AssertionError(reading.point() + " was read twice");
      }
    }
    return told.toString();
  }
}
