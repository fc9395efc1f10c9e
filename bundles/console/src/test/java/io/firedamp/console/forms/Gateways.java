package io.firedamp.console.forms;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** A framework with one form: that of a device with host, port and password. */
public final class Gateways {
  static final String PID = "io.firedamp.device";

  private Gateways() {}

  /**
   * @param instances the configurations by their names
   */
  public static Forms with(Path etc, Map<String, Map<String, String>> instances) {
    return with(etc, instances, etc);
  }

  /**
   * @param folder where the files of the configurations are
   */
  static Forms with(Path folder, Map<String, Map<String, String>> instances, Path etc) {
    Bundle bundle = fake(Bundle.class, Map.of("getSymbolicName", a -> PID));
    Configuration[] all =
        instances.entrySet().stream()
            .map(one -> configuration(folder, one.getKey(), one.getValue()))
            .toArray(Configuration[]::new);
    return new Forms(
        fake(
            BundleContext.class,
            Map.of("getProperty", a -> etc.toString(), "getBundles", a -> new Bundle[] {bundle})),
        fake(MetaTypeService.class, Map.of("getMetaTypeInformation", a -> types())),
        fake(
            ConfigurationAdmin.class,
            Map.of("listConfigurations", a -> all.length == 0 ? null : all)));
  }

  private static Configuration configuration(Path folder, String name, Map<String, String> values) {
    Dictionary<String, Object> properties = new Hashtable<>(values);
    String file = folder.resolve(PID + "-" + name + ".cfg").toUri().toString();
    properties.put("felix.fileinstall.filename", file);
    return fake(
        Configuration.class,
        Map.of(
            "getPid", a -> PID + "~" + name,
            "getFactoryPid", a -> PID,
            "getProperties", a -> properties));
  }

  private static MetaTypeInformation types() {
    return fake(
        MetaTypeInformation.class,
        Map.of(
            "getPids", a -> new String[0],
            "getFactoryPids", a -> new String[] {PID},
            "getObjectClassDefinition", a -> form(a[1].equals("zh"))));
  }

  private static ObjectClassDefinition form(boolean chinese) {
    AttributeDefinition[] attributes =
        List.of(
                attribute("host", null, AttributeDefinition.STRING),
                attribute("port", new String[] {"502"}, AttributeDefinition.STRING),
                attribute("password", new String[0], AttributeDefinition.PASSWORD))
            .toArray(AttributeDefinition[]::new);
    return fake(
        ObjectClassDefinition.class,
        Map.of(
            "getName", a -> chinese ? "设备" : "Device",
            "getDescription", a -> null,
            "getAttributeDefinitions",
                a -> a[0].equals(ObjectClassDefinition.ALL) ? attributes : null));
  }

  private static AttributeDefinition attribute(String key, String[] preset, int type) {
    return fake(
        AttributeDefinition.class,
        Map.of(
            "getID",
            a -> key,
            "getDefaultValue",
            a -> preset,
            "getType",
            a -> type,
            "getOptionValues",
            a -> null));
  }

  /** Answers what is named, and nothing else. */
  public static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer.apply(arguments);
            }));
  }
}
