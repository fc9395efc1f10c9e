package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.point.Frame;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.testkit.Mosquitto;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An uplink, a real Mosquitto, and a platform that keeps what it gets. */
abstract class UplinkHarness {
  static final Duration SOON = Duration.ofSeconds(10);
  static final String ROOT = "/SXST_BDMK";
  static final String UPLINK = "national";

  static final class SystemTime implements SiteClock {
    @Override
    public Instant instant() {
      return Instant.now();
    }

    @Override
    public ClockState state() {
      return new ClockState(ClockTrust.NOT_CHECKED, Instant.EPOCH, Text.NONE);
    }
  }

  static final class OneTable implements PointTable {
    /** The thread in which this part fails, by the start of its name; none does. */
    volatile String failsIn = "nowhere";

    /** Whether it knows the project that it is asked for. */
    volatile boolean knows = true;

    private void fail() {
      if (Thread.currentThread().getName().startsWith(failsIn)) {
        throw new StackOverflowError("as a test has it");
      }
    }

    private final Table table =
        new Table(
            1,
            Instant.EPOCH,
            List.of(
                point("FONP001", true, 3, 1),
                point("FOCH001", true, 2, 1),
                point("EXEC001", true, 3, 5),
                point("CODE001", false, 3, 1)));

    private static Point point(String code, boolean inside, int decimals, int uploadSeconds) {
      return new Point(
          new PointId(code),
          Text.same(code),
          "plant",
          inside,
          decimals,
          "",
          Kind.INSTANTANEOUS,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Duration.ofSeconds(1),
          Duration.ofSeconds(uploadSeconds),
          Map.of());
    }

    @Override
    public Table current() {
      return table;
    }

    @Override
    public Optional<Table> version(long number) {
      fail();
      return number == 1 ? Optional.of(table) : Optional.empty();
    }

    @Override
    public Optional<Project> project(String id) {
      fail();
      Project project =
          new Project(
              id,
              "甲矿",
              "D9034ACFED5F407195226B903FCA8DBC",
              Project.Type.CHP,
              Project.Monitoring.DIRECT,
              Project.Monitoring.DIRECT);
      return Optional.of(project).filter(known -> knows);
    }
  }

  final SystemTime clock = new SystemTime();
  final MemoryFrameStore store = new MemoryFrameStore();
  final OneTable table = new OneTable();
  final List<AutoCloseable> open = new ArrayList<>();
  Path secure;
  Mosquitto broker;
  FakePlatform platform;
  Uplink uplink;

  @BeforeEach
  final void connectThePlatform(@TempDir Path folder)
      throws IOException, InterruptedException, MqttException {
    secure = folder.resolve("secure");
    store.settled(UPLINK); // a name that is new starts at the newest frame: here, before the first
    broker = opened(new Mosquitto(folder, "mine", "geheim"));
    platform = opened(FakePlatform.plain(broker.address(), "mine", "geheim", ROOT));
  }

  <T extends AutoCloseable> T opened(T part) {
    open.add(0, part);
    return part;
  }

  @AfterEach
  final void closeAll() throws Exception { // AutoCloseable declares it
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  void start(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "broker",
                broker.address(),
                "username",
                "mine",
                "password",
                "geheim",
                "topic",
                ROOT));
    all.addAll(Arrays.asList(settings));
    Access access = Access.of(AccessTest.properties(all.toArray(String[]::new)));
    uplink = opened(new Uplink(access, store, table, clock, secure, secure));
  }

  void connected() {
    eventually("a heartbeat", SOON, () -> !platform.heartbeats().isEmpty());
  }

  /** A frame of that instant, cut to the second. */
  long frame(Instant time) throws IOException {
    return frame(time, ClockTrust.NOT_CHECKED);
  }

  long frame(Instant time, ClockTrust trust) throws IOException {
    Instant tick = Instant.ofEpochSecond(time.getEpochSecond());
    return store
        .append(
            new Frame(
                tick,
                1,
                trust,
                List.of(
                    new Sample(new PointId("FONP001"), 1000.0005, Quality.GOOD),
                    Sample.missing(new PointId("FOCH001"), Quality.NO_ANSWER),
                    new Sample(new PointId("EXEC001"), 7, Quality.GOOD),
                    new Sample(new PointId("CODE001"), 0.1, Quality.OUT_OF_RANGE))))
        .number();
  }

  Optional<Outcome> outcome(long frame, int part) throws IOException {
    return store.delivery(UPLINK, frame, part).map(delivery -> delivery.outcome());
  }

  Health health() {
    return uplink.health().get(0);
  }

  double figure(String key) {
    return health().figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  List<String> topics() {
    return platform.received().stream().map(FakePlatform.Received::topic).toList();
  }
}
