package io.firedamp.buffer;

import io.firedamp.point.PointId;
import io.firedamp.store.Bucket;
import io.firedamp.store.HourCount;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Questions to a store, asked by a process of its own that has nothing but the store and little
 * memory. The process prints a name and a number of milliseconds (of megabytes for the heap) on
 * each line.
 */
final class Reading {
  private static final String HEAP = "64m";
  private static final int BUCKETS = 1000;
  private static final int WARM_UP = 10;
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  private Reading() {}

  /**
   * What is asked.
   *
   * @param folder of the store
   * @param from its first hour
   * @param hours how many full hours there are from then on
   * @param frames how many frames each of them has
   * @param rounds how often each question is asked, after it was warmed up; 0 to open it only
   */
  record Plan(Path folder, Instant from, int hours, int frames, int rounds) {
    /**
     * Asks in a new process.
     *
     * @return what it has printed, by name
     * @throws IOException if the process failed
     */
    Map<String, List<Double>> run() throws IOException, InterruptedException {
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + HEAP,
              "-cp",
              System.getProperty("java.class.path"),
              Reading.class.getName(),
              folder.toString(),
              from.toString(),
              Integer.toString(hours),
              Integer.toString(frames),
              Integer.toString(rounds));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Map<String, List<Double>> figures = new HashMap<>();
      for (String line : process.inputReader().lines().toList()) {
        String[] words = line.split(" ");
        figures.computeIfAbsent(words[0], name -> new ArrayList<>()).add(Double.valueOf(words[1]));
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("reading with -Xmx" + HEAP + " ended with " + code);
      }
      return figures;
    }
  }

  public static void main(String[] arguments) throws IOException {
    Plan plan =
        new Plan(
            Path.of(arguments[0]),
            Instant.parse(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    try (SqliteFrameStore store = Stores.open(plan.folder)) {
      if (store.newest().isEmpty()) {
        throw new IOException("an empty store");
      }
      long started = ManagementFactory.getRuntimeMXBean().getStartTime();
      say("start", System.currentTimeMillis() - started);
      if (plan.rounds > 0) {
        new Questions(store, plan).ask();
      }
    }
    say("heap", Runtime.getRuntime().maxMemory() / 1e6);
    say("resident", resident());
  }

  /** The most memory that the process ever had, in megabytes; NaN where that is not known. */
  private static double resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
            .sum()
        : Double.NaN;
  }

  private static void say(String name, double number) {
    System.out.println(name + " " + number);
  }

  private interface Question {
    void ask() throws IOException;
  }

  /** The questions, in turns; another hour and another point each time. */
  private record Questions(SqliteFrameStore store, Plan plan) {
    void ask() throws IOException {
      SplittableRandom random = new SplittableRandom(plan.hours);
      List<PointId> points = Signals.plant(100, 0).points();
      for (int round = -WARM_UP; round < plan.rounds; round++) {
        String mark = round == -WARM_UP ? ".first" : round < 0 ? ".warming" : "";
        Instant hour = plan.from.plus(Duration.ofHours(random.nextInt(plan.hours)));
        PointId point = points.get(random.nextInt(points.size()));
        time("hour" + mark, () -> hour(hour));
        time("series" + mark, () -> series(point));
        time("days" + mark, this::days);
      }
    }

    private static void time(String name, Question question) throws IOException {
      long start = System.nanoTime();
      question.ask();
      say(name, (System.nanoTime() - start) / 1e6);
    }

    private void hour(Instant hour) throws IOException {
      long[] seen = new long[2];
      store.scan(
          hour,
          hour.plusSeconds(3600),
          stored -> {
            seen[0]++;
            seen[1] += stored.frame().samples().size();
          });
      if (seen[0] != plan.frames || seen[1] < plan.frames * 100L) {
        throw new IOException(hour + " has " + seen[0] + " frames and " + seen[1] + " values");
      }
    }

    private void series(PointId point) throws IOException {
      List<Bucket> buckets =
          store.series(point, plan.from, plan.from.plus(Duration.ofHours(plan.hours)), BUCKETS);
      long due = buckets.stream().mapToLong(Bucket::due).sum();
      if (due != (long) plan.hours * plan.frames) {
        throw new IOException(point + " has " + due + " values");
      }
    }

    private void days() throws IOException {
      Map<LocalDate, Long> days = new HashMap<>();
      for (HourCount hour : store.hours(plan.from, plan.from.plus(Duration.ofDays(365)))) {
        days.merge(hour.hour().atOffset(CHINA).toLocalDate(), hour.usable(), Long::sum);
      }
      if (days.isEmpty()) {
        throw new IOException("a year without days");
      }
    }
  }
}
