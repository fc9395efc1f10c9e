package io.firedamp.simulator.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The 24 parameters of 附录C, read from {@code parameters.csv}. */
final class Parameters {
  private static final int PREFIX = 4;

  private final Map<String, Integer> decimals;

  private Parameters(Map<String, Integer> decimals) {
    this.decimals = decimals;
  }

  static Parameters annexC() {
    try (InputStream stream = Parameters.class.getResourceAsStream("parameters.csv");
        BufferedReader table =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return new Parameters(
          table
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(","))
              .collect(Collectors.toMap(row -> row[0], row -> Integer.valueOf(row[1]))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The 保留位数 of that point; empty if the code is none of 附录C. */
  Optional<Integer> decimals(String code) {
    return Optional.ofNullable(decimals.get(code.substring(0, PREFIX)));
  }

  int size() {
    return decimals.size();
  }
}
