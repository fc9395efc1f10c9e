package io.firedamp.clock.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static Fix fix(String name, long epoch, long distance) {
    Sample sample = new Sample(epoch, 0, 0, 1, 0, 0);
    return new Fix(name, sample, 8, distance, 1, Duration.ofSeconds(64), 0);
  }

  private static List<String> names(List<Fix> fixes) {
    return fixes.stream().map(Fix::server).toList();
  }

  @Test
  void nobodyIsNoMajority() {
    assertEquals(new Selection(Optional.empty(), List.of(), 0), Selection.of(List.of()));
  }

  @Test
  void oneIsBelieved() {
    Fix only = fix("a", 100, 10);
    assertEquals(new Selection(Optional.of(only), List.of(), 0), Selection.of(List.of(only)));
  }

  @Test
  void twoThatMeetAgree() {
    assertEquals(0, Selection.of(List.of(fix("a", 100, 10), fix("b", 120, 10))).spread());
    assertEquals(21, Selection.of(List.of(fix("a", 100, 10), fix("b", 121, 10))).spread());
  }

  @Test
  void aMajorityOfAnySizeFindsItsLiars() {
    Random chance = new Random(1);
    for (int run = 0; run < 2000; run++) {
      int truthful = 2 + chance.nextInt(6);
      int liars = chance.nextInt(truthful);
      List<Fix> all = new ArrayList<>();
      for (int i = 0; i < truthful; i++) {
        long distance = 1000 + chance.nextInt(1000);
        all.add(fix("t" + i, chance.nextInt(1600) - 800, distance));
      }
      List<Fix> lying = new ArrayList<>();
      for (int i = 0; i < liars; i++) {
        long away = (10_000 + 10_000L * i) * (chance.nextBoolean() ? 1 : -1);
        lying.add(fix("l" + i, away, 1000 + chance.nextInt(1000)));
      }
      all.addAll(lying);
      Collections.shuffle(all, chance);
      Selection selection = Selection.of(all);
      assertTrue(selection.chosen().orElseThrow().server().startsWith("t"));
      assertTrue(selection.liars().containsAll(lying), () -> all + "\n" + selection);
      assertTrue(lying.containsAll(selection.liars()), () -> all + "\n" + selection);
    }
  }

  @Test
  void aLieThatIsSpreadOverMoreThanHalfIsNoMajority() {
    Selection split =
        Selection.of(
            List.of(fix("a", 0, 10), fix("b", 1, 10), fix("c", 100, 10), fix("d", 101, 10)));
    assertEquals(Optional.empty(), split.chosen());
    assertEquals(101, split.spread());
  }

  @Test
  @DisplayName("CCER-F-02: the official server is believed, also if others agree more closely")
  void whoIsNamedFirstIsChosenHoweverCloseTheOthersAre() {
    List<Fix> all =
        List.of(fix("far", 900, 1000), fix("b", 1, 1000), fix("c", 2, 1000), fix("d", 3, 1000));
    Selection selection = Selection.of(all);
    assertEquals("far", selection.chosen().orElseThrow().server());
    assertEquals(List.of(), names(selection.liars()), "it does not contradict them");
  }
}
