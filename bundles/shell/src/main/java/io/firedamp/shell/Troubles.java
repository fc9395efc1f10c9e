package io.firedamp.shell;

import io.firedamp.health.Level;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Requirement;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Finds what cannot speak for itself: components that refused their configuration or wait for a
 * service, configurations that nobody reads, bundles that do not run. Any thread; reads the folder
 * {@code etc}, calls nothing of ours.
 */
final class Troubles {
  private static final String OURS = "io.firedamp.";
  private static final String FILE = "felix.fileinstall.filename";
  private static final List<String> SUFFIXES = List.of(".cfg", ".config", ".cfg.json");
  private static final Text SEE_LOG =
      new Text(
          "the log (data/log/firedamp.log) has the details; please report it",
          "详情见日志 data/log/firedamp.log；请反馈此问题");

  /** The contracts of core in words. */
  private static final Map<String, Text> SERVICES =
      Map.of(
          "io.firedamp.clock.SiteClock", new Text("the site's clock", "站点时钟"),
          "io.firedamp.store.FrameStore", new Text("the store of the site's data", "数据存储"),
          "io.firedamp.point.PointTable", new Text("the point table", "点位表"),
          "io.firedamp.explore.Instruments", new Text("the instruments", "仪表读数"),
          "io.firedamp.source.PointSource", new Text("a source of points", "数据源"));

  private final ServiceComponentRuntime components;
  private final ConfigurationAdmin configurations;
  private final BundleContext bundles;
  private final Optional<Path> etc;

  /**
   * @param etc the folder of the configuration files; empty where there is none
   */
  Troubles(
      ServiceComponentRuntime components,
      ConfigurationAdmin configurations,
      BundleContext bundles,
      Optional<Path> etc) {
    this.components = components;
    this.configurations = configurations;
    this.bundles = bundles;
    this.etc = etc;
  }

  /** All there are now, each once. */
  List<Trouble> now() {
    List<Bundle> ours = Arrays.stream(bundles.getBundles()).filter(Troubles::isOurs).toList();
    Collection<ComponentDescriptionDTO> descriptions =
        ours.isEmpty()
            ? List.of()
            : components.getComponentDescriptionDTOs(ours.toArray(Bundle[]::new));
    Set<Trouble> troubles = new LinkedHashSet<>();
    for (ComponentDescriptionDTO description : descriptions) {
      addComponent(description, troubles);
    }
    addConfigurations(descriptions, troubles);
    ours.forEach(bundle -> addBundle(bundle, troubles));
    return List.copyOf(troubles);
  }

  /** Ours, or put into {@code deploy/} by somebody else. */
  private static boolean isOurs(Bundle bundle) {
    return String.valueOf(bundle.getSymbolicName()).startsWith(OURS)
        || String.valueOf(bundle.getLocation()).startsWith("file:");
  }

  private void addComponent(ComponentDescriptionDTO description, Set<Trouble> troubles) {
    Collection<ComponentConfigurationDTO> states =
        components.getComponentConfigurationDTOs(description);
    for (ComponentConfigurationDTO state : states) {
      if (state.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
        troubles.add(failed(description, state));
      } else if (state.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
        troubles.add(waiting(description, state));
      }
    }
    boolean missing =
        "require".equals(description.configurationPolicy)
            && states.stream()
                .allMatch(s -> s.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);
    if (missing && isDesignated(description, "pid")) {
      String file = description.configurationPid[0] + ".cfg";
      troubles.add(
          Trouble.of(
              "config.missing",
              Level.MAJOR,
              file,
              new Text(
                  "the file is missing; " + part(description) + " does not run without it",
                  "缺少此文件，" + part(description) + " 无法运行"),
              new Text("put it into the folder etc", "请将其放入 etc 目录")));
    }
  }

