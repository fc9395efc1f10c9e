package io.firedamp.buffer;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code io.firedamp.buffer.cfg} says.
 *
 * @param directory where the history lies; absolute
 * @param retention how long it is kept
 * @param reserveBytes the free space below which people are warned
 */
record BufferSettings(Path directory, Retention retention, long reserveBytes) {
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
    Retention retention = retention(settings);
    int reserve = settings.integer("reserve.mb", 1024, 0, 100_000_000);
    settings.check();
    return new BufferSettings(directory, retention, reserve * MEGABYTE);
  }

  /** Less than ten years must be said twice. */
  private static Retention retention(Settings settings) {
    int years = settings.integer("retention.years", 0, 0, 1000);
    int confirmed = settings.integer("retention.confirmed", 0, 0, 1000);
    Optional<LocalDate> registered = day(settings, "retention.registered");
    if (years > 0 && years < LEAST_YEARS && confirmed != years) {
      settings.problem(
          "retention.years",
          Integer.toString(years),
          new Text(
              "0 (for ever) or at least 10 (CCER 4.2); less only if retention.confirmed repeats it",
              "0（永久）或不少于 10（CCER 4.2）；少于 10 须用 retention.confirmed 再次确认"));
    }
    if (years > 0 && registered.isEmpty()) {
      settings.problem(
          "retention.registered",
          new Text(
              "the day on which the last emission reduction was registered, as 2036-05-31: nothing"
                  + " is deleted before retention.years after it (CCER 5.1)",
              "最后一期减排量登记日期，如 2036-05-31：此后 retention.years 年内不删除（CCER 5.1）"));
    }
    return new Retention(years, registered);
  }

  private static Optional<LocalDate> day(Settings settings, String key) {
    String found = settings.text(key, "");
    try {
      return found.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(found));
    } catch (DateTimeParseException wrong) {
      settings.problem(key, found, new Text("a day as 2036-05-31", "日期，如 2036-05-31"));
      return Optional.of(LocalDate.MAX); // one error is enough
    }
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
