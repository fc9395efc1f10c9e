package io.firedamp.testkit;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.UnixOperatingSystemMXBean;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What hundreds of vain attempts to connect must leave behind in a driver's process: nothing. The
 * subclass starts the device and the link before each test and ends them and its sources after it,
 * as for the {@link PointSourceContract}; {@code firedamp.long} makes it a thousand attempts.
 */
@DisplayName("A device that is off for a weekend (CCER-4.3-04)")
public abstract class PointSourceEndurance {
  private static final Instant TICK = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ATTEMPTS = Boolean.getBoolean("firedamp.long") ? 1000 : 200;

  /** So many attempts load every class and fill every pool and cache. */
  private static final int WARM_UP = 40;

  /** What the test's own proxy and the virtual machine need now and then. */
  private static final int SPARE_FILES = 4;

  /** Five kilobytes for each attempt at most, in the build: a kept connection takes more. */
  private static final long SPARE_BYTES = 1 << 20;

  /** The link between source and device. */
  protected abstract TcpProxy link();

  /** A new source for the device behind the link, with the shortest time limits that it allows. */
  protected abstract PointSource source();

  /** A row that the device can answer for. */
  protected abstract Binding good();

  /**
   * Bytes outside the heap. A library that takes them by a way of its own, as Netty without a
   * cleaner, is asked in the subclass.
   */
  protected long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void thatRefusesConnectionsCostsNothing() throws Exception {
    link().cut();
    assertFlat(this::failing);
  }

  @Test
  void thatAcceptsConnectionsAndNeverAnswersCostsNothing() throws Exception {
    link().mute();
    assertFlat(this::failing);
  }

  @Test
  void thatStopsAndStartsAgainAndAgainCostsNothing() throws Exception {
    assertFlat(
        plan -> {
          link().cut();
          failing(plan);
          link().pass();
          eventually("it is read again", PATIENCE, () -> answers(plan));
        });
  }

  private interface Attempt {
    void on(Plan plan) throws IOException, InterruptedException;
  }

  private void failing(Plan plan) throws InterruptedException {
    assertFalse(answers(plan), "a dead device was read");
  }

  private boolean answers(Plan plan) throws InterruptedException {
    try {
      plan.read(TICK, Set.of(good().point()));
      return true;
    } catch (SourceException down) {
      return false;
    }
  }

  private void assertFlat(Attempt attempt) throws Exception {
    Plan plan = source().prepare(List.of(good()));
    PrintStream console = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      repeat(WARM_UP, attempt, plan);
      long threads = threads();
      long files = files();
      long heap = heap();
      long direct = directMemory();
      repeat(ATTEMPTS, attempt, plan);
      flat("threads", threads, 0, PointSourceEndurance::threads);
      flat("open files", files, SPARE_FILES, PointSourceEndurance::files);
      flat("bytes of heap", heap, SPARE_BYTES, PointSourceEndurance::heap);
      flat("bytes outside the heap", direct, SPARE_BYTES, this::directMemory);
    } finally {
      System.setErr(console);
    }
    assertEquals("", said.toString(StandardCharsets.UTF_8), "on the standard error");
  }

  private static void flat(String what, long before, long spare, LongSupplier now) {
    eventually(
        "no more " + what + " than before, which was " + before,
        PATIENCE,
        () -> now.getAsLong() <= before + spare);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("tcp-proxy-"))
        .count();
  }

  private static long files() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void repeat(int times, Attempt attempt, Plan plan) throws Exception {
    for (int i = 0; i < times; i++) {
      attempt.on(plan);
    }
  }
}
