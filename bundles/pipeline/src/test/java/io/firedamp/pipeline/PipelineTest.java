package io.firedamp.pipeline;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.health.Health;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.point.Quality;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** The whole, on real time, with ticks of a quarter of a second. */
class PipelineTest {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TABLE =
      "code,source,address,type\nFONP001,a,1,uint16\nFOCH001,b,1,uint16\n";

  @TempDir Path folder;

  private final FakeStore store = new FakeStore();
  private final FakeSource a = new FakeSource();
  private final FakeSource b = new FakeSource();
  private final SiteClock clock =
      new SiteClock() {
        @Override
        public Instant instant() {
          return Instant.now();
        }

        @Override
        public ClockState state() {
          return new ClockState(trust.get(), Instant.EPOCH, Text.NONE);
        }
      };
  private volatile Supplier<ClockTrust> trust = () -> ClockTrust.NOT_CHECKED;
  private Path file;
  private Pipeline pipeline;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("points.csv");
    Files.writeString(file, TABLE);
    pipeline = pipeline();
    pipeline.add(served("a", "1", 1, a));
    pipeline.add(served("b", "1", 2, b));
    pipeline.start();
  }

  @AfterEach
  void end() {
    pipeline.stop();
  }

  private Pipeline pipeline() {
    Project project = new Project("", "mine", "R1", Type.CHP, Monitoring.DIRECT, Monitoring.DIRECT);
    Site site = new Site(project, TICK, Duration.ofMillis(240), file);
    return new Pipeline(
        site,
        store,
        clock,
        new MeterFile(folder.resolve("meters"), Instant.EPOCH),
        Duration.ofMillis(50));
  }

  private static Served served(String name, String version, long service, FakeSource source) {
    return new Served(name, "io.example.driver", new Version(version), service, source);
  }

  private void awaitFrames(int count) {
    int now = store.frames().size();
    eventually(count + " frames", PATIENCE, () -> store.frames().size() >= now + count);
  }

  private double figure(String key) {
    return pipeline.health().get(0).figures().stream()
        .filter(figure -> figure.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private Optional<Quality> quality(Frame frame, String code) {
    return frame.samples().stream()
        .filter(sample -> sample.point().value().equals(code))
        .map(sample -> sample.quality())
        .findFirst();
  }

  /** Every tick has its frame, in order, once; what the machine itself missed has been counted. */
  private void assertNoTickLost() {
    List<Frame> frames = store.frames();
    long holes = 0;
    for (int i = 1; i < frames.size(); i++) {
      long gap = Duration.between(frames.get(i - 1).time(), frames.get(i).time()).toMillis();
      assertEquals(0, gap % TICK.toMillis());
      assertTrue(gap > 0, "ticks ascend");
      holes += gap / TICK.toMillis() - 1;
    }
    assertTrue(holes <= figure("missed"), "holes: " + holes);
    assertEquals(0, figure("lost"));
  }

  @Test
  @DisplayName("Issue 2: a store that stalls for 3 s loses no tick")
  void aSlowDiskLosesNothing() {
    awaitFrames(3);
    CountDownLatch disk = new CountDownLatch(1);
    Instant began = Instant.now();
    store.stall(disk);
    eventually(
        "three seconds of frames wait",
        PATIENCE,
        () -> Instant.now().isAfter(began.plusSeconds(3)) && figure("queue") >= 10);
    assertEquals("pipeline.store-slow", pipeline.health().get(0).code());
    disk.countDown();
    eventually("all is stored", PATIENCE, () -> figure("queue") <= 1);
    awaitFrames(2);
    assertNoTickLost();
    assertEquals(Health.OK, pipeline.health().get(0).code());
  }

  @Test
  @DisplayName("Issue 2: replacing a driver costs no tick of any other source")
  void hotReplacementLosesNoTickOfAnotherSource() {
    awaitFrames(3);
    for (int i = 0; i < 4; i++) {
      pipeline.remove(2 + i);
      pipeline.add(served("b", "1." + i, 3 + i, new FakeSource()));
      awaitFrames(2);
    }
    assertNoTickLost();
    List<Frame> frames = store.frames();
    List<Frame> bad =
        frames.stream()
            .skip(1)
            .filter(frame -> !quality(frame, "FONP001").equals(Optional.of(Quality.GOOD)))
            .toList();
    assertEquals(List.of(), bad);
    assertEquals(1, a.prepared.size());
    assertEquals(Optional.of(Quality.GOOD), quality(frames.get(frames.size() - 1), "FOCH001"));
  }

  @Test
  void aSavedTableIsInForceAtOnceAndAWrongOneIsNot() throws IOException {
    awaitFrames(2);
    Files.writeString(file, TABLE + "FOTM001,b,2,uint16\n");
    eventually("table 2", PATIENCE, () -> pipeline.current().number() == 2);
    Files.writeString(file, TABLE + "FOTM001,b,2,uint16\nFOTM001,b,2,uint16\n");
    eventually("told", PATIENCE, () -> pipeline.health().get(1).code().equals("points.refused"));
    awaitFrames(2);
    assertEquals(2, pipeline.current().number());
    Frame last = store.frames().get(store.frames().size() - 1);
    assertEquals(2, last.table());
    assertEquals(3, last.samples().size());
    assertEquals(1, a.prepared.size());
    assertEquals(2, b.prepared.size());
    assertNoTickLost();
  }

  @Test
  @DisplayName("CCER-7.4-04: a further project comes, changes and goes without a tick lost")
  void aFurtherProjectTouchesNoOtherSource() throws IOException {
    Files.writeString(
        file,
        "code,project,source,address,type\n"
            + "FONP001,,a,1,uint16\nFOCH001,,b,1,uint16\nFONP001,north,b,2,uint16\n");
    awaitFrames(2);
    assertEquals(1, pipeline.current().number());
    Project north = north(Type.HEAT);
    pipeline.add(north);
    assertEquals(Optional.of(north), pipeline.project("north"));
    eventually("table 2", PATIENCE, () -> pipeline.current().number() == 2);
    awaitFrames(2);
    Frame frame = store.frames().get(store.frames().size() - 1);
    assertEquals(Optional.of(Quality.GOOD), quality(frame, "north:FONP001"));

    Project changed = north(Type.POWER);
    pipeline.remove(north);
    pipeline.add(changed);
    assertEquals(Optional.of(changed), pipeline.project("north"));
    pipeline.remove(changed);
    eventually("told", PATIENCE, () -> pipeline.health().get(1).code().equals("points.refused"));
    assertEquals(Optional.empty(), pipeline.project("north"));
    awaitFrames(2);
    frame = store.frames().get(store.frames().size() - 1);
    assertEquals(Optional.of(Quality.GOOD), quality(frame, "north:FONP001"));
    assertEquals(2, pipeline.current().number());
    assertEquals(1, a.prepared.size());
    assertEquals(2, b.prepared.size());
    assertNoTickLost();
  }

  @Test
  @DisplayName("CCER-3-01: methane of 8 % at a pump is shown, and stored as it was read")
  void whatIsNotPlausibleIsShownAndStored() throws IOException {
    Files.writeString(file, TABLE + "PPCH001,b,2,uint16\n");
    eventually(
        "shown",
        PATIENCE,
        () ->
            pipeline.health().stream()
                .anyMatch(health -> health.code().equals("plausibility.ch4")));
    Frame last = store.frames().get(store.frames().size() - 1);
    assertEquals(Optional.of(Quality.GOOD), quality(last, "PPCH001"));
    assertNoTickLost();
  }

  private static Project north(Type type) {
    return new Project("north", "mine", "R2", type, Monitoring.DIRECT, Monitoring.DIRECT);
  }

  @Test
  void aSecondRunGoesOnAfterTheFirst() {
    awaitFrames(2);
    pipeline.stop();
    pipeline = pipeline();
    pipeline.add(served("a", "1", 1, a));
    pipeline.start();
    awaitFrames(2);
    List<Instant> times = store.frames().stream().map(Frame::time).toList();
    assertEquals(times.stream().distinct().sorted().toList(), times);
    assertEquals(1, pipeline.current().number());
    assertEquals("mine", pipeline.project("").orElseThrow().name());
    assertEquals(Optional.empty(), pipeline.project("north"));
  }

  @Test
  @DisplayName(
      "CCER-4.2.1-02: a code has the field name of annex D, one that the annex does not know has none")
  void aCodeHasTheFieldNameOfAnnexD() {
    assertEquals(Optional.of("FNPT,h"), pipeline.fieldName(new PointId("north:FONP001")));
    assertEquals(Optional.empty(), pipeline.fieldName(new PointId("XY1")));
  }

  @Test
  void everyThreadEndsWithTheComponent() {
    FakeSource shadowed = new FakeSource();
    pipeline.add(served("b", "0.9", 9, shadowed));
    awaitFrames(1);
    pipeline.stop();
    pipeline.remove(2); // the framework unbinds after it has deactivated
    pipeline.remove(9);
    assertEquals(0, shadowed.calls.get());
    eventually(
        "no thread of ours is left",
        PATIENCE,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pipeline-")));
  }

  @Test
  @DisplayName("Issue 2: an error of ours costs a frame, never the ticks or the storing after it")
  void noErrorEndsTheTicksOrTheStoring() {
    awaitFrames(1);
    trust =
        () -> {
          throw new OutOfMemoryError("as a test has it");
        };
    eventually("a frame is lost", PATIENCE, () -> figure("lost") > 0);
    assertEquals("pipeline.frames-lost", pipeline.health().get(0).code());
    trust = () -> ClockTrust.NOT_CHECKED;
    awaitFrames(2);
    store.broken(true);
    eventually(
        "told", PATIENCE, () -> pipeline.health().get(0).code().equals("pipeline.store-failing"));
    store.broken(false);
    awaitFrames(2);
  }
}
