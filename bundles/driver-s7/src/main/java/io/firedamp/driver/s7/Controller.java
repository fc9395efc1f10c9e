package io.firedamp.driver.s7;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The families of controllers. */
enum Controller {
  S7_300,
  S7_400,
  S7_1200,
  S7_1500,
  S7_200SMART;

  /** The name as the configuration writes it: {@code s7-1500}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Controller::word).toList();
  }

  /** The one of that word, which is one of {@link #words}. */
  static Controller of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
