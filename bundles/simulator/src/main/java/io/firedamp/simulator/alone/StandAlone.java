package io.firedamp.simulator.alone;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.broker.Exchange;
import io.firedamp.simulator.broker.Exchange.Account;
import io.firedamp.simulator.broker.Exchanges;
import io.firedamp.simulator.platform.Access;
import io.firedamp.simulator.platform.Bench;
import io.firedamp.simulator.platform.Rehearsal.Summary;
import io.firedamp.simulator.platform.Unable;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A rehearsal from a configuration file: opens a broker, a platform and, if asked to, a time
 * server; tells what happens, plays the steps that are typed in, and writes the report at its end,
 * be it the duration's or Ctrl-C.
 */
public final class StandAlone implements AutoCloseable {
  /** Exit code: nothing failed, and all came that must come. */
  static final int PASSED = 0;

  /** Exit code: something failed, or did not come. */
  static final int NOT_PASSED = 1;

  /** Exit code: the configuration, or how it was called, is wrong. */
  static final int WRONG_USE = 2;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final int YEAR_S = 366 * 86_400;
  private static final int DAY_MS = 86_400_000;
  private static final String SELF = "FIREDAMPSELF01";
  private static final int SELF_PASSWORD_BYTES = 18;

  private final Locale locale;
  private final PrintStream out;
  private final Duration duration;
  private final Path report;
  private final OwnClock clock = new OwnClock();
  private final Exchange exchange;
  private final Optional<TimeServer> time;
  private final Bench bench;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<Summary> summary = Optional.empty();

  /**
   * Opens broker and platform.
   *
   * @param properties the configuration, with the name of its file
   * @param out where it tells what happens
   * @throws SettingsException if the configuration is wrong, or the port is taken
   */
  StandAlone(Map<String, String> properties, PrintStream out) {
    Settings settings = Settings.of(properties);
    this.out = out;
    this.locale =
        settings.choice("language", preset(), List.of("zh", "en")).equals("zh")
            ? Locale.CHINESE
            : Locale.ENGLISH;
    String host = settings.text("listen", "127.0.0.1");
    int port = settings.integer("port", 1883, 1, 65535);
    this.duration = settings.seconds("duration.s", 0, 0, YEAR_S);
    this.report = settings.path("report", "rehearsal-report.html");
    if (!report.toString().endsWith(".html")) {
      settings.problem("report", report.toString(), new Text("ends with .html", "以 .html 结尾"));
    }
    String topic = Access.topic(settings);
    settings.required("password");
    Account gateway =
        new Account(
            settings.required("client.id"),
            settings.required("username"),
            settings.secret("password"),
            topic);
    Secret own = ownPassword();
    int timePort = settings.integer("ntp.port", 0, 0, 65535);
    Duration wrong = Duration.ofMillis(settings.integer("ntp.offset.ms", 0, -DAY_MS, DAY_MS));
    Exchanges exchanges = new Exchanges();
    String uri = "tcp://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    Access access = new Access(uri, SELF, SELF, own, topic);
    this.bench = Bench.of(settings, access, exchanges, clock, (odd, text) -> tell(odd, text));
    this.exchange =
        open(settings, host, port, List.of(gateway, new Account(SELF, SELF, own, "")), exchanges);
    this.time = timePort == 0 ? Optional.empty() : time(settings, host, timePort, wrong);
    bench.open();
    tell(
        false,
        new Text(
            "the platform listens on "
                + host
                + ":"
                + port
                + " for client "
                + gateway.clientId()
                + "; times are Beijing time",
            "平台监听 " + host + ":" + port + "，等待 " + gateway.clientId() + " 接入；时间为北京时间"));
  }

