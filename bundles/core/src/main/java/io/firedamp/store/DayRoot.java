package io.firedamp.store;

import java.time.LocalDate;
import java.util.Objects;

/**
 * What stands for a day and every day before it: printed or handed over, it later proves that
 * nothing was changed.
 *
 * @param day of China (UTC+8)
 * @param last the number of its last sealed frame
 * @param digest SHA-256 in hex
 */
public record DayRoot(LocalDate day, long last, String digest) {
  public DayRoot {
    Objects.requireNonNull(day);
    Objects.requireNonNull(digest);
  }
}
