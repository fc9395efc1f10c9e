package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else comes from the broker is {@link FuzzTest}'s. */
class InboxTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Access access = Access.of(AccessTest.properties());
  private final ManualClock clock = new ManualClock(NOW);
  private final Snowflake ids = new Snowflake(clock, 0, NOW);
  private final Heart heart = new Heart(ids, id -> true);
  private String keyId = "";
  private final Handshake handshake = new Handshake(ids, id -> keyId = id);
  private int confirmations;
  private final List<Command> refusals = new ArrayList<>();
  private final Inbox inbox =
      new Inbox(
          access,
          new Codec(true, true),
          new Cipher.Plain(),
          clock,
          List.of(),
          new Phase("", status -> {}),
          heart,
          handshake,
          new Backfill(access.backfill(), List.of(), new NobodysHands(refusals)),
          new Recent((flag, ctime, data, id, utime) -> ""),
          () -> confirmations++);

  /** AMB-16: commands are not signed. */
  @Test
  void ofAFloodOfCommandsSixtyAMinuteAreObeyed() {
    for (int i = 1; i <= 100; i++) {
      String command = "{\"request_id\":\"" + i + "\",\"cmd_type\":\"9\"}";
      inbox.read(access.topics().command(), command.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(60, refusals.size());
    assertEquals("60", refusals.get(59).id());
    assertEquals(40, inbox.ignored());
  }

  private record NobodysHands(List<Command> refusals) implements Backfill.Hands {
    @Override
    public void pack(Job job, Instant from, Instant to) {}

    @Override
    public void publish() {}

    @Override
    public void refuse(Command command, String reason) {
      refusals.add(command);
    }

    @Override
    public void remember(List<Job> jobs) {}
  }

  private void read(String text) {
    inbox.read(access.topics().cryptoReplies().get(0), text.getBytes(StandardCharsets.UTF_8));
  }

  /** AMB-81; MQTT carries 256 MB, and a queue of such messages more than a heap. */
  @Test
  void aMessageLongerThanAnyOfThePlatformsIsNotRead() {
    handshake.begin(1);
    String confirmation =
        "{\"request_id\":\"" + keyId + "\",\"result\":{\"success\":\"1\",\"reason\":\"\"}}";
    read(confirmation + " ".repeat(Inbox.LONGEST_BYTES));
    assertEquals(0, confirmations);
    assertEquals(1, inbox.unreadable());
    read(confirmation);
    assertEquals(1, confirmations);
    assertEquals(0, inbox.unreadable());
  }

  /** AMB-81: what is no message does not hide that others could not be read. */
  @Test
  void nonsenseOnTheCommandsTopicIsNoSignOfHealth() {
    read("nonsense");
    assertEquals(1, inbox.unreadable());
    inbox.read(access.topics().command(), "nonsense".getBytes(StandardCharsets.UTF_8));
    assertEquals(1, inbox.unreadable());
    inbox.read(
        access.topics().command(),
        "{\"request_id\":\"7\",\"cmd_type\":\"1\"}".getBytes(StandardCharsets.UTF_8));
    assertEquals(0, inbox.unreadable());
  }
}
