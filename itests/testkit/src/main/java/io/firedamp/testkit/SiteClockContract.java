package io.firedamp.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.SiteClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link SiteClock} promises. */
@Timeout(60)
public abstract class SiteClockContract {
  private static final int THREADS = 4;
  private static final int CALLS = 50_000;

  /** A clock that runs. */
  protected abstract SiteClock clock() throws Exception;

  @Test
  void timeNeverGoesBackWhicheverThreadAsks() throws Exception {
    SiteClock clock = clock();
    AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
    Callable<Boolean> ask =
        () -> {
          for (int call = 0; call < CALLS; call++) {
            Instant before = latest.get(); // some thread was told so before this one asked
            Instant now = clock.instant();
            assertFalse(now.isBefore(before), () -> now + " after " + before);
            latest.accumulateAndGet(now, (a, b) -> a.isAfter(b) ? a : b);
          }
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        answers.add(threads.submit(ask));
      }
      for (Future<Boolean> answer : answers) {
        assertTrue(answer.get());
      }
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void itsStateSaysWhyInBothLanguagesAndSinceWhen() throws Exception {
    SiteClock clock = clock();
    ClockState state = clock.state();
    assertFalse(state.explanation().en().isBlank(), "English words");
    assertFalse(state.explanation().zh().isBlank(), "Chinese words");
    assertFalse(state.since().isAfter(clock.instant()), "since a time that has been");
  }
}
