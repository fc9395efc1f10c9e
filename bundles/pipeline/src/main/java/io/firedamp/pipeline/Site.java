package io.firedamp.pipeline;

import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code io.firedamp.site.cfg} says.
 *
 * @param project the site's own project
 * @param tick how often a frame is made, 1 s to 60 s, whole seconds
 * @param close how long a frame waits for its sources, shorter than the tick
 * @param points the file of the point table
 */
record Site(Project project, Duration tick, Duration close, Path points) {
  private static final int SECOND_MS = 1000;
  private static final int MINUTE_MS = 60_000;
  private static final List<String> TYPES = List.of("chp", "power", "heat");
  private static final List<String> MONITORINGS = List.of("direct", "indirect");

  /**
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  static Site of(Map<String, ?> configuration) {
    Settings settings = Settings.of(configuration);
    Project project = project(settings, "");
    int tickMs = settings.integer("tick.ms", SECOND_MS, SECOND_MS, MINUTE_MS);
    if (tickMs % SECOND_MS != 0) {
      settings.problem(
          "tick.ms",
          Integer.toString(tickMs),
          new Text("whole seconds, as 1000 or 5000", "须为整秒，如 1000、5000"));
    }
    int closeMs = settings.integer("close.ms", SECOND_MS / 2, 10, MINUTE_MS);
    if (closeMs >= tickMs) {
      settings.problem(
          "close.ms",
          Integer.toString(closeMs),
          new Text("less than tick.ms (" + tickMs + ")", "须小于 tick.ms (" + tickMs + ")"));
    }
    Path points =
        settings.path(
            "points", Path.of(System.getProperty("karaf.etc", "etc"), "points.csv").toString());
    settings.check();
    return new Site(project, Duration.ofMillis(tickMs), Duration.ofMillis(closeMs), points);
  }

  /** The project that the {@code project.*}, {@code heat.*} and {@code flow.*} keys describe. */
  static Project project(Settings settings, String id) {
    String type = word(settings, "project.type", TYPES, true);
    boolean heatSupplied = !type.equals("power");
    return new Project(
        id,
        settings.required("project.name"),
        settings.required("project.registration"),
        Type.valueOf(type.toUpperCase(Locale.ROOT)),
        monitoring(settings, "heat.monitoring", heatSupplied),
        monitoring(settings, "flow.monitoring", true),
        settings.text("project.crediting.period", ""),
        settings.text("project.ownership", ""));
  }

  private static Monitoring monitoring(Settings settings, String key, boolean needed) {
    return Monitoring.valueOf(word(settings, key, MONITORINGS, needed).toUpperCase(Locale.ROOT));
  }

  /** One of a few words; the first one where none is needed. */
  private static String word(Settings settings, String key, List<String> words, boolean needed) {
    String word = settings.choice(key, "", words);
    if (!word.isEmpty()) {
      return word;
    }
    if (needed && settings.text(key, "").isEmpty()) {
      String list = String.join(", ", words);
      settings.problem(key, new Text("is missing; one of " + list, "缺少此项；可选: " + list));
    }
    return words.get(0);
  }
}
