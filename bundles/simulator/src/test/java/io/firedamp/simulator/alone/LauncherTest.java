package io.firedamp.simulator.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.simulator.Ports;
import io.firedamp.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform as the script starts it: a process of its own, the broker within a bundle. */
class LauncherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** The test's own class path, with the broker and all that is netty's moved into a bundle. */
  private String classPath() throws IOException {
    String whole =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> outside = new ArrayList<>();
    List<Path> nested = new ArrayList<>();
    for (String entry : whole.split(File.pathSeparator)) {
      String name = Path.of(entry).getFileName().toString();
      if (name.matches("(moquette|netty|h2-mvstore|metrics-core|commons-codec).*\\.jar")) {
        nested.add(Path.of(entry));
      } else {
        outside.add(entry);
      }
    }
    assertTrue(nested.size() > 5, whole);
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue(
        "Bundle-ClassPath",
        ".," + String.join(",", nested.stream().map(jar -> jar.getFileName().toString()).toList()));
    Path bundle = folder.resolve("bundle.jar");
    try (OutputStream file = Files.newOutputStream(bundle);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Path one : nested) {
        jar.putNextEntry(new ZipEntry(one.getFileName().toString()));
        Files.copy(one, jar);
      }
    }
    outside.add(bundle.toString());
    return String.join(File.pathSeparator, outside);
  }

  private Process start(String... more) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Djava.io.tmpdir=" + temporary, "-cp", classPath(), Launcher.class.getName()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("screen.txt").toFile())
        .start();
  }

  private static int end(Process process) throws InterruptedException {
    try {
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String screen() throws IOException {
    return Files.readString(folder.resolve("screen.txt"));
  }

  private void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.filter(path -> path.toString().contains("firedamp")).toList());
    }
  }

  @Test
  void aSignalStillWritesTheReportAndTheVerdictIsTheExitCode() throws Exception {
    Files.writeString(
        folder.resolve("my.conf"),
        "port = "
            + Ports.free()
            + "\nclient.id = GATEWAYTEST001\nusername = mine\npassword = 瓦斯\ntopic = /MINE\n");
    Process process = start("--config", "my.conf");
    try {
      Eventually.eventually(
          "the broker in the bundle is found and opened",
          PATIENCE,
          () -> screen().contains("connected to the broker") || screen().contains("已连接代理"));
      process.destroy(); // SIGTERM; Ctrl-C takes the same way
    } finally {
      assertEquals(StandAlone.NOT_PASSED, end(process));
    }
    assertTrue(Files.size(folder.resolve("rehearsal-report.html")) > 0);
    assertTrue(Files.size(folder.resolve("rehearsal-report.txt")) > 0);
    nothingIsLeftBehind();
  }

  @Test
  void wrongUseIsAnExitCodeOfItsOwn() throws Exception {
    assertEquals(StandAlone.WRONG_USE, end(start("--config", "nowhere.conf")));
    assertTrue(screen().contains("cannot read nowhere.conf"), this::quietly);
    nothingIsLeftBehind();
  }

  private String quietly() {
    try {
      return screen();
    } catch (IOException gone) {
      return gone.toString();
    }
  }
}
