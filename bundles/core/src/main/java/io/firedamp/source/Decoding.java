package io.firedamp.source;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A number that bytes of a device may mean, and all the ways to write a row that reads it.
 *
 * @param types types of one width that lead to it
 * @param orders orders that lead to it, with each of these types
 * @param value the number before scaling; of a bool the bits that are set, 0 being the lowest, or a
 *     dash if none is
 */
public record Decoding(List<ValueType> types, List<WordOrder> orders, String value) {
  private static final String NO_BIT = "–";

  /** A reading needs a point; this one is nobody's. */
  private static final PointId NOBODY = new PointId("raw");

  private record Way(List<WordOrder> orders, String value, int bytes) {}

  public Decoding {
    types = List.copyOf(types);
    orders = List.copyOf(orders);
  }

  /** Every type in every order that the bytes suffice for and make a number of; equal ones once. */
  public static List<Decoding> of(byte[] bytes) {
    Map<Way, List<ValueType>> ways = new LinkedHashMap<>();
    for (ValueType type : ValueType.values()) {
      boolean bits = type == ValueType.BOOL;
      int width = bits ? Math.min(Short.BYTES, bytes.length) : type.bits() / Byte.SIZE;
      if (width == 0 || width > bytes.length) {
        continue;
      }
      Map<String, List<WordOrder>> values = new LinkedHashMap<>();
      for (WordOrder order : WordOrder.values()) {
        long number = order.bits(bytes, 0, width);
        String value = bits ? set(number) : value(type, number);
        values.computeIfAbsent(value, any -> new ArrayList<>()).add(order);
      }
      values.remove("");
      values.forEach(
          (value, orders) ->
              ways.computeIfAbsent(
                      new Way(orders, value, bits ? 0 : width), any -> new ArrayList<>())
                  .add(type));
    }
    return ways.entrySet().stream()
        .map(way -> new Decoding(way.getValue(), way.getKey().orders(), way.getKey().value()))
        .toList();
  }

  /** Empty if it is no number. */
  private static String value(ValueType type, long bits) {
    Reading reading = Reading.of(NOBODY, type, bits, Instant.EPOCH);
    return reading.quality() == Quality.GOOD ? reading.raw().toString() : "";
  }

  /** {@code 0 3 15}, as addresses write them; a dash if none is. */
  private static String set(long bits) {
    return bits == 0
        ? NO_BIT
        : IntStream.range(0, Long.SIZE)
            .filter(bit -> (bits >> bit & 1) == 1)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
  }
}
