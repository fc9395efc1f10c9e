package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.TimeSource;
import io.firedamp.clock.TimeSource.Measure;
import io.firedamp.clock.TimeSource.Verdict;
import io.firedamp.clock.Timekeeper;
import io.firedamp.clock.Timekeeping;
import io.firedamp.clock.Timekeeping.Comparison;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-F-02, CCER-F-03, CCER-F-04: the page of the clock")
class ClocksTest {
  private static final String EVIL = "<img src=x onerror=alert(1)>";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TimeSource GOOD =
      new TimeSource(
          "ntp.example.cn",
          Optional.of(new Measure(Duration.ofNanos(412_000), HOUR, Duration.ofNanos(-5), 1, 0)),
          0xFF,
          Duration.ofSeconds(64),
          "",
          0,
          Verdict.BELIEVED,
          Text.NONE);
  private static final TimeSource MUTE =
      new TimeSource(
          EVIL,
          Optional.empty(),
          0,
          Duration.ofSeconds(64),
          "DENY",
          3,
          Verdict.REFUSES,
          new Text("It answered DENY.", "应答为 DENY。"));

  private final Site site = new Site();

  @Test
  void withNobodyWhoKeepsTheClockThePageSaysSo() throws IOException {
    assertEquals(503, ask().status());
  }

  @Test
  void theClockItsServersAndItsEventsAreShown() throws IOException {
    Comparison truth =
        new Comparison("ntp.example.cn", Duration.ofMillis(-7), HOUR, HOUR, true, Duration.ZERO);
    ClockEvent step =
        new ClockEvent(
            Sites.NOW,
            ClockEvent.Kind.STEP,
            "system",
            "",
            Optional.of(HOUR.negated()),
            Optional.empty(),
            ClockEvent.Result.NONE);
    keep(Optional.of(truth), List.of(GOOD, MUTE), List.of(check(1), step));
    JsonNode clock = json();
    assertEquals("DRIFTING", clock.get("trust").asText());
    assertEquals("守时", clock.at("/state/zh").asText());
    assertEquals(-7, clock.at("/comparison/offset").asDouble());
    assertTrue(clock.at("/comparison/heldOver").asBoolean());
    assertEquals(0.412, clock.at("/servers/0/offset").asDouble());
    assertEquals("采用", clock.at("/servers/0/judged/zh").asText());
    assertEquals(EVIL, clock.at("/servers/1/address").asText(), "a name stays text");
    assertEquals("It answered DENY.", clock.at("/servers/1/why/en").asText());
    assertFalse(clock.at("/servers/1").has("offset"), "it has said none");
    assertEquals("system", clock.at("/events/0/subject").asText(), "the newest comes first");
    assertEquals(-3_600_000, clock.at("/events/0/difference").asDouble());
    assertEquals("超限", clock.at("/events/1/ended/zh").asText());
    assertFalse(clock.has("serving"));
  }

  @Test
  void ofALongRecordTheNewestAreShown() throws IOException {
    keep(Optional.empty(), List.of(), IntStream.range(0, 500).mapToObj(ClocksTest::check).toList());
    JsonNode clock = json();
    assertEquals(400, clock.get("events").size());
    assertEquals(499, clock.at("/events/0/difference").asDouble());
    assertFalse(clock.has("comparison"));
  }

  private static ClockEvent check(int ms) {
    return new ClockEvent(
        Sites.NOW,
        ClockEvent.Kind.CHECK,
        "local",
        "ntp.example.cn",
        Optional.of(Duration.ofMillis(ms)),
        Optional.of(Duration.ofMillis(10)),
        ClockEvent.Result.OFF);
  }

  private void keep(Optional<Comparison> truth, List<TimeSource> servers, List<ClockEvent> events) {
    site.addTimekeeper(
        new Timekeeper() {
          @Override
          public Timekeeping timekeeping() {
            ClockState state = new ClockState(ClockTrust.DRIFTING, Sites.NOW, Text.NONE);
            return new Timekeeping(
                Sites.NOW, state, false, Duration.ZERO, truth, servers, Optional.empty());
          }

          @Override
          public List<ClockEvent> events() {
            return events;
          }

          @Override
          public Duration step() {
            throw new AssertionError("a page that shows sets nothing");
          }
        });
  }

  private Answer ask() throws IOException {
    Route route = new Clocks(site).routes().get(0);
    Ask ask = new Ask("GET", route.path(), Map.of(), "", "", "::1", "", "h", "");
    return route.handler().answer(ask, Optional.empty());
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(ask().body());
  }
}
