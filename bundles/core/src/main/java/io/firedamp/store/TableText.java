package io.firedamp.store;

import java.time.Instant;
import java.util.Objects;

/**
 * A version of the point table as it was written.
 *
 * @param number the version, from 1
 * @param since when it came into force
 * @param text the whole file
 */
public record TableText(long number, Instant since, String text) {
  public TableText {
    Objects.requireNonNull(since);
    Objects.requireNonNull(text);
  }
}
