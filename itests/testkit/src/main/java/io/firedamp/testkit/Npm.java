package io.firedamp.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Servers that are not the library of the driver that is tested: packages of npm, installed below
 * {@code target/npm} of the module when a test first wants them.
 */
public final class Npm {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What native packages are compiled with, as Debian and Node.js install it. */
  private static final Path HEADERS = Path.of("/usr/include/node/node.h");

  private Npm() {}

  /**
   * The folder to run {@code node} in, so that it finds the package. Ends the test, and lists it as
   * not run, where there is no npm or the package cannot be installed.
   *
   * @param name of the package
   * @param version one, not a range
   * @param needs files without which it cannot be built, as the compiler; without any, nothing is
   *     built, and no script of a package is run
   */
  public static Path with(String name, String version, Path... needs)
      throws IOException, InterruptedException {
    Path folder =
        Files.createDirectories(Path.of(System.getProperty("basedir"), "target", "npm", name));
    String what = name + " " + version + " of npm";
    for (Path need : needs) {
      Rights.need(Files.exists(need), "Tests against " + what + ": " + need + " is missing");
    }
    Path mark = folder.resolve(version);
    if (!Files.exists(mark)) {
      Path log = folder.resolve("npm.log");
      Rights.need(
          install(folder, name + "@" + version, needs.length > 0, log),
          "Tests against " + what + ": " + log);
      Files.createFile(mark);
    }
    return folder;
  }

  private static boolean install(Path folder, String what, boolean built, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--no-save",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--ignore-scripts=" + !built,
                what)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    npm.environment().put("npm_config_build_from_source", "true");
    if (Files.exists(HEADERS)) {
      npm.environment().put("npm_config_nodedir", "/usr");
    }
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
    Process running;
    try {
      running = npm.start();
    } catch (IOException none) {
      Files.writeString(log, none.getMessage());
      return false;
    }
    try {
      return running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && running.exitValue() == 0;
    } finally {
      running.destroyForcibly();
    }
  }
}
