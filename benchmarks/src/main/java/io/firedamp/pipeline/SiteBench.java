package io.firedamp.pipeline;

import io.firedamp.benchmarks.Figure;
import io.firedamp.benchmarks.Scale;
import io.firedamp.buffer.SqliteFrameStore;
import io.firedamp.buffer.Stores;
import io.firedamp.driver.modbus.FastDevice;
import io.firedamp.driver.modbus.ModbusBench;
import io.firedamp.health.Health;
import io.firedamp.meter.MeterBook;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.Project;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.uplink.ccer.Publishing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/**
 * A site that reads thousands of float32 values once a second, and judges, stores and publishes
 * them, as the gateway does; the device is in the same process. Whether every value of every tick
 * is in the store and at the platform, with what the device has.
 */
public final class SiteBench {
  private static final int CODES_OF_PREFIX = 999;

  private final Path folder;
  private final Scale scale;
  private final List<Figure> figures;

  /**
   * @param folder on the disk that is measured; its content is replaced
   * @param figures takes what is found
   */
  public SiteBench(Path folder, Scale scale, List<Figure> figures) {
    this.folder = folder;
    this.scale = scale;
    this.figures = figures;
  }

  private record Site(Pipeline pipeline, int connections, Map<String, Double> expected) {}

  /** From the first complete frame, inclusive, to the end, exclusive. */
  private record Span(Instant begin, Instant end) {}

  /** Measures. Blocks for seconds to minutes. */
  public void run() throws IOException, InterruptedException {
    published("values.10k", 10_000, 1);
    published("values.20k", 20_000, 4);
    String key = "values.60k";
    FrameStore memory = new MemoryFrameStore();
    measure(
        key,
        "60,000 values a second, 4 connections, not stored",
        site(key, 60_000, 4, memory),
        memory);
  }

  private void published(String key, int values, int connections)
      throws IOException, InterruptedException {
    Path place = folder.resolve(key);
    remove(place);
    Files.createDirectories(place);
    String over = connections == 1 ? "one connection" : connections + " connections";
    String name = String.format("%,d values a second, %s", values, over);
    try (SqliteFrameStore store = Stores.open(place);
        Mosquitto broker = new Mosquitto(place, Publishing.USER, Publishing.USER)) {
      Site site = site(key, values, connections, store);
      try (Publishing uplink =
          new Publishing(broker, place, store, site.pipeline(), Stores.CLOCK, site.expected())) {
        uplink.connected();
        Span span = measure(key, name, site, store);
        figures.addAll(uplink.figures(key, name, span.begin(), span.end()));
      }
    }
  }

