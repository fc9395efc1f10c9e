package io.firedamp.benchmarks;

import static io.firedamp.testkit.Eventually.eventually;

import io.firedamp.driver.modbus.FastDevice;
import io.firedamp.testkit.Browser;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.testkit.Tab;
import io.firedamp.testkit.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The shipped gateway, a process of its own, with 100 points that a device in this process answers:
 * what ten open pages cost it, and how soon one sees <i>Overview</i> in a real browser.
 */
final class PagesBench {
  private static final int POINTS = 100;
  private static final int BROWSERS = 10;
  private static final double PROCESSOR_BAR = 5;
  private static final double FIRST_VIEW_BAR = 1000;
  private static final int MOST_ROUNDS = 3;
  private static final int MINUTE = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path archive;
  private final Scale scale;
  private final List<Figure> figures;

  /**
   * @param folder its content is replaced
   * @param archive the gateway as it is shipped
   * @param figures takes what is found
   */
  PagesBench(Path folder, Path archive, Scale scale, List<Figure> figures) {
    this.folder = folder;
    this.archive = archive;
    this.scale = scale;
    this.figures = figures;
  }

  /** Measures. Blocks for minutes. */
  void run() throws IOException, InterruptedException, GeneralSecurityException {
    System.err.println("pages: " + POINTS + " points, " + BROWSERS + " browsers");
    empty();
    int port = Mosquitto.freePort();
    try (FastDevice device = new FastDevice()) {
      unpack(device.port(), port);
      Process gateway = launch();
      try {
        Visitor visitor = entered(port);
        firstView(visitor);
        processor(gateway, visitor);
      } finally {
        gateway.destroy();
        gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        gateway.destroyForcibly();
      }
    }
  }

