package io.firedamp.driver.opcua;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Vital;
import io.firedamp.source.PointSource;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One source for each configuration. It registers the source itself, because a service of the
 * component would carry the whole configuration, with its password, in its properties.
 */
@Component(
    service = {},
    configurationPid = OpcuaDriver.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Form.class, factory = true)
public final class OpcuaDriver {
  static final String PID = "io.firedamp.driver.opcua";

  private final OpcuaSource source;
  private final ServiceRegistration<PointSource> registration;
  private final ServiceRegistration<Vital> vital;

  /**
   * Opens nothing.
   *
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public OpcuaDriver(
      BundleContext context,
      Map<String, Object> properties,
      @Reference Engine engine,
      @Reference SiteClock clock) {
    Config config = Config.of(properties);
    Certificates certificates = new Certificates(folder(context), clock);
    Condition condition = new Condition(config.name(), clock, certificates);
    source = new OpcuaSource(config, engine, certificates, condition);
    Map<String, String> name = Map.of(PointSource.NAME, config.name());
    registration = context.registerService(PointSource.class, source, new Hashtable<>(name));
    vital = context.registerService(Vital.class, condition, new Hashtable<>(name));
  }

  private static Path folder(BundleContext context) {
    String base = context.getProperty("karaf.base");
    return Path.of(base == null ? "" : base, "secure", "driver-opcua");
  }

  /**
   * Returns when the read in flight has ended, which the pipeline waits for, and closes the link.
   */
  @Deactivate
  void stop() {
    vital.unregister();
    registration.unregister();
    source.rest();
  }
}
