package io.firedamp.buffer;

import io.firedamp.benchmarks.Figure;
import io.firedamp.benchmarks.Plot;
import io.firedamp.benchmarks.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The store's figures: appending, size, reading, and ten years. */
public final class StoreBench {
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final YearMonth MONTH = YearMonth.of(2026, 11);
  private static final YearMonth FIRST = YearMonth.of(2017, 1);
  private static final int MONTHS = 120;
  private static final int POINTS = 100;
  private static final int FRAMES = 3600;
  private static final int COARSE_POINTS = 10;
  private static final int COARSE_STEP_S = 600;
  private static final int FULL_HOURS = 24;
  private static final int RUNNING = 3500;
  private static final double TEN_YEARS_S = 3652.5 * 86_400;

  private static final double BYTES_BAR = 1;
  private static final double HOUR_BAR_MS = 25;
  private static final double SERIES_BAR_MS = 200;
  private static final double DAYS_BAR_MS = 100;
  private static final double HEAP_BAR_MB = 64 * 1.048576;
  private static final double START_BAR_MS = 5000;
  private static final double BACKFILL_BAR_MS = 50;

  private final Path folder;
  private final Scale scale;
  private final List<Figure> figures;
  private final List<Plot> plots;

  /**
   * @param folder on the disk that is measured; its content is replaced
   * @param figures takes what is found
   * @param plots takes pictures of it
   */
  public StoreBench(Path folder, Scale scale, List<Figure> figures, List<Plot> plots) {
    this.folder = folder;
    this.scale = scale;
    this.figures = figures;
    this.plots = plots;
  }

  /** Measures. Blocks for minutes. */
  public void run() throws IOException, InterruptedException {
    say("store: appending");
    new Appending(folder.resolve("append"), scale).run(figures, plots);
    Path month = folder.resolve("month");
    Path noise = folder.resolve("noise");
    Path years = folder.resolve("years");
    say("store: filling " + scale.monthHours() + " hours at 1 Hz");
    double plant = bytes(month, Signals.plant(POINTS, 2), scale.monthHours());
    double float32 = bytes(noise, Signals.noise(POINTS, 3), scale.noiseHours());
    size(plant, float32, month);
    say("store: filling ten years");
    fillYears(years);
    finish(month, begin(MONTH).plus(Duration.ofHours(scale.monthHours())));
    finish(years, begin(FIRST.plusMonths(MONTHS)));
    say("store: reading");
    read(month, years);
  }

  private static void say(String words) {
    System.err.println(words);
  }

  private static Instant begin(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(CHINA);
  }

  // ---- size

  /** Fills a month; returns bytes for each value. */
  private double bytes(Path store, Signals signals, int hours) throws IOException {
    Path history = Stores.history(store);
    Filling.remove(store);
    try (Filling filling = new Filling(history)) {
      for (int hour = 0; hour < hours; hour++) {
        filling.add(signals, begin(MONTH).plus(Duration.ofHours(hour)), 1);
      }
      return (double) Filling.size(history) / filling.values();
    }
  }

  private void size(double plant, double noise, Path month) throws IOException {
    figures.add(
        Figure.of(
            "bytes",
            "bytes for each value with quality",
            scale.monthHours()
                + " hours at 1 Hz × 100 points of 2–3 decimals: 40 walks, 20 counters,"
                + " 15 constants, 25 contents of gas; the whole file",
            "B",
            List.of(plant),
            BYTES_BAR));
    figures.add(
        Figure.of(
            "bytes.noise",
            "the same, float32 noise of full mantissa",
            scale.noiseHours() + " hours at 1 Hz × 100 points",
            "B",
            List.of(noise),
            Figure.NO_BAR));
    figures.add(decade("decade", "disk for ten years at 1 Hz × 100 points", plant));
    figures.add(decade("decade.noise", "the same, float32 noise", noise));
    List<Plot.Bar> bars = new ArrayList<>(kinds(month));
    bars.add(new Plot.Bar("all of them, whole file", plant));
    bars.add(new Plot.Bar("float32 noise, whole file", noise));
    plots.add(new Plot.Bars("Bytes for each value", "B", bars));
    plots.add(
        new Plot.Bars(
            "Disk for ten years at 1 Hz × 100 points",
            "GB",
            List.of(
                new Plot.Bar("2–3 decimals", gigabytes(plant)),
                new Plot.Bar("float32 noise", gigabytes(noise)))));
  }

  private static Figure decade(String key, String name, double bytes) {
    String how = "bytes for each value × 100 × seconds of ten years";
    return Figure.of(key, name, how, "GB", List.of(gigabytes(bytes)), Figure.NO_BAR);
  }

  private static double gigabytes(double bytes) {
    return bytes * POINTS * TEN_YEARS_S / 1e9;
  }

