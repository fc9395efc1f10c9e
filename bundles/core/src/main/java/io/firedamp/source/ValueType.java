package io.firedamp.source;

import java.util.Locale;
import java.util.Optional;

/** How a value lies in the device's memory (数据类型). */
public enum ValueType {
  BOOL(1),
  INT16(16),
  UINT16(16),
  INT32(32),
  UINT32(32),
  INT64(64),
  UINT64(64),
  FLOAT32(32),
  FLOAT64(64),
  /** Four decimal digits, a nibble each. */
  BCD16(16),
  /** Eight decimal digits, a nibble each. */
  BCD32(32);

  private final int bits;

  ValueType(int bits) {
    this.bits = bits;
  }

  /** Width in bits. */
  public int bits() {
    return bits;
  }

  /** The name as the point table writes it: {@code float32}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name, in any case; empty if there is none. */
  public static Optional<ValueType> of(String word) {
    for (ValueType type : values()) {
      if (type.name().equalsIgnoreCase(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
