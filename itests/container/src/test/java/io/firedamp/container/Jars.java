package io.firedamp.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
    write(target, manifest(symbolicName, activator, imports), jar -> add(jar, activator));
  }

  /** An archive (.kar) of a feature of such a bundle. */
  static void archive(Path target, String symbolicName, Class<?> activator, String imports)
      throws IOException {
    Path bundle = Files.createTempFile("bundle", ".jar");
    pack(bundle, symbolicName, activator, imports);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Karaf-Feature-Start", "true");
    String features =
        """
        <features xmlns="http://karaf.apache.org/xmlns/features/v1.6.0" name="%1$s">
          <feature name="%1$s" version="1.0.0"><bundle>mvn:%1$s/bundle/1.0.0</bundle></feature>
        </features>
        """
            .formatted(symbolicName);
    String folder = "repository/" + symbolicName.replace('.', '/');
    write(
        target,
        manifest,
        jar -> {
          add(jar, folder + "/bundle/1.0.0/bundle-1.0.0.jar", Files.readAllBytes(bundle));
          add(
              jar,
              folder + "/features/1.0.0/features-1.0.0-features.xml",
              features.getBytes(StandardCharsets.UTF_8));
        });
    Files.delete(bundle);
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
  }

  private static Manifest manifest(String symbolicName, Class<?> activator, String imports) {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", symbolicName);
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue("Import-Package", imports);
    headers.putValue("Bundle-Activator", activator.getName());
    return manifest;
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
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      add(jar, name, in.readAllBytes());
    }
  }
}
