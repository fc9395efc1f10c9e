package io.firedamp.simulator.alone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts {@link StandAlone} from the bundle. The broker's libraries are jars within it, where only
 * an OSGi framework finds them; they are laid out in a temporary folder first.
 */
public final class Launcher {
  private static final String NESTED = "Bundle-ClassPath";

  private Launcher() {}

  /**
   * Hands over to {@link StandAlone#rehearse}, with all of the class path and what is within it.
   */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    List<URL> urls = new ArrayList<>();
    Path folder = Files.createTempDirectory("firedamp-platform");
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
      if (entry.endsWith(".jar")) {
        unpack(entry, folder, urls);
      }
    }
    // not closed: it serves as long as the process lives
    ClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass("io.firedamp.simulator.alone.StandAlone")
          .getMethod("rehearse", String[].class, Runnable.class)
          .invoke(null, arguments, (Runnable) () -> delete(folder));
    } catch (InvocationTargetException failed) {
      delete(folder);
      failed.getCause().printStackTrace();
      System.exit(StandAlone.WRONG_USE);
    }
  }

  /** Everything is open by now, or not needed any more. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException left) {
      System.err.println("left behind: " + folder);
    }
  }

  private static void unpack(String bundle, Path folder, List<URL> urls) throws IOException {
    try (JarFile jar = new JarFile(bundle)) {
      String nested =
          jar.getManifest() == null ? null : jar.getManifest().getMainAttributes().getValue(NESTED);
      if (nested == null) {
        return;
      }
      for (String name : nested.split(",")) {
        ZipEntry entry = jar.getEntry(name.strip());
        if (entry != null && name.strip().endsWith(".jar")) {
          Path file = folder.resolve(Path.of(name.strip()).getFileName());
          try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file);
          }
          urls.add(file.toUri().toURL());
        }
      }
    }
  }
}
