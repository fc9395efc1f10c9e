package io.firedamp.benchmarks;

import io.firedamp.buffer.StoreBench;
import io.firedamp.driver.modbus.ModbusBench;
import io.firedamp.pipeline.SiteBench;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures everything, prints one table, and leaves {@code bench.json} and {@code bench.html}. The
 * exit status says whether every bar is met: 0, or 1.
 */
public final class Bench {
  private Bench() {}

  /**
   * @param arguments a folder on the disk that is measured, which may be filled with gigabytes; a
   *     {@link Scale}; and the archive that is shipped
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Scale scale = Scale.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    System.exit(run(folder, scale, Path.of(arguments[2])) ? 0 : 1);
  }

  static boolean run(Path folder, Scale scale, Path archive)
      throws IOException, InterruptedException, GeneralSecurityException {
    Instant start = Instant.now();
    Files.createDirectories(folder);
    List<Figure> figures = new ArrayList<>();
    List<Plot> plots = new ArrayList<>();
    Map<String, String> machine = machine(folder, scale, start);
    new StoreBench(folder.resolve("store"), scale, figures, plots).run();
    new ModbusBench(scale, figures).run();
    new SiteBench(folder.resolve("site"), scale, figures).run();
    new PagesBench(folder.resolve("pages"), archive, scale, figures).run();
    machine.put("took", Duration.between(start, Instant.now()).toSeconds() + " s");
    machine.put("load at the end", load());
    Report report = new Report(machine, figures, plots);
    report.writeJson(folder.resolve("bench.json"));
    Page.write(report, folder.resolve("bench.html"));
    System.out.print(report.table());
    machine.forEach((key, value) -> System.out.print(key + " " + value + "; "));
    System.out.println();
    System.err.println(folder.resolve("bench.html"));
    return report.met();
  }

  private static Map<String, String> machine(Path folder, Scale scale, Instant start)
      throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("scale", scale.name().toLowerCase(Locale.ROOT));
    machine.put("began", start.truncatedTo(ChronoUnit.SECONDS).toString());
    machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("Java", System.getProperty("java.vm.version"));
    machine.put("file system", Files.getFileStore(folder).type());
    machine.put("load at the begin", load());
    return machine;
  }

  private static String load() {
    return Report.number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
