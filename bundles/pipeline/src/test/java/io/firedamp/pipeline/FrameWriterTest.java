package io.firedamp.pipeline;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FakeStore store = new FakeStore();
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final FrameWriter writer = new FrameWriter(store, clock, 5);

  @AfterEach
  void end() {
    store.full(false);
    writer.close(Duration.ofSeconds(5));
  }

  private void put(long from, long to) {
    for (long second = from; second <= to; second++) {
      writer.put(new Frame(Instant.ofEpochSecond(second), 1, ClockTrust.NOT_CHECKED, List.of()));
    }
  }

  private List<Long> stored() {
    return store.frames().stream().map(frame -> frame.time().getEpochSecond()).toList();
  }

  @Test
  void aFullDiskIsTriedAgainWithTheSameFrame() {
    store.full(true);
    writer.start();
    put(1, 4);
    eventually("told", PATIENCE, () -> writer.trouble().isPresent());
    assertTrue(writer.trouble().orElseThrow().cause().en().contains("no space left"));
    assertEquals(4, writer.queued());
    store.full(false);
    eventually("stored", PATIENCE, () -> stored().size() == 4);
    assertEquals(List.of(1L, 2L, 3L, 4L), stored());
    eventually("no trouble any more", PATIENCE, () -> writer.trouble().isEmpty());
    assertEquals(0, writer.lostFrames());
  }

  @Test
  void whatDoesNotFitIsCountedAndTheNewestAreKept() {
    CountDownLatch disk = new CountDownLatch(1);
    store.stall(disk);
    writer.start();
    put(1, 1);
    eventually("being written", PATIENCE, () -> store.appending() == 1);
    put(2, 9);
    eventually("full", PATIENCE, () -> writer.lostFrames() == 3);
    assertTrue(writer.losing());
    disk.countDown();
    eventually("stored", PATIENCE, () -> stored().size() == 6);
    assertEquals(List.of(1L, 5L, 6L, 7L, 8L, 9L), stored());
    clock.advance(Duration.ofMinutes(2));
    assertFalse(writer.losing());
    assertEquals(6, writer.stored());
  }

  @Test
  void closingStoresWhatWaits() {
    writer.start();
    put(1, 5);
    writer.close(Duration.ofSeconds(5));
    assertEquals(LongStream.rangeClosed(1, 5).boxed().toList(), stored());
  }
}