  private static Secret ownPassword() {
    byte[] random = new byte[SELF_PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Settings.of(Map.of("own", HexFormat.of().formatHex(random))).secret("own");
  }

  private static Exchange open(
      Settings settings, String host, int port, List<Account> accounts, Exchanges exchanges) {
    try {
      return new Exchange(host, port, accounts, exchanges);
    } catch (IOException taken) {
      throw refused(settings, "port", port, taken);
    }
  }

  private Optional<TimeServer> time(Settings settings, String host, int port, Duration wrong) {
    try {
      return Optional.of(new TimeServer(host, port, clock, wrong));
    } catch (IOException taken) {
      exchange.close();
      throw refused(settings, "ntp.port", port, taken);
    }
  }

  private static SettingsException refused(
      Settings settings, String key, int port, IOException why) {
    settings.problem(
        key,
        Integer.toString(port),
        new Text("cannot listen here: " + why.getMessage(), "无法监听: " + why.getMessage()));
    try {
      settings.check();
    } catch (SettingsException told) {
      return told;
    }
    throw new IllegalStateException(why); // check has thrown
  }

  /** The terminal's language (POSIX.1-2017 8.2). */
  private static String preset() {
    return Language.of(false, false, System::getenv, Locale.ENGLISH).getLanguage();
  }

  /** Runs until the duration has passed, or {@link #end} is called. */
  void run() throws InterruptedException {
    Instant begin = clock.instant();
    while (true) {
      Duration left = left(begin);
      Duration wait = left.compareTo(PROGRESS) < 0 ? left : PROGRESS;
      if (ended.await(wait.toMillis(), TimeUnit.MILLISECONDS) || left(begin).isZero()) {
        return;
      }
      tell(false, bench.progress());
    }
  }

  /** What is left of the duration, zero at its end; more than any wait where there is none. */
  private Duration left(Instant begin) {
    if (duration.isZero()) {
      return PROGRESS;
    }
    Duration left = Duration.between(clock.instant(), begin.plus(duration));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Ends {@link #run}. Any thread. */
  void end() {
    ended.countDown();
  }

  /**
   * Plays what a person types: a step of a script, {@code stop}, {@code report}.
   *
   * @param line as it was typed
   */
  void typed(String line) {
    String words = line.strip();
    try {
      switch (words) {
        case "" -> {}
        case "stop" -> bench.stopPlaying();
        case "report" -> write();
        default -> bench.play(words);
      }
    } catch (Unable wrong) {
      tell(true, wrong.text());
    }
  }

  /** Writes the report, once. Whoever comes second waits for it. */
  synchronized Summary finish() {
    if (summary.isPresent()) {
      return summary.get();
    }
    Summary result = bench.summary();
    summary = Optional.of(result);
    write();
    tell(
        !result.passed(),
        new Text(
            result.verdict().en() + ". " + result.total().en(),
            result.verdict().zh() + "。" + result.total().zh()));
    return result;
  }

  private void write() {
    Path text = report.resolveSibling(report.getFileName().toString().replace(".html", ".txt"));
    try {
      bench.write(report);
      bench.write(text);
      tell(false, new Text("report: " + report + ", " + text, "报告: " + report + "、" + text));
    } catch (IOException full) {
      tell(true, new Text("the report cannot be written: " + full, "报告无法写入: " + full));
    }
  }

  private void tell(boolean odd, Text text) {
    out.println(TIME.format(clock.instant()) + (odd ? " ! " : "   ") + text.in(locale));
  }

  @Override
  public void close() {
    bench.close();
    exchange.close();
    time.ifPresent(TimeServer::close);
  }

  /**
   * Runs a rehearsal, and ends the process with its verdict.
   *
   * @param arguments {@code --config FILE}
   * @param last what is to be done at the very end
   */
  public static void rehearse(String[] arguments, Runnable last) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    StandAlone platform = opened(arguments, out, errors, last);
    Runnable end = () -> halt(platform.finish().passed() ? PASSED : NOT_PASSED, last);
    // Ctrl-C: a hook is the only one left who can still choose the exit code
    Runtime.getRuntime().addShutdownHook(new Thread(end, "platform-finish"));
    Thread keyboard = new Thread(() -> listen(System.in, platform), "platform-keyboard");
    keyboard.setDaemon(true);
    keyboard.start();
    platform.run();
    platform.finish();
    platform.close();
    end.run();
  }

  private static void halt(int code, Runnable last) {
    last.run();
    Runtime.getRuntime().halt(code);
  }

  private static StandAlone opened(
      String[] arguments, PrintStream out, PrintStream errors, Runnable last) {
    if (arguments.length == 2 && arguments[0].equals("--config")) {
      Path file = Path.of(arguments[1]);
      try {
        return new StandAlone(read(file), out);
      } catch (IOException unreadable) {
        errors.println(
            new Text("cannot read " + file + ": " + unreadable, "无法读取 " + file + ": " + unreadable)
                .both());
      } catch (SettingsException wrong) {
        errors.println(wrong.getMessage());
      }
    } else {
      errors.println("--config FILE");
    }
    halt(WRONG_USE, last);
    throw new IllegalStateException("halted");
  }

  /** The file's keys and values, and its name for messages. */
  static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IllegalArgumentException badEscape) {
      throw new IOException(badEscape.getMessage(), badEscape);
    }
    Map<String, String> all = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    all.put("service.pid", file.getFileName().toString());
    return all;
  }

  private static void listen(InputStream in, StandAlone platform) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        platform.typed(line);
      }
    } catch (IOException closed) {
      // nobody types any more
    }
  }
}
