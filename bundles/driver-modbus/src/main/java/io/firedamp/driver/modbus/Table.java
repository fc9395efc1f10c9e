package io.firedamp.driver.modbus;

import java.util.Locale;
import java.util.Optional;

/** The four tables of a device (MODBUS V1.1b3, 4.3). */
enum Table {
  COIL('0', 1),
  DISCRETE('1', 1),
  INPUT('3', 16),
  HOLDING('4', 16);

  /** The most bits of one reply (MODBUS V1.1b3, 6.1). */
  static final int MOST_BITS = 2000;

  private final char digit;
  private final int width;

  Table(char digit, int width) {
    this.digit = digit;
    this.width = width;
  }

  /** Whether its items are single bits, not registers. */
  boolean bits() {
    return width == 1;
  }

  /** The name as addresses write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Table> of(String word) {
    for (Table table : values()) {
      if (table.name().equalsIgnoreCase(word)) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /** The table whose Modicon numbers start with that digit. */
  static Optional<Table> of(char digit) {
    for (Table table : values()) {
      if (table.digit == digit) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }
}
