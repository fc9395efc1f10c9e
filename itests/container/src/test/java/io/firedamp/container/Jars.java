package io.firedamp.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes bundles while a test runs. A jar is never seen half written. */
final class Jars {
  private Jars() {}

  /** A bundle of that one class, which is its activator. */
  static void pack(Path target, String symbolicName, Class<?> activator, String imports)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", symbolicName);
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue("Import-Package", imports);
    headers.putValue("Bundle-Activator", activator.getName());
    write(target, manifest, jar -> add(jar, activator));
  }

  /** The bundle with these headers changed, and that class in it too. */
  static void repack(Path bundle, Path target, Map<String, String> changed, Class<?>... more)
      throws IOException {
    try (JarFile former = new JarFile(bundle.toFile())) {
      Manifest manifest = new Manifest(former.getManifest());
      changed.forEach(manifest.getMainAttributes()::putValue);
      write(
          target,
          manifest,
          jar -> {
            for (JarEntry entry : former.stream().toList()) {
              if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                jar.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream in = former.getInputStream(entry)) {
                  in.transferTo(jar);
                }
              }
            }
            for (Class<?> type : more) {
              add(jar, type);
            }
          });
    }
  }

  private interface Content {
    void writeTo(JarOutputStream jar) throws IOException;
  }

  private static void write(Path target, Manifest manifest, Content content) throws IOException {
    Path next = target.resolveSibling("../" + target.getFileName() + ".next").normalize();
    try (OutputStream out = Files.newOutputStream(next);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      content.writeTo(jar);
    }
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      in.transferTo(jar);
    }
  }
}
