package io.firedamp.simulator.platform;

import io.firedamp.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a project of that kind must send (附录D, {@code profiles.csv}), and what of it came within
 * each minute: a point may come less often than each second, but not less than each minute
 * (CCER-4.7-01, CCER-D-02). One thread at a time.
 */
final class Profile {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final int PREFIX = 4;

  private final Set<String> required;
  private final Set<String> came = new TreeSet<>();
  private Optional<Instant> begin = Optional.empty();
  private Instant newest = Instant.MIN;

  /**
   * @param required the first four letters of the codes
   */
  Profile(Set<String> required) {
    this.required = Set.copyOf(required);
  }

  /**
   * Asks for {@code project.type}, {@code heat.monitoring}, {@code flow.monitoring}; empty without
   * the first.
   */
  static Optional<Profile> of(Settings settings) {
    String type = settings.choice("project.type", "", List.of("chp", "power", "heat"));
    List<String> ways = List.of("direct", "indirect");
    String heat = settings.choice("heat.monitoring", "direct", ways);
    String flow = settings.choice("flow.monitoring", "direct", ways);
    return type.isEmpty()
        ? Optional.empty()
        : Optional.of(new Profile(annexD(type, type.equals("power") ? "any" : heat, flow)));
  }

  private static Set<String> annexD(String type, String heat, String flow) {
    try (InputStream stream = Profile.class.getResourceAsStream("profiles.csv");
        BufferedReader table =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String row = type + "," + heat + "," + flow + ",";
      return table
          .lines()
          .filter(line -> line.startsWith(row))
          .findFirst()
          .map(line -> Set.of(line.substring(row.length()).split(" ")))
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** How many parameters are asked for. */
  int size() {
    return required.size();
  }

  /**
   * Takes what was accepted.
   *
   * @return what was missing in the minute that has ended with it; empty while one goes on
   */
  Optional<Set<String>> add(Sample sample) {
    Optional<Set<String>> judged = Optional.empty();
    if (begin.isPresent() && !sample.ctime().isBefore(begin.get().plus(WINDOW))) {
      judged = Optional.of(missing());
      begin = Optional.empty();
      came.clear();
    }
    if (begin.isEmpty()) {
      begin = Optional.of(sample.ctime());
    }
    newest = newest.isAfter(sample.ctime()) ? newest : sample.ctime();
    if (!sample.ctime().isBefore(begin.get())) {
      sample.codes().forEach(code -> came.add(code.substring(0, Math.min(PREFIX, code.length()))));
    }
    return judged;
  }

  /** What is missing so far in the minute that goes on; empty in its first two seconds. */
  Optional<Set<String>> soFar() {
    return begin.filter(since -> newest.isAfter(since.plusSeconds(1))).map(since -> missing());
  }

  private Set<String> missing() {
    Set<String> missing = new TreeSet<>(required);
    missing.removeAll(came);
    return missing;
  }
}
