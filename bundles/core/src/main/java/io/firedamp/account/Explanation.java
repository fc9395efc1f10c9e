package io.firedamp.account;

import java.time.Instant;
import java.util.Objects;

/**
 * What a person says of a gap (情况说明, CCER-4.5-01). Never changed; a later one is one more.
 *
 * @param gap the gap's id
 * @param text what happened and what was done
 * @param by who says it; may be empty
 * @param at when that was written down
 */
public record Explanation(String gap, String text, String by, Instant at) {
  /** No text is longer, in characters. */
  public static final int LONGEST = 1000;

  public Explanation {
    Objects.requireNonNull(gap);
    Objects.requireNonNull(text);
    Objects.requireNonNull(by);
    Objects.requireNonNull(at);
  }
}
