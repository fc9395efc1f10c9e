package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.settings.SettingsException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class FurtherProjectTest {
  private static Map<String, Object> configuration(String pid) {
    return new HashMap<>(
        Map.of(
            "service.pid", pid,
            "project.name", "北翼",
            "project.registration", "R2",
            "project.type", "power",
            "flow.monitoring", "indirect"));
  }

  private static Map<String, Object> file(String name) {
    Map<String, Object> configuration = configuration("io.firedamp.project~x");
    configuration.put("felix.fileinstall.filename", "file:/x/etc/" + name);
    return configuration;
  }

  private static String refused(Map<String, Object> configuration) {
    return assertThrows(SettingsException.class, () -> FurtherProject.of(configuration))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "io.firedamp.project-north.cfg,north",
    "io.firedamp.project-north-2.cfg,north-2",
    "io.firedamp.project-%E5%8C%97.cfg,北",
  })
  @DisplayName("CCER-7.4-04: a further project is named by its file")
  void theFileNamesTheProject(String file, String name) {
    assertEquals(
        new Project(name, "北翼", "R2", Type.POWER, Monitoring.DIRECT, Monitoring.INDIRECT),
        FurtherProject.of(file(file)));
  }

  @Test
  void itIsThereAsLongAsItsConfigurationIsAndTellsNoneOfItInProperties() {
    List<Object> calls = new ArrayList<>();
    ServiceRegistration<?> registration =
        recorded(ServiceRegistration.class, calls, Optional.empty());
    BundleContext context = recorded(BundleContext.class, calls, Optional.of(registration));
    FurtherProject further = new FurtherProject(context, file("io.firedamp.project-north.cfg"));
    assertEquals(
        List.of("registerService", List.of(FurtherProject.class, further, Map.of())), calls);
    assertEquals("north", further.project().id());
    further.stop();
    assertEquals(List.of("unregister", List.of()), calls.subList(2, 4));
  }

  /** Notes what is called, with what; every call has the same answer. */
  private static <T> T recorded(Class<T> type, List<Object> calls, Optional<?> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              calls.add(arguments == null ? List.of() : List.of(arguments));
              return answer.orElse(null);
            }));
  }

  @Test
  void aConfigurationWithoutAFileNamesTheProjectToo() {
    assertEquals("north", FurtherProject.of(configuration("io.firedamp.project~north")).id());
  }

  @Test
  void aNameThatNoPointCanCarryIsRefused() {
    String expected = "the file is called io.firedamp.project-NAME.cfg";
    assertTrue(refused(file("io.firedamp.project-a%20b.cfg")).contains(expected));
    assertTrue(refused(file("io.firedamp.project-a:b.cfg")).contains(expected));
    assertTrue(refused(file("io.firedamp.project-" + "n".repeat(57) + ".cfg")).contains(expected));
    assertTrue(refused(configuration("io.firedamp.project.0c1-22-33")).contains(expected));
  }

  @Test
  void theKeysOfTheSiteItselfAreUnknownHere() {
    Map<String, Object> north = file("io.firedamp.project-north.cfg");
    north.put("tick.ms", "1000");
    north.remove("project.name");
    String message = refused(north);
    assertTrue(message.contains("project-north.cfg: tick.ms: unknown setting"), message);
    assertTrue(message.contains("project-north.cfg: project.name: is missing"), message);
  }
}
