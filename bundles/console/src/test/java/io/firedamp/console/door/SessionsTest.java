package io.firedamp.console.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.console.door.Sessions.Refusal;
import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("who comes in to the pages")
class SessionsTest {
  private static final String HERE = "127.0.0.1";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:40:05Z"));
  private final Sessions sessions =
      new Sessions(
          (user, password) ->
              password.equals("right") ? Optional.of(Set.of("viewer")) : Optional.empty(),
          clock,
          Duration.ofMinutes(30));

  @Test
  void aSessionEndsSoLongAfterItsLastQuestion() {
    String word = word();
    clock.advance(Duration.ofMinutes(29));
    assertTrue(sessions.asks(word).isPresent());
    clock.advance(Duration.ofMinutes(29));
    assertTrue(sessions.lasts(word), "the question has prolonged it");
    clock.advance(Duration.ofMinutes(2));
    assertFalse(sessions.lasts(word), "being asked whether it lasts has not");
    assertTrue(sessions.asks(word).isEmpty());
  }

  @Test
  void nobodyHasTheSameWordTwiceAndNoWordIsNone() {
    assertNotEquals(word(), word());
    assertTrue(sessions.asks("").isEmpty());
  }

  @Test
  void fiveWrongPasswordsCostAMinuteForThatAddressAlone() {
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(Refusal.WRONG), sessions.enter("admin", "guess", HERE).refusal());
    }
    assertEquals(Optional.of(Refusal.WAIT), sessions.enter("admin", "right", HERE).refusal());
    assertTrue(sessions.enter("admin", "right", "10.0.0.2").session().isPresent());
    clock.advance(Duration.ofSeconds(61));
    assertTrue(sessions.enter("admin", "right", HERE).session().isPresent());
  }

  private String word() {
    return sessions.enter("admin", "right", HERE).session().orElseThrow().word();
  }
}
