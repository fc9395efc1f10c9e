package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.settings.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteTest {
  private static Map<String, Object> configuration(String... more) {
    Map<String, Object> configuration =
        new HashMap<>(
            Map.of(
                "service.pid", "io.firedamp.site",
                "felix.fileinstall.filename", "file:/x/etc/io.firedamp.site.cfg",
                "project.name", "某矿",
                "project.registration", "R1",
                "project.type", "chp",
                "heat.monitoring", "indirect",
                "flow.monitoring", "direct"));
    for (int i = 0; i < more.length; i += 2) {
      configuration.put(more[i], more[i + 1]);
    }
    return configuration;
  }

  private static String refused(Map<String, Object> configuration) {
    return assertThrows(SettingsException.class, () -> Site.of(configuration)).getMessage();
  }

  @Test
  void theDefaultsAreThoseOfTheContract() {
    Site site = Site.of(configuration());
    assertEquals(Type.CHP, site.project().type());
    assertEquals(Monitoring.INDIRECT, site.project().heat());
    assertEquals(Duration.ofSeconds(1), site.tick());
    assertEquals(Duration.ofMillis(500), site.close());
    assertTrue(site.points().endsWith("points.csv"));
  }

  @Test
  void aProjectWithoutHeatNeedsNoHeatMonitoring() {
    Map<String, Object> power = configuration("project.type", "Power");
    power.remove("heat.monitoring");
    assertEquals(Type.POWER, Site.of(power).project().type());
    power.put("project.type", "heat");
    assertTrue(refused(power).startsWith("io.firedamp.site.cfg: heat.monitoring: is missing"));
  }

  @Test
  void whatIsWrongIsNamedWithWhatIsAllowed() {
    assertTrue(refused(configuration("tick.ms", "1500")).contains("tick.ms = 1500: whole seconds"));
    assertTrue(refused(configuration("tick.ms", "500")).contains("from 1000 to 60000"));
    assertTrue(refused(configuration("close.ms", "1000")).contains("close.ms = 1000: less than"));
    assertTrue(refused(configuration("project.type", "gas")).contains("one of chp, power, heat"));
    assertTrue(refused(configuration("tik.ms", "1000")).contains("tik.ms: unknown setting"));
    assertTrue(refused(configuration("project.name", "")).contains("project.name: is missing"));
  }
}
