package io.firedamp.simulator.platform;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Vital;
import io.firedamp.settings.Settings;
import io.firedamp.simulator.broker.Exchanges;
import io.firedamp.text.Text;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated platform of one project in the gateway's container. It registers its {@link Vital}
 * by itself, so that no secret becomes a service property.
 */
@Component(
    service = {},
    configurationPid = "io.firedamp.simulator.platform",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PlatformForm.class, factory = true)
public final class Platform {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final Bench bench;
  private final Rehearsals rehearsals;
  private final ServiceRegistration<Vital> vital;

  /**
   * Starts to connect; does not wait for it.
   *
   * @param context where its health is registered
   * @param clock the platform's time
   * @param rehearsals where the commands find it
   * @param exchanges where it finds its broker, if that is one of ours
   * @param properties the configuration
   * @throws io.firedamp.settings.SettingsException if it is wrong
   */
  @Activate
  public Platform(
      BundleContext context,
      @Reference SiteClock clock,
      @Reference Rehearsals rehearsals,
      @Reference Exchanges exchanges,
      Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    this.bench = Bench.of(settings, Access.of(settings), exchanges, clock, Platform::log);
    this.rehearsals = rehearsals;
    this.vital = context.registerService(Vital.class, bench.vital(), new Hashtable<>());
    rehearsals.add(bench);
    bench.open();
  }

  private static void log(boolean odd, Text text) {
    if (odd) {
      LOG.warn("the simulated platform: {}", text.both());
    } else {
      LOG.info("the simulated platform: {}", text.both());
    }
  }

  /** Ends the connection; takes a few seconds at most. */
  @Deactivate
  public void close() {
    rehearsals.remove(bench);
    vital.unregister();
    bench.close();
  }
}
