package io.firedamp.shell.deploy;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.text.Text;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from {@code deploy/} what must not be installed, before Karaf does: a jar that is no
 * bundle, and one of the name and version of a bundle that is there already. Karaf would pass over
 * the first in silence, replace that bundle by the second, and take it away with the file.
 *
 * <p>Asked by the threads that watch folders. A file is looked at again when it changes. Depends on
 * no other part: while it is away, everything is installed.
 */
@Component(
    service = {ArtifactInstaller.class, Vital.class},
    property = Constants.SERVICE_RANKING + ":Integer=1000")
public final class DeployGuard implements ArtifactInstaller, Vital {
  private static final Logger LOG = LoggerFactory.getLogger(DeployGuard.class);
  private static final Text REMEDY =
      new Text(
          "Remove the file, or replace it by a bundle with another version.",
          "请删除该文件，或换成版本号不同的 bundle。");

  private static final long TOUCH_MS = 1000;

  private final BundleContext framework;
  private final Map<File, Text> refused = new TreeMap<>();

  /** Called by the component runtime. */
  @Activate
  public DeployGuard(BundleContext framework) {
    this.framework = framework;
  }

  /** Whether it is to be refused. Reads the file's manifest. */
  @Override
  public boolean canHandle(File file) {
    return refusal(file).isPresent();
  }

  private Optional<Text> refusal(File file) {
    if (!file.getName().endsWith(".jar") || !file.isFile()) {
      return Optional.empty();
    }
    Optional<Attributes> headers = headers(file);
    Optional<String> name =
        headers.map(each -> each.getValue(Constants.BUNDLE_SYMBOLICNAME)).map(DeployGuard::clause);
    if (name.isEmpty()) {
      return Optional.of(
          new Text(
              file + " is not a whole bundle (a jar with Bundle-SymbolicName); it is not installed",
              file + " 不是完整的 bundle（含 Bundle-SymbolicName 的 jar），未安装"));
    }
    String version =
        Optional.ofNullable(headers.get().getValue(Constants.BUNDLE_VERSION))
            .map(String::strip)
            .orElse("0");
    return twin(name.get(), version)
        .filter(bundle -> !bundle.getLocation().equals(file.toURI().toString()))
        .map(
            bundle ->
                new Text(
                    file + " is " + id(bundle) + ", which is there already; it is not installed",
                    file + " 即已存在的 " + id(bundle) + "，未安装"));
  }

  private static Optional<Attributes> headers(File file) {
    try (JarFile jar = new JarFile(file)) {
      return Optional.ofNullable(jar.getManifest()).map(Manifest::getMainAttributes);
    } catch (IOException torn) {
      return Optional.empty();
    }
  }

  /** Without directives. */
  private static String clause(String header) {
    return header.split(";", 2)[0].strip();
  }

  private Optional<Bundle> twin(String name, String version) {
    return Arrays.stream(framework.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()) && is(bundle, version))
        .findFirst();
  }

  private static boolean is(Bundle bundle, String version) {
    try {
      return bundle.getVersion().equals(new Version(version));
    } catch (IllegalArgumentException wrong) {
      return false; // the framework will say so
    }
  }

  private static String id(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** Refuses it. */
  @Override
  public void install(File file) {
    refusal(file).ifPresent(why -> refuse(file, why));
  }

  private synchronized void refuse(File file, Text why) {
    refused.put(file, why);
    LOG.warn("{}", why.both());
  }

  /** Refuses it again: it was changed. */
  @Override
  public void update(File file) {
    install(file);
  }

  /**
   * The file is gone, or has become one that is not refused: that is touched, or else Karaf would
   * wait for its next change.
   */
  @Override
  public synchronized void uninstall(File file) {
    refused.remove(file);
    if (file.exists() && !file.setLastModified(file.lastModified() + TOUCH_MS)) {
      LOG.warn("copy {} again to have it installed | 请重新复制 {} 以便安装", file, file.getName());
    }
  }

  /** A subject {@code deploy FILE} for each file that is refused. */
  @Override
  public synchronized List<Health> health() {
    return refused.entrySet().stream()
        .map(
            each ->
                new Health(
                    "deploy " + each.getKey().getName(),
                    Level.NOTICE,
                    Instant.ofEpochMilli(each.getKey().lastModified()),
                    "deploy.refused",
                    each.getValue(),
                    REMEDY,
                    List.of()))
        .toList();
  }
}
