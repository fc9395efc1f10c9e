package io.firedamp.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-04: all that raw bytes may mean")
class DecodingTest {
  @Test
  void everyTypeInEveryOrderIsShownAndEqualOnesOnce() {
    List<Decoding> decodings = Decoding.of(HexFormat.of().parseHex("12345678"));
    long pairs = decodings.stream().mapToLong(d -> d.types().size() * d.orders().size()).sum();
    assertEquals(8 * 4, pairs, "8 types of up to 32 bits, all of them numbers: " + decodings);
    assertTrue(
        decodings.contains(
            new Decoding(
                List.of(ValueType.INT16, ValueType.UINT16),
                List.of(WordOrder.ABCD, WordOrder.CDAB),
                "4660")),
        decodings.toString());
    assertTrue(
        decodings.contains(
            new Decoding(List.of(ValueType.BCD32), List.of(WordOrder.CDAB), "56781234")),
        decodings.toString());
    assertTrue(
        decodings.contains(
            new Decoding(
                List.of(ValueType.BOOL), List.of(WordOrder.BADC, WordOrder.DCBA), "1 4 10 12 13")),
        decodings.toString());
  }

  @Test
  void whatIsNoNumberIsNoDecoding() {
    List<Decoding> decodings = Decoding.of(HexFormat.of().parseHex("7FC0000A"));
    assertTrue(
        decodings.stream()
            .noneMatch(
                d ->
                    d.types().contains(ValueType.FLOAT32) && d.orders().contains(WordOrder.ABCD)
                        || d.types().contains(ValueType.BCD32)),
        decodings.toString());
    assertEquals(List.of(), Decoding.of(new byte[0]));
    assertEquals(
        List.of(new Decoding(List.of(ValueType.BOOL), List.of(WordOrder.values()), "0 7")),
        Decoding.of(new byte[] {-127}));
    assertEquals(
        "18364758544493064720",
        Decoding.of(HexFormat.of().parseHex("FEDCBA9876543210")).stream()
            .filter(d -> d.types().equals(List.of(ValueType.UINT64)))
            .filter(d -> d.orders().contains(WordOrder.ABCD))
            .map(Decoding::value)
            .findFirst()
            .orElseThrow());
  }
}
