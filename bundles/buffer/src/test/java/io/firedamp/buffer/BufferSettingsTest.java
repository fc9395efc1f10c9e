package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferSettingsTest {
  @TempDir private Path base;

  private BufferSettings of(Map<String, String> configuration) {
    return BufferSettings.of(configuration, base, base.resolve("data"));
  }

  private String refusal(Map<String, String> configuration) {
    return assertThrows(SettingsException.class, () -> of(configuration)).getMessage();
  }

  @Test
  void withoutAFileItIsTheHistoryFolderOfKaraf() {
    assertEquals(
        new BufferSettings(base.resolve("history"), Retention.FOR_EVER, 1024L * 1024 * 1024),
        of(Map.of()));
  }

  @Test
  void aFolderIsTakenAsItIsAndARelativeOneBelowKaraf() {
    Path elsewhere = base.resolveSibling("disk2");
    assertEquals(elsewhere, of(Map.of("directory", elsewhere.toString())).directory());
    assertEquals(base.resolve("h/2"), of(Map.of("directory", "x/../h/2")).directory());
  }

  @Test
  void nothingBelowDataIsAccepted() throws Exception {
    String said = refusal(Map.of("directory", base.resolve("data/history").toString()));
    assertTrue(said.contains("directory = " + base.resolve("data/history")), said);
    assertTrue(said.contains("之外"), said);
    refusal(Map.of("directory", "history/../data"));
    Files.createDirectories(base.resolve("data"));
    Files.createSymbolicLink(base.resolve("link"), base.resolve("data"));
    refusal(Map.of("directory", "link/history"));
    assertEquals(base.resolve("data2"), of(Map.of("directory", "data2")).directory());
  }

  @Test
  @DisplayName("CCER-4.2-02: no retention below ten years")
  void retentionIsForEverOrAtLeastTenYears() {
    String day = "2036-05-31";
    Optional<LocalDate> registered = Optional.of(LocalDate.parse(day));
    assertEquals(Retention.FOR_EVER, of(Map.of("retention.years", "0")).retention());
    assertEquals(
        new Retention(10, registered),
        of(Map.of("retention.years", "10", "retention.registered", day)).retention());
    for (String years : new String[] {"1", "9", "-1", "ten"}) {
      String said = refusal(Map.of("retention.years", years, "retention.registered", day));
      assertTrue(said.contains("retention.years = " + years), said);
    }
    assertTrue(refusal(Map.of("retention.years", "10")).contains("retention.registered"));
    refusal(Map.of("retention.years", "10", "retention.registered", "31.5.2036"));
  }

  @Test
  @DisplayName("CCER-4.2-02: less than ten years must be said twice")
  void lessThanTenYearsMustBeConfirmed() {
    Map<String, String> short3 =
        Map.of("retention.years", "3", "retention.registered", "2036-05-31");
    assertTrue(refusal(short3).contains("retention.confirmed"));
    Map<String, String> confirmed = new HashMap<>(short3);
    confirmed.put("retention.confirmed", "4");
    refusal(confirmed);
    confirmed.put("retention.confirmed", "3");
    assertEquals(3, of(confirmed).retention().years());
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    String said = refusal(Map.of("reserve.mb", "-5", "retention", "3", "directory", "data"));
    assertEquals(3, said.lines().count(), said);
  }
}
