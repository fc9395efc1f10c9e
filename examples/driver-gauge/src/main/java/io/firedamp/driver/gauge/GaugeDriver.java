package io.firedamp.driver.gauge;

import io.firedamp.settings.Settings;
import io.firedamp.source.PointSource;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** One source for each {@code io.firedamp.driver.gauge-NAME.cfg}. */
@Component(
    service = {},
    configurationPid = "io.firedamp.driver.gauge",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GaugeDriver {
  private final GaugeSource source;
  private final ServiceRegistration<PointSource> registration;

  /**
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public GaugeDriver(BundleContext context, Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    String name = settings.text("source.name", settings.instance());
    source =
        new GaugeSource(
            settings.required("host"),
            settings.integer("port", 4001, 1, 65_535),
            Duration.ofMillis(settings.integer("timeout.ms", 400, 50, 10_000)));
    settings.check();
    registration =
        context.registerService(
            PointSource.class, source, new Hashtable<>(Map.of(PointSource.NAME, name)));
  }

  /** Unregistering returns when the read in flight has ended; then the link is closed. */
  @Deactivate
  void stop() {
    registration.unregister();
    source.rest();
  }
}
