package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

@DisplayName("CCER-4.3-03: what cannot speak for itself is told nevertheless")
class TroublesTest {
  private static final String MODBUS = "io.firedamp.driver.modbus";

  private final List<Bundle> bundles = new ArrayList<>();
  private final Map<ComponentDescriptionDTO, List<ComponentConfigurationDTO>> components =
      new HashMap<>();
  private final List<Configuration> configurations = new ArrayList<>();
  private final Map<String, Path> forms = new HashMap<>();
  @TempDir Path etc;

  @Test
  void aSiteWithoutTroubleHasNone() {
    component(MODBUS, "require", ComponentConfigurationDTO.ACTIVE);
    configuration(MODBUS + "~b", MODBUS, MODBUS + "-b.cfg");
    assertEquals(List.of(), now());
  }

  @Test
  void aRefusedConfigurationIsToldSettingBySettingInBothLanguagesWithoutAStackTrace() {
    ComponentConfigurationDTO failed =
        component(MODBUS, "require", ComponentConfigurationDTO.FAILED_ACTIVATION);
    configuration(MODBUS + "~b", MODBUS, MODBUS + "-b.cfg");
    Map<String, Object> properties =
        Map.of(
            "felix.fileinstall.filename", "file:/x/etc/" + MODBUS + "-b.cfg",
            "timeout.ms", "a: b",
            "hots", "10.0.0.1");
    failed.properties = properties;
    failed.failure = trace(new InvocationTargetException(refusal(properties)));

    Trouble trouble = only();
    assertEquals("config.wrong", trouble.code());
    assertEquals(MODBUS + "-b.cfg", trouble.subject());
    assertEquals(3, trouble.complaints().size());
    assertEquals(
        new Complaint(MODBUS + "-b.cfg", "host", "", new Text("is missing", "缺少此项")),
        trouble.complaints().get(0));
    Complaint timeout = trouble.complaints().get(1);
    assertEquals("timeout.ms", timeout.key());
    assertTrue(timeout.text().en().startsWith("timeout.ms = a: b: a whole number"), "" + timeout);
    assertEquals("hots", trouble.complaints().get(2).key());
    assertEquals(
        "unknown setting; known are host, timeout.ms", trouble.complaints().get(2).allowed().en());
    String page =
        String.join(
            "\n",
            StatusPage.lines(
                Samples.picture(List.of(), List.of(trouble)),
                java.util.Locale.ENGLISH,
                Ink.PLAIN,
                200));
    assertFalse(page.contains("Exception") || page.contains("\tat "), page);
  }

  @Test
  void anotherFailureIsToldByItsRootAloneNotByItsTrace() {
    ComponentConfigurationDTO failed =
        component(MODBUS, "require", ComponentConfigurationDTO.FAILED_ACTIVATION);
    failed.failure =
        trace(
            new InvocationTargetException(
                new IllegalStateException("outer", new IOException("port taken\nby another"))));
    Trouble trouble = only();
    assertEquals("component.failed", trouble.code());
    assertEquals(
        MODBUS + " could not start: java.io.IOException: port taken / by another",
        trouble.cause().en());
    String log = "data/log/firedamp.log"; // org.ops4j.pax.logging.cfg of the distribution
    assertTrue(trouble.remedy().en().contains(log), trouble.remedy().en());
    assertTrue(trouble.remedy().zh().contains(log), trouble.remedy().zh());
  }

