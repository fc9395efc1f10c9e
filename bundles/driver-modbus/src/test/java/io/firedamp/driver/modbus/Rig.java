package io.firedamp.driver.modbus;

import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

  /** The configuration of a device on that loopback port; words are further keys and values. */
  static ModbusSource source(int port, String... words) {
    Map<String, String> keys = new HashMap<>();
    keys.put("host", "127.0.0.1");
    keys.put("port", Integer.toString(port));
    return source(keys, words);
  }

  /** The configuration of a device on that serial port. */
  static ModbusSource serial(String port, String... words) {
    Map<String, String> keys = new HashMap<>();
    keys.put("transport", "serial");
    keys.put("serial.port", port);
    keys.put("baud", "115200");
    return source(keys, words);
  }

  private static ModbusSource source(Map<String, String> keys, String... words) {
    keys.put("source.name", "rig");
    for (int i = 0; i < words.length; i += 2) {
      keys.put(words[i], words[i + 1]);
    }
    return new ModbusSource(Config.of(Map.copyOf(keys)));
  }

  static Binding row(String point, String address, ValueType type, WordOrder order) {
    return new Binding(new PointId(point), address, type, order, Duration.ofSeconds(1));
  }

  /** A row that is named by its address. */
  static Binding uint16(String address) {
    String point = address.replace(':', '_');
    return row(point, address, ValueType.UINT16, WordOrder.ABCD);
  }

  static List<Binding> uint16s(String... addresses) {
    return Arrays.stream(addresses).map(Rig::uint16).toList();
  }

  static Set<PointId> points(List<Binding> rows) {
    return rows.stream().map(Binding::point).collect(Collectors.toSet());
  }

  /** {@code {holding_5=GOOD 5, …}}, in the order of names. */
  static String told(List<Reading> readings) {
    Map<String, String> told = new TreeMap<>();
    for (Reading reading : readings) {
      String value = reading.raw().doubleValue() % 1 == 0 ? " " + reading.raw() : "";
      String former = told.put(reading.point().value(), reading.quality() + value);
      if (former != null) {
        throw new AssertionError(reading.point() + " was read twice");
      }
    }
    return told.toString();
  }
}
