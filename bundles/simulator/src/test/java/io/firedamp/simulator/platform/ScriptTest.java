package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.platform.Step.Wrong;
import io.firedamp.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  private static Script script(String text) {
    Script.Reading reading = Script.read(text);
    assertEquals(List.of(), reading.mistakes());
    return reading.script();
  }

  private static Step.Act act(String what) {
    return script("at start: " + what).steps().get(0).act();
  }

  @Test
  void everyStepSaysWhenAndWhat() {
    assertEquals(
        List.of(
            new Step.After(Duration.ofSeconds(30)),
            new Step.Each(Duration.ofMinutes(5)),
            new Step.At(Kind.DATA, 100, true),
            new Step.At(Kind.HEARTBEAT, 1, true),
            new Step.At(Kind.KEY_REQUEST, 2, false)),
        script(
                """
                # a comment
                after 30 s: drop connections   # and another
                every 5min: drop connections

                every 100th packet: drop connections; every heartbeat: drop connections
                key request 2: drop connections
                """)
            .steps()
            .stream()
            .map(Step::when)
            .toList());
    assertEquals(
        new Step.Fault(Wrong.REFUSED, Duration.ZERO, Text.same("数值异常"), Kind.DATA, 5),
        act("refuse 5 packets because 数值异常"));
    Step.Fault late = (Step.Fault) act("late reply 1500 ms to 2 heartbeats");
    assertEquals(Duration.ofMillis(1500), late.late());
    assertEquals(Kind.HEARTBEAT, late.kind());
    assertEquals(2, late.count());
    assertEquals(new Step.Phase(3), act("status 3"));
    assertEquals(new Step.Away(Duration.ofSeconds(20), false), act("away for 20 s"));
    assertEquals(new Step.Away(Duration.ofSeconds(20), true), act("deaf for 20 s"));
    assertEquals(new Step.Locked(Duration.ofHours(1)), act("refuse logins for 1 h"));
    assertEquals(
        new Step.Ask("1", Duration.ofMinutes(-15), Duration.ZERO, false, false),
        act("command last 15 min"));
    assertEquals(
        new Step.Ask("9", Duration.ofHours(-2), Duration.ofMinutes(10), true, true),
        act("command from 2 h ago to 10 min ahead type 9 sample-like twice"));
    assertEquals(
        new Step.Ask("1", Duration.ZERO, Duration.ofMinutes(-5), false, false),
        act("command from now to 5 min ago"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "refuse 5 packets                    | refuse 5 packets | at start, after 30 s",
        "sometimes: refuse 5 packets         | sometimes: refuse 5 packets | at start, after 30 s",
        "every 0th packet: no reply          | every 0th packet: no reply | at start, after 30 s",
        "after 30: no reply to 1 packet      | after 30: no reply to 1 packet | at start, after 30 s",
        "after 30 s: explode                 | explode | refuse [5 packets]",
        "after 30 s: refuse                  | refuse | to how many?",
        "after 30 s: refuse five packets     | refuse five packets | refuse [5 packets]",
        "after 30 s: late reply to 2 packets | late reply to 2 packets | to how many?",
        "packet 3: no reply because of this  | no reply because of this | to how many?",
        "packet 3: status 4                  | status 4 | refuse [5 packets]",
        "packet 3: command last week         | command last week | refuse [5 packets]"
      })
  void aMistakeIsToldWithLineFindingAndWhatIsAllowed(String line, String found, String allowed) {
    Script.Reading reading = Script.read("# first\n" + line + "\npacket 1: no reply\n");
    assertEquals(1, reading.script().steps().size());
    Script.Mistake mistake = reading.mistakes().get(0);
    assertEquals(2, mistake.line());
    assertEquals(found, mistake.found());
    assertTrue(mistake.allowed().en().contains(allowed), mistake.allowed().en());
    assertTrue(mistake.words().zh().startsWith("第2行: " + found));
  }

  @Test
  void aFileIsReadAndItsMistakesAreConfigurationErrors() throws Exception {
    Path file = Files.createTempFile("rehearsal", ".script");
    Files.writeString(file, "packet 1: no reply\npacket 2: nothing\n");
    Settings settings = Settings.of(Map.of("script", "file:" + file));
    assertEquals(1, Script.of(settings).steps().size());
    SettingsException wrong = assertThrows(SettingsException.class, settings::check);
    assertTrue(wrong.getMessage().contains("script: line 2: nothing: "), wrong.getMessage());
    Files.delete(file);
  }

  private static String faults(Conduct conduct, Kind kind, int count) {
    return faults(conduct, kind, START, count);
  }

  private static String faults(Conduct conduct, Kind kind, Instant from, int count) {
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < count; i++) {
      seen.append(
          conduct
              .fault(kind, from.plusSeconds(i))
              .map(fault -> fault.wrong().words().substring(0, 1))
              .orElse("."));
    }
    return seen.toString();
  }

  @Test
  void countsAreOfTheKindTheyName() {
    Conduct conduct =
        new Conduct(
            script(
                "every 3rd packet: refuse; packet 4: no reply to 2 packets; heartbeat 1: late"
                    + " reply 1 s"));
    assertEquals("..rnnr..r", faults(conduct, Kind.DATA, 9));
    assertEquals("l..", faults(conduct, Kind.HEARTBEAT, 3));
  }

  @Test
  void timesCountFromTheFirstMessageOn() {
    Conduct conduct = new Conduct(script("after 3 s: refuse 2 packets; every 4 s: status 1"));
    assertEquals(List.of(), conduct.due(START.minusSeconds(3600)));
    assertEquals("...rr...", faults(conduct, Kind.DATA, 8));
    assertEquals(List.of(new Step.Phase(1)), conduct.due(START.plusSeconds(7)));
    assertEquals(List.of(), conduct.due(START.plusSeconds(7)));
    assertEquals(List.of(new Step.Phase(1)), conduct.due(START.plusSeconds(8)));
    // a time that was slept through is not made up for
    assertEquals(1, conduct.due(START.plusSeconds(3600)).size());
    assertEquals(
        Map.of("after 3 s: refuse 2 packets", 1L, "every 4 s: status 1", 3L), conduct.played());
  }

  @Test
  void whatIsTypedIsForNowAndCountsFromNow() {
    Conduct conduct = new Conduct(new Script(List.of()));
    assertEquals("...", faults(conduct, Kind.DATA, 3));
    conduct.play(Script.now("refuse 1 packets; packet 2: no reply").script(), START.plusSeconds(3));
    assertEquals("rn.", faults(conduct, Kind.DATA, START.plusSeconds(3), 3));
    conduct.play(Script.now("every packet: refuse").script(), START.plusSeconds(6));
    conduct.stop();
    assertEquals(Optional.empty(), conduct.fault(Kind.DATA, START.plusSeconds(9)));
  }
}
