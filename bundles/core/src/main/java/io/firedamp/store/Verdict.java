package io.firedamp.store;

import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Objects;

/**
 * What a check of the sealed history has found.
 *
 * @param units how many units were checked, up to the first that is wrong
 * @param frames how many frames they have
 * @param digest of the last one that is right, SHA-256 in hex; it stands for all before it
 * @param frame the first frame that does not fit; 0 if all do
 * @param hour when that frame was measured, to the begin of the hour; {@link Instant#EPOCH} if all
 *     fit, or if nothing can be read
 * @param fault what does not fit; {@link Text#NONE} if all do
 */
public record Verdict(
    long units, long frames, String digest, long frame, Instant hour, Text fault) {
  public Verdict {
    Objects.requireNonNull(digest);
    Objects.requireNonNull(hour);
    Objects.requireNonNull(fault);
  }

  /** Whether all fits. */
  public boolean sound() {
    return frame == 0;
  }
}
