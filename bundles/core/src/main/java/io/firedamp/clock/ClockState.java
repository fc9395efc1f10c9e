package io.firedamp.clock;

import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Objects;

/**
 * How the site's clock is.
 *
 * @param trust how far it can be believed
 * @param since since when it is so
 * @param explanation why, for people
 */
public record ClockState(ClockTrust trust, Instant since, Text explanation) {
  public ClockState {
    Objects.requireNonNull(trust);
    Objects.requireNonNull(since);
    Objects.requireNonNull(explanation);
  }
}