  private static void remove(Path place) throws IOException {
    if (Files.exists(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  private Site site(String key, int values, int connections, FrameStore store) throws IOException {
    System.err.println("site: " + values + " values a second");
    Files.createDirectories(folder);
    Path points = folder.resolve(key + ".csv");
    Map<String, Double> expected = write(points, values, connections);
    return new Site(pipeline(points, store), connections, expected);
  }

  private Span measure(String key, String name, Site site, FrameStore store)
      throws IOException, InterruptedException {
    Pipeline pipeline = site.pipeline();
    try (FastDevice device = new FastDevice()) {
      for (int i = 0; i < site.connections(); i++) {
        String source = "m" + i;
        pipeline.add(
            new Served(
                source,
                "bench",
                Version.emptyVersion,
                i,
                ModbusBench.source(source, device.port())));
      }
      pipeline.start();
      Span span;
      long processor;
      double overruns;
      try {
        Instant begin = complete(store, site.expected().size(), pipeline);
        span = new Span(begin, begin.plusSeconds(scale.seconds()));
        long before = processorNanos();
        double cold = overruns(pipeline.health());
        sleepUntil(span.end().plusSeconds(1));
        processor = processorNanos() - before;
        overruns = overruns(pipeline.health()) - cold;
      } finally {
        pipeline.stop();
      }
      missing(key, name, store, span, site.expected());
      figures.add(
          Figure.of(
              key + ".overruns",
              name + ": ticks overrun, missed or lost",
              "of " + scale.seconds() + ", from the first complete one on",
              "ticks",
              List.of(overruns),
              0));
      figures.add(
          Figure.of(
              key + ".processor",
              name + ": processor, all but the broker",
              "of one processor, over " + scale.seconds() + " s; with device and platform",
              "%",
              List.of(processor / 1e7 / (scale.seconds() + 1)),
              Figure.NO_BAR));
      return span;
    }
  }

  private static Pipeline pipeline(Path points, FrameStore store) {
    Map<String, Object> keys =
        Map.of(
            "project.name", "bench",
            "project.registration", "bench",
            "project.type", "power",
            "flow.monitoring", "direct",
            "points", points.toString());
    MeterBook meters =
        new MeterBook() {
          @Override
          public List<MeterChange> changes() {
            return List.of();
          }

          @Override
          public void add(MeterChange change) {
            throw new UnsupportedOperationException();
          }
        };
    Pipeline pipeline = new Pipeline(keys, store, Stores.CLOCK, meters);
    Project own = pipeline.project("").orElseThrow();
    IntStream.rangeClosed(1, 2)
        .mapToObj(
            number ->
                new Project("p" + number, "bench", "bench", own.type(), own.heat(), own.flow()))
        .forEach(pipeline::add);
    return pipeline;
  }

  /** Writes the point table; returns what each of its points must read. */
  private static Map<String, Double> write(Path file, int values, int connections)
      throws IOException {
    List<String> prefixes = Annex.prefixes();
    StringBuilder table = new StringBuilder("code,project,source,address,type,low,high\n");
    Map<String, Double> expected = new HashMap<>();
    int each = values / connections;
    for (int i = 0; i < values; i++) {
      int prefix = i / CODES_OF_PREFIX;
      String project = prefix < prefixes.size() ? "" : "p" + prefix / prefixes.size();
      String code =
          prefixes.get(prefix % prefixes.size()) + String.format("%03d", 1 + i % CODES_OF_PREFIX);
      int register = i % each * 2;
      table.append(code).append(',').append(project).append(",m").append(i / each);
      table.append(",holding:").append(register).append(",float32,0,1000000\n");
      expected.put(
          project.isEmpty() ? code : project + ":" + code,
          Double.valueOf(Float.toString(FastDevice.value(register))));
    }
    Files.writeString(file, table);
    return expected;
  }

  /** The time of the first frame that has all values. */
  private static Instant complete(FrameStore store, int values, Pipeline pipeline)
      throws IOException, InterruptedException {
    Instant patience = Instant.now().plusSeconds(30);
    while (Instant.now().isBefore(patience)) {
      Optional<StoredFrame> newest = store.newest();
      if (newest.isPresent() && good(newest.get()) == values) {
        return newest.get().frame().time();
      }
      Thread.sleep(100);
    }
    throw new IOException("no frame is complete: " + pipeline.health());
  }

  private static long good(StoredFrame frame) {
    return frame.frame().samples().stream().filter(s -> s.quality() == Quality.GOOD).count();
  }

  private static void sleepUntil(Instant time) throws InterruptedException {
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), time).toMillis()));
  }

  private void missing(
      String key, String name, FrameStore store, Span span, Map<String, Double> expected)
      throws IOException {
    long[] right = {0};
    store.scan(
        span.begin(),
        span.end(),
        frame -> {
          for (Sample sample : frame.frame().samples()) {
            Double value = expected.get(sample.point().value());
            right[0] += sample.quality() == Quality.GOOD && value == sample.value() ? 1 : 0;
          }
        });
    double due = (double) expected.size() * scale.seconds();
    figures.add(
        Figure.of(
            key,
            name + ": missing or wrong",
            "of " + Math.round(due) + " values in " + scale.seconds() + " ticks of a second",
            "values",
            List.of(due - right[0]),
            0));
  }

  private static double overruns(List<Health> healths) {
    return healths.stream()
        .flatMap(health -> health.figures().stream())
        .filter(figure -> List.of("overrun", "missed", "lost").contains(figure.key()))
        .mapToDouble(figure -> figure.value())
        .sum();
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
