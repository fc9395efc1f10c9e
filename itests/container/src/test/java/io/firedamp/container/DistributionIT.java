package io.firedamp.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the shipped archive, and what is not. */
class DistributionIT {
  private static final Set<String> BUNDLES =
      Set.of(
          "io.firedamp.core",
          "io.firedamp.pipeline",
          "io.firedamp.buffer",
          "io.firedamp.clock.sync",
          "io.firedamp.driver.modbus",
          "io.firedamp.driver.opcua",
          "io.firedamp.driver.s7",
          "io.firedamp.uplink.ccer",
          "io.firedamp.accounting",
          "io.firedamp.shell",
          "io.firedamp.console",
          "io.firedamp.simulator");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  @TempDir static Path folder;
  private static Gateway gateway;

  /** By symbolic name: the clauses of Import-Package and Export-Package. */
  private static final Map<String, List<String>> IMPORTS = new TreeMap<>();

  private static final Map<String, List<String>> EXPORTS = new TreeMap<>();

  /** By symbolic name: whatever in the jar would differ from build to build. */
  private static final Map<String, Set<String>> TRACES = new TreeMap<>();

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    gateway = Gateway.unpack(folder);
    try (Stream<Path> files = Files.walk(gateway.path("system/io/firedamp"))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (JarFile bundle = new JarFile(jar.toFile())) {
          var manifest = bundle.getManifest().getMainAttributes();
          String name = manifest.getValue("Bundle-SymbolicName");
          IMPORTS.put(name, clauses(manifest.getValue("Import-Package")));
          EXPORTS.put(name, clauses(manifest.getValue("Export-Package")));
          Set<String> traces = new TreeSet<>();
          bundle.stream().forEach(entry -> traces.add("entries of " + entry.getLastModifiedTime()));
          for (String header : List.of("Bnd-LastModified", "Built-By", "Build-Time")) {
            if (manifest.getValue(header) != null) {
              traces.add(header);
            }
          }
          TRACES.put(name, traces);
        }
      }
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void holdsOurBundlesAndNoMore() {
    assertEquals(BUNDLES, new TreeSet<>(IMPORTS.keySet()));
  }

  /** The same sources give the same jars, bit by bit. */
  @Test
  void ourJarsTellNothingOfWhenAndByWhomTheyWereBuilt() {
    TRACES.forEach((name, traces) -> assertEquals(1, traces.size(), name + traces));
  }

  @Test
  void hasOneFolderAtItsTop() throws IOException, InterruptedException {
    Process tar = new ProcessBuilder("tar", "-tzf", Gateway.archive().toString()).start();
    List<String> names = new String(tar.getInputStream().readAllBytes()).lines().toList();
    Set<String> tops = names.stream().map(n -> n.split("/")[0]).collect(Collectors.toSet());
    assertEquals(Set.of(Gateway.archive().getFileName().toString().replace(".tar.gz", "")), tops);
  }

  /** Without it the log is refreshed during the first start, and the start dies. */
  @Test
  void eventAdminIsInTheStartupList() throws IOException {
    Set<Object> startup = properties("etc/startup.properties").keySet();
    assertTrue(
        startup.stream().anyMatch(url -> url.toString().contains("services.eventadmin")),
        startup::toString);
    assertTrue(startup.size() >= 19, "that many are in Karaf's own: " + startup);
  }

  /** They are what lets Karaf refresh a bundle when something unrelated is installed. */
  @Test
  void noneOfOurBundlesHasAnOptionalImport() {
    List<String> optional =
        IMPORTS.values().stream()
            .flatMap(List::stream)
            .filter(clause -> clause.contains("resolution:=optional"))
            .toList();
    assertEquals(List.of(), optional);
  }

  @Test
  void onlyDriversAndThePipelineKnowWhatASourceIs() {
    // shell and pages show what bytes may mean: io.firedamp.source also says how numbers lie in
    // them
    Set<String> others = Set.of("io.firedamp.pipeline", "io.firedamp.shell", "io.firedamp.console");
    assertImportedOnlyBy("io.firedamp.source", name -> isDriver(name) || others.contains(name));
  }