  private static Trouble failed(
      ComponentDescriptionDTO description, ComponentConfigurationDTO state) {
    Failure failure = Failure.of(String.valueOf(state.failure));
    if (!failure.settings()) {
      return Trouble.of(
          "component.failed",
          Level.MAJOR,
          subject(description, state),
          new Text(
              part(description) + " could not start: " + String.join(" / ", failure.lines()),
              part(description) + " 启动失败: " + String.join(" / ", failure.lines())),
          SEE_LOG);
    }
    return new Trouble(
        "config.wrong",
        Level.MAJOR,
        subject(description, state),
        new Text(
            "the configuration is refused; this instance of " + part(description) + " is down",
            "配置有误，" + part(description) + " 的此实例未运行"),
        new Text(
            "correct the file; it takes effect at once, without a restart", "请修改该文件，保存后立即生效，无需重启"),
        failure.lines().stream().map(Complaint::of).toList());
  }

  private static Trouble waiting(
      ComponentDescriptionDTO description, ComponentConfigurationDTO state) {
    List<Text> missing = new ArrayList<>();
    for (UnsatisfiedReferenceDTO unsatisfied : state.unsatisfiedReferences) {
      String type =
          Arrays.stream(description.references)
              .filter(reference -> reference.name.equals(unsatisfied.name))
              .map((ReferenceDTO reference) -> reference.interfaceName)
              .findFirst()
              .orElse(unsatisfied.name);
      String which = unsatisfied.target == null ? type : type + " " + unsatisfied.target;
      Text words = SERVICES.get(type);
      missing.add(
          words == null
              ? Text.same(which)
              : new Text(words.en() + " (" + which + ")", words.zh() + " (" + which + ")"));
    }
    return Trouble.of(
        "component.waiting",
        Level.MAJOR,
        subject(description, state),
        new Text(
            part(description) + " waits for " + joined(missing, true),
            part(description) + " 正在等待 " + joined(missing, false)),
        new Text(
            "look for the part that should provide it: another line here, or a bundle that is not"
                + " installed",
            "请检查提供该服务的部分：见其他各行，或其组件包未安装"));
  }

  private static String joined(List<Text> texts, boolean english) {
    return texts.stream().map(t -> english ? t.en() : t.zh()).collect(Collectors.joining(", "));
  }

  private void addConfigurations(
      Collection<ComponentDescriptionDTO> descriptions, Set<Trouble> troubles) {
    List<ComponentDescriptionDTO> readers =
        descriptions.stream().filter(d -> !"ignore".equals(d.configurationPolicy)).toList();
    Set<String> claimed =
        readers.stream()
            .flatMap(reader -> Arrays.stream(reader.configurationPid))
            .collect(Collectors.toSet());
    Set<String> read = new TreeSet<>();
    for (Configuration configuration : configurations()) {
      String factory = configuration.getFactoryPid();
      String pid = factory == null ? configuration.getPid() : factory;
      String subject = file(configuration).orElse(configuration.getPid());
      read.add(subject);
      if (!claimed.contains(pid)) {
        String list = known(readers);
        troubles.add(
            Trouble.of(
                "config.unknown",
                Level.MAJOR,
                subject,
                new Text("unknown file; known are " + list, "未知文件；已知文件: " + list),
                new Text(
                    "rename or remove it; if the name is right, its bundle is not installed or not"
                        + " active",
                    "请改名或删除；若文件名无误，则对应的组件包未安装或未运行")));
      }
    }
    for (String file : files()) {
      if (!read.contains(file)) {
        troubles.add(
            Trouble.of(
                "config.unread",
                Level.MAJOR,
                file,
                new Text(
                    "the file is there, but could not be read as key = value lines",
                    "文件存在，但无法按“键 = 值”格式读取"),
                SEE_LOG));
      }
    }
  }

  private String known(List<ComponentDescriptionDTO> readers) {
    Set<String> files = new TreeSet<>();
    for (ComponentDescriptionDTO reader : readers) {
      for (String pid : reader.configurationPid) {
        if (!pid.equals(reader.name)) { // the name stands for: none of its own
          files.add(pid + (isDesignated(reader, "factoryPid") ? "-NAME.cfg" : ".cfg"));
        }
      }
    }
    return files.isEmpty() ? Wording.NOTHING : String.join(", ", files);
  }

