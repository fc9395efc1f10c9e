package io.firedamp.buffer;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.text.Text;
import java.nio.file.Path;
import java.time.Instant;

/** Opens the store as the gateway does, except that it seals when it is told to. */
public final class Stores {
  /** The system's clock. */
  public static final SiteClock CLOCK =
      new SiteClock() {
        @Override
        public Instant instant() {
          return Instant.now();
        }

        @Override
        public ClockState state() {
          return new ClockState(ClockTrust.NOT_CHECKED, Instant.EPOCH, Text.same("benchmark"));
        }
      };

  private Stores() {}

  /** The directory of the history below a folder. */
  static Path history(Path folder) {
    return folder.resolve("history");
  }

  /** The store in that folder, which is made if it is not there. */
  public static SqliteFrameStore open(Path folder) {
    return new SqliteFrameStore(
        new BufferSettings(history(folder), Retention.FOR_EVER, 0),
        folder.resolve("native"),
        CLOCK,
        () -> 0);
  }
}
