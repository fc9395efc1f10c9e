package io.firedamp.simulator.plant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which instrument stands at which register: the rows of a {@code points.csv}, read by the few
 * types that this plant has.
 *
 * @param code the point
 * @param input whether it is an input register; a holding one otherwise
 * @param address the first register, zero-based as on the wire
 * @param type {@code float32}, {@code uint32} or {@code int16}
 * @param order how the bytes of a 32-bit value lie, {@code ABCD} for the usual way
 * @param scale a raw 1 is that much; 1 for float32
 */
record Wiring(
    String code, boolean input, int address, String type, String order, BigDecimal scale) {
  private static final String INPUT = "input:";
  private static final String HOLDING = "holding:";

  /** The wiring of the demo's own table. */
  static List<Wiring> demo() {
    try (InputStream stream = Wiring.class.getResourceAsStream("/demo/points.csv");
        BufferedReader table =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return read(table.lines().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Wiring> read(List<String> lines) {
    List<List<String>> rows =
        lines.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> Arrays.asList(line.split(",", -1)))
            .toList();
    List<String> head = rows.get(0);
    List<Wiring> wiring = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      String address = row.get(head.indexOf("address"));
      boolean input = address.startsWith(INPUT);
      wiring.add(
          new Wiring(
              row.get(head.indexOf("code")),
              input,
              Integer.parseInt(address.substring((input ? INPUT : HOLDING).length())),
              row.get(head.indexOf("type")),
              row.get(head.indexOf("order")),
              new BigDecimal(row.get(head.indexOf("scale")))));
    }
    return List.copyOf(wiring);
  }

  /** The registers of that value, in the order of their addresses. */
  short[] words(double value) {
    return switch (type) {
      case "float32" -> two(Float.floatToIntBits((float) value));
      case "uint32" -> two((int) raw(value));
      case "int16" -> new short[] {(short) raw(value)};
      default -> throw new IllegalStateException(code + " has type " + type);
    };
  }

  /** Counters and transmitters cut off what they cannot show; so a counter never runs ahead. */
  private long raw(double value) {
    return (long) Math.floor(value / scale.doubleValue());
  }

  private short[] two(int bits) {
    byte[] usual = ByteBuffer.allocate(4).putInt(bits).array();
    ByteBuffer wire = ByteBuffer.allocate(4);
    order.chars().forEach(letter -> wire.put(usual[letter - 'A']));
    return new short[] {wire.getShort(0), wire.getShort(2)};
  }
}