  @Test
  void noDriverKnowsTheStore() {
    assertImportedOnlyBy("io.firedamp.store", name -> !isDriver(name));
  }

  @Test
  void onlyShellAccountingAndConsoleAskRunningParts() {
    Set<String> asking =
        Set.of("io.firedamp.shell", "io.firedamp.accounting", "io.firedamp.console");
    assertImportedOnlyBy(
        "io.firedamp.explore",
        name -> asking.contains(name) || name.equals("io.firedamp.pipeline"));
    assertImportedOnlyBy(
        "io.firedamp.courier",
        name -> asking.contains(name) || name.startsWith("io.firedamp.uplink."));
  }

  @Test
  void onlyCoreExportsSoNobodyDependsOnAPartThatComesAndGoes() {
    EXPORTS.forEach(
        (name, clauses) ->
            assertEquals(name.equals("io.firedamp.core"), !clauses.isEmpty(), name + clauses));
  }

  @Test
  void asksNoRepositoryOnAnyNetwork() throws IOException {
    Properties maven = properties("etc/org.ops4j.pax.url.mvn.cfg");
    assertEquals("", maven.getProperty("org.ops4j.pax.url.mvn.repositories"));
    assertFalse(maven.toString().contains("http"), maven::toString);
    assertTrue(
        maven.getProperty("org.ops4j.pax.url.mvn.localRepository").startsWith("${karaf.data}"));
    String features = properties("etc/org.apache.karaf.features.cfg").toString();
    assertFalse(features.contains("http"), features);
  }

  @Test
  void letsNobodyInBeforeTheFirstStartAndThenOnlyFromThisMachine() throws IOException {
    for (String file : List.of("etc/users.properties", "etc/keys.properties")) {
      assertEquals(Set.of("_g_:admingroup"), properties(file).keySet(), file);
    }
    assertEquals("127.0.0.1", properties("etc/org.apache.karaf.shell.cfg").get("sshHost"));
    Properties web = properties("etc/org.ops4j.pax.web.cfg");
    assertEquals("127.0.0.1", web.get("org.ops4j.pax.web.listening.addresses"));
    assertEquals("false", web.get("org.osgi.service.http.enabled"), "nothing in the clear");
    assertFalse(Files.exists(gateway.path("etc/host.key")), "every gateway makes its own");
    assertFalse(Files.exists(gateway.path("secure")), "every gateway makes its own");
  }

  @Test
  void neitherManagementPortNorSimulatorIsStarted() throws IOException {
    String boot = properties("etc/org.apache.karaf.features.cfg").getProperty("featuresBoot");
    for (String feature : List.of("management", "simulator", "jolokia")) {
      assertFalse(boot.contains(feature), boot);
    }
    assertTrue(boot.contains("firedamp-uplink-ccer"), boot);
    assertEquals("-1", properties("etc/custom.properties").get("karaf.shutdown.port"));
  }

  @Test
  void readsConfigurationsAsUtf8() throws IOException {
    assertEquals(
        "UTF-8", properties("etc/custom.properties").get("felix.fileinstall.configEncoding"));
  }

  private static boolean isDriver(String name) {
    return name.startsWith("io.firedamp.driver.");
  }

  private static void assertImportedOnlyBy(String name, Predicate<String> allowed) {
    IMPORTS.forEach(
        (bundle, clauses) -> {
          boolean imports = clauses.stream().anyMatch(c -> c.split(";")[0].equals(name));
          // a bundle that exports a package imports it, too
          boolean exports = bundle.equals("io.firedamp.core");
          assertTrue(!imports || exports || allowed.test(bundle), bundle + " imports " + name);
        });
  }

  /** The clauses between commas; commas within quotes are none. */
  private static List<String> clauses(String header) {
    if (header == null) {
      return List.of();
    }
    String masked =
        QUOTED
            .matcher(header)
            .replaceAll(q -> Matcher.quoteReplacement(q.group().replace(',', '\0')));
    return Stream.of(masked.split(",")).map(c -> c.replace('\0', ',').strip()).toList();
  }

  private static Properties properties(String file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(gateway.path(file))) {
      properties.load(in);
    }
    return properties;
  }
}
