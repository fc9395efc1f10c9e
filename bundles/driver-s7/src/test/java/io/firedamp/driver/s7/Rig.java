package io.firedamp.driver.s7;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the tests of this package write again and again. */
final class Rig {
  static final Instant TICK = Instant.parse("2026-11-21T00:00:00Z");
  static final Duration LIMIT = Duration.ofMillis(400);

  private Rig() {}

  /** The configuration of a controller on that loopback port; words are further keys and values. */
  static Config config(int port, String... words) {
    Map<String, String> keys = new HashMap<>();
    keys.put("source.name", "rig");
    keys.put("host", "127.0.0.1");
    keys.put("port", Integer.toString(port));
    for (int i = 0; i < words.length; i += 2) {
      keys.put(words[i], words[i + 1]);
    }
    return Config.of(Map.copyOf(keys));
  }

  static S7Source source(int port, String... words) {
    return new S7Source(config(port, words));
  }

  static Binding row(String point, String address, ValueType type) {
    return row(point, address, type, WordOrder.ABCD);
  }

  static Binding row(String point, String address, ValueType type, WordOrder order) {
    return new Binding(new PointId(point), address, type, order, Duration.ofSeconds(1));
  }

  /** A row that is named by its address. */
  static Binding word(String address) {
    return row(address, address, ValueType.UINT16);
  }

  static Set<PointId> points(List<Binding> rows) {
    return rows.stream().map(Binding::point).collect(Collectors.toSet());
  }

  /** {@code {DB1.DBW0=GOOD 5, …}}, in the order of names. */
  static String told(List<Reading> readings) {
    Map<String, String> told = new TreeMap<>();
    for (Reading reading : readings) {
      String value = reading.quality() == Quality.GOOD ? " " + reading.raw() : "";
      String former = told.put(reading.point().value(), reading.quality() + value);
      if (former != null) {
        throw new AssertionError(reading.point() + " was read twice");
      }
    }
    return told.toString();
  }
}