  private void empty() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
    Files.createDirectories(folder);
  }

  private void unpack(int device, int pages) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(
                "tar", "-xzf", archive.toString(), "--strip-components=1", "-C", folder + "")
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("cannot unpack " + archive);
    }
    set("org.apache.karaf.shell.cfg", "sshPort", Mosquitto.freePort());
    set("org.ops4j.pax.web.cfg", "org.osgi.service.http.port.secure", pages);
    etc(
        "io.firedamp.site.cfg",
        "project.name = bench\nproject.registration = bench\nproject.type = power\n"
            + "flow.monitoring = direct\n");
    etc("io.firedamp.driver.modbus-plant.cfg", "host = 127.0.0.1\nport = " + device + "\n");
    StringBuilder table = new StringBuilder("code,source,address,type,low,high,name\n");
    for (int i = 0; i < POINTS; i++) {
      table.append(
          "FONP%03d,plant,holding:%d,float32,0,150000,%d 号进入无焰氧化装置的混合气体常温常压流量%n"
              .formatted(i + 1, 2 * i, i + 1));
    }
    etc("points.csv", table.toString());
  }

  private void set(String file, String key, int value) throws IOException {
    String text = Files.readString(folder.resolve("etc").resolve(file));
    etc(file, text.replaceFirst("(?m)^" + key + " *=.*", key + " = " + value));
  }

  private void etc(String file, String text) throws IOException {
    Files.writeString(folder.resolve("etc").resolve(file), text);
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve("bin/karaf").toString(), "daemon")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** Somebody who is in, as soon as there are values. */
  private Visitor entered(int port)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path certificate = folder.resolve("secure/console.p12");
    Path password = folder.resolve("secure/first-password");
    Path users = folder.resolve("etc/users.properties"); // is written after the password
    eventually(
        "key and user",
        PATIENCE,
        () -> Files.exists(certificate) && Files.readString(users).contains("admin ="));
    Visitor visitor = new Visitor(certificate, port);
    eventually("pages", PATIENCE, () -> answers(visitor));
    int login = visitor.logIn("admin", Files.readString(password).strip()).statusCode();
    if (login != 200) {
      throw new IOException("the login is answered with " + login);
    }
    eventually(
        "values of " + POINTS + " points",
        PATIENCE,
        () -> visitor.get("/api/points").body().split("\"id\"", -1).length == POINTS + 1);
    return visitor;
  }

  private static boolean answers(Visitor visitor) throws InterruptedException {
    try {
      return visitor.get("/login").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void firstView(Visitor visitor) throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    try (Browser browser = new Browser(Files.createDirectory(folder.resolve("chromium")))) {
      for (int round = 0; round <= scale.rounds(); round++) {
        try (Tab tab = browser.tab()) {
          tab.cookie(visitor.site(), Visitor.COOKIE, visitor.session());
          Duration time = tab.timeToSee(visitor.site() + "/", ".big h1", PATIENCE);
          if (round > 0) { // the first one waits for the browser itself
            times.add(time.toNanos() / 1e6);
          }
        }
      }
    }
    figures.add(
        Figure.of(
            "pages.first",
            "Overview: to the first view",
            "Chromium, nothing cached: from the begin of the navigation until the verdict is"
                + " painted, by the browser's clock",
            "ms",
            times,
            FIRST_VIEW_BAR));
  }

  private void processor(Process gateway, Visitor visitor)
      throws IOException, InterruptedException {
    List<Double> alone = new ArrayList<>();
    List<Double> cost = new ArrayList<>();
    List<Double> told = new ArrayList<>();
    int rounds = Math.min(MOST_ROUNDS, scale.rounds());
    for (int round = 0; round <= rounds; round++) {
      double without = share(gateway, () -> {});
      AtomicLong bytes = new AtomicLong();
      List<CompletableFuture<?>> pages =
          IntStream.range(0, BROWSERS)
              .<CompletableFuture<?>>mapToObj(i -> visitor.listen(bytes))
              .toList();
      double with;
      try {
        eventually("the pages are told", PATIENCE, () -> bytes.get() > 0);
        bytes.set(0);
        with =
            share(
                gateway,
                () -> {
                  visitor.get("/api/sparks");
                  visitor.get("/api/rates");
                });
      } finally {
        pages.forEach(page -> page.cancel(true));
      }
      if (round > 0) { // the first one is for the compiler
        alone.add(without);
        cost.add(with - without);
        told.add(bytes.get() / 1e3 / BROWSERS / scale.seconds());
      }
    }
    String how = "of one processor, over " + scale.seconds() + " s";
    figures.add(
        Figure.of(
            "pages.processor.gateway",
            POINTS + " points: the gateway, no page open",
            how + "; without an uplink",
            "%",
            alone,
            Figure.NO_BAR));
    figures.add(
        Figure.of(
            "pages.processor",
            POINTS + " points: what " + BROWSERS + " open pages cost",
            how + "; on top of that. Each asks once a minute for the last hours and the rates",
            "%",
            cost,
            PROCESSOR_BAR));
    figures.add(
        Figure.of(
            "pages.told", "what each of them is told", "each second", "kB", told, Figure.NO_BAR));
  }

  /** What one of the browsers asks by itself. */
  @FunctionalInterface
  private interface Question {
    void ask() throws IOException, InterruptedException;
  }

  /**
   * The share of a processor that the gateway takes, in percent.
   *
   * @param minutely asked as often as if each browser did it once a minute
   */
  private double share(Process gateway, Question minutely)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Duration before = processor(gateway);
    for (int second = 0; second < scale.seconds(); second++) {
      if (second % (MINUTE / BROWSERS) == 0) {
        minutely.ask();
      }
      long left = begin + TimeUnit.SECONDS.toNanos(second + 1L) - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(left);
    }
    Duration spent = processor(gateway).minus(before);
    return 100.0 * spent.toNanos() / (System.nanoTime() - begin);
  }

  private static Duration processor(Process process) throws IOException {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IOException("the gateway has ended"));
  }
}
