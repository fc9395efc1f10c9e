package io.firedamp.buffer;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code io.firedamp.buffer.cfg} says.
 *
 * @param directory where the history lies; absolute
 * @param retentionYears how long it is kept, 0 for ever; nothing is deleted yet
 * @param reserveBytes the free space below which people are warned
 */
record BufferSettings(Path directory, int retentionYears, long reserveBytes) {
  private static final int LEAST_YEARS = 10; // CCER-4.2-02
  private static final long MEGABYTE = 1024 * 1024;

  /**
   * @param base Karaf's base directory, before which a relative directory is put
   * @param data Karaf's data directory, which people delete to start afresh
   * @throws io.firedamp.settings.SettingsException if something is wrong
   */
  static BufferSettings of(Map<String, ?> configuration, Path base, Path data) {
    Settings settings = Settings.of(configuration);
    Path directory =
        base.resolve(settings.path("directory", "history")).toAbsolutePath().normalize();
    if (real(directory).startsWith(real(data))) {
      settings.problem(
          "directory",
          directory.toString(),
          new Text(
              "a folder outside of " + data + ", which is deleted to start Karaf afresh",
              "必须位于 " + data + " 之外，该目录在重置 Karaf 时会被删除"));
    }
    int years = settings.integer("retention.years", 0, 0, 1000);
    if (years > 0 && years < LEAST_YEARS) {
      settings.problem(
          "retention.years",
          Integer.toString(years),
          new Text("0 (for ever) or at least 10 (CCER 4.2)", "0（永久）或不少于 10（CCER 4.2）"));
    }
    int reserve = settings.integer("reserve.mb", 1024, 0, 100_000_000);
    settings.check();
    return new BufferSettings(directory, years, reserve * MEGABYTE);
  }

  /** With every symbolic link of the part that exists resolved. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path there = absolute; there != null; there = there.getParent()) {
      if (Files.exists(there)) {
        try {
          return there.toRealPath().resolve(there.relativize(absolute));
        } catch (IOException unreadable) {
          return absolute; // then opening the store will say so
        }
      }
    }
    return absolute;
  }
}
