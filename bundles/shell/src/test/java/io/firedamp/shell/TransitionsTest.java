package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.testkit.Eventually;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-03: every change of health is one line of the log")
class TransitionsTest {
  private static final Health SICK = Samples.sick("source a", Level.MAJOR, "source.no-answer");

  private final Transitions transitions = new Transitions();

  @Test
  void aChangeIsOneLineWithCauseRemedyAndSinceInBothLanguages() {
    assertEquals(List.of(), transitions.parts(List.of(Samples.fit("source a"))));
    List<Transitions.Line> lines = transitions.parts(List.of(SICK));
    assertEquals(
        List.of(
            new Transitions.Line(
                Level.MAJOR,
                "source a: Major | 重要 (source.no-answer), since 2026-11-21 18:38:00 Asia/Shanghai;"
                    + " the link is down, / nothing is read | 链路中断， / 无法读取;"
                    + " check the cable | 请检查线缆")),
        lines);
    assertEquals(List.of(), transitions.parts(List.of(SICK)));
    List<Transitions.Line> back = transitions.parts(List.of(Samples.fit("source a")));
    assertEquals(1, back.size());
    assertTrue(back.get(0).words().startsWith("source a: Normal | 正常, since "), "" + back);
  }

  @Test
  void aPartThatGoesAndComesBackIsToldOnceEach() {
    transitions.parts(List.of(Samples.fit("source a")));
    assertEquals(1, transitions.parts(List.of()).size());
    assertEquals(List.of(), transitions.parts(List.of()));
    assertEquals(1, transitions.parts(List.of(Samples.fit("source a"))).size());
  }

  @Test
  void twoPartsOfOneNameDoNotFlap() {
    List<Health> both = List.of(Samples.fit("source a"), SICK);
    assertEquals(1, transitions.parts(both).size());
    assertEquals(List.of(), transitions.parts(both));
  }

  @Test
  void aTroubleThatStaysIsToldOnceAndOnceWhenItIsOver() {
    Trouble trouble =
        Trouble.of("component.waiting", Level.MAJOR, "x", Text.same("waits"), Text.NONE);
    int told = 0;
    for (int look = 0; look < 20; look++) {
      told += transitions.troubles(List.of(trouble)).size();
    }
    assertEquals(1, told);
    assertEquals(
        List.of(new Transitions.Line(Level.OK, "x: is settled | 已解决 (component.waiting)")),
        transitions.troubles(List.of()));
  }

  @Test
  void aTroubleOfAMomentIsNotTold() {
    Trouble trouble =
        Trouble.of("component.waiting", Level.MAJOR, "x", Text.same("waits"), Text.NONE);
    assertEquals(List.of(), transitions.troubles(List.of(trouble)));
    assertEquals(List.of(), transitions.troubles(List.of()));
  }

  @Test
  void theWatchSurvivesAPartThatThrowsAndOneThatGoesAndEndsItsThread() {
    Desk desk = CommandsTest.desk();
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<Health> state = new AtomicReference<>(Samples.fit("source a"));
    desk.addVital(
        () -> {
          asked.incrementAndGet();
          throw new StackOverflowError("as a test has it");
        },
        Map.of("service.id", 1L));
    desk.addVital(() -> List.of(state.get()), Map.of("service.id", 2L));
    List<Transitions.Line> lines = new CopyOnWriteArrayList<>();
    HealthWatch watch = new HealthWatch(desk, lines::add, 1);
    try {
      Eventually.eventually(
          "the thrower is told and asked again",
          Duration.ofSeconds(10),
          () -> asked.get() > 20 && !lines.isEmpty());
      assertEquals(1, lines.size(), lines.toString());
      assertTrue(lines.get(0).words().contains("part.silent"), lines.toString());
      state.set(SICK);
      Eventually.eventually(
          "the other is still looked after", Duration.ofSeconds(10), () -> lines.size() == 2);
    } finally {
      watch.close();
    }
    Eventually.eventually(
        "its thread has ended",
        Duration.ofSeconds(10),
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("shell-health")));
  }
}