  @Test
  void aComponentThatWaitsSaysForWhatInWords() {
    ComponentConfigurationDTO waiting =
        component(
            "io.firedamp.pipeline", "optional", ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
    waiting.description.references = new ReferenceDTO[] {reference("$000"), reference("$001")};
    waiting.description.references[1].interfaceName = "io.firedamp.clock.SiteClock";
    UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
    missing.name = "$001";
    waiting.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
    Trouble trouble = only();
    assertEquals("component.waiting", trouble.code());
    assertEquals(
        "io.firedamp.pipeline waits for the site's clock (io.firedamp.clock.SiteClock)",
        trouble.cause().en());
    assertTrue(trouble.cause().zh().contains("站点时钟"), trouble.cause().zh());
  }

  @Test
  void aFileThatNobodyClaimsIsToldWithThoseThatAreKnown() {
    component(MODBUS, "require", ComponentConfigurationDTO.ACTIVE);
    configuration("io.firedamp.modbus~b", "io.firedamp.modbus", "io.firedamp.modbus-b.cfg");
    form(MODBUS, "<Designate factoryPid=\"" + MODBUS + "\"/>");
    Trouble trouble = only();
    assertEquals("config.unknown", trouble.code());
    assertEquals("io.firedamp.modbus-b.cfg", trouble.subject());
    assertEquals("unknown file; known are " + MODBUS + "-NAME.cfg", trouble.cause().en());
  }

  @Test
  void aFileThatCouldNotBeReadIsTold() throws IOException {
    component(MODBUS, "require", ComponentConfigurationDTO.ACTIVE);
    configuration(MODBUS + "~b", MODBUS, MODBUS + "-b%202.cfg");
    Files.writeString(etc.resolve(MODBUS + "-b 2.cfg"), "");
    Files.writeString(etc.resolve(MODBUS + "-c.config"), "");
    Files.writeString(etc.resolve(MODBUS + "-d.cfg.example"), "");
    Files.writeString(etc.resolve("org.other.cfg"), "");
    Trouble trouble = only();
    assertEquals("config.unread", trouble.code());
    assertEquals(MODBUS + "-c.config", trouble.subject());
  }

  @Test
  void aMissingFileIsToldWhereThereMustBeOneAndNotWhereThereMayBeMany() {
    ComponentConfigurationDTO site =
        component("io.firedamp.site", "require", ComponentConfigurationDTO.ACTIVE);
    ComponentConfigurationDTO modbus =
        component(MODBUS, "require", ComponentConfigurationDTO.ACTIVE);
    components.put(site.description, List.of());
    components.put(modbus.description, List.of());
    form("io.firedamp.site", "<Designate pid=\"io.firedamp.site\"/>");
    form(MODBUS, "<Designate factoryPid=\"" + MODBUS + "\"/>");
    Trouble trouble = only();
    assertEquals("config.missing", trouble.code());
    assertEquals("io.firedamp.site.cfg", trouble.subject());
  }

  @Test
  void aBundleOfOursThatDoesNotRunIsToldAndAForeignOneOrAFragmentIsNot() {
    bundle(MODBUS, Bundle.INSTALLED, Map.of());
    bundle("org.other", Bundle.INSTALLED, Map.of());
    bundle("io.firedamp.fragment", Bundle.RESOLVED, Map.of("Fragment-Host", "x"));
    Trouble trouble = only();
    assertEquals("bundle.inactive", trouble.code());
    assertEquals(MODBUS, trouble.subject());
    assertTrue(trouble.remedy().en().contains("bundle:diag 1"), trouble.remedy().en());
    bundle("com.vendor.driver", Bundle.INSTALLED, Map.of("location", "file:/deploy/driver.jar"));
    assertEquals(
        List.of(MODBUS, "com.vendor.driver"), now().stream().map(Trouble::subject).toList());
  }

  @Test
  void aComplaintOfAnotherFormIsKeptAsItIs() {
    assertEquals(
        new Complaint("", "", "", Text.same("no form at all")), Complaint.of("no form at all"));
    assertEquals(
        new Complaint("a.cfg", "broker", "tcp://h:1", new Text("x: y", "丁")),
        Complaint.of("a.cfg: broker = tcp://h:1: x: y | 丁"));
  }

  private Trouble only() {
    List<Trouble> all = now();
    assertEquals(1, all.size(), all.toString());
    return all.get(0);
  }

  private List<Trouble> now() {
    ServiceComponentRuntime runtime =
        Samples.fake(
            ServiceComponentRuntime.class,
            (proxy, method, arguments) ->
                method.getName().equals("getComponentDescriptionDTOs")
                    ? List.copyOf(components.keySet())
                    : components.get(arguments[0]));
    ConfigurationAdmin admin =
        Samples.fake(
            ConfigurationAdmin.class,
            (proxy, method, arguments) ->
                configurations.isEmpty() ? null : configurations.toArray(Configuration[]::new));
    BundleContext context =
        Samples.fake(
            BundleContext.class,
            (proxy, method, arguments) ->
                method.getName().equals("getBundles")
                    ? bundles.toArray(Bundle[]::new)
                    : bundles.stream()
                        .filter(bundle -> arguments[0].equals(bundle.getBundleId()))
                        .findFirst()
                        .orElse(null));
    return new Troubles(runtime, admin, context, Optional.of(etc)).now();
  }

  private ComponentConfigurationDTO component(String pid, String policy, int state) {
    ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    description.name = pid + ".Part";
    description.configurationPid = new String[] {pid};
    description.configurationPolicy = policy;
    description.bundle = new BundleDTO();
    description.bundle.id = bundle(pid, Bundle.ACTIVE, Map.of());
    description.bundle.symbolicName = pid;
    ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
    configuration.description = description;
    configuration.state = state;
    configuration.properties = Map.of();
    components.put(description, List.of(configuration));
    return configuration;
  }

  private static ReferenceDTO reference(String name) {
    ReferenceDTO reference = new ReferenceDTO();
    reference.name = name;
    reference.interfaceName = "x.Y";
    return reference;
  }

  private void configuration(String pid, String factory, String file) {
    Dictionary<String, Object> properties =
        new Hashtable<>(Map.of("felix.fileinstall.filename", "file:/x/etc/" + file));
    configurations.add(
        Samples.fake(
            Configuration.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getPid" -> pid;
                  case "getFactoryPid" -> factory;
                  default -> properties;
                }));
  }

  private long bundle(String name, int state, Map<String, String> headers) {
    long id = bundles.size() + 1L;
    bundles.add(
        Samples.fake(
            Bundle.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getSymbolicName" -> name;
                  case "getState" -> state;
                  case "getBundleId" -> id;
                  case "getVersion" -> Version.valueOf("1.0");
                  case "getLocation" -> headers.getOrDefault("location", "mvn:" + name);
                  case "adapt" -> null;
                  case "getHeaders" -> new Hashtable<>(headers);
                  case "findEntries" ->
                      forms.containsKey(name)
                          ? Collections.enumeration(List.<URL>of(forms.get(name).toUri().toURL()))
                          : null;
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
    return id;
  }

  private void form(String bundle, String text) {
    try {
      forms.put(bundle, Files.writeString(Files.createTempFile(etc, "form", ".xml"), text));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static SettingsException refusal(Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    settings.required("host");
    settings.millis(
        "timeout.ms", Duration.ofMillis(400), Duration.ofMillis(50), Duration.ofSeconds(10));
    return assertThrows(SettingsException.class, settings::check);
  }

  /** As Felix SCR keeps it. */
  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
