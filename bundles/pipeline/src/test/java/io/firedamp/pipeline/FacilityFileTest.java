package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.register.Facility;
import io.firedamp.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-6.1-01, CCER-6.2-01: project and facilities of the base information table")
class FacilityFileTest {
  @Test
  void aFacilityHasTheColumnsOfTheBaseInformationTable() {
    assertEquals(
        new Facility(
            "",
            "煤矿瓦斯安全输送系统",
            "XX控制系统",
            "EDPF NT+ (V3.0)",
            "TCP/IP",
            "无线网",
            "运行",
            "/",
            List.of("plant", "meters")),
        FacilityFile.of(
            Map.of(
                "system", "煤矿瓦斯安全输送系统",
                "control", "XX控制系统",
                "dcs", "EDPF NT+ (V3.0)",
                "communication", "TCP/IP",
                "network", "无线网",
                "operation", "运行",
                "note", "/",
                "sources", "plant， meters,")));
  }

  @Test
  void aFacilityWithoutItsNameIsRefused() {
    String message =
        assertThrows(SettingsException.class, () -> FacilityFile.of(Map.of("dsc", "x")))
            .getMessage();
    assertTrue(message.contains("system: is missing"), message);
    assertTrue(message.contains("dsc"), message);
  }

  @Test
  void aProjectHasItsCreditingPeriodAndOwner() {
    Site site =
        Site.of(
            Map.of(
                "project.name", "矿",
                "project.registration", "R1",
                "project.type", "power",
                "flow.monitoring", "direct",
                "project.crediting.period", "2026-01-01 至 2036-12-31",
                "project.ownership", "某能源有限公司"));
    assertEquals("2026-01-01 至 2036-12-31", site.project().creditingPeriod());
    assertEquals("某能源有限公司", site.project().ownership());
  }
}
