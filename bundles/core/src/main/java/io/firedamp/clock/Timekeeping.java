package io.firedamp.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the site's clock is kept.
 *
 * @param time the site's
 * @param state how far it can be believed
 * @param own whether the clock follows the time servers; if not, the system's clock, which somebody
 *     else keeps right
 * @param ahead how far it is ahead of what it follows; negative if behind
 * @param comparison with the true time; empty if no server has told that yet
 * @param servers in the order of preference; the secondary, which is only compared, comes last
 * @param serving who asks the gateway for the time; empty if that is off
 */
public record Timekeeping(
    Instant time,
    ClockState state,
    boolean own,
    Duration ahead,
    Optional<Comparison> comparison,
    List<TimeSource> servers,
    Optional<Serving> serving) {
  public Timekeeping {
    Objects.requireNonNull(time);
    Objects.requireNonNull(state);
    Objects.requireNonNull(ahead);
    Objects.requireNonNull(comparison);
    servers = List.copyOf(servers);
    Objects.requireNonNull(serving);
  }

  /**
   * What is known of the true time.
   *
   * @param server who told it
   * @param offset how far the clock is behind it; negative if ahead
   * @param estimate how far it may be off: the offset, and what a clock may have drifted since
   * @param age how long ago the server answered last
   * @param heldOver whether that is so long that the error is only estimated (守时)
   * @param left how long the estimate stays below the limit from which on frames say
   *     <i>unsynchronised</i>, if no server answers; zero if it is above
   */
  public record Comparison(
      String server,
      Duration offset,
      Duration estimate,
      Duration age,
      boolean heldOver,
      Duration left) {
    public Comparison {
      Objects.requireNonNull(server);
      Objects.requireNonNull(offset);
      Objects.requireNonNull(estimate);
      Objects.requireNonNull(age);
      Objects.requireNonNull(left);
    }
  }

  /**
   * Instruments and controllers that ask the gateway (CCER-F-04).
   *
   * @param port of UDP
   * @param answered questions
   * @param ignored questions that were none, came too fast, or when there was no time to tell
   */
  public record Serving(int port, long answered, long ignored) {}
}
