package io.firedamp.clock.sync;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.pipeline.Ticks;
import io.firedamp.point.Frame;
import io.firedamp.store.StoredFrame;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.testkit.NtpResponder;
import io.firedamp.uplink.ccer.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock, the pipeline's ticks and the uplink's ids, on real time, while somebody sets it. */
@Timeout(120)
class StepTest {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SOME = 15;

  @TempDir private Path folder;
  private volatile Duration shift = Duration.ZERO;

  @Test
  @DisplayName(
      "Issue 6, AMB-70: an hour forward and back: ids grow, ticks stay on the grid, no frame is lost or doubled, the step is on record")
  void theSystemsTimeIsSteppedByAnHourAndBack() throws Exception {
    ClockLog log = new ClockLog(folder.resolve("clock.csv"));
    MemoryFrameStore store = new MemoryFrameStore();
    List<Long> ids = new CopyOnWriteArrayList<>();
    try (NtpResponder server = new NtpResponder()) {
      Keeper keeper =
          new Keeper(
              ClockSettings.of(Map.of("servers", "127.0.0.1:" + server.port())),
              new Machine(() -> Instant.now().plus(shift), System::nanoTime),
              new UdpLine(System::nanoTime, Duration.ofSeconds(1)),
              log);
      keeper.turn();
      SiteClock clock = keeper.time();
      Ids snowflake = new Ids(clock);
      try (Ticks ticks =
          new Ticks(
              clock,
              store,
              TICK,
              tick -> {
                store.append(new Frame(tick, 1, clock.state().trust(), List.of()));
                ids.add(snowflake.next());
              })) {
        some(ids, keeper);
        shift = HOUR;
        some(ids, keeper);
        shift = Duration.ZERO;
        some(ids, keeper);
        shift = HOUR;
        some(ids, keeper);
        assertEquals(stored(store).size(), ids.size());
        long jumped = HOUR.dividedBy(TICK);
        assertTrue(ticks.missed() >= jumped - 1, ticks.missed() + " instants did not take place");
      }
    }
    List<Frame> frames = stored(store);
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < frames.size(); i++) {
      Duration step = Duration.between(frames.get(i - 1).time(), frames.get(i).time());
      assertTrue(step.toMillis() >= TICK.toMillis(), "strictly onward: " + step);
      if (step.compareTo(Duration.ofSeconds(10)) > 0) {
        gaps.add(step);
        assertEquals(ClockTrust.SYNCHRONISED, frames.get(i - 1).clock());
        assertEquals(ClockTrust.UNSYNCHRONISED, frames.get(i).clock(), "a gap of cause clock");
      }
      assertEquals(0, frames.get(i).time().toEpochMilli() % TICK.toMillis(), "on the grid");
      assertTrue(ids.get(i) > ids.get(i - 1), "ids grow");
    }
    assertEquals(1, gaps.size(), "the hour is jumped over once, and never told again");
    assertEquals(
        List.of(3600L, -3600L, 3600L),
        log.events().stream()
            .map(ClockEvent::difference)
            .map(by -> Math.round(Lasting.seconds(by.get())))
            .toList());
  }

  private static List<Frame> stored(MemoryFrameStore store) throws Exception {
    return store.after(0, 10_000, Duration.ZERO).stream().map(StoredFrame::frame).toList();
  }

  /** Lets some ticks come, and the clock be looked after. */
  private static void some(List<Long> ids, Keeper keeper) {
    int before = ids.size();
    eventually(
        SOME + " ticks more",
        PATIENCE,
        () -> {
          keeper.turn();
          return ids.size() >= before + SOME;
        });
  }
}
