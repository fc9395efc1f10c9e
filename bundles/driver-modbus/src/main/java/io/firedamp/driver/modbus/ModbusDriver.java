package io.firedamp.driver.modbus;

import io.firedamp.source.PointSource;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One source for each configuration. It registers the source itself, because a service of the
 * component would carry the whole configuration in its properties.
 */
@Component(
    service = {},
    configurationPid = ModbusDriver.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Form.class, factory = true)
public final class ModbusDriver {
  static final String PID = "io.firedamp.driver.modbus";

  private final ModbusSource source;
  private final ServiceRegistration<PointSource> registration;

  /**
   * Opens nothing.
   *
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public ModbusDriver(BundleContext context, Map<String, Object> properties) {
    Config config = Config.of(properties);
    source = new ModbusSource(config);
    Dictionary<String, String> names = new Hashtable<>(Map.of(PointSource.NAME, config.name()));
    registration = context.registerService(PointSource.class, source, names);
  }

  /**
   * Returns when the read in flight has ended, which the pipeline waits for, and closes the link.
   */
  @Deactivate
  void stop() {
    registration.unregister();
    source.rest();
  }
}