  private List<Configuration> configurations() {
    try {
      Configuration[] found = configurations.listConfigurations("(service.pid=" + OURS + "*)");
      return found == null ? List.of() : List.of(found);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<String> file(Configuration configuration) {
    return configuration.getProperties() == null
        ? Optional.empty()
        : fileName(configuration.getProperties().get(FILE));
  }

  private static Optional<String> fileName(Object url) {
    return url instanceof String name && !name.isEmpty()
        ? Optional.of(Settings.fileName(name))
        : Optional.empty();
  }

  private Set<String> files() {
    Set<String> files = new TreeSet<>();
    if (etc.isPresent() && Files.isDirectory(etc.get())) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(etc.get(), OURS + "*")) {
        for (Path file : found) {
          String name = file.getFileName().toString();
          if (SUFFIXES.stream().anyMatch(name::endsWith)) {
            files.add(name);
          }
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return files;
  }

  private void addBundle(Bundle bundle, Set<Trouble> troubles) {
    boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    if (bundle.getState() == Bundle.ACTIVE || fragment) {
      return;
    }
    Text state =
        switch (bundle.getState()) {
          case Bundle.INSTALLED -> {
            String missing = missing(bundle);
            yield new Text("lacks something it needs" + missing, "缺少所需的依赖" + missing);
          }
          case Bundle.RESOLVED -> new Text("is stopped", "已停止");
          case Bundle.STARTING -> new Text("is starting", "正在启动");
          case Bundle.STOPPING -> new Text("is stopping", "正在停止");
          default -> new Text("is gone", "已卸载");
        };
    long id = bundle.getBundleId();
    troubles.add(
        Trouble.of(
            "bundle.inactive",
            Level.MAJOR,
            bundle.getSymbolicName(),
            new Text(
                "the bundle " + state.en() + ", version " + bundle.getVersion(),
                "组件包" + state.zh() + "，版本 " + bundle.getVersion()),
            new Text(
                "bundle:diag " + id + " says why, bundle:start " + id + " starts it",
                "bundle:diag " + id + " 查看原因，bundle:start " + id + " 启动")));
  }

  /** What nobody in the framework offers, as the framework writes it; empty if it is not known. */
  private String missing(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) { // it has just gone
      return "";
    }
    FrameworkWiring wiring =
        bundles.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    return revision.getDeclaredRequirements(null).stream()
        .map(Requirement.class::cast)
        .filter(need -> !"optional".equals(need.getDirectives().get("resolution")))
        .filter(need -> wiring.findProviders(need).isEmpty())
        .map(need -> need.getDirectives().getOrDefault("filter", need.getNamespace()))
        .collect(Collectors.collectingAndThen(Collectors.joining(", "), Troubles::named));
  }

  private static String named(String list) {
    return list.isEmpty() ? "" : ": " + list;
  }

  /**
   * Whether the form in the Web Console is for that kind of configuration.
   *
   * @param kind {@code pid} for one file, {@code factoryPid} for a file per instance
   */
  private boolean isDesignated(ComponentDescriptionDTO description, String kind) {
    Bundle bundle = bundles.getBundle(description.bundle.id);
    var forms = bundle == null ? null : bundle.findEntries("OSGI-INF/metatype", "*.xml", false);
    String mark = " " + kind + "=\"" + description.configurationPid[0] + "\"";
    for (URL form : forms == null ? List.<URL>of() : Collections.list(forms)) {
      try (var stream = form.openStream()) {
        if (new String(stream.readAllBytes(), StandardCharsets.UTF_8).contains(mark)) {
          return true;
        }
      } catch (IOException gone) {
        return false; // the bundle is being replaced
      }
    }
    return false;
  }

  private static String subject(
      ComponentDescriptionDTO description, ComponentConfigurationDTO state) {
    Object pid = state.properties.get(Constants.SERVICE_PID);
    return fileName(state.properties.get(FILE))
        .orElse(pid instanceof String name ? name : description.name);
  }

  private static String part(ComponentDescriptionDTO description) {
    return description.bundle.symbolicName;
  }
}
