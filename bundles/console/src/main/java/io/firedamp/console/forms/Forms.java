package io.firedamp.console.forms;

import io.firedamp.settings.ConfigFile;
import io.firedamp.text.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * All that can be configured by a form, and the files in {@code etc/} that say how it is. Any
 * thread; blocks for the disk.
 *
 * <p>A form is saved into its file and nowhere else: whoever watches the folder takes it over, as
 * if it had been edited by hand, within about a second. So there is one way for a configuration to
 * change, a restart forgets none, and the file keeps its comments, its order and its Chinese.
 */
@Component(service = Forms.class)
public final class Forms {
  private static final String OURS = "io.firedamp.";
  private static final String FILE = "felix.fileinstall.filename";
  private static final String SUFFIX = ".cfg";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final int MOST_NAMES = 100;

  private final BundleContext framework;
  private final MetaTypeService metatypes;
  private final ConfigurationAdmin configurations;
  private final Path etc;

  /** By who chose it and the form; the eldest gives way. */
  private final Map<List<String>, String> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, String> eldest) {
          return size() > MOST_NAMES;
        }
      };

  /** Called by the framework. */
  @Activate
  public Forms(
      BundleContext framework,
      @Reference MetaTypeService metatypes,
      @Reference ConfigurationAdmin configurations) {
    this.framework = framework;
    this.metatypes = metatypes;
    this.configurations = configurations;
    etc = Path.of(framework.getProperty("karaf.etc")).toAbsolutePath().normalize();
  }

  /** Every form of the gateway, in the order of their bundles. */
  public List<Form> forms() {
    return Arrays.stream(framework.getBundles())
        .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith(OURS))
        .flatMap(this::forms)
        .toList();
  }

  private Stream<Form> forms(Bundle bundle) {
    MetaTypeInformation types = metatypes.getMetaTypeInformation(bundle);
    if (types == null) {
      return Stream.empty(); // a fragment
    }
    return Stream.concat(
        Arrays.stream(types.getPids()).map(pid -> form(types, pid, false)),
        Arrays.stream(types.getFactoryPids()).map(pid -> form(types, pid, true)));
  }

  private static Form form(MetaTypeInformation types, String pid, boolean factory) {
    ObjectClassDefinition en = types.getObjectClassDefinition(pid, "en");
    ObjectClassDefinition zh = types.getObjectClassDefinition(pid, "zh");
    return new Form(
        pid,
        factory,
        new Text(en.getName(), zh.getName()),
        new Text(text(en.getDescription()), text(zh.getDescription())),
        fields(en));
  }

  private static List<Field> fields(ObjectClassDefinition type) {
    Set<String> required =
        attributes(type, ObjectClassDefinition.REQUIRED)
            .map(AttributeDefinition::getID)
            .collect(Collectors.toSet());
    return attributes(type, ObjectClassDefinition.ALL)
        .map(attribute -> field(attribute, required.contains(attribute.getID())))
        .toList();
  }

  /** The metatype service has null for none. */
  private static Stream<AttributeDefinition> attributes(ObjectClassDefinition type, int which) {
    return Stream.ofNullable(type.getAttributeDefinitions(which)).flatMap(Arrays::stream);
  }

  private static Field field(AttributeDefinition attribute, boolean required) {
    String[] presets = attribute.getDefaultValue();
    return new Field(
        attribute.getID(),
        presets == null || presets.length == 0 ? "" : presets[0],
        Stream.ofNullable(attribute.getOptionValues()).flatMap(Arrays::stream).toList(),
        required,
        attribute.getType() == AttributeDefinition.PASSWORD);
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /** Every configuration that comes from a file and that one of the forms is for. */
  public List<Instance> instances() throws IOException {
    return configurations().stream()
        .filter(configuration -> configuration.getPid().startsWith(OURS))
        .flatMap(
            configuration ->
                file(configuration)
                    .map(
                        file ->
                            new Instance(
                                configuration.getPid(),
                                owner(configuration),
                                file.getFileName().toString()))
                    .stream())
        .toList();
  }

  /** Whether that is a form's PID, or that of a configuration which has a form. */
  public boolean know(String pid) throws IOException {
    String owner = configuration(pid).map(Forms::owner).orElse(pid);
    return form(owner).isPresent();
  }

  /**
   * Notes under which name somebody will make a new configuration.
   *
   * @param who whoever will save it
   * @param pid of a factory
   * @return why it cannot have that name; empty if it can
   */
  public Optional<Text> name(String who, String pid, String name) {
    if (!name.matches(NAME)) {
      return Optional.of(
          new Text(
              "a name has letters (a-z), digits, . _ - and no more, at most 64 of them",
              "名称只能包含字母、数字和 . _ -，最多 64 个字符，且以字母或数字开头"));
    }
    if (form(pid).filter(Form::factory).isEmpty()) {
      return Optional.of(new Text("there is no such form", "没有此表单"));
    }
    if (Files.exists(file(pid, name))) {
      return Optional.of(new Text("there is one of that name already", "此名称已存在"));
    }
    synchronized (names) {
      names.put(List.of(who, pid), name);
    }
    return Optional.empty();
  }

  /**
   * Writes a form that was filled in into its file.
   *
   * @param who has saved it
   * @param pid of the configuration; of one that there is not yet anything at all
   * @param factory the PID of its factory, as far as the browser knows
   * @param given the values of the form
   * @param ticked keys that shall be in the file
   * @throws IllegalArgumentException if it cannot be saved, with the reason
   */
  public void save(
      String who, String pid, String factory, Map<String, String> given, Set<String> ticked)
      throws IOException {
    Optional<Configuration> there = configuration(pid);
    String owner = there.map(Forms::owner).orElse(factory.isEmpty() ? pid : factory);
    Form form =
        form(owner).orElseThrow(() -> new IllegalArgumentException("no form of ours: " + owner));
    Optional<Path> known = there.flatMap(this::file);
    Path path = known.isPresent() ? known.get() : fresh(form, who);
    ConfigFile file = ConfigFile.read(path);
    if (known.isEmpty() && form.factory() && file.exists()) {
      throw new IllegalArgumentException("there is already " + path.getFileName());
    }
    Change change = Change.of(form, there.map(Forms::values).orElse(Map.of()), given, ticked);
    change
        .written()
        .forEach(
            (key, value) -> {
              if (!ConfigFile.writable(value)) {
                throw new IllegalArgumentException(key + " has to be on one line, without \\$[");
              }
            });
    if (file.exists() && change.isEmpty()) {
      return;
    }
    String heading = file.exists() ? "" : "# " + form.name().both() + "\n";
    file.write(heading + file.with(change.written(), change.removed()));
  }

  /**
   * Deletes a configuration with its file.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  public void remove(String pid) throws IOException {
    Path file =
        configuration(pid)
            .filter(configuration -> form(owner(configuration)).isPresent())
            .flatMap(this::file)
            .orElseThrow(() -> new IllegalArgumentException("no configuration of ours: " + pid));
    Files.delete(file);
  }

  private Path fresh(Form form, String who) {
    if (!form.factory()) {
      return etc.resolve(form.pid() + SUFFIX);
    }
    synchronized (names) {
      String name = names.remove(List.of(who, form.pid()));
      if (name == null) {
        throw new IllegalArgumentException("it has no name; make it on the page /configuration");
      }
      return file(form.pid(), name);
    }
  }

  private Path file(String pid, String name) {
    return etc.resolve(pid + "-" + name + SUFFIX);
  }

  private Optional<Form> form(String pid) {
    return forms().stream().filter(form -> form.pid().equals(pid)).findFirst();
  }

  private Optional<Configuration> configuration(String pid) throws IOException {
    return configurations().stream().filter(each -> each.getPid().equals(pid)).findFirst();
  }

  private List<Configuration> configurations() throws IOException {
    try {
      Configuration[] all = configurations.listConfigurations(null);
      return all == null ? List.of() : List.of(all);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String owner(Configuration configuration) {
    return Objects.requireNonNullElse(configuration.getFactoryPid(), configuration.getPid());
  }

  /** The plain file in {@code etc/} that it comes from, if it comes from one. */
  private Optional<Path> file(Configuration configuration) {
    return Optional.ofNullable(configuration.getProperties().get(FILE))
        .map(url -> Path.of(URI.create(url.toString())).normalize())
        .filter(path -> etc.equals(path.getParent()) && path.toString().endsWith(SUFFIX));
  }

  private static Map<String, String> values(Configuration configuration) {
    Dictionary<String, Object> properties = configuration.getProperties();
    Map<String, String> values = new HashMap<>();
    for (String key : Collections.list(properties.keys())) {
      values.put(key, String.valueOf(properties.get(key)));
    }
    return values;
  }
}
