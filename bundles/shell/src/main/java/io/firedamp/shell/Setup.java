package io.firedamp.shell;

import io.firedamp.settings.ConfigFile;
import io.firedamp.setup.FirstSteps;
import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.setup.Step.Name;
import io.firedamp.shell.SetupForms.Driver;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks how far a gateway is on its way to the first packet, and writes its first files. */
@Component(service = {Setup.class, FirstSteps.class})
public final class Setup implements FirstSteps {
  private static final String SITE = "io.firedamp.site.cfg";
  private static final String UPLINK = "io.firedamp.uplink.ccer-";
  private static final String POINTS = "points.csv";
  private static final String CFG = ".cfg";

  /** Names the instance in a file's name, and the source in the point table. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,253}");
  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
  private static final int LAST_PORT = 65_535;

  private final Desk desk;
  private final Path etc;

  /** Called by the framework. */
  @Activate
  public Setup(@Reference Desk desk, BundleContext context) {
    this(desk, Path.of(Optional.ofNullable(context.getProperty("karaf.etc")).orElse("etc")));
  }

  Setup(Desk desk, Path etc) {
    this.desk = desk;
    this.etc = etc;
  }

  // ---- how far it is

  @Override
  public List<Step> steps() {
    SetupView view = new SetupView(desk.healths(), desk.troubles(), desk.points());
    try {
      return List.of(
          view.project(SITE, site()),
          view.access(files(UPLINK), uplink()),
          view.source(files(Driver.FILES)),
          view.table(Files.exists(etc.resolve(POINTS))),
          view.read(),
          view.packet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The configurations whose names begin so, in alphabetical order. */
  private List<String> files(String begin) {
    try (Stream<Path> found = Files.list(etc)) {
      return found
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(begin) && name.endsWith(CFG))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private SetupFile site() throws IOException {
    return SetupFile.of(etc, SITE, SITE);
  }

  /** The first uplink there is, else the one that is to be. */
  private SetupFile uplink() throws IOException {
    String usual = UPLINK + "national" + CFG;
    return SetupFile.of(etc, files(UPLINK).stream().findFirst().orElse(usual), usual);
  }

  // ---- what is written

  @Override
  public synchronized List<Text> write(Name step, Map<String, String> answers) throws IOException {
    List<Field> fields =
        steps().stream()
            .filter(known -> known.name() == step)
            .flatMap(known -> known.fields().stream())
            .toList();
    List<Text> complaints = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    if (fields.isEmpty()) {
      complaints.add(new Text("this step asks for nothing", "此步骤无需填写"));
    }
    for (String key : answers.keySet()) {
      if (fields.stream().noneMatch(field -> field.key().equals(key))) {
        complaints.add(new Text(key + ": is not asked for", key + ": 无此项"));
      }
    }
    for (Field field : fields) {
      String answer = answers.getOrDefault(field.key(), "").strip();
      String value = answer.isEmpty() ? field.value() : answer;
      complaint(field, value).ifPresent(complaints::add);
      if (!value.isEmpty()) {
        settings.put(field.key(), value);
      }
    }
    if (complaints.isEmpty() && step == Name.SOURCE) {
      complaints.addAll(misplaced(settings));
    }
    if (complaints.isEmpty()) {
      switch (step) {
        case PROJECT -> site().write(settings);
        case ACCESS -> uplink().write(settings);
        default -> writeSource(settings);
      }
    }
    return complaints;
  }

  private static Optional<Text> complaint(Field field, String value) {
    String key = field.key() + ": ";
    if (value.isEmpty()) {
      return field.required()
          ? Optional.of(new Text(key + "is missing", key + "缺少此项"))
          : Optional.empty();
    }
    if (!field.choices().isEmpty() && !field.choices().contains(value)) {
      String list = String.join(", ", field.choices());
      return Optional.of(new Text(key + "one of " + list, key + "可选 " + list));
    }
    return ConfigFile.writable(value)
        ? Optional.empty()
        : Optional.of(
            new Text(
                key + "cannot be written into a .cfg file; use file:PATH",
                key + "无法写入 .cfg 文件，请使用 file:路径"));
  }

  private static List<Text> misplaced(Map<String, String> source) {
    List<Text> complaints = new ArrayList<>();
    if (!NAME.matcher(source.get("name")).matches()) {
      complaints.add(
          new Text(
              "name: letters, digits, dot, hyphen and underscore", "name: 只能含字母、数字、点、连字符和下划线"));
    }
    if (!HOST.matcher(source.get("host")).matches()) {
      complaints.add(
          new Text("host: an address or a name, as 192.168.1.10", "host: 地址或主机名，如 192.168.1.10"));
    }
    String port = source.getOrDefault("port", "1");
    if (!PORT.matcher(port).matches() || Integer.parseInt(port) > LAST_PORT) {
      complaints.add(new Text("port: a whole number from 1 to 65535", "port: 1 到 65535 之间的整数"));
    }
    return complaints;
  }

  private void writeSource(Map<String, String> source) throws IOException {
    Driver driver = Driver.of(source.get("driver"));
    String host = source.get("host");
    String port = source.getOrDefault("port", driver.port());
    Map<String, String> settings =
        driver == Driver.OPCUA
            ? Map.of("endpoint", "opc.tcp://" + host + ":" + port)
            : Map.of("host", host, "port", port);
    SetupFile.of(etc, driver.file(source.get("name")), driver.example()).write(settings);
  }
}
