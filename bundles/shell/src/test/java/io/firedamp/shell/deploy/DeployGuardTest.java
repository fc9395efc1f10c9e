package io.firedamp.shell.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

class DeployGuardTest {
  @TempDir private Path deploy;
  private final Bundle there = bundle("io.example.driver", "1.2.0", "mvn:io.example/driver/1.2.0");
  private final DeployGuard guard =
      new DeployGuard(fake(BundleContext.class, Map.of("getBundles", new Bundle[] {there})));

  private static Bundle bundle(String name, String version, String location) {
    return fake(
        Bundle.class,
        Map.of(
            "getSymbolicName", name,
            "getVersion", new Version(version),
            "getLocation", location));
  }

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }

  private File jar(String file, String name, String version) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Bundle-Version", version);
    Path target = deploy.resolve(file);
    try (OutputStream out = Files.newOutputStream(target)) {
      new JarOutputStream(out, manifest).close();
    }
    return target.toFile();
  }

  @Test
  @DisplayName("Issue 5: a bundle that is there already is not replaced by a file of its version")
  void theSameVersionIsRefused() throws IOException {
    File same = jar("driver.jar", "io.example.driver;singleton:=true", "1.2");
    assertTrue(guard.canHandle(same));
    guard.install(same);
    Health health = guard.health().get(0);
    assertEquals("deploy.refused", health.code());
    assertTrue(health.cause().en().contains("io.example.driver 1.2.0"), health.cause().en());
    guard.uninstall(same);
    assertEquals(0, guard.health().size());
    assertFalse(guard.canHandle(jar("newer.jar", "io.example.driver", "1.2.1")));
    assertFalse(guard.canHandle(jar("other.jar", "io.example.other", "1.2.0")));
    assertFalse(guard.canHandle(jar("wrong.jar", "io.example.driver", "one")), "Karaf says so");
  }

  @Test
  @DisplayName("Issue 5: what is installed from a file is not refused when that file is seen again")
  void aFileIsNotItsOwnTwin() throws IOException {
    File file = jar("own.jar", "io.example.own", "3.0.0");
    Bundle own = bundle("io.example.own", "3.0.0", file.toURI().toString());
    BundleContext framework = fake(BundleContext.class, Map.of("getBundles", new Bundle[] {own}));
    assertFalse(new DeployGuard(framework).canHandle(file));
  }

  @Test
  @DisplayName("Issue 5: half a jar, a text and a jar that is no bundle are refused with a reason")
  void whatIsNoBundleIsRefused() throws IOException {
    File whole = jar("whole.jar", "io.example.new", "1.0.0");
    byte[] bytes = Files.readAllBytes(whole.toPath());
    Path half = Files.write(deploy.resolve("half.jar"), Arrays.copyOf(bytes, bytes.length / 2));
    Path text = Files.writeString(deploy.resolve("text.jar"), "not a jar");
    Path notes = Files.writeString(deploy.resolve("notes.txt"), "not a jar either");
    assertFalse(guard.canHandle(whole));
    assertFalse(guard.canHandle(notes.toFile()), "Karaf has other uses for other files");
    for (Path wrong : new Path[] {half, text}) {
      assertTrue(guard.canHandle(wrong.toFile()));
      guard.install(wrong.toFile());
    }
    assertEquals(2, guard.health().size());
    Files.write(half, bytes);
    Files.setLastModifiedTime(half, FileTime.fromMillis(0));
    assertFalse(guard.canHandle(half.toFile()), "the copy has ended");
    guard.uninstall(half.toFile());
    assertNotEquals(FileTime.fromMillis(0), Files.getLastModifiedTime(half), "looked at again");
    assertEquals(1, guard.health().size());
  }
}
