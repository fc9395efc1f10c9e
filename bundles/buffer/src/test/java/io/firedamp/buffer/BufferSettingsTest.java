package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    assertEquals(new BufferSettings(base.resolve("history"), 0, 1024L * 1024 * 1024), of(Map.of()));
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
    assertEquals(0, of(Map.of("retention.years", "0")).retentionYears());
    assertEquals(10, of(Map.of("retention.years", "10")).retentionYears());
    for (String years : new String[] {"1", "9", "-1", "ten"}) {
      String said = refusal(Map.of("retention.years", years));
      assertTrue(said.contains("retention.years = " + years), said);
    }
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    String said = refusal(Map.of("reserve.mb", "-5", "retention", "3", "directory", "data"));
    assertEquals(3, said.lines().count(), said);
  }
}