  private static List<Plot.Bar> kinds(Path month) throws IOException {
    List<Plot.Bar> bars = new ArrayList<>();
    for (Path file : Filling.months(Stores.history(month))) {
      try (Database database = Database.openToRead(file)) {
        database.query(
            "SELECT substr(name, 1, instr(name, '-') - 1) AS kind,"
                + " 1.0 * sum(length(data) + length(at) + length(qualities)) / sum(samples)"
                + " FROM chunk JOIN point ON point.id = chunk.id & 1048575 GROUP BY kind",
            row ->
                bars.add(
                    new Plot.Bar(row.getString(1).toLowerCase(Locale.ROOT), row.getDouble(2))));
      } catch (SQLException failed) {
        throw new IOException(failed);
      }
    }
    return bars;
  }

  // ---- ten years

  /** The first day is as full as a plant's; the rest has what a hundred and twenty files need. */
  private void fillYears(Path store) throws IOException {
    Filling.remove(store);
    Signals full = Signals.plant(POINTS, 4);
    Signals coarse = Signals.plant(COARSE_POINTS, 5);
    try (Filling filling = new Filling(Stores.history(store))) {
      for (YearMonth month = FIRST; month.isBefore(FIRST.plusMonths(MONTHS)); ) {
        int hours = Math.min(scale.hoursOfMonth(), month.lengthOfMonth() * 24);
        for (int hour = 0; hour < hours; hour++) {
          boolean rich = month.equals(FIRST) && hour < FULL_HOURS;
          Instant time = begin(month).plus(Duration.ofHours(hour));
          filling.add(rich ? full : coarse, time, rich ? 1 : COARSE_STEP_S);
        }
        month = month.plusMonths(1);
      }
    }
  }

  /** The store learns of its months, and the running hour follows them. */
  private static void finish(Path folder, Instant end) throws IOException {
    Signals signals = Signals.plant(POINTS, 6);
    try (SqliteFrameStore store = Stores.open(folder)) {
      for (int tick = 0; tick < RUNNING; tick++) {
        store.append(signals.frame(end.plusSeconds(tick)));
      }
    }
  }

  // ---- reading

  private void read(Path month, Path years) throws IOException, InterruptedException {
    int fullHours = Math.min(FULL_HOURS, scale.hoursOfMonth());
    Map<String, List<Double>> ofMonth =
        new Reading.Plan(month, begin(MONTH), scale.monthHours(), FRAMES, scale.reads()).run();
    Map<String, List<Double>> ofYears =
        new Reading.Plan(years, begin(FIRST), fullHours, FRAMES, scale.reads()).run();
    List<Double> starts = new ArrayList<>();
    for (int start = 0; start < scale.starts(); start++) {
      starts.addAll(new Reading.Plan(years, begin(FIRST), fullHours, FRAMES, 0).run().get("start"));
    }
    String store = "a JVM of its own with -Xmx64m; first time ";
    figures.add(
        Figure.of(
            "read.hour",
            "an hour of all points",
            "360,000 values, another hour each time; " + store + first(ofMonth, "hour"),
            "ms",
            ofMonth.get("hour"),
            HOUR_BAR_MS));
    figures.add(
        Figure.of(
            "read.series",
            "a point over the month, 1,000 buckets",
            scale.monthHours()
                + " hours at 1 Hz, another point each time; "
                + store
                + first(ofMonth, "series"),
            "ms",
            ofMonth.get("series"),
            SERIES_BAR_MS));
    figures.add(
        Figure.of(
            "read.days",
            "daily counts of a year",
            "of the ten years; " + store + first(ofYears, "days"),
            "ms",
            ofYears.get("days"),
            DAYS_BAR_MS));
    figures.add(
        Figure.of(
            "read.heap",
            "largest heap allowed to those who read all this",
            "-Xmx64m, and nobody ran out of it",
            "MB",
            all(ofMonth, ofYears, "heap"),
            HEAP_BAR_MB));
    figures.add(
        Figure.of(
            "read.resident",
            "most memory that they ever had",
            "VmHWM of /proc/self/status",
            "MB",
            all(ofMonth, ofYears, "resident"),
            Figure.NO_BAR));
    figures.add(
        Figure.of(
            "years.start",
            "ten years: from the start of the JVM to the newest frame",
            Filling.months(Stores.history(years)).size()
                + " month files, "
                + megabytes(Filling.size(Stores.history(years)))
                + ", hot.db "
                + megabytes(Files.size(Stores.history(years).resolve("hot.db"))),
            "ms",
            starts,
            START_BAR_MS));
    figures.add(
        Figure.of(
            "years.backfill",
            "ten years: an hour of year 1",
            "360,000 values, another hour each time; " + store + first(ofYears, "hour"),
            "ms",
            ofYears.get("hour"),
            BACKFILL_BAR_MS));
  }

  private static List<Double> all(
      Map<String, List<Double>> one, Map<String, List<Double>> other, String name) {
    return Stream.of(one, other).flatMap(each -> each.get(name).stream()).toList();
  }

  private static String megabytes(long bytes) {
    return Math.round(bytes / 1e6) + " MB";
  }

  private static String first(Map<String, List<Double>> figures, String name) {
    return Math.round(figures.get(name + ".first").get(0)) + " ms";
  }
}
